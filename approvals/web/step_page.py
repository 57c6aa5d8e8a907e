"""All that bears on one step, for one reader: what its page shows beside the form."""

from __future__ import annotations

import uuid

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.askees import Askee, who_is_asked, why_nobody
from approvals.condition_words import say_condition
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Condition, Decision, Step
from approvals.policies import can_confirm, can_dispense, can_prepare, can_record_outside
from approvals.steps import COMPLETED_BY_ACT, OPEN, Outcome, StepKind, current_group
from approvals.web.asking import on_whom, quorum_out_of_reach, say_quorum, votes_on
from approvals.web.changes import CaseRead
from approvals.web.mandates import Right, rights_on
from approvals.web.tones import OUTCOME_TONES
from approvals.web.tracks import DecisionShown, TrackShown, body_of, path_to_act, show_track
from core.errors import listed
from core.history import Root
from core.registries import KeptDocument, SubjectDescription, registries


def step_for_page(user: User, uid: uuid.UUID) -> Step:
    """The step with its whole track, where the reader sees the record it belongs to; 404 otherwise."""
    every = Step.objects.with_people().prefetch_related(Prefetch("decisions", Decision.objects.for_track()))
    related = ("case__subject__office", "case__institution", "case__submitted_by", "case__snapshot")
    seen = Step.objects.visible_to(user).select_related(*related, "case__subject__edited_by")
    asked = get_object_or_404(seen.prefetch_related(Prefetch("case__steps", every)), uid=uid)
    for step in asked.case.steps.all():
        step.case = asked.case
        if step.pk == asked.pk:
            return step
    raise Http404  # taken out of the route between the two queries


def history_roots(step: Step) -> list[Root]:
    """Where the history of the step is."""
    return [("approvals_approvalsubject", step.case.subject_id)]


