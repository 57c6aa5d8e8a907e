"""Offices with people who hold roles, are away or gave their power to others, and steps that ask them: as hypothesis
draws them, in the database. Rules of who may submit, decide or stand in are not asked.
"""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from accounts.models import Office, User
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
    """One step as the shape says."""
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


drawn = st.fixed_dictionaries(
    {
        "roles": roles,
        "closed": st.sets(person, max_size=1),
        "delegations": delegations,
        "absences": absences,
        "shapes": steps,
    }
)
# For tests that lay what is drawn: each example is some fifty statements.
seldom_tried = settings(
    max_examples=max(20, settings.default.max_examples // 10), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def lay_all(
    *,
    roles: set[tuple[int, int, str]],
    closed: set[int],
    delegations: list[tuple[Any, ...]],
    absences: list[tuple[Any, ...]],
    shapes: list[dict[str, Any]],
) -> tuple[list[User], list[Step]]:
    """The people and the steps."""
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
    return people, laid
