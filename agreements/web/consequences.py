"""What a change of stage will bring, said before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from agreements.stages import AT_REST, STAGE_LABELS, Transition
from approvals.askees import Askee, who_is_asked
from approvals.models import Case, Step
from approvals.web.asking import is_stranded, on_whom, quorum_out_of_reach
from approvals.web.tracks import body_of
from core.registries import Consequence, Proposal, registries


def consequences_of(agreement: Agreement, transition: Transition, *, today: dt.date, viewer: User) -> list[Consequence]:
    """Everything that will follow, as far as it is known: of the agreement itself, then what the other apps say.

    The agreement is one of `agreement_page`.
    """
    proposal = Proposal(
        record=agreement, field="stage", old=agreement.stage, new=transition.target.value, on=today, today=today
    )
    own = [*_of_approval(agreement, transition, viewer), *_of_rest(transition)]
    return [*own, *registries.consequences_of(proposal, viewer)]


def _of_approval(agreement: Agreement, transition: Transition, viewer: User) -> Iterator[Consequence]:
    if transition.submits:
        first = [step for case in agreement.approval_subject.cases.all() for step in _first_steps(case)]
        asked = who_is_asked(first, at=timezone.now())
        for step in first:
            yield _begins(step, _without(viewer, asked[step.pk]))
        yield Consequence(_("Because you submit it, somebody else must decide these steps."), tone="warning")
    if transition.recalls:
        yield Consequence(
            _("The approval round ends on every side: nobody is asked any more. Decisions taken stay readable."),
            tone="warning",
        )


def _of_rest(transition: Transition) -> Iterator[Consequence]:
    if transition.target in AT_REST:
        stage = _(STAGE_LABELS[transition.target])
        yield Consequence(_("At “%(stage)s” nobody needs to act any more.") % {"stage": stage}, tone="neutral")


def _first_steps(case: Case) -> list[Step]:
    steps = list(case.steps.all())
    first = min((step.group for step in steps), default=None)
    return [step for step in steps if step.group == first]


def _without(viewer: User, asked: list[Askee]) -> list[Askee]:
    """Who submits does not decide, nor does anybody in their stead."""
    return [each for each in asked if viewer not in (each.user, each.instead_of)]


def _begins(step: Step, asked: list[Askee]) -> Consequence:
    places = {"side": step.case, "step": step.get_kind_display(), "body": body_of(step)}
    begins = _("On the side of %(side)s this step starts: %(step)s (%(body)s).") % places
    if is_stranded(step, asked):
        return Consequence(f"{begins} " + _("Nobody is there who may decide it."), tone="warning")
    begins = f"{begins} " + _("It waits on %(who)s.") % {"who": on_whom(step, asked)}
    if lack := quorum_out_of_reach(step, asked):
        return Consequence(f"{begins} {lack}", tone="warning")
    return Consequence(begins, tone="progress")
