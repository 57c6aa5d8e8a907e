"""The list of steps that wait, over every kind of record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions import NewCountry
from approvals.actions import NewStep, add_step
from approvals.steps import StepKind
from tests.api.conftest import places
from tests.cast import acting
from tests.factories import make_activity, make_case, make_membership, make_pending_agreement, make_step, maker, submit


def pending_activity(office, olga):
    activity = make_activity(office, state="approval_pending", countries=[NewCountry("MX")])
    step = make_step(make_case(activity.approval_subject))
    submit(activity.approval_subject, by=acting(olga))
    return activity, step


def pending_membership(office, olga):
    membership = make_membership(office, state="approval_pending")
    step = make_step(make_case(membership.approval_subject))
    submit(membership.approval_subject, by=acting(olga))
    return membership, step


def test_steps_of_every_kind_of_record_wait_in_one_list(calling, office, olga, ana):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    activity, of_activity = pending_activity(office, olga)
    _membership, of_membership = pending_membership(office, olga)
    caller = calling(ana)
    page = caller.get("approvals/", count="true").json()
    rows = {each["id"]: each for each in page["results"]}
    assert set(rows) == {str(step.uid) for step in (*steps, of_activity, of_membership)}
    assert page["count"] == 4
    assert [rows[str(each.uid)]["record"]["kind"] for each in (steps[0], of_activity, of_membership)] == [
        "agreement", "activity", "membership",
    ]  # fmt: skip
    assert rows[str(steps[0].uid)]["record"]["reference"] == agreement.reference
    assert rows[str(of_activity.uid)]["record"]["url"].endswith(f"/api/v1/activities/{activity.reference}/")
    for row in rows.values():
        assert caller.get(row["record"]["url"]).status_code == 200
        assert row["possible"]["decisions"][0]["allowed"] is True
        assert caller.get(row["url"]).json()["version"] == row["version"]


def test_it_is_narrowed_as_the_page_is(calling, office, olga, ana):
    _agreement, steps = make_pending_agreement(office, by=acting(olga), steps={"responsible": olga})
    _activity, mine = pending_activity(office, olga)
    caller = calling(ana)

    def found(**asked):
        return {each["id"] for each in caller.get("approvals/", **asked).json()["results"]}

    assert found(mine="true") == {str(mine.uid)}
    assert found(mine="false") == {str(step.uid) for step in steps}
    assert found(institution="office") == {str(mine.uid)}
    assert found(institution=str(steps[0].case.institution.uid)) == {str(steps[0].uid)}
    assert found(overdue="true") == set()
    assert places(caller.get("approvals/", nonsense="1")) == ["nonsense"]
    assert places(caller.get("approvals/", age="old")) == ["age"]


def test_what_waits_inside_a_restricted_record_is_neither_listed_nor_counted(calling, office, olga, oscar):
    make_pending_agreement(office, by=acting(olga), classification="restricted")
    page = calling(oscar).get("approvals/", count="true").json()
    assert (page["results"], page["count"]) == ([], 0)


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(calling, office, olga, ana, number):
    for _place in range(number):
        _agreement, (first, *_rest) = make_pending_agreement(office, by=acting(olga))
        add_step(by=maker(), case=first.case, step=NewStep(kind=StepKind.LEGAL_OPINION, responsible=[ana]))
        pending_activity(office, olga)
        pending_membership(office, olga)
    caller = calling(ana)
    caller.get("approvals/?limit=1")
    with CaptureQueriesContext(connection) as captured:
        page = caller.get("approvals/", limit=100).json()
    assert len(page["results"]) == number * 5
    assert len(captured) == 12


def test_pages_follow_each_other(calling, office, olga, ana):
    for _place in range(3):
        pending_activity(office, olga)
    caller = calling(ana)
    first = caller.get("approvals/", limit=2).json()
    rest = caller.get(first["next"]).json()
    assert len({each["id"] for page in (first, rest) for each in page["results"]}) == 3
