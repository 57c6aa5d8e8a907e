"""What a change of state will bring, said before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, Membership
from activities.states import ActivityState, Transition
from core.actors import Actor
from core.registries import Consequence, Proposal, registries


def consequences_of(
    request: HttpRequest, record: Activity | Membership, transition: Transition[Any]
) -> list[Consequence]:
    """Everything that will follow, as far as it is known: of the record itself, then what the other apps say."""
    today = Actor.for_request(request).today(record.office.time_zone)
    proposal = Proposal(
        record=record, field="state", old=record.state, new=transition.target.value, on=today, today=today
    )
    own = [*_of_approval(record, transition), *_of_dates(record, transition), *_of_delay(record, transition)]
    return [*own, *registries.consequences_of(proposal, request.user)]


def _of_approval(record: Activity | Membership, transition: Transition[Any]) -> Iterator[Consequence]:
    if transition.submits:
        steps = sum(len(case.facts) for case in record.approval_subject.cases.all())
        yield Consequence(
            ngettext(
                "Its approval starts: %(steps)s step is to be decided, not by you, because you submit it.",
                "Its approval starts: %(steps)s steps are to be decided, not by you, because you submit it.",
                steps,
            )
            % {"steps": steps},
            tone="progress",
        )
    if transition.recalls:
        yield Consequence(
            _("Its approval round ends: nobody is asked any more. Decisions taken stay readable."), tone="warning"
        )


def _of_dates(record: Activity | Membership, transition: Transition[Any]) -> Iterator[Consequence]:
    if not transition.dates or getattr(record, transition.dates):
        return
    if transition.dates == "actual_start":
        yield Consequence(_("The day becomes its actual start."))
    else:
        yield Consequence(_("The day becomes its actual end, and its report is due."))


def _of_delay(record: Activity | Membership, transition: Transition[Any]) -> Iterator[Consequence]:
    if isinstance(record, Activity) and transition.target in (ActivityState.CANCELLED, ActivityState.REJECTED):
        yield Consequence(_("It counts neither as planned nor as delayed any more."), tone="warning")
