"""One step through the API, whatever its record: what the caller can do with it, and doing it."""

import pytest

from approvals.models import Condition, Decision, Step
from institutions.actions.contacts import NewContact, add_contact
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_document, make_institution, make_pending_agreement, maker

NONE = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"


@pytest.fixture
def pending(office, olga):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    return f"approvals/steps/{steps[0].uid}/"


@pytest.fixture
def outside(office, olga):
    _agreement, steps = make_pending_agreement(office, by=acting(olga), steps={"is_outside": True})
    return f"approvals/steps/{steps[0].uid}/"


def allowed(possible):
    return [each["outcome"] for each in possible if each["allowed"]]


def test_a_step_says_what_the_caller_can_do_with_it(calling, ana, olga, otto, pending):
    approver, submitter, officer = (calling(each).get(pending).json()["possible"] for each in (ana, olga, otto))
    decisions = ["approved", "approved_with_conditions", "changes_requested", "rejected"]
    assert (allowed(approver["decisions"]), allowed(approver["dispensations"])) == (decisions, [])
    assert (allowed(officer["decisions"]), allowed(officer["dispensations"])) == ([], ["skipped", "not_required"])
    assert (allowed(submitter["decisions"]), allowed(submitter["dispensations"])) == ([], [])
    assert (approver["on_behalf_of"], officer["on_behalf_of"]) == ([{"person": None, "through": None}], [])
    assert [each["code"] for each in submitter["decisions"][0]["unmet"]] == ["not_allowed"]
    assert (officer["route"], submitter["route"]) == (True, False)


def test_unmet_guards_of_a_step_that_does_not_wait_are_listed(calling, office, olga, ana):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    caller, address = calling(ana), f"approvals/steps/{steps[0].uid}/"
    caller.post(f"{address}decisions/", {"outcome": "approved"})
    unmet = caller.get(address).json()["possible"]["decisions"][0]["unmet"]
    assert [each["code"] for each in unmet] == ["not_allowed", "already_decided"]


def test_a_step_is_decided_on_the_substance_that_was_read(calling, ana, pending):
    caller = calling(ana)
    step = caller.get(pending).json()
    given = {"outcome": "approved", "comment": "Fine", "substance": step["substance"]}
    stale = caller.post(f"{pending}decisions/", {**given, "substance": "0" * 64})
    assert (stale.status_code, codes(stale)) == (409, ["substance_changed"])
    assert stale.json()["present"]["substance"] == step["substance"]
    response = caller.post(f"{pending}decisions/", given)
    assert response.status_code == 201
    decided = response.json()
    assert (decided["outcome"], decided["decisions"][0]["substance"]) == ("approved", step["substance"])
    assert decided["decisions"][0]["counts"] is True
    assert response["ETag"] == caller.tag(pending)


def test_a_refusal_lists_every_unmet_guard_and_the_present_state(calling, ana, pending):
    caller = calling(ana)
    refused = caller.post(f"{pending}decisions/", {"outcome": "rejected", "substance": "0" * 64})
    assert (refused.status_code, codes(refused)) == (409, ["comment_missing", "substance_changed"])
    assert refused.json()["present"] == caller.get(pending).json()


def test_if_match_guards_a_decision(calling, ana, otto, pending):
    caller = calling(ana)
    tag = caller.tag(pending)
    changed = calling(otto).patch(pending, {"quorum": 2}, if_match=tag)
    assert (changed.status_code, changed.json()["quorum"]) == (200, 2)
    address = f"{pending}decisions/"
    assert caller.post(address, {"outcome": "approved"}, if_match=tag).status_code == 412
    assert not Decision.objects.exists()
    assert caller.post(address, {"outcome": "approved"}, if_match=changed["ETag"]).status_code == 201
    assert caller.get(pending, headers={"If-None-Match": caller.tag(pending)}).status_code == 304


def test_if_match_at_the_records_own_address_names_the_step_or_the_record(calling, office, olga, ana):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    record, caller = f"agreements/{agreement.reference}/", calling(ana)
    first, second = (f"{record}approvals/{step.uid}/" for step in steps)
    of_step, of_record = caller.tag(first), caller.tag(record)
    assert caller.post(f"{first}decisions/", {"outcome": "approved"}, if_match=of_step).status_code == 201
    assert caller.post(f"{second}decisions/", {"outcome": "approved"}, if_match=of_record).status_code == 412
    assert caller.post(f"{second}decisions/", {"outcome": "approved"}, if_match=of_step).status_code == 412
    assert caller.post(f"{second}decisions/", {"outcome": "approved"}, if_match=caller.tag(record)).status_code == 201


def test_an_approval_with_conditions_is_complete_once_each_is_met(calling, ana, otto, pending):
    conditions = [{"text": "The annex is added", "due_on": "2026-12-01"}, {"text": "The board is told"}]
    given = {"outcome": "approved_with_conditions", "conditions": conditions}
    decided = calling(ana).post(f"{pending}decisions/", given).json()
    first, second = (each["id"] for each in decided["decisions"][0]["conditions"])
    caller = calling(otto)
    assert caller.get(pending).json()["possible"]["conditions"] is True
    met = {"on": "2026-02-20", "evidence": "Annex II"}
    response = caller.post(f"approvals/conditions/{first}/meetings/", met)
    assert (response.status_code, response.json()["conditions_met_on"]) == (201, None)
    assert codes(caller.post(f"approvals/conditions/{first}/meetings/", met)) == ["no_open_conditions"]
    stale = caller.post(f"approvals/conditions/{second}/meetings/", met, if_match=f'"{decided["id"][:8]}-1-{"0" * 16}"')
    assert stale.status_code == 412
    last = caller.post(f"approvals/conditions/{second}/meetings/", met, if_match=response["ETag"]).json()
    assert (last["conditions_met_on"], last["case_state"]) == ("2026-02-20", "approved")
    assert Condition.objects.get(uid=first).evidence == "Annex II"


