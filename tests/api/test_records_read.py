"""An agreement, an institution, an activity, a programme and a membership as a consumer reads them."""

import datetime as dt

import pytest

from institutions.actions.names import NewName
from tests.cast import acting
from tests.factories import (
    approve_all,
    make_act,
    make_activity,
    make_agreement,
    make_institution,
    make_membership,
    make_pending_agreement,
    make_programme,
    make_subject,
    party_of,
)


@pytest.fixture
def europol(db):
    return make_institution("Europol", kind="eu_agency", acronym="Europol")


@pytest.fixture
def sspc(db):
    spanish = NewName("Secretaría de Seguridad", language="es")
    return make_institution("Secretariat of Security", kind="ministry", country="MX", acronym="SSPC", names=[spanish])


def test_an_agreement_carries_reference_stage_parties_approvals_and_acts(calling, office, olga, hugo, europol, sspc):
    agreement, steps = make_pending_agreement(office, parties=[europol, sspc], kind="working_arrangement", officer=olga)
    make_act(agreement, kind="initialling", party=party_of(agreement, sspc), on="2020")
    record = calling(olga).get(f"agreements/{agreement.reference}/").json()

    assert record["reference"] == agreement.reference
    assert record["stage"] == "approval_pending"
    assert record["url"].endswith(f"/api/v1/agreements/{agreement.reference}/")
    assert record["officer"] == {"username": "olga", "name": "Olga Officer"}
    assert record["office"] == {"code": "LIS", "name": "Lisbon office"}
    assert [(party["name"], party["role"]) for party in record["parties"]] == [
        ("Europol", "party"),
        ("Secretariat of Security", "party"),
    ]
    assert [step["party"]["name"] for step in record["approvals"]] == ["Europol", "Secretariat of Security"]
    assert [step["id"] for step in record["approvals"]] == [str(step.uid) for step in steps]
    assert [step["party"]["id"] for step in record["approvals"]] == [party["id"] for party in record["parties"]]
    assert {step["outcome"] for step in record["approvals"]} == {"in_progress"}
    assert {step["case_state"] for step in record["approvals"]} == {"in_progress"}
    act = record["acts"][0]
    assert (act["date"], act["precision"], act["party"]["name"]) == ("2020", "year", "Secretariat of Security")
    assert record["version"] >= 1
    assert record["created_at"].endswith("Z")


def test_decisions_are_on_their_step(calling, office, olga, hugo):
    agreement, _steps = make_pending_agreement(office)
    approve_all(agreement.approval_subject, by=acting(hugo))
    record = calling(olga).get(f"agreements/{agreement.reference}/").json()
    for step in record["approvals"]:
        assert step["outcome"] == step["decisions"][0]["outcome"] == "approved"
        assert step["decisions"][0]["decided_by"] == {"username": "hugo", "name": "Hugo Head"}
        assert step["case_state"] == "approved"


def test_transitions_stand_on_the_record_and_are_expanded_in_lists(calling, office, olga):
    agreement = make_agreement(office, stage="text_agreed")
    caller = calling(olga)
    record = caller.get(f"agreements/{agreement.reference}/").json()
    submit = next(each for each in record["transitions"] if each["to"] == "approval_pending")
    assert submit["unmet"][0]["code"] == "approval_steps_missing"
    assert not submit["is_open"]
    assert "transitions" not in caller.get("agreements/").json()["results"][0]
    assert caller.get("agreements/", expand="transitions").json()["results"][0]["transitions"] == record["transitions"]
    assert caller.get(f"agreements/{agreement.reference}/transitions/").json()["results"] == record["transitions"]


def test_fields_narrow_the_answer_to_what_is_asked_and_what_names_the_record(calling, office, olga):
    agreement = make_agreement(office)
    caller = calling(olga)
    expected = {"id", "url", "reference", "stage", "title", "as_of"}
    assert set(caller.get(f"agreements/{agreement.reference}/", fields="stage,title").json()) == expected
    assert set(caller.get("agreements/", fields="stage,title").json()["results"][0]) == expected


def test_titles_come_in_the_language_asked_for(calling, office, olga):
    titles = {"en": "Working arrangement", "es": "Acuerdo de trabajo"}
    agreement = make_agreement(office, titles=titles)
    path = f"agreements/{agreement.reference}/"
    spanish = calling(olga).get(path, headers={"Accept-Language": "es"})
    english = calling(olga).get(path)
    assert (spanish.json()["title"], english.json()["title"]) == ("Acuerdo de trabajo", "Working arrangement")
    assert (spanish["Content-Language"], english["Content-Language"]) == ("es", "en")
    assert spanish.json()["titles"] == titles
    assert "Accept-Language" in spanish["Vary"]


def test_without_accept_language_a_caller_is_answered_in_their_own(calling, office, olga):
    olga.language = "es"
    olga.save(update_fields=["language"])
    agreement = make_agreement(office, titles={"en": "Treaty", "es": "Tratado"})
    assert calling(olga).get(f"agreements/{agreement.reference}/").json()["title"] == "Tratado"


@pytest.mark.parametrize(
    ("header", "language"),
    [("es-MX,en;q=0.5", "es"), ("fr, en;q=0.3", "en"), ("fr", "es"), ("*", "es"), ("nonsense;;q=x", "es"), ("", "es")],
)
def test_a_language_the_product_lacks_is_passed_over(calling, olga, header, language):
    olga.language = "es"
    olga.save(update_fields=["language"])
    assert calling(olga).get("agreements/", headers={"Accept-Language": header})["Content-Language"] == language


def test_an_institution_has_all_its_names(calling, olga, sspc):
    record = calling(olga).get(f"institutions/{sspc.uid}/").json()
    assert record["name"] == "Secretariat of Security"
    assert record["labels"] == {"en": "Secretariat of Security", "es": "Secretaría de Seguridad"}
    assert record["country"] == "MX"
    assert {(name["type"], name["text"]) for name in record["names"]} == {
        ("official", "Secretariat of Security"),
        ("official", "Secretaría de Seguridad"),
        ("acronym", "SSPC"),
    }


def test_an_activity_shows_dates_as_exactly_as_they_are_known(calling, office, olga):
    programme = make_programme("el-paccto", names={"en": "EL PAcCTO"})
    agreement = make_agreement(office, title="Arrangement")
    activity = make_activity(
        office,
        agreements=[agreement],
        programme=programme,
        planned_start=dt.date(2020, 1, 1),
        planned_start_precision="year",
        subjects=[make_subject("arms")],
    )
    record = calling(olga).get(f"activities/{activity.reference}/").json()
    assert (record["planned_start"], record["planned_start_precision"]) == ("2020", "year")
    assert record["delayed"] is True
    assert record["programme"]["code"] == "el-paccto"
    assert record["agreements"][0]["agreement"]["reference"] == agreement.reference
    assert record["subjects"] == [{"code": "arms", "name": "Arms"}]


def test_programmes_and_memberships_are_read(calling, office, olga):
    programme = make_programme("el-paccto", names={"en": "EL PAcCTO"})
    membership = make_membership(office)
    caller = calling(olga)
    assert caller.get("programmes/el-paccto/").json()["name"] == programme.name
    record = caller.get(f"memberships/{membership.uid}/").json()
    assert (record["member_country"], record["state"]) == ("MX", "proposed")
    assert caller.get("memberships/", body=membership.body.uid).json()["results"][0]["id"] == record["id"]
