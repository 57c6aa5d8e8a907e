"""On whom a step waits, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.askees import Askee
from approvals.models import Decision, Step
from approvals.steps import APPROVALS, COMPLETED_BY_ACT, DECISIONS, StepKind
from core.errors import listed


def on_whom(step: Step, asked: Sequence[Askee]) -> str:
    """Whom a step waits for that somebody must decide now; `asked` as `who_is_asked` answers."""
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        return _("the act it speaks of")
    if step.is_outside:
        return _("the body outside the office")
    return listed(tuple(say_askee(each) for each in asked))


def say_askee(askee: Askee) -> str:
    """A person asked, and for whom where they stand in for somebody."""
    if not askee.instead_of:
        return str(askee.user)
    return _("%(who)s for %(absent)s, who is away") % {"who": askee.user, "absent": askee.instead_of}


def is_stranded(step: Step, asked: Sequence[Askee]) -> bool:
    """Whether a step that waits for people of the office has nobody left who may decide it."""
    return not asked and not step.is_outside and StepKind(step.kind) not in COMPLETED_BY_ACT


def votes_on(step: Step) -> list[Decision]:
    """The decisions of people on the step that count now, from the prefetched rows."""
    given = [each for each in step.decisions.all() if each.spell == step.spell and each.outcome in DECISIONS]
    return [each for each in given if each.act is None]


def say_quorum(step: Step) -> str:
    """How many of the people who must approve have, where one is not enough."""
    if step.quorum == 1:
        return ""
    given = len(votes_on(step))
    return ngettext("%(given)s of %(quorum)s has approved", "%(given)s of %(quorum)s have approved", given) % {
        "given": given,
        "quorum": step.quorum,
    }


def quorum_out_of_reach(step: Step, asked: Sequence[Askee]) -> str:
    """That fewer people can decide a step than must approve it, in a sentence; "" where there are enough.

    Who approved already counts. Where nobody is asked at all `is_stranded` says more, and this nothing.
    """
    if not asked or step.is_outside or StepKind(step.kind) in COMPLETED_BY_ACT:
        return ""
    given = [each for each in votes_on(step) if each.outcome in APPROVALS]
    able = len({each.user.pk for each in asked} | {each.decided_by_id for each in given})
    if able >= step.quorum:
        return ""
    return ngettext(
        "Only %(number)s person can decide here, and %(quorum)s must approve: ask more people.",
        "Only %(number)s people can decide here, and %(quorum)s must approve: ask more people.",
        able,
    ) % {"number": able, "quorum": step.quorum}
