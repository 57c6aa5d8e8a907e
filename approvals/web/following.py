"""What will follow from a decision on a step, in words: said before it is taken."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.models import Step
from approvals.steps import Outcome
from core.errors import listed


def what_follows(step: Step, *, given: int) -> Mapping[str, str]:
    """A sentence for each outcome; `given` is how many people have approved the step already."""
    return {
        Outcome.APPROVED: _after_approval(step, given),
        Outcome.APPROVED_WITH_CONDITIONS: _("What comes next waits until every condition is met."),
        Outcome.CHANGES_REQUESTED: _(
            "Nobody else is asked until the officer has amended it, or has submitted it again with an answer."
        ),
        Outcome.REJECTED: _("This ends the approval of this side: nobody else is asked."),
    }


def _after_approval(step: Step, given: int) -> str:
    missing = step.quorum - given - 1
    if missing > 0:
        return ngettext(
            "%(number)s more person must approve after you.", "%(number)s more people must approve after you.", missing
        ) % {"number": missing}
    rest = [each for each in step.case.steps.all() if each.pk != step.pk and not each.facts.is_done]
    beside = tuple(each.name for each in rest if each.group == step.group)
    if beside:
        return _("The step is complete. Still open beside it: %(steps)s.") % {"steps": listed(beside)}
    if not rest:
        return _("The step is complete, and with it the approval of this side.")
    group = min(each.group for each in rest)
    following = tuple(each.name for each in rest if each.group == group)
    return _("The step is complete. Next is asked: %(steps)s.") % {"steps": listed(following)}
