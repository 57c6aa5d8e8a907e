"""Who may decide is said twice, of one step and of many by a query: both say the same of everybody at any moment."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Office, User
from approvals.askees import who_is_asked, why_nobody
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Absence, Decision, Delegation, Step
from core.changes import recorded_change
from tests.cast import NOW, TODAY
from tests.factories import (
    give_roles,
    make_activity,
    make_agreement,
    make_case,
    make_office,
    make_person,
    make_step,
    maker,
    submit,
)

PEOPLE = 4
ROLES = ["approver", "head", "officer", "viewer"]
person = st.integers(0, PEOPLE - 1)
maybe = st.none() | person
seldom = st.sampled_from([None] * 6 + list(range(PEOPLE)))
office = st.integers(0, 1)
span = st.sampled_from([(0, 3), (-1, 0), (0, 0), (-3, 9), (-2, -1), (1, 2)])

roles = st.sets(st.tuples(person, office, st.sampled_from(ROLES)), min_size=3, max_size=8)
pairs = st.tuples(person, person).filter(lambda pair: pair[0] != pair[1])
delegations = st.lists(
    st.tuples(
        pairs, span, st.none() | office, st.sampled_from([[], ["agreement"], ["activity"]]),
        st.sampled_from([[], ["legal_opinion"]]), st.sampled_from([False, False, False, True]),
    ),
    min_size=2,
    max_size=5,
)  # fmt: skip
absences = st.lists(st.tuples(person, maybe, span, st.booleans()).filter(lambda each: each[0] != each[1]), max_size=5)
steps = st.lists(
    st.fixed_dictionaries(
        {
            "office": office,
            "is_activity": st.booleans(),
            "kind": st.sampled_from(["legal_opinion", "executive_approval"]),
            "role": st.sampled_from(["", "approver", "head"]),
            "asked": st.just(set()) | st.sets(person, min_size=1, max_size=2),
            "submitted_by": seldom,
            "edited_by": seldom,
            "decided": st.none() | st.none() | st.tuples(person, maybe),
            "is_outside": st.sampled_from([False, False, False, True]),
        }
    ),
    min_size=2,
    max_size=4,
)


def lay(people: list[User], offices: list[Office], shape: dict[str, Any]) -> Step:
    """One step as the shape says, in the database: rules of who may submit or decide are not asked."""
    make = make_activity if shape["is_activity"] else make_agreement
    field = "state" if shape["is_activity"] else "stage"
    record = make(offices[shape["office"]], **{field: "approval_pending"})
    case = make_case(record.approval_subject)
    asked = [] if shape["is_outside"] else [people[number] for number in sorted(shape["asked"])]
    named = {"role": "" if asked or shape["is_outside"] else shape["role"], "responsible": asked}
    step = make_step(case, kind=shape["kind"], is_outside=shape["is_outside"], body_name="Body", **named)
    beside = make_step(case, kind="executive_approval")
    submit(record.approval_subject)
    if shape["decided"]:
        decided_by, instead_of = shape["decided"]
        instead = people[instead_of] if instead_of not in (None, decided_by) else None
        Decision.objects.create(
            step=beside, outcome="approved", decided_by=people[decided_by], on_behalf_of=instead, decided_at=NOW,
            through="delegation" if instead else "", spell=beside.spell,
        )  # fmt: skip
    for row, name in ((case, "submitted_by"), (record.approval_subject, "edited_by")):
        if shape[name] is not None:
            type(row).objects.filter(pk=row.pk).update(**{name: people[shape[name]]})
    return step


def dated(days: tuple[int, int]) -> dict[str, Any]:
    first, last = (TODAY + dt.timedelta(days=day) for day in days)
    moments = [dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) for day in (first, last + dt.timedelta(days=1))]
    return {
        "first_day": first, "last_day": last, "starts_at": moments[0], "ends_at": moments[1],
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip


@settings(
    max_examples=max(20, settings.default.max_examples // 10), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(roles=roles, closed=st.sets(person, max_size=1), delegations=delegations, absences=absences, shapes=steps)
def test_both_say_the_same_and_nobody_is_asked_who_may_not(db, roles, closed, delegations, absences, shapes):
    offices = [make_office(), make_office()]
    people = [make_person() for _each in range(PEOPLE)]
    for number, where, role in sorted(roles):
        give_roles(people[number], offices[where], role)
    with recorded_change(by=maker()):
        laid = [lay(people, offices, shape) for shape in shapes]
        User.objects.filter(pk__in=[people[number].pk for number in closed]).update(is_active=False)
        for (giver, holder), days, where, kinds, of_steps, is_revoked in delegations:
            Delegation.objects.create(
                delegator=people[giver], delegate=people[holder], office=None if where is None else offices[where],
                subject_kinds=kinds, step_kinds=of_steps, revoked_at=NOW if is_revoked else None, **dated(days),
            )  # fmt: skip
        for number, deputy, days, is_revoked in absences:
            Absence.objects.create(
                user=people[number], deputy=None if deputy is None else people[deputy],
                revoked_at=NOW if is_revoked else None, **dated(days),
            )  # fmt: skip
    ours = Step.objects.filter(pk__in=[step.pk for step in laid])
    found = list(ours.select_related("case__subject__office").prefetch_related("asked__user"))
    may = {}
    for each in User.objects.filter(pk__in=[one.pk for one in people]):
        decider = Decider(each, at=NOW)
        listed = set(steps_decidable_by(decider).filter(pk__in=ours).values_list("pk", flat=True))
        for step in found:
            authority = decider.authority_on(step)
            assert bool(authority) == (step.pk in listed) == bool(decider.mandates_on(step)), authority.verdict
            may[each.pk, step.pk] = bool(authority)
    asked = who_is_asked(found, at=NOW)
    for step in found:
        assert all(may[each.user.pk, step.pk] for each in asked[step.pk])
        assert len({each.user.pk for each in asked[step.pk]}) == len(asked[step.pk])
        assert bool(why_nobody(step, at=NOW)) == (not asked[step.pk] and not step.is_outside)
