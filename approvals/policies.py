"""Who may prepare an approval and do without a step. Who decides is in `approvals.deciders`."""

from accounts.models import Role, User
from approvals.models import ApprovalSubject, Case, Condition, Decision, Step
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop

_SUBMITTED_IT = gettext_noop("You submitted this for approval, so somebody else must decide.")
_ROUTE_IN_USE = gettext_noop("You submitted this for approval, so somebody else must change its route now.")
_EDITED_IT = gettext_noop("You were the last to change what is approved, so somebody else must do this.")


def can_prepare(user: User, subject: ApprovalSubject) -> Verdict:
    """Officers and heads of the responsible office lay out the track and record what was decided elsewhere."""
    if user.has_role(subject.office_id, Role.OFFICER, Role.HEAD):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of the responsible office does this."))


def can_change_route(user: User, case: Case) -> Verdict:
    """Change or take out steps: those who prepare; once it is submitted neither who submitted nor who edited last: they
    could let go of steps, or have them decided outside and record the decision.
    """
    if case.submitted_by_id == user.pk:
        return denied(_ROUTE_IN_USE)
    if case.is_submitted and case.subject.edited_by_id == user.pk:
        return denied(_EDITED_IT)
    return can_prepare(user, case.subject)


def can_dispense(user: User, step: Step) -> Verdict:
    """Skip a step or find it not required: those who prepare the track, but never who submitted or edited last."""
    if step.case.submitted_by_id == user.pk:
        return denied(_SUBMITTED_IT)
    if step.case.subject.edited_by_id == user.pk:
        return denied(_EDITED_IT)
    return can_prepare(user, step.case.subject)


def can_record_outside(user: User, step: Step) -> Verdict:
    """Record what a body outside decided, with the evidence, or send it a link."""
    if not step.is_outside:
        return denied(gettext_noop("This step is decided in the office, by the person or role it asks."))
    return can_prepare(user, step.case.subject)


def can_confirm(user: User, condition: Condition) -> Verdict:
    """Whoever set the condition, or those who prepare the track; never who submitted or edited last."""
    decision: Decision = condition.decision
    if user.pk in (decision.decided_by_id, decision.on_behalf_of_id):
        return ALLOWED
    return can_dispense(user, decision.step)


def can_keep_templates(user: User) -> Verdict:
    """Templates of routes hold for every office: administrators keep them."""
    if user.is_superuser:
        return ALLOWED
    return denied(gettext_noop("Only an administrator changes templates of routes."))


def can_read_templates(user: User) -> Verdict:
    """Templates are internal: members of any office read them, and administrators."""
    if user.is_staff_of_any_office:
        return ALLOWED
    return denied(gettext_noop("Only members of an office read templates of routes."))
