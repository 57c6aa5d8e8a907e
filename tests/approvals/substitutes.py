"""Steps and substitutes of tests about who decides for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Office, User
from approvals.actions import decide_step, delegate_decisions, record_absence
from approvals.askees import who_is_asked
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Absence, Decision, Delegation, Step
from tests.cast import NOW, TODAY, acting
from tests.factories import make_agreement, make_case, make_step, submit

WEEK = {"first_day": TODAY, "last_day": TODAY + dt.timedelta(days=6)}


def waiting_step(office: Office, **values: Any) -> Step:
    """In progress on an agreement of the office; nobody of the cast submitted or edited it."""
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), **values)
    submit(agreement.approval_subject)
    return found(step)


def found(step: Step) -> Step:
    """The step as the database has it."""
    return Step.objects.select_related("case__subject__office").get(pk=step.pk)


def gives(delegator: User, delegate: User, *, at: dt.datetime = NOW, **values: Any) -> Delegation:
    """A delegation of this week, unless said otherwise."""
    return delegate_decisions(by=acting(delegator, at=at), delegate=delegate, **{**WEEK, **values})


def is_away(person: User, *, deputy: User | None = None, **values: Any) -> Absence:
    """An absence of this week, unless said otherwise."""
    return record_absence(by=acting(person), user=person, deputy=deputy, **{**WEEK, **values})


def may(person: User, step: Step, *, at: dt.datetime = NOW) -> bool:
    """Whether the person may decide the step: the page and the lists must say the same."""
    decider = Decider(User.objects.get(pk=person.pk), at=at)
    one = bool(decider.authority_on(found(step)))
    assert steps_decidable_by(decider).filter(pk=step.pk).exists() == one
    return one


def asked(step: Step, *, at: dt.datetime = NOW) -> list[str]:
    """Who is asked and for whom: "ana", "ana for hugo"."""
    people = who_is_asked([found(step)], at=at)[step.pk]
    return [
        f"{each.user.username} for {each.instead_of.username}" if each.instead_of else each.user.username
        for each in people
    ]


def decides(person: User, step: Step, *, instead_of: User | None = None, at: dt.datetime = NOW) -> Decision:
    """The person approves."""
    decide_step(by=acting(person, at=at), step=found(step), outcome="approved", on_behalf_of=instead_of)
    return Decision.objects.get(step=step, decided_by=person)
