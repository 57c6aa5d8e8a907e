"""What the law of an agreement makes due: notice windows, renewals, ends of terms, reports, and the like.

Each kind of date is a deadline source of its own, so that reminders have policies for each. Dates are counted from the
stored rules on the day they are asked for: after a tacit renewal the next cycle's stand by themselves. A date stays for
a week after it has passed, so that a reminder of that very day still goes out when the worker was down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Classification, Viewer
from agreements.deadline_sentences import OTHERWISE, WHAT
from agreements.law.clauses import ClauseKind
from agreements.law.deadline_rules import DeadlineRule as Rule
from agreements.law.results import DEADLINE_LABELS, DeadlineKind
from agreements.models import Agreement, Clause, DeadlineRule
from core.registries import DEADLINE_COLUMNS, DeadlineDescription, Proposal, RecordKey

RECORD_TYPE = "agreement"
STAYS = dt.timedelta(days=7)
_DATE_BY_ID = "(%s::jsonb ->> agreements_deadlinerule.id::text)::date"


@dataclass(frozen=True)
class ForceDeadline:
    """Deadlines of one kind."""

    of: DeadlineKind

    @property
    def kind(self) -> str:
        """The source's name, by which policies know it."""
        return f"agreement_{self.of}"

    @property
    def label(self) -> Any:
        """What such a date is called."""
        return _(DEADLINE_LABELS[self.of])

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`. Of each rule the one date that stands."""
        rules = DeadlineRule.objects.filter(kind=self.of)
        if record is not None:
            rules = rules.filter(agreement=record[1]) if record[0] == RECORD_TYPE else rules.none()
        return (
            self._dated(rules, since=today - STAYS, until=until)
            .filter(due_on__lte=until)
            .order_by()
            .annotate(
                item_id=F("pk"),
                record_type=Value(RECORD_TYPE),
                record_id=F("agreement_id"),
                office_id=F("agreement__office_id"),
                responsible_id=F("agreement__officer_id"),
                is_confined=Q(agreement__classification=Classification.RESTRICTED),
            )
            .values_list(*DEADLINE_COLUMNS)
        )

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        seen = Agreement.objects.visible_to(user).order_by().values("pk")
        rules = list(
            DeadlineRule.objects.filter(kind=self.of, pk__in=list(item_ids), agreement__in=seen)
            .select_related("agreement", "party__institution")
            .order_by("pk")
        )
        titles = _titles_of_duties(rules)
        return {rule.pk: self._description(rule, titles.get(rule.pk, "")) for rule in rules}

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`. A change of stage leaves acts and clauses, and so these dates."""
        if not isinstance(proposal.record, Agreement):
            return []
        today = proposal.today or proposal.on
        rows = self.rows(until=dt.date.max, today=today, record=(RECORD_TYPE, proposal.record.pk))
        return sorted({row[DEADLINE_COLUMNS.index("due_on")] for row in rows})

    def _dated(self, rules: Any, *, since: dt.date, until: dt.date) -> QuerySet[Any]:
        return rules.with_next(since=since)

    def _description(self, rule: DeadlineRule, duty: str) -> DeadlineDescription:
        party = str(rule.party.institution.name) if rule.party else gettext("all parties")
        return DeadlineDescription(
            reference=rule.agreement.reference,
            name=rule.agreement.title,
            what=gettext(WHAT[self.of]) % {"party": party, "duty": duty},
            otherwise=gettext(OTHERWISE[self.of]),
            path=reverse("agreements:detail", args=[rule.agreement.reference]),
        )


class ReportDeadline(ForceDeadline):
    """Reports: their dates follow rules of RFC 5545, which are counted here and handed to the database."""

    def _dated(self, rules: Any, *, since: dt.date, until: dt.date) -> QuerySet[Any]:
        columns = rules.exclude(recurrence="").order_by("pk").values_list("pk", "anchor", "within", "recurrence")
        dates = {str(pk): _occurrence(*rule, since=since) for pk, *rule in columns}
        standing = {pk: on.isoformat() for pk, on in dates.items() if on and on <= until}
        counted = RawSQL(_DATE_BY_ID, [orjson.dumps(standing).decode()], output_field=DateField())  # noqa: S611
        return rules.filter(pk__in=[int(pk) for pk in standing]).annotate(due_on=counted)


SOURCES = [
    *(ForceDeadline(kind) for kind in DeadlineKind if kind is not DeadlineKind.REPORT_DUE),
    ReportDeadline(DeadlineKind.REPORT_DUE),
]


def _occurrence(anchor: dt.date, within: Any, recurrence: str, *, since: dt.date) -> dt.date | None:
    window = (within.lower, within.upper)
    return Rule(DeadlineKind.REPORT_DUE, anchor, within=window, recurrence=recurrence).next_on(since)


def _titles_of_duties(rules: Iterable[DeadlineRule]) -> Mapping[int, str]:
    """What the report of a rule is called, from the clauses that ask for it."""
    reports = [rule for rule in rules if rule.recurrence]
    if not reports:
        return {}
    clauses = Clause.objects.current().filter(
        kind=ClauseKind.REPORTING, agreement__in={rule.agreement_id for rule in reports}, is_repealed=False
    )
    named = {
        (clause.agreement_id, clause.parameters.get("rule")): clause.duty
        for clause in clauses.order_by("agreement", "id")
    }
    return {rule.pk: named.get((rule.agreement_id, rule.recurrence), "") for rule in reports}
