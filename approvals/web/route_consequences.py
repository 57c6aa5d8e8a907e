"""What a change of a route brings, in sentences: who is asked, by when, and what is asked of nobody any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from approvals.actions.foresight import RouteForesight
from approvals.askees import Askee
from approvals.condition_words import say_condition
from approvals.models import Step
from approvals.steps import CASE_STATE_LABELS, COMPLETED_BY_ACT, CaseState, Outcome, StepKind
from approvals.web.asking import quorum_out_of_reach
from core.errors import listed
from core.registries import Consequence
from core.web.words import day


def consequences_of(foreseen: RouteForesight, *, subject_kind: str) -> list[Consequence]:
    """Everything that will follow, most pressing first."""
    return list(_consequences(foreseen, subject_kind))


def _consequences(foreseen: RouteForesight, subject_kind: str) -> Iterator[Consequence]:
    if not foreseen.has_steps:
        yield Consequence(_("This side has no step left, and cannot be approved without one."), tone="warning")
    if not foreseen.is_running:
        yield Consequence(_("Nobody is asked before the approval of this side is submitted."), tone="neutral")
        return
    for name in foreseen.dropped:
        yield Consequence(_("Nobody is asked for “%(step)s” any more.") % {"step": name}, tone="warning")
    for step, asked in foreseen.begins:
        lack = quorum_out_of_reach(step, asked)
        sentences = " ".join(filter(None, (_begins(step, asked), _due(step), lack)))
        yield Consequence(sentences, tone="warning") if lack else Consequence(sentences)
    for step in foreseen.ends:
        yield _ended(step, subject_kind)
    for step in foreseen.later:
        sentence = _("“%(step)s” begins when the steps before it are done.")
        yield Consequence(sentence % {"step": step.name}, tone="neutral")
    if foreseen.after is not foreseen.before:
        tone = "warning" if foreseen.after is CaseState.APPROVED else "info"
        state = _(CASE_STATE_LABELS[foreseen.after])
        yield Consequence(_("This side is then: %(state)s.") % {"state": state}, tone=tone)


def _begins(step: Step, asked: Sequence[Askee]) -> str:
    places = {"step": step.name, "who": listed(tuple(str(each.user) for each in asked))}
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        return _("“%(step)s” begins at once; recording the act it speaks of completes it.") % places
    if step.is_outside:
        return _("“%(step)s” begins at once, and is decided outside the office.") % places
    if not asked:
        return _("“%(step)s” begins at once, but nobody is there who may decide it.") % places
    return _("“%(step)s” is asked at once of: %(who)s.") % places


def _due(step: Step) -> str:
    return _("It is due on %(day)s.") % {"day": day(step.due_on)} if step.due_on else ""


def _ended(step: Step, subject_kind: str) -> Consequence:
    if step.outcome == Outcome.NOT_REQUIRED:
        places = {"step": step.name, "condition": say_condition(step.only_if, subject_kind=subject_kind)}
        sentence = _("“%(step)s” is not asked for as the record stands (%(condition)s).") % places
        return Consequence(sentence, tone="neutral")
    return Consequence(_("“%(step)s” is complete at once: its act is on record.") % {"step": step.name})
