"""A side's approval was withdrawn or has lapsed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.letters.notices import Notice, Records, Row
from approvals.letters.reasons import Reason, say_reason
from approvals.models import CaseEvent
from core.errors import listed
from core.models import Letter
from core.web.words import moment

Facts = tuple[Mapping[int, CaseEvent], Records]


def _read(letters: Sequence[Letter]) -> Facts:
    events = CaseEvent.objects.select_related("by", "case__institution")
    return events.in_bulk({pk for each in letters for pk in each.payload["events"]}), Records(letters)


def _say(letter: Letter, facts: Facts, title: str, meaning: str) -> Notice | None:
    known, records = facts
    events = [known[pk] for pk in letter.payload["events"] if pk in known]
    if not events:
        return None
    event = events[0]
    record = records.of(letter.payload["subject"])
    return Notice(
        title=title,
        because=say_reason(letter.payload["because"]),
        path=record.path,
        action=_("Open the record"),
        record=record,
        rows=[
            Row(_("Side"), listed(tuple(str(each.case) for each in events))),
            Row(_("By"), str(event.by) if event.by else _("Entente")),
            Row(_("When"), moment(event.at)),
        ],
        paragraphs=[meaning],
        quote=event.reason,
    )


@dataclass(frozen=True)
class WithdrawnNotice:
    """Submissions of sides were taken back together. Payload: subject, events, because."""

    kind: str = "approval.withdrawn"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Facts:
        """See `Occasion`."""
        return _read(letters)

    def say(self, letter: Letter, facts: Facts) -> Notice | None:
        """See `Occasion`."""
        was_asked = letter.payload["because"] in (Reason.ASKED, Reason.DECIDED)
        title = _("Your decision is no longer needed: approval withdrawn") if was_asked else _("Approval withdrawn")
        meaning = _("Nobody is asked any more, and what was approved no longer counts. You need do nothing.")
        return _say(letter, facts, title, meaning)


@dataclass(frozen=True)
class LapsedNotice:
    """An approval has lapsed. Payload: subject, events (one), because."""

    kind: str = "approval.lapsed"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Facts:
        """See `Occasion`."""
        return _read(letters)

    def say(self, letter: Letter, facts: Facts) -> Notice | None:
        """See `Occasion`."""
        meaning = _("What was approved no longer counts. The approval can be reopened, with a reason.")
        return _say(letter, facts, _("An approval has lapsed"), meaning)
