"""Delegations and absences through the API."""

import datetime as dt

import pytest

from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_pending_agreement

NEVER = "2999-01-01"


def days(first=0, last=10):
    today = dt.datetime.now(dt.UTC).date()
    return {
        "first_day": str(today + dt.timedelta(days=first)),
        "last_day": str(today + dt.timedelta(days=last)),
    }


@pytest.fixture
def given(calling, ana):
    return calling(ana).post("approvals/delegations/", {"delegate": "victor", **days(first=-1)}).json()


def test_a_decision_is_delegated_and_both_names_stand_in_the_record(calling, office, olga, victor, given):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    caller, address = calling(victor), f"approvals/steps/{steps[0].uid}/"
    possible = caller.get(address).json()["possible"]["on_behalf_of"]
    assert [(each["person"]["username"], each["through"]) for each in possible] == [("ana", "delegation")]
    decided = caller.post(f"{address}decisions/", {"outcome": "approved", "on_behalf_of": "ana"}).json()
    decision = decided["decisions"][0]
    assert (decision["decided_by"]["username"], decision["on_behalf_of"]["username"]) == ("victor", "ana")
    assert decision["through"] == "delegation"


def test_nobody_decides_for_somebody_who_did_not_delegate(calling, office, olga, hugo, victor, given):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    address = f"approvals/steps/{steps[0].uid}/decisions/"
    response = calling(victor).post(address, {"outcome": "approved", "on_behalf_of": "hugo"})
    assert (response.status_code, codes(response)) == (403, ["not_allowed"])


def test_who_gave_and_who_holds_it_read_it_and_nobody_else(calling, ana, victor, hugo, given):
    for who, which, other in ((ana, "given", "held"), (victor, "held", "given")):
        caller = calling(who)
        assert caller.get(given["url"]).json() == given
        assert caller.get("approvals/delegations/", which=which).json()["results"] == [given]
        assert caller.get("approvals/delegations/", which=other).json()["results"] == []
    assert calling(hugo).get(given["url"]).status_code == 404
    assert calling(hugo).get("approvals/delegations/").json()["results"] == []
    assert places(calling(ana).get("approvals/delegations/", which="all")) == ["which"]


def test_who_gave_it_ends_it(calling, ana, victor, given):
    address = given["url"]
    assert calling(victor).delete(address, if_match="*").status_code == 403
    caller = calling(ana)
    assert caller.delete(address).status_code == 428
    tag = caller.tag(address)
    response = caller.delete(address, if_match=tag)
    assert (response.status_code, bool(response.json()["revoked_at"])) == (200, True)
    assert caller.delete(address, if_match=tag).status_code == 412
    assert codes(caller.delete(address, if_match="*")) == ["ended_already"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"delegate": "ana"}, "#/delegate"),
        ({"delegate": "nobody"}, "#/delegate"),
        ({"last_day": "2020-01-01"}, "#/last_day"),
        ({"last_day": NEVER}, "#/last_day"),
        ({"step_kinds": ["coffee"]}, "#/step_kinds/0"),
        ({"subject_kinds": ["treaty"]}, "#/subject_kinds/0"),
        ({"office": "XXX"}, "#/office"),
    ],
)
def test_a_delegation_that_cannot_be_taken_is_told_with_its_place(calling, ana, victor, change, where):
    response = calling(ana).post("approvals/delegations/", {"delegate": "victor", **days(), **change})
    assert (response.status_code, places(response)) == (400, [where])


def test_an_absence_is_recorded_by_the_person_or_the_head_and_ended(calling, ana, hugo, otto, oscar, victor):
    away = calling(ana).post("approvals/absences/", {"deputy": "otto", **days()}).json()
    assert (away["user"]["username"], away["deputy"]["username"]) == ("ana", "otto")
    assert calling(victor).post("approvals/absences/", {"user": "ana", **days()}).status_code == 403
    assert calling(hugo).post("approvals/absences/", {"user": "victor", **days()}).status_code == 201
    for who in (ana, hugo, otto):
        assert calling(who).get(away["url"]).json() == away
    for who in (victor, oscar):
        assert calling(who).get(away["url"]).status_code == 404
    assert calling(otto).delete(away["url"], if_match="*").status_code == 403
    tag = calling(hugo).tag(away["url"])
    assert calling(hugo).delete(away["url"], if_match=tag).json()["revoked_at"]
    assert len(calling(hugo).get("approvals/absences/").json()["results"]) == 2
    assert places(calling(ana).post("approvals/absences/", {"deputy": "ana", **days()})) == ["#/deputy"]