class StepPage:
    """A step with its track, as `step_for_page` reads it, for one reader. `read` is the hash of what they had before
    them when they wrote a form.
    """

    def __init__(self, step: Step, *, decider: Decider, read: str = "") -> None:
        self.step, self.case, self.decider = step, step.case, decider
        self.viewer: User = decider.user  # type: ignore[assignment]  # pages are for those who logged in
        self.read = CaseRead(step, viewer=self.viewer, read=read)

    @cached_property
    def record(self) -> SubjectDescription:
        """What is approved."""
        subject = self.case.subject
        return registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]

    @cached_property
    def track(self) -> TrackShown:
        """The whole side."""
        return show_track(self.case, decider=self.decider)

    @cached_property
    def rights(self) -> list[Right]:
        """Every right by which the reader may decide it."""
        return rights_on(self.step, decider=self.decider)

    @property
    def body(self) -> str:
        """The deciding body."""
        return body_of(self.step)

    @property
    def tone(self) -> str:
        """Of its outcome."""
        return OUTCOME_TONES[self.step.outcome]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must decide it now."""
        return self.step.outcome == Outcome.IN_PROGRESS

    @property
    def only_if(self) -> str:
        """Under which condition it is required, in words; "" where it always is."""
        return say_condition(self.step.only_if, subject_kind=self.case.subject.kind)

    @cached_property
    def asked(self) -> list[Askee]:
        """The people asked, while it waits."""
        return who_is_asked([self.step], at=self.decider.at)[self.step.pk] if self.is_waiting else []

    @property
    def order(self) -> str:
        """Its place in the track, in words."""
        steps = list(self.case.steps.all())
        groups = sorted({each.group for each in steps})
        words = _("Step %(number)s of %(total)s") % {
            "number": groups.index(self.step.group) + 1,
            "total": len(groups),
        }
        beside = tuple(each.name for each in steps if each.group == self.step.group and each.pk != self.step.pk)
        if not beside:
            return words
        return _("%(step)s, side by side with: %(others)s") % {"step": words, "others": listed(beside)}

    @property
    def waits_on(self) -> str:
        """On whom, in words; "" where nobody is left who may decide it."""
        return on_whom(self.step, self.asked)

    @property
    def why_nobody(self) -> str:
        """Why nobody may decide it now, in a sentence; "" where somebody may."""
        return "" if self.asked else why_nobody(self.step, at=self.decider.at)

    @property
    def votes(self) -> list[Decision]:
        """The decisions of people that count now."""
        return votes_on(self.step)

    @property
    def quorum(self) -> str:
        """How many of the people who must approve have, where one is not enough."""
        return say_quorum(self.step)

    @property
    def out_of_reach(self) -> str:
        """See `quorum_out_of_reach`; only while it waits."""
        return quorum_out_of_reach(self.step, self.asked) if self.is_waiting else ""

    @cached_property
    def decisions(self) -> list[DecisionShown]:
        """Every decision on the step, oldest first."""
        return [
            DecisionShown(decision=each, tone=OUTCOME_TONES[each.outcome], is_earlier=each.spell != self.step.spell)
            for each in self.step.decisions.all()
        ]

    @property
    def decisions_now(self) -> list[DecisionShown]:
        """Those that count."""
        return [each for each in self.decisions if not each.is_earlier]

    @property
    def decisions_before(self) -> list[DecisionShown]:
        """Those of earlier rounds, which stay readable."""
        return [each for each in self.decisions if each.is_earlier]

    @cached_property
    def evidence(self) -> list[KeptDocument]:
        """The documents of the record that show a decision on the step."""
        shown = {str(each.decision.document) for each in self.decisions if each.decision.document}
        keeper = registries.evidence_keepers.get(self.case.subject.kind)
        held = keeper.documents(self.case.subject_id) if shown and keeper else []
        return [each for each in held if each.uid in shown]

    @cached_property
    def conditions(self) -> list[Condition]:
        """The conditions the approval is bound to now."""
        found = []
        for vote in self.votes:
            vote.step = self.step
            for condition in vote.conditions.all():
                condition.decision = vote
                found.append(condition)
        return found

    @property
    def conditions_of_others(self) -> list[Condition]:
        """Those that are met, or that the reader may not confirm."""
        return [each for each in self.conditions if each not in self.conditions_to_confirm]

    @cached_property
    def conditions_to_confirm(self) -> list[Condition]:
        """Those still open that the reader may confirm."""
        if self.step.outcome != Outcome.APPROVED_WITH_CONDITIONS:
            return []
        return [each for each in self.conditions if not each.met_on and can_confirm(self.viewer, each)]

    @property
    def is_next(self) -> bool:
        """Whether something may be recorded of it now: it is open, and what comes before it is done."""
        is_open = self.step.outcome in OPEN and self.case.is_submitted
        return is_open and self.step.group == current_group(self.case.facts)

    @property
    def may_dispense(self) -> bool:
        """Whether the reader may do without it."""
        return self.is_next and can_dispense(self.viewer, self.step).allowed

    @property
    def is_completed_by_act(self) -> bool:
        """Whether nothing but an act completes it."""
        return StepKind(self.step.kind) in COMPLETED_BY_ACT

    @cached_property
    def act_path(self) -> str:
        """Where the act that completes it is recorded, for who prepares the track; "" where there is no such place."""
        may_record = self.is_completed_by_act and self.is_next and can_prepare(self.viewer, self.case.subject)
        return path_to_act(self.step) if may_record else ""

    @cached_property
    def outside_paths(self) -> dict[str, str]:
        """Where a decision taken outside is recorded and links are sent, for who may."""
        if self.is_completed_by_act or not (self.is_next and can_record_outside(self.viewer, self.step)):
            return {}
        names = {"record": "approvals:record_outside", "links": "approvals:links"}
        return {key: reverse(name, args=[self.step.uid]) for key, name in names.items()}

    @property
    def is_recorded_elsewhere(self) -> bool:
        """Whether the reader records what becomes of it, on another page."""
        return bool(self.act_path or self.outside_paths)

    @cached_property
    def next_path(self) -> str:
        """The next step of another side that waits for the reader, the longest waiting first; "" when none does."""
        mine = steps_decidable_by(self.decider).waiting().visible_to(self.viewer)
        following = mine.exclude(case=self.case.pk).order_by("started_at", "id").only("uid").first()
        return reverse("approvals:decide", args=[following.uid]) if following else ""
