"""Approval steps through the API: laid out by officers, decided by others, dispensed with for a reason."""

import pytest

from activities.actions import change_state
from agreements.actions import NewParty
from approvals.models import Decision, Step
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
    party_of,
)


@pytest.fixture
def pending(office, olga):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    return f"agreements/{agreement.reference}/", steps


def test_an_officer_adds_a_step_to_a_partys_track_which_opens_its_case(calling, office, olga, ana, hugo):
    europol = make_institution("Europol", kind="eu_agency")
    agreement = make_agreement(office, parties=[europol, make_institution()])
    path = f"agreements/{agreement.reference}/"
    caller = calling(olga)
    given = {
        "party": str(europol.uid),
        "kind": "governing_body",
        "body_name": "Management Board",
        "order": 2,
        "due_on": "2026-12-01",
        "responsible": ["ana", "hugo"],
        "quorum": 2,
        "only_if": {"personal_data": ["yes"]},
        "blocks_signature": True,
        "source": "The mandate",
    }
    response = caller.post(f"{path}approvals/", given)
    step = response.json()
    assert response.status_code == 201
    assert step["party"]["id"] == str(party_of(agreement, europol).uid)
    assert (step["body_name"], step["order"], step["due_on"]) == ("Management Board", 2, "2026-12-01")
    assert (step["outcome"], step["case_state"], step["source"]) == ("not_started", "not_submitted", "The mandate")
    assert [each["username"] for each in step["responsible"]] == ["ana", "hugo"]
    assert (step["quorum"], step["only_if"]) == (2, {"personal_data": ["yes"]})
    assert step["only_if_words"] == "Only if personal data is exchanged"
    assert response["ETag"] == caller.tag(path)
    assert caller.get(response["Location"]).json() == step
    assert caller.get(f"{path}approvals/").json()["results"] == caller.get(path).json()["approvals"] == [step]


def test_steps_of_one_party_share_its_case(calling, office, olga):
    agreement = make_agreement(office)
    path = f"agreements/{agreement.reference}/approvals/"
    caller = calling(olga)
    for kind in ("legal_opinion", "executive_approval"):
        caller.post(path, {"party": str(party_of(agreement).uid), "kind": kind})
    assert agreement.approval_subject.cases.count() == 1


def test_a_step_is_decided(calling, ana, pending):
    path, steps = pending
    caller = calling(ana)
    response = caller.post(f"{path}approvals/{steps[0].uid}/decisions/", {"outcome": "approved", "comment": "Fine"})
    assert response.status_code == 201
    step = response.json()
    assert (step["outcome"], step["case_state"]) == ("approved", "approved")
    assert [(each["outcome"], each["comment"], each["decided_by"]["username"]) for each in step["decisions"]] == [
        ("approved", "Fine", "ana")
    ]
    assert response["ETag"] == caller.tag(path)


def test_who_submitted_does_not_decide(calling, office, hugo):
    agreement, steps = make_pending_agreement(office, by=acting(hugo))
    path = f"agreements/{agreement.reference}/approvals/{steps[0].uid}/decisions/"
    for outcome in ("approved", "skipped"):
        response = calling(hugo).post(path, {"outcome": outcome, "comment": "x"})
        assert (response.status_code, codes(response)) == (403, ["not_allowed"])
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["changes_requested", "rejected"])
def test_a_decision_that_is_no_plain_approval_says_why(calling, ana, pending, outcome):
    path, steps = pending
    address = f"{path}approvals/{steps[0].uid}/decisions/"
    caller = calling(ana)
    silent = caller.post(address, {"outcome": outcome})
    assert (silent.status_code, codes(silent)) == (409, ["comment_missing"])
    assert caller.post(address, {"outcome": outcome, "comment": "Because"}).json()["outcome"] == outcome


def test_a_decided_step_is_not_decided_again(calling, ana, pending):
    path, steps = pending
    address = f"{path}approvals/{steps[0].uid}/decisions/"
    caller = calling(ana)
    caller.post(address, {"outcome": "approved"})
    refused = caller.post(address, {"outcome": "approved"})
    assert (refused.status_code, codes(refused)) == (409, ["already_decided", "decided_in_case"])
    assert refused.json()["present"] == caller.get(f"{path}approvals/{steps[0].uid}/").json()


def test_officers_dispense_with_a_step_for_a_reason(calling, otto, pending):
    path, steps = pending
    address = f"{path}approvals/{steps[0].uid}/decisions/"
    caller = calling(otto)
    assert codes(caller.post(address, {"outcome": "not_required"})) == ["comment_missing"]
    response = caller.post(address, {"outcome": "not_required", "comment": "No board decides on these"})
    assert response.json()["outcome"] == "not_required"
    assert caller.post(f"{path}approvals/{steps[1].uid}/decisions/", {"outcome": "approved"}).status_code == 403


