"""What was decided on a step, and which conditions are met: told to those who wait for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.letters.notices import Notice, Records, Row
from approvals.letters.reasons import say_reason, say_who_decided
from approvals.models import Case, Condition, Decision, Step
from approvals.steps import OUTCOME_LABELS, CaseState, Outcome
from core.errors import listed
from core.models import Letter
from core.registries import registries
from core.sentences import gettext_noop
from core.web.words import day

SIDE, ALL = "side", "all"  # what a decision completed
_AFTER = {
    Outcome.CHANGES_REQUESTED: gettext_noop(
        "Amend what is asked for, and everybody is asked again; or submit this side again with an answer. "
        "Nobody else is asked until then."
    ),
    Outcome.REJECTED: gettext_noop("This ends the approval of this side. It can be reopened, with a reason."),
    Outcome.APPROVED_WITH_CONDITIONS: gettext_noop("What comes next waits until every condition is met."),
}


@dataclass(frozen=True)
class Facts:
    """Rows by id, and how their records are called."""

    records: Records
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    conditions: Mapping[int, Condition] = field(default_factory=dict)


@dataclass(frozen=True)
class DecidedNotice:
    """A decision on a step. Payload: subject, decision, because, and what it completed ("", "side", "all")."""

    kind: str = "approval.decided"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Facts:
        """See `Occasion`."""
        related = ("step__body", "step__case__institution", "step__case__subject")
        decisions = Decision.objects.for_track().select_related(*related).prefetch_related("step__case__steps")
        wanted = {each.payload["decision"] for each in letters}
        return Facts(Records(letters), decisions=decisions.in_bulk(wanted))

    def say(self, letter: Letter, facts: Facts) -> Notice | None:
        """See `Occasion`."""
        decision = facts.decisions.get(letter.payload["decision"])
        if decision is None:
            return None
        step, outcome = decision.step, Outcome(decision.outcome)
        record = facts.records.of(letter.payload["subject"])
        completed = _still(letter.payload["completed"], step.case)
        return Notice(
            title=_title(step, outcome, completed),
            because=say_reason(letter.payload["because"]),
            path=record.path,
            action=_("Open the record"),
            record=record,
            rows=[
                Row(_("Step"), step.name),
                Row(_("Side"), str(step.case)),
                Row(_("Decision"), _(OUTCOME_LABELS[outcome])),
                Row(_("Decided by"), say_who_decided(decision)),
                *(Row(_("Condition"), _condition(each)) for each in decision.conditions.all()),
            ],
            paragraphs=[each for each in (_after(decision), say_completed(completed, step.case)) if each],
            quote=decision.comment,
        )


@dataclass(frozen=True)
class ConditionsNotice:
    """Conditions of an approval are met. Payload: subject, conditions, because, completed."""

    kind: str = "approval.conditions"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Facts:
        """See `Occasion`."""
        related = ("met_by", "decision__step__case__institution", "decision__step__case__subject")
        wanted = {pk for each in letters for pk in each.payload["conditions"]}
        siblings = Prefetch("decision__conditions", Condition.objects.order_by("id"))
        conditions = Condition.objects.select_related(*related).prefetch_related(
            siblings, "decision__step__case__steps"
        )
        return Facts(Records(letters), conditions=conditions.in_bulk(wanted))

    def say(self, letter: Letter, facts: Facts) -> Notice | None:
        """See `Occasion`."""
        met = [facts.conditions[pk] for pk in letter.payload["conditions"] if pk in facts.conditions]
        if not met:
            return None
        step = met[0].decision.step
        record = facts.records.of(letter.payload["subject"])
        left = sum(1 for each in met[0].decision.conditions.all() if each.met_on is None)
        title = ngettext("A condition is met: %(step)s", "%(number)s conditions are met: %(step)s", len(met))
        completed = _still(letter.payload["completed"], step.case)
        return Notice(
            title=title % {"number": len(met), "step": step.name},
            because=say_reason(letter.payload["because"]),
            path=record.path,
            action=_("Open the record"),
            record=record,
            rows=[
                Row(_("Side"), str(step.case)),
                *(Row(_("Condition"), each.text) for each in met),
                Row(_("Met on"), ", ".join(dict.fromkeys(day(each.met_on) for each in met))),
                Row(_("Confirmed by"), str(met[0].met_by) if met[0].met_by else _("Entente")),
            ],
            paragraphs=[each for each in (_left(left), say_completed(completed, step.case)) if each],
            quote="\n".join(dict.fromkeys(each.evidence for each in met if each.evidence)),
        )


def say_completed(completed: str, case: Case) -> str:
    """What is reached by it, as a sentence; "" for nothing."""
    if not completed:
        return ""
    is_signed = registries.approval_subjects[case.subject.kind].is_signed
    if completed == ALL and is_signed:
        return _("Every side has approved: signature is no longer held up by approvals.")
    if completed == ALL:
        return _("The approval is complete.")
    return _("The approval of %(side)s is complete; other sides are still open.") % {"side": case}


def _still(completed: str, case: Case) -> str:
    """What was completed, unless it has been undone since."""
    return completed if case.state is CaseState.APPROVED else ""


def _title(step: Step, outcome: Outcome, completed: str) -> str:
    if completed == ALL:
        return _("Approved by every side")
    if completed == SIDE:
        return _("Approved on the side of %(side)s") % {"side": step.case}
    return f"{_(OUTCOME_LABELS[outcome])}: {step.name}"


def _after(decision: Decision) -> str:
    """What the decision means for what comes next."""
    step, outcome = decision.step, Outcome(decision.outcome)
    if outcome in _AFTER:
        return _(_AFTER[outcome])
    waiting = tuple(each.name for each in step.case.steps.all() if each.outcome == Outcome.IN_PROGRESS)
    return _("Still asked on this side: %(steps)s.") % {"steps": listed(waiting)} if waiting else ""


def _condition(condition: Condition) -> str:
    if condition.due_on is None:
        return condition.text
    return _("%(condition)s (by %(day)s)") % {"condition": condition.text, "day": day(condition.due_on)}


def _left(number: int) -> str:
    if not number:
        return _("All conditions of this step are met.")
    sentence = ngettext("%(number)s condition is still open.", "%(number)s conditions are still open.", number)
    return sentence % {"number": number}