def test_all_conditions_of_a_step_are_confirmed_at_once(calling, ana, victor, pending):
    given = {"outcome": "approved_with_conditions", "conditions": [{"text": "One"}, {"text": "Two"}]}
    calling(ana).post(f"{pending}decisions/", given)
    assert calling(victor).post(f"{pending}conditions/", {"on": "2026-02-20"}).status_code == 403
    response = calling(ana).post(f"{pending}conditions/", {"on": "2026-02-20"})
    assert (response.status_code, response.json()["case_state"]) == (201, "approved")


def test_a_decision_outside_is_recorded_with_its_evidence(calling, otto, ana, outside):
    europol = make_institution("Europol")
    contact = add_contact(
        by=maker(), institution=europol, contact=NewContact(role="Liaison officer", name="Eva Example")
    )
    caller, address = calling(otto), f"{outside}outside-decisions/"
    given = {"outcome": "approved", "decided_on": "2026-02-20", "contact": contact.pk}
    assert places(caller.post(address, given)) == ["#/source"]
    assert places(caller.post(address, {**given, "contact": contact.pk + 1000})) == ["#/contact"]
    assert places(caller.post(address, {**given, "document": NONE})) == ["#/document"]
    assert calling(ana).post(address, {**given, "source": "Letter"}).status_code == 403
    response = caller.post(address, {**given, "source": "Letter of 20 February 2026"})
    assert response.status_code == 201
    decision = response.json()["decisions"][0]
    assert (decision["decided_by"], decision["recorded_by"]["username"]) == (None, "otto")
    assert (decision["contact"]["name"], decision["decided_on"]) == ("Eva Example", "2026-02-20")
    assert decision["source"] == "Letter of 20 February 2026"


def test_a_document_of_the_record_is_evidence_too(calling, office, olga, otto):
    agreement, steps = make_pending_agreement(office, by=acting(olga), steps={"is_outside": True})
    given = {"outcome": "approved", "decided_on": "2026-02-20", "document": str(make_document(agreement).uid)}
    response = calling(otto).post(f"approvals/steps/{steps[0].uid}/outside-decisions/", given)
    assert response.status_code == 201
    assert response.json()["decisions"][0]["document"] == given["document"]


def test_nobody_decides_inside_what_is_decided_outside(calling, ana, outside):
    response = calling(ana).post(f"{outside}decisions/", {"outcome": "approved"})
    assert (response.status_code, codes(response)) == (403, ["not_allowed"])


def test_officers_dispense_with_a_step(calling, otto, olga, pending):
    given = {"outcome": "skipped", "comment": "The board delegated it"}
    assert calling(olga).post(f"{pending}dispensations/", given).status_code == 403
    assert codes(calling(otto).post(f"{pending}dispensations/", {"outcome": "skipped"})) == ["comment_missing"]
    assert places(calling(otto).post(f"{pending}dispensations/", {**given, "outcome": "approved"})) == ["#/outcome"]
    assert calling(otto).post(f"{pending}dispensations/", given).json()["outcome"] == "skipped"


def test_a_step_is_changed_and_taken_out_until_somebody_decides(calling, office, olga, otto, ana):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    first, second = (f"approvals/steps/{step.uid}/" for step in steps)
    caller = calling(otto)
    assert caller.patch(first, {"quorum": 2}).status_code == 428
    assert caller.delete(first).status_code == 428
    assert calling(olga).patch(first, {"quorum": 2}, if_match="*").status_code == 403
    assert places(caller.patch(first, {"quorum": 99}, if_match="*")) == ["#/quorum"]
    assert places(caller.patch(first, {"outcome": "approved"}, if_match="*")) == ["#/outcome"]
    given = {"responsible": ["ana"], "due_on": "2026-12-01", "reason": "The board meets in November"}
    changed = caller.patch(first, given, if_match=caller.tag(first)).json()
    assert ([each["username"] for each in changed["responsible"]], changed["due_on"]) == (["ana"], "2026-12-01")
    assert caller.patch(first, {}, if_match="*").json()["version"] == changed["version"]
    taken_out = caller.delete(second, if_match=caller.tag(second))
    assert (taken_out.status_code, taken_out.json()["steps"]) == (200, [])
    assert caller.tag(taken_out.json()["url"]) == taken_out["ETag"]
    assert caller.get(second).status_code == 404
    calling(ana).post(f"{first}decisions/", {"outcome": "approved"})
    refused = caller.patch(first, {"quorum": 2}, if_match="*")
    assert (refused.status_code, codes(refused)) == (409, ["already_decided"])
    assert refused.json()["present"]["outcome"] == "approved"
    assert Step.objects.count() == 1


def test_parameters_that_are_not_declared_are_refused(calling, otto, pending):
    assert places(calling(otto).get(pending, fields="id")) == ["fields"]
    assert places(calling(otto).delete(f"{pending}?now=true", if_match="*")) == ["now"]
