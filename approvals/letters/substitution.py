"""Who may decide for whom: told to both people when it is given or ends, and to those who stand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.letters.notices import Notice, Row
from approvals.models import Absence, Delegation
from core.models import Letter
from core.web.words import day


@dataclass(frozen=True)
class DelegationNotice:
    """A power to decide was given, or taken back. Payload: delegation, is_over."""

    kind: str = "approval.delegation"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Mapping[int, Delegation]:
        """See `Occasion`."""
        rows = Delegation.objects.select_related("delegator", "delegate", "office")
        return rows.in_bulk({each.payload["delegation"] for each in letters})

    def say(self, letter: Letter, facts: Mapping[int, Delegation]) -> Notice | None:
        """See `Occasion`."""
        given = facts.get(letter.payload["delegation"])
        if given is None or (given.revoked_at and not letter.payload["is_over"]):
            return None
        gave_it = letter.recipient_id == given.delegator_id
        rows = [
            Row(_("Given by"), str(given.delegator)),
            Row(_("Given to"), str(given.delegate)),
            Row(_("Days"), _days(given)),
            Row(_("Covers"), _scope(given)),
        ]
        return Notice(
            title=_delegation_title(given, gave_it=gave_it, is_over=letter.payload["is_over"]),
            because=_("You gave this power to decide.") if gave_it else _("The power to decide was given to you."),
            path=reverse("approvals:substitutes"),
            action=_("Open delegations and absences"),
            rows=rows,
            paragraphs=[_meaning(gave_it=gave_it, is_over=letter.payload["is_over"])],
            quote=given.reason,
        )


@dataclass(frozen=True)
class AbsenceNotice:
    """Somebody is away and the reader stands in. Payload: absence, is_over, is_deputy."""

    kind: str = "approval.absence"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Mapping[int, Absence]:
        """See `Occasion`."""
        return Absence.objects.select_related("user").in_bulk({each.payload["absence"] for each in letters})

    def say(self, letter: Letter, facts: Mapping[int, Absence]) -> Notice | None:
        """See `Occasion`."""
        away, is_over = facts.get(letter.payload["absence"]), letter.payload["is_over"]
        if away is None or (away.revoked_at and not is_over):
            return None
        if is_over:
            title, meaning = (
                _("You no longer stand in for %(who)s"),
                _("What is asked of them is theirs to decide again."),
            )
        else:
            title, meaning = (
                _("You stand in for %(who)s"),
                _("Meanwhile you are asked to decide what is asked of them."),
            )
        is_deputy = letter.payload["is_deputy"]
        named = _("You are named as their deputy.")
        return Notice(
            title=title % {"who": away.user},
            because=named if is_deputy else _("Nobody is named as deputy, so the head of the office is asked."),
            path=reverse("approvals:list"),
            action=_("Open what waits on you"),
            rows=[Row(_("Away"), str(away.user)), Row(_("Days"), _days(away))],
            paragraphs=[meaning],
        )


def _delegation_title(given: Delegation, *, gave_it: bool, is_over: bool) -> str:
    if gave_it and is_over:
        return _("%(who)s no longer decides in your name") % {"who": given.delegate}
    if gave_it:
        return _("%(who)s may decide in your name") % {"who": given.delegate}
    if is_over:
        return _("You no longer decide in the name of %(who)s") % {"who": given.delegator}
    return _("You may decide in the name of %(who)s") % {"who": given.delegator}


def _meaning(*, gave_it: bool, is_over: bool) -> str:
    if is_over:
        return _("What was decided by it stands.")
    if gave_it:
        return _("You may decide as before; both names stand in the record. If this was not you, take it back at once.")
    return _("Both names stand in the record of what you decide by it. It cannot be passed on.")


def _days(dated: Delegation | Absence) -> str:
    return _("%(first)s to %(last)s") % {"first": day(dated.first_day), "last": day(dated.last_day)}


def _scope(given: Delegation) -> str:
    parts = [each for each in (str(given.office) if given.office else "", given.scope) if each]
    return ", ".join(parts) or _("everything that person may decide")
