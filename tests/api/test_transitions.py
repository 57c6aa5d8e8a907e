"""Taking transitions: the new state, or every condition that is not met, by code."""

import datetime as dt

import pytest

from agreements.models import Agreement
from core.models import HistoryEntry
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import (
    approve_all,
    lay_out_approval,
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
    sign,
)


def take(caller, agreement, to, **given):
    path = f"agreements/{agreement.reference}/"
    return caller.post(f"{path}transitions/", {"to": to, **given}, if_match=caller.tag(path))


def test_a_transition_answers_the_record_as_it_is_then(calling, office, olga):
    agreement = make_agreement(office)
    caller = calling(olga)
    response = take(caller, agreement, "mandate_requested", on="2026-02-14", reason="Asked for by letter")
    assert response.status_code == 200
    record = response.json()
    assert (record["stage"], record["stage_since"]) == ("mandate_requested", "2026-02-14")
    assert [each["to"] for each in record["transitions"]][:1] == ["negotiating"]
    assert response["ETag"] == caller.tag(f"agreements/{agreement.reference}/")


def test_who_did_it_why_and_through_which_door_is_in_the_history(calling, office, olga):
    agreement = make_agreement(office)
    take(calling(olga), agreement, "mandate_requested", reason="Asked for by letter")
    entry = HistoryEntry.objects.filter(table_name="agreements_agreement", row_id=agreement.pk).latest("id")
    assert (entry.actor, entry.source, entry.reason) == (olga, "api", "Asked for by letter")


@pytest.mark.parametrize(
    ("stage", "parties", "to", "expected"),
    [
        ("proposed", 2, "signed", ["no_such_transition"]),
        ("mandate_requested", 1, "negotiating", ["two_parties_missing"]),
        ("mandate_requested", 2, "rejected", ["reason_missing"]),
        ("text_agreed", 1, "approval_pending", ["two_parties_missing", "approval_steps_missing"]),
        ("approval_pending", 2, "approved", ["approval_pending"]),
        ("approved", 2, "signed", ["signatures_missing"]),
    ],
)
def test_a_refusal_lists_every_condition_that_is_not_met(calling, office, olga, stage, parties, to, expected):
    agreement = make_agreement(office, stage=stage, parties=[make_institution() for _ in range(parties)])
    response = take(calling(olga), agreement, to)
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert codes(response) == expected
    assert Agreement.objects.get(pk=agreement.pk).stage == stage


def test_signature_waits_for_blocking_steps_signatures_the_board_and_a_basis_for_personal_data(calling, office, olga):
    parties = [make_institution("Europol", kind="eu_agency"), make_institution("SSPC", kind="ministry")]
    agreement = make_agreement(
        office, stage="approved", kind="working_arrangement", parties=parties, personal_data="yes"
    )
    lay_out_approval(agreement)
    response = take(calling(olga), agreement, "signed")
    assert set(codes(response)) == {
        "steps_block_signature",
        "signatures_missing",
        "management_board_missing",
        "personal_data_basis_missing",
    }


def test_closing_waits_for_open_steps(calling, office, olga):
    agreement = make_agreement(office, stage="signed")
    lay_out_approval(agreement)
    assert codes(take(calling(olga), agreement, "closed")) == ["steps_open"]


def test_approval_on_every_side_and_signatures_open_the_way(calling, office, olga, hugo):
    agreement, _steps = make_pending_agreement(office)
    approve_all(agreement.approval_subject, by=acting(hugo))
    caller = calling(olga)
    assert take(caller, agreement, "approved").json()["stage"] == "approved"
    sign(agreement)
    assert take(caller, agreement, "signed").json()["stage"] == "signed"


def test_the_sentences_of_a_refusal_are_in_the_language_asked_for(calling, office, olga):
    agreement = make_agreement(office, stage="mandate_requested", parties=[make_institution()])
    caller = calling(olga)
    path = f"agreements/{agreement.reference}/"
    body = {"to": "negotiating"}
    english = caller.post(f"{path}transitions/", body, if_match="*")
    assert english.json()["errors"] == [
        {"detail": "Name at least two parties first.", "code": "two_parties_missing"},
    ]
    spanish = caller.post(f"{path}transitions/", body, if_match="*", accept_language="es")
    assert spanish["Content-Language"] == "es"
    assert spanish.json()["errors"][0]["code"] == "two_parties_missing"


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, "#/to"),
        ({"to": "nowhere"}, "#/to"),
        ({"to": None}, "#/to"),
        ({"to": 5}, "#/to"),
        ({"to": ["signed"]}, "#/to"),
        ({"to": "mandate_requested", "on": "tomorrow"}, "#/on"),
        ({"to": "mandate_requested", "on": "2026-02-30"}, "#/on"),
        ({"to": "mandate_requested", "on": "9999-12-31"}, "#/on"),
        ({"to": "mandate_requested", "reason": {"a": 1}}, "#/reason"),
        ({"to": "mandate_requested", "stage": "signed"}, "#/stage"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(calling, office, olga, given, where):
    agreement = make_agreement(office)
    response = calling(olga).post(f"agreements/{agreement.reference}/transitions/", given, if_match="*")
    assert response.status_code == 400
    assert places(response) == [where]
    assert Agreement.objects.get(pk=agreement.pk).stage == "proposed"


def test_an_activity_moves_the_same_way(calling, office, olga):
    activity = make_activity(office, state="scheduled", planned_start=dt.date(2026, 1, 1))
    caller = calling(olga)
    path = f"activities/{activity.reference}/"
    response = caller.post(f"{path}transitions/", {"to": "under_way", "on": "2026-02-16"}, if_match=caller.tag(path))
    assert response.status_code == 200
    assert (response.json()["state"], response.json()["actual_start"]) == ("under_way", "2026-02-16")
    refused = caller.post(f"{path}transitions/", {"to": "closed"}, if_match="*")
    assert (refused.status_code, codes(refused)) == (409, ["no_such_transition"])
    unclear = caller.post(f"{path}transitions/", {"to": "cancelled"}, if_match="*")
    assert (unclear.status_code, codes(unclear)) == (409, ["reason_missing"])


def test_an_activity_without_steps_is_not_submitted(calling, office, olga):
    activity = make_activity(office)
    caller = calling(olga)
    path = f"activities/{activity.reference}/transitions/"
    assert codes(caller.post(path, {"to": "approval_pending"}, if_match="*")) == ["approval_steps_missing"]
    make_step(make_case(activity.approval_subject))
    assert caller.post(path, {"to": "approval_pending"}, if_match="*").json()["state"] == "approval_pending"
