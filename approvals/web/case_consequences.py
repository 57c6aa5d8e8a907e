"""What an operation on a whole side brings, in sentences: tried out and undone, so that it is what will happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.actions.foresight import foresee_route
from approvals.models import Case, Decision
from approvals.rounds import Deed
from approvals.steps import DECISIONS
from approvals.web import route_consequences
from core.actors import Actor
from core.registries import Consequence


def consequences_of(case: Case, deed: Deed, *, by: Actor, act: Callable[..., Case]) -> list[Consequence]:
    """Everything that will follow: who is asked, by when, and which decisions no longer count.

    Raises whatever the action raises.
    """
    before, after = _counting(case), []

    def done() -> None:
        act(by=by, case=case, reason="…")
        after.append(_counting(case))

    foreseen = foresee_route(subject=case.subject, institution=case.institution, change=done, at=by.at)
    told = []
    if foreseen.is_running and deed is not Deed.LAPSE:
        told = route_consequences.consequences_of(foreseen, subject_kind=case.subject.kind)
    return [*_of_deed(deed), *told, *_of_decisions(before - after[0])]


def _of_deed(deed: Deed) -> Iterator[Consequence]:
    if deed is Deed.WITHDRAW:
        yield Consequence(_("Nobody is asked on this side any more, and it counts as not submitted."), tone="warning")
    if deed is Deed.LAPSE:
        yield Consequence(_("This side counts as lapsed until it is reopened: nobody is asked."), tone="warning")
    if deed in (Deed.SUBMIT, Deed.REOPEN):
        yield Consequence(_("What is to be approved is frozen as it stands now."), tone="neutral")
        yield Consequence(_("Because you submit it, somebody else must decide."), tone="warning")


def _of_decisions(undone: int) -> Iterator[Consequence]:
    if undone:
        words = ngettext(
            "%(number)s decision no longer counts, but stays readable.",
            "%(number)s decisions no longer count, but stay readable.",
            undone,
        )
        yield Consequence(words % {"number": undone}, tone="warning")


def _counting(case: Case) -> int:
    decided = Decision.objects.counting().filter(step__case=case, act=None)
    return decided.filter(outcome__in=[each.value for each in DECISIONS]).count()
