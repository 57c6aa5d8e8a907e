"""One side's approval as a whole through the API: what is approved, what changed, and every operation on it."""

import pytest

from agreements.actions import change_agreement
from approvals.models import Case
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_agreement, make_case, make_pending_agreement, make_step


@pytest.fixture
def pending(office, olga):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    return agreement, steps[0], f"approvals/cases/{steps[0].case.uid}/"


def operations(case):
    return {each["do"]: [guard["code"] for guard in each["unmet"]] for each in case["operations"]}


def test_a_case_says_what_is_approved_and_what_can_be_done(calling, otto, victor, pending):
    agreement, step, address = pending
    caller = calling(otto)
    case = caller.get(address).json()
    assert (case["state"], case["round"], case["submitted_by"]["username"]) == ("in_progress", 1, "olga")
    assert case["record"]["reference"] == agreement.reference
    assert caller.get(case["record"]["url"]).json()["reference"] == agreement.reference
    assert [each["id"] for each in case["steps"]] == [str(step.uid)]
    assert case["steps"][0]["possible"]["dispensations"][0]["allowed"] is True
    assert [each["kind"] for each in case["events"]] == ["submitted"]
    assert operations(case) == {
        "submit": ["not_possible_now"], "withdraw": [], "lapse": [], "reopen": ["not_possible_now"],
    }  # fmt: skip
    assert operations(calling(victor).get(address).json())["withdraw"] == ["not_allowed"]
    assert case["substance"]["sha256"] == case["steps"][0]["substance"]
    assert caller.get(case["substance"]["url"]).json() == case["substance"]
    assert case["substance"]["lines"]
    assert caller.get(f"{address}snapshots/{'0' * 64}/").status_code == 404


def test_what_changed_since_the_callers_decision_is_told(calling, otto, ana, hugo, pending):
    agreement, step, address = pending
    calling(ana).post(f"approvals/steps/{step.uid}/decisions/", {"outcome": "approved"})
    assert calling(ana).get(address).json()["changes"] is None
    before = calling(ana).get(address).json()["substance"]["sha256"]
    change_agreement(by=acting(otto), agreement=agreement, legal_basis="Regulation (EU) 2016/794")
    for reader in (ana, hugo):
        changes = calling(reader).get(address).json()["changes"]
        assert (changes["before"], len(changes["differences"])) == (before, 1)
        assert "2016/794" in changes["differences"][0]["after"]
    case = calling(ana).get(address).json()
    assert [each["kind"] for each in case["events"]] == ["submitted", "reset"]
    assert case["steps"][0]["decisions"][0]["counts"] is False
    assert case["last_edited_by"]["username"] == "otto"


def test_a_side_is_withdrawn_submitted_lapsed_and_reopened(calling, otto, pending):
    _agreement, _step, address = pending
    caller = calling(otto)
    for deed, state in (
        ("withdrawals", "not_submitted"),
        ("submissions", "in_progress"),
        ("lapses", "lapsed"),
        ("reopenings", "in_progress"),
    ):
        tag = caller.tag(address)
        response = caller.post(f"{address}{deed}/", {"reason": "Because"}, if_match=tag)
        assert (response.status_code, response.json()["state"]) == (201, state), deed
        assert response["ETag"] == caller.tag(address) != tag


def test_an_operation_is_refused_with_every_unmet_guard_and_the_case_as_it_is(calling, otto, victor, office):
    agreement = make_agreement(office)
    case = make_case(agreement.approval_subject, agreement.parties.first().institution)
    address = f"approvals/cases/{case.uid}/"
    assert calling(victor).post(f"{address}submissions/").status_code == 403
    refused = calling(otto).post(f"{address}submissions/")
    assert (refused.status_code, codes(refused)) == (409, ["not_pending", "approval_steps_missing"])
    assert refused.json()["present"] == calling(otto).get(address).json()
    assert codes(calling(otto).post(f"{address}withdrawals/")) == ["not_possible_now", "reason_missing"]


@pytest.mark.parametrize("deed", ["submissions", "withdrawals", "lapses", "reopenings", "route", "steps"])
def test_if_match_is_heeded_by_every_operation(calling, otto, pending, deed):
    _agreement, step, address = pending
    caller = calling(otto)
    tag = caller.tag(address)
    caller.patch(f"approvals/steps/{step.uid}/", {"quorum": 2}, if_match="*")
    response = caller.post(f"{address}{deed}/", {"nonsense": 1}, if_match=tag)
    assert response.status_code == 412
    assert places(caller.post(f"{address}{deed}/", {"nonsense": 1}, if_match=caller.tag(address)))[0] == "#/nonsense"


def test_steps_are_added_to_a_side(calling, otto, olga, pending):
    _agreement, _step, address = pending
    caller = calling(otto)
    given = {"kind": "legal_opinion", "order": 2, "length": 5, "length_unit": "working_days"}
    response = caller.post(f"{address}steps/", given)
    assert (response.status_code, response.json()["order"], response.json()["length"]) == (201, 2, 5)
    assert caller.get(response["Location"]).json() == response.json()
    assert caller.tag(response["Location"]) == response["ETag"]
    assert places(caller.post(f"{address}steps/", {"kind": "coffee"})) == ["#/kind"]
    assert Case.objects.get(uid=address.split("/")[2]).steps.count() == 2


def test_a_template_is_laid_out_where_nobody_has_begun(calling, office, otto, adam, pending):
    agreement = make_agreement(office)
    case = make_case(agreement.approval_subject, agreement.parties.first().institution)
    make_step(case)
    steps = [{"kind": "legal_opinion"}, {"kind": "executive_approval", "order": 2, "role": "head"}]
    made = {"code": "two-steps", "subject_kind": "agreement", "names": {"en": "Two steps"}, "steps": steps}
    assert calling(adam).post("approvals/route-templates/", made).status_code == 201
    caller, address = calling(otto), f"approvals/cases/{case.uid}/"
    assert places(caller.post(f"{address}route/", {"template": "three-steps"})) == ["#/template"]
    response = caller.post(f"{address}route/", {"template": "two-steps"}, if_match=caller.tag(address))
    assert response.status_code == 201
    assert [each["kind"] for each in response.json()["steps"]] == ["legal_opinion", "executive_approval"]
    refused = caller.post(f"{pending[2]}route/", {"template": "two-steps"})
    assert (refused.status_code, codes(refused)) == (409, ["route_in_use"])


def test_who_decided_earlier_does_not_submit_again_and_is_told_so_before(calling, office, olga, otto, hugo, pending):
    _agreement, step, address = pending
    calling(otto).post(f"{address}steps/", {"kind": "mandate", "order": 2, "responsible": ["otto"]})
    calling(hugo).post(f"approvals/steps/{step.uid}/decisions/", {"outcome": "approved"})
    later = next(each for each in calling(otto).get(address).json()["steps"] if each["order"] == 2)
    asked = {"outcome": "changes_requested", "comment": "Name the annex"}
    assert calling(otto).post(f"{later['url']}decisions/", asked).status_code == 201
    assert operations(calling(hugo).get(address).json())["submit"] == ["decided_in_case"]
    assert operations(calling(otto).get(address).json())["submit"] == []
    refused = calling(hugo).post(f"{address}submissions/")
    assert (refused.status_code, codes(refused)) == (409, ["decided_in_case"])
    assert calling(otto).post(f"{address}submissions/").status_code == 201
