"""The rights by which a person may decide a step, in words to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from approvals.deciders import Decider, Mandate
from approvals.models import Absence, Delegation, Step, Through
from core.web.words import day

_WORDS = {
    Through.DELEGATION: gettext_noop("On behalf of %(who)s, by delegation until %(day)s"),
    Through.DEPUTY: gettext_noop("On behalf of %(who)s, as deputy: away until %(day)s"),
    Through.ESCALATION: gettext_noop(
        "On behalf of %(who)s, as head of office: away until %(day)s, and no deputy is there"
    ),
}


@dataclass(frozen=True)
class Right:
    """A right to decide: `person` is in whose name, `words` say so and by what right."""

    person: User
    words: str
    is_own: bool


def rights_on(step: Step, *, decider: Decider) -> list[Right]:
    """Every right by which the person may decide the step, their own first; of two for one principal the first."""
    mandates: dict[int, Mandate] = {}
    for mandate in decider.mandates_on(step):
        mandates.setdefault(mandate.principal.pk, mandate)
    last_days = _last_days(mandates.values(), decider)
    return [
        Right(each.principal, _words(each, last_days.get((each.through, each.principal.pk))), is_own=not each.through)
        for each in mandates.values()
    ]


def _words(mandate: Mandate, last_day: dt.date | None) -> str:
    if not mandate.through:
        return _("In your own name")
    return _(_WORDS[Through(mandate.through)]) % {"who": mandate.principal, "day": day(last_day)}


def _last_days(mandates: Iterable[Mandate], decider: Decider) -> dict[tuple[str, int], dt.date]:
    """Until when each of the rights of others holds, by what they are used through and whose they are."""
    through = {each.through: each.principal.pk for each in mandates if each.through}
    people = {each.principal.pk for each in mandates if each.through}
    found: dict[tuple[str, int], dt.date] = {}
    if Through.DELEGATION in through:
        given = Delegation.objects.at(decider.at).filter(delegate=decider.user.pk, delegator__in=people).order_by()
        for person, last in given.values("delegator").annotate(last=Max("last_day")).values_list("delegator", "last"):
            found[Through.DELEGATION, person] = last
    if Through.DEPUTY in through or Through.ESCALATION in through:
        away = Absence.objects.at(decider.at).filter(user__in=people).order_by()
        for person, last in away.values("user").annotate(last=Max("last_day")).values_list("user", "last"):
            found[Through.DEPUTY, person] = found[Through.ESCALATION, person] = last
    return found
