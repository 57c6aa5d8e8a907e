"""Several decisions in one call: all or nothing, with a problem for each that cannot be."""

import pytest

from approvals.models import Decision
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_pending_agreement

ADDRESS = "approvals/decisions/"


@pytest.fixture
def steps(office, olga):
    return [make_pending_agreement(office, by=acting(olga))[1][0] for _place in range(3)]


def asked(steps, **others):
    return {"outcome": "approved", "comment": "Fine", "steps": [{"step": str(each.uid)} for each in steps], **others}


def statuses(response):
    return [each["status"] for each in response.json()["results"]]


def test_all_are_decided_in_the_order_given(calling, ana, steps):
    response = calling(ana).post(ADDRESS, asked(steps[::-1]))
    assert response.status_code == 200
    assert [each["step"] for each in response.json()["results"]] == [str(step.uid) for step in steps[::-1]]
    assert {each["decision"] for each in response.json()["results"]} == {
        str(uid) for uid in Decision.objects.values_list("uid", flat=True)
    }


def test_a_dry_run_says_what_would_become_of_each_and_does_nothing(calling, ana, steps):
    calling(ana).post(f"approvals/steps/{steps[1].uid}/decisions/", {"outcome": "approved"})
    response = calling(ana).post(ADDRESS, asked(steps, dry_run=True))
    assert statuses(response) == ["possible", "refused", "possible"]
    assert [each["code"] for each in response.json()["results"][1]["unmet"]] == ["already_decided", "decided_in_case"]
    assert Decision.objects.count() == 1


def test_none_is_decided_where_one_cannot_be(calling, ana, steps):
    given = asked(steps)
    given["steps"][2]["substance"] = "0" * 64
    response = calling(ana).post(ADDRESS, given)
    assert (response.status_code, codes(response)) == (409, ["substance_changed"])
    assert places(response) == ["#/steps/2"]
    assert not Decision.objects.exists()


def test_partly_decides_those_that_can_be(calling, ana, steps):
    given = asked(steps, partly=True)
    given["steps"][2]["substance"] = "0" * 64
    assert statuses(calling(ana).post(ADDRESS, given)) == ["decided", "decided", "refused"]
    assert Decision.objects.count() == 2


def test_four_eyes_hold_in_bulk_too(calling, olga, steps):
    response = calling(olga).post(ADDRESS, asked(steps))
    assert (response.status_code, set(codes(response))) == (409, {"not_allowed"})
    assert not Decision.objects.exists()


def test_a_step_of_a_restricted_record_is_as_unknown_as_none(calling, office, olga, ana, oscar, steps):
    _agreement, (hidden, *_rest) = make_pending_agreement(office, by=acting(olga), classification="restricted")
    given = asked([steps[0], hidden])
    given["steps"].append({"step": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"})
    response = calling(oscar).post(ADDRESS, given)
    assert (response.status_code, places(response)) == (400, ["#/steps/1/step", "#/steps/2/step"])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"outcome": "rejected"}, "#/outcome"),
        ({"steps": []}, "#/steps"),
        ({"steps": [{"step": "x"}]}, "#/steps/0/step"),
        ({"dry_run": "yes"}, "#/dry_run"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(calling, ana, steps, change, where):
    response = calling(ana).post(ADDRESS, {**asked(steps), **change})
    assert (response.status_code, places(response)) == (400, [where])


def test_the_same_step_twice_is_refused(calling, ana, steps):
    assert places(calling(ana).post(ADDRESS, asked([steps[0], steps[0]]))) == ["#/steps"]
