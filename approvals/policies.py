"""Who may prepare an approval track and who may decide on it."""

from accounts.models import Role, User
from approvals.models import ApprovalSubject, Step
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop

DECIDING_ROLES = (Role.APPROVER, Role.HEAD)
_SUBMITTED_IT = gettext_noop("You submitted this for approval, so somebody else must decide.")


def can_prepare(user: User, subject: ApprovalSubject) -> Verdict:
    """Officers and heads of the responsible office lay out the track and record what was dispensed with."""
    if user.has_role(subject.office_id, Role.OFFICER, Role.HEAD):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of the responsible office does this."))


def can_decide(user: User, step: Step) -> Verdict:
    """Four eyes: the person asked, or an approver or head of the office, but never who submitted.

    Being an administrator gives no right to decide.
    """
    case = step.case
    if case.submitted_by_id == user.pk:
        return denied(_SUBMITTED_IT)
    if step.responsible_id:
        if step.responsible_id == user.pk:
            return ALLOWED
        return denied(gettext_noop("This step is for another person to decide."))
    if user.has_role(case.subject.office_id, *DECIDING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an approver or the head of the responsible office decides this step."))


def can_dispense(user: User, step: Step) -> Verdict:
    """Skip a step or find it not required: those who prepare the track, but never who submitted."""
    if step.case.submitted_by_id == user.pk:
        return denied(_SUBMITTED_IT)
    return can_prepare(user, step.case.subject)
