"""What a change of stage will bring, said before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from agreements.stages import AT_REST, STAGE_LABELS, Transition
from approvals.models import Case, Step
from approvals.web.tracks import body_of
from core.registries import Consequence, Proposal, registries


def consequences_of(agreement: Agreement, transition: Transition, *, today: dt.date, viewer: User) -> list[Consequence]:
    """Everything that will follow, as far as it is known: of the agreement itself, then what the other apps say.

    The agreement is one of `agreement_page`.
    """
    proposal = Proposal(
        record=agreement, field="stage", old=agreement.stage, new=transition.target.value, on=today, today=today
    )
    own = [*_of_approval(agreement, transition), *_of_rest(transition)]
    return [*own, *registries.consequences_of(proposal, viewer)]


def _of_approval(agreement: Agreement, transition: Transition) -> Iterator[Consequence]:
    if transition.submits:
        for case in agreement.approval_subject.cases.all():
            yield from (_asked(case, step, agreement) for step in _first_steps(case))
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


def _asked(case: Case, step: Step, agreement: Agreement) -> Consequence:
    who = (
        ", ".join(str(person) for person in step.people)
        if step.people
        else _("an approver or the head of %(office)s") % {"office": agreement.office}
    )
    sentence = _("On the side of %(side)s this step starts: %(step)s (%(body)s). Asked to decide: %(who)s.")
    places = {"side": case, "step": step.get_kind_display(), "body": body_of(step), "who": who}
    return Consequence(sentence % places, tone="progress")
