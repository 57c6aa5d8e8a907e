"""What the page of a side's route shows: its steps in words with what can be done to each, and the routes to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.models import User
from approvals.models import ApprovalSubject, Case, Decision, RouteTemplate, Step
from approvals.policies import can_change_route
from approvals.route_choice import other_templates, side_of, templates_for
from approvals.route_words import TemplateTold, say_step, tell_template
from approvals.steps import OPEN, Outcome
from approvals.web.tones import CASE_TONES, OUTCOME_TONES
from core.refusals import ALLOWED, Verdict
from institutions.models import Institution


@dataclass(frozen=True)
class StepInRoute:
    """A step of the route, what it is in words, and what the reader may do to it now."""

    step: Step
    phrases: list[str]
    tone: str
    may_change: bool
    may_remove: bool
    may_move_earlier: bool
    may_move_later: bool


@dataclass(frozen=True)
class RouteShown:
    """A side's route. `proposed` are the templates meant for it, closest first, `others` what can be chosen besides;
    neither once the approval has begun.
    """

    case: Case | None
    tone: str
    verdict: Verdict
    steps: list[StepInRoute]
    proposed: list[TemplateTold] = field(default_factory=list)
    others: list[TemplateTold] = field(default_factory=list)

    @property
    def replacing(self) -> str:
        """The steps a template would replace, as the form sends them back."""
        return " ".join(str(each.step.uid) for each in self.steps)


def show_route(subject: ApprovalSubject, institution: Institution | None, *, viewer: User) -> RouteShown:
    """The route of one side for somebody who may prepare it, in a fixed number of queries."""
    case = _case(subject, institution)
    steps = list(case.steps.all()) if case else []
    verdict = can_change_route(viewer, case) if case else ALLOWED
    shown = RouteShown(
        case=case,
        tone=CASE_TONES[case.state] if case else "neutral",
        verdict=verdict,
        steps=_in_route(steps, kind=subject.kind, may_change=verdict.allowed),
    )
    if verdict and not (case and case.is_submitted) and all(_is_untouched(step) for step in steps):
        side = side_of(subject, institution)
        shown.proposed.extend(_told(templates_for(side, subject_kind=subject.kind)))
        shown.others.extend(_told(other_templates(side, subject_kind=subject.kind)))
    return shown


def _case(subject: ApprovalSubject, institution: Institution | None) -> Case | None:
    decisions = Prefetch("decisions", Decision.objects.only("id", "step_id", "spell").order_by("id"))
    steps = Step.objects.with_people().prefetch_related(decisions).order_by("group", "id")
    cases = Case.objects.select_related("subject").prefetch_related(Prefetch("steps", steps))
    return cases.filter(subject=subject, institution=institution).first()


def _in_route(steps: Sequence[Step], *, kind: str, may_change: bool) -> list[StepInRoute]:
    movable = {step.pk: may_change and _is_undecided(step) for step in steps}
    return [
        StepInRoute(
            step=step,
            phrases=say_step(step, subject_kind=kind, people=step.people),
            tone=OUTCOME_TONES[step.outcome],
            may_change=movable[step.pk],
            may_remove=movable[step.pk] and not step.decisions.all(),
            may_move_earlier=movable[step.pk]
            and _may_swap([s for s in reversed(steps) if s.group < step.group], movable),
            may_move_later=movable[step.pk] and _may_swap([s for s in steps if s.group > step.group], movable),
        )
        for step in steps
    ]


def _may_swap(beyond: Sequence[Step], movable: dict[int, bool]) -> bool:
    return bool(beyond) and movable[beyond[0].pk]


def _is_undecided(step: Step) -> bool:
    return step.outcome in OPEN and not any(each.spell == step.spell for each in step.decisions.all())


def _is_untouched(step: Step) -> bool:
    return step.outcome == Outcome.NOT_STARTED and not step.decisions.all()


def _told(templates: Sequence[RouteTemplate]) -> list[TemplateTold]:
    return [tell_template(each) for each in templates]