def test_conditions_are_confirmed_once_met(calling, ana, otto, pending):
    path, steps = pending
    address = f"{path}approvals/{steps[0].uid}/"
    without = calling(ana).post(f"{address}decisions/", {"outcome": "approved_with_conditions"})
    assert codes(without) == ["conditions_missing"]
    conditions = [{"text": "The annex is added", "due_on": "2026-12-01"}]
    given = {"outcome": "approved_with_conditions", "conditions": conditions}
    decided = calling(ana).post(f"{address}decisions/", given).json()
    assert decided["case_state"] == "in_progress"
    assert decided["decisions"][0]["conditions"][0]["text"] == "The annex is added"
    caller = calling(otto)
    response = caller.post(f"{address}conditions/", {"on": "2026-02-20"})
    assert (response.json()["conditions_met_on"], response.json()["case_state"]) == ("2026-02-20", "approved")
    assert codes(caller.post(f"{address}conditions/", {"on": "2026-02-20"})) == ["no_open_conditions"]
    assert places(caller.post(f"{address}conditions/", {"on": "2999-01-01"})) == ["#/on"]


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, "#/outcome"),
        ({"outcome": "lapsed"}, "#/outcome"),
        ({"outcome": "in_progress"}, "#/outcome"),
        ({"outcome": True}, "#/outcome"),
        ({"outcome": "approved", "comment": 5}, "#/comment"),
        ({"outcome": "approved", "comment": "\x00"}, "#/comment"),
        ({"outcome": "approved", "decided_by": "ana"}, "#/decided_by"),
        ({"outcome": "approved", "on_behalf_of": "nobody"}, "#/on_behalf_of"),
        ({"outcome": "approved_with_conditions", "conditions": [{"due_on": "2026-12-01"}]}, "#/conditions/0/text"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_told_with_its_place(calling, ana, pending, given, where):
    path, steps = pending
    response = calling(ana).post(f"{path}approvals/{steps[0].uid}/decisions/", given)
    assert (response.status_code, places(response)) == (400, [where])
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"party": None}, "#/party"),
        ({"party": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"}, "#/party"),
        ({"kind": "coffee"}, "#/kind"),
        ({"order": 0}, "#/order"),
        ({"order": 100}, "#/order"),
        ({"order": 10**40}, "#/order"),
        ({"order": "1"}, "#/order"),
        ({"order": True}, "#/order"),
        ({"responsible": "olga"}, "#/responsible"),
        ({"responsible": ["nobody"]}, "#/responsible/0"),
        ({"quorum": 0}, "#/quorum"),
        ({"role": "cook"}, "#/role"),
        ({"length_unit": "weeks"}, "#/length_unit"),
        ({"only_if": ["personal_data"]}, "#/only_if"),
        ({"only_if": {"personal_data": "yes"}}, "#/only_if"),
        ({"is_outside": True, "role": "head"}, "#/is_outside"),
        ({"body": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"}, "#/body"),
        ({"body_name": "a" * 201}, "#/body_name"),
        ({"due_on": "soon"}, "#/due_on"),
        ({"blocks_signature": 1}, "#/blocks_signature"),
        ({"outcome": "approved"}, "#/outcome"),
    ],
)
def test_a_step_that_cannot_be_taken_is_told_with_its_place(calling, office, olga, change, where):
    agreement = make_agreement(office)
    given = {"party": str(party_of(agreement).uid), "kind": "legal_opinion", **change}
    response = calling(olga).post(f"agreements/{agreement.reference}/approvals/", given)
    assert (response.status_code, places(response)) == (400, [where])
    assert not Step.objects.exists()


def test_only_a_party_approves(calling, office, olga):
    ministry = make_institution("Ministry")
    agreement = make_agreement(office, parties=[make_institution(), NewParty(ministry, role="facilitator")])
    given = {"party": str(ministry.uid), "kind": "legal_opinion"}
    response = calling(olga).post(f"agreements/{agreement.reference}/approvals/", given)
    assert (response.status_code, places(response)) == (400, ["#/party"])


def test_an_activity_is_approved_on_the_offices_own_side(calling, office, olga, ana):
    activity = make_activity(office)
    path = f"activities/{activity.reference}/"
    caller = calling(olga)
    step = caller.post(f"{path}approvals/", {"kind": "executive_approval"}).json()
    assert step["party"] is None
    change_state(by=acting(olga), activity=activity, to="approval_pending")
    decided = calling(ana).post(f"{path}approvals/{step['id']}/decisions/", {"outcome": "approved"})
    assert decided.json()["case_state"] == "approved"
    assert caller.get(f"{path}approvals/{step['id']}/").json() == decided.json()


def test_a_step_of_another_record_is_not_found(calling, office, ana, pending):
    path, _steps = pending
    activity = make_activity(office)
    step = make_step(make_case(activity.approval_subject))
    response = calling(ana).post(f"{path}approvals/{step.uid}/decisions/", {"outcome": "approved"})
    assert response.status_code == 404
