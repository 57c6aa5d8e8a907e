"""Creating and changing agreements through the API."""

import pytest

from accounts.models import Role
from agreements.models import Agreement, NamedReader
from core.models import HistoryEntry
from tests.api.conftest import codes, places
from tests.factories import (
    give_roles,
    make_act,
    make_agreement,
    make_institution,
    make_subject,
    party_of,
)

UNKNOWN = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"


def agreement_of(*institutions, **values):
    return {
        "kind": "working_arrangement",
        "titles": {"en": "Working arrangement", "es": "Acuerdo de trabajo"},
        "parties": [{"institution": str(each.uid)} for each in institutions],
        **values,
    }


def test_a_new_agreement_is_proposed_and_has_a_reference(calling, office, olga):
    europol, sspc, ministry = make_institution("Europol"), make_institution("SSPC"), make_institution("Ministry")
    make_subject("arms")
    body = agreement_of(europol, sspc, subjects=["arms"], classification="public", reason="Asked for by letter")
    body["parties"].append({"institution": str(ministry.uid), "role": "facilitator", "source": "The press"})
    caller = calling(olga)
    response = caller.post("agreements/", body)
    record = response.json()
    assert response.status_code == 201
    assert record["reference"].startswith("LIS-WA-")
    assert (record["stage"], record["nature"], record["classification"]) == ("proposed", "non_binding", "public")
    assert [party["role"] for party in record["parties"]] == ["party", "party", "facilitator"]
    assert record["officer"]["username"] == "olga"
    assert record["subjects"] == [{"code": "arms", "name": "Arms"}]
    assert response["Location"] == record["url"]
    assert caller.get(record["url"]).json() == record
    assert response["ETag"] == caller.tag(record["url"])
    assert HistoryEntry.objects.filter(reason="Asked for by letter", source="api", actor=olga).exists()


def test_an_agreement_that_exists_already_is_taken_over_at_its_stage(calling, office, olga):
    body = agreement_of(make_institution(), make_institution(), stage="signed", since="2020-07-20")
    caller = calling(olga)
    unexplained = caller.post("agreements/", body)
    assert (unexplained.status_code, places(unexplained)) == (400, ["#/reason"])
    record = caller.post("agreements/", {**body, "reason": "From the paper register"}).json()
    assert (record["stage"], record["stage_since"]) == ("signed", "2020-07-20")
    assert places(caller.post("agreements/", agreement_of(since="2020-07-20"))) == ["#/since"]


def test_the_office_is_named_by_those_who_keep_records_of_several(calling, office, other_office, olga, oscar):
    give_roles(oscar, office, Role.OFFICER)
    caller = calling(oscar)
    assert places(caller.post("agreements/", agreement_of())) == ["#/office"]
    assert caller.post("agreements/", agreement_of(office="OSL")).json()["office"]["code"] == "OSL"
    assert calling(olga).post("agreements/", agreement_of(office="OSL")).status_code == 403


def test_an_agreement_is_changed_and_its_lists_are_replaced(calling, office, olga, victor):
    kept, gone, new = make_institution("Kept"), make_institution("Gone"), make_institution("New")
    agreement = make_agreement(office, parties=[kept, gone], officer=olga)
    path = f"agreements/{agreement.reference}/"
    caller = calling(olga)
    body = {
        "titles": {"en": "Renamed"},
        "parties": [{"institution": str(kept.uid)}, {"institution": str(new.uid)}],
        "legal_basis": "Art. 23",
        "officer": None,
        "readers": ["victor"],
        "personal_data": "yes",
    }
    record = caller.patch(path, body, if_match="*").json()
    assert record["titles"] == {"en": "Renamed"}
    assert [party["name"] for party in record["parties"]] == ["Kept", "New"]
    assert (record["legal_basis"], record["personal_data"], record["officer"]) == ("Art. 23", "yes", None)
    assert record["readers"] == [{"username": "victor", "name": "Victor Viewer"}]
    assert NamedReader.objects.get().user == victor


def test_what_a_party_is_counted_as_is_kept_and_answered(calling, office, olga):
    caller = calling(olga)
    organisation, state = make_institution(), make_institution()
    given = {
        "kind": "treaty",
        "titles": {"en": "Convention"},
        "parties": [
            {"institution": str(organisation.uid), "classes": ["regional_organisation"]},
            {"institution": str(state.uid), "is_negotiating": False},
        ],
    }
    one, other = caller.post("agreements/", given).json()["parties"]
    assert (one["classes"], one["is_negotiating"]) == (["regional_organisation"], True)
    assert (other["classes"], other["is_negotiating"]) == ([], False)
    given["parties"][0]["classes"] = ["no slug!"]
    assert caller.post("agreements/", given).status_code == 400


def test_a_party_with_acts_is_not_removed(calling, office, olga):
    agreement = make_agreement(office, stage="approved")
    make_act(agreement, party=party_of(agreement))
    path = f"agreements/{agreement.reference}/"
    response = calling(olga).patch(path, {"parties": []}, if_match="*")
    assert (response.status_code, places(response)) == (400, ["#/parties"])


def test_what_hangs_on_a_record_is_complete_in_a_change_too(calling, office, olga):
    path = f"agreements/{make_agreement(office).reference}/"
    response = calling(olga).patch(path, {"parties": [{"role": "party"}]}, if_match="*")
    assert (response.status_code, places(response)) == (400, ["#/parties/0/institution"])


def test_an_outside_reference_is_borne_once(calling, office, olga):
    make_agreement(office, external_reference="EUROPOL/2020/1")
    response = calling(olga).post("agreements/", agreement_of(external_reference="EUROPOL/2020/1"))
    assert (response.status_code, codes(response)) == (409, ["duplicate_reference"])


def test_an_outside_reference_of_a_hidden_agreement_tells_nothing(calling, office, olga, other_office, oscar):
    make_agreement(office, external_reference="SECRET/1", classification="restricted")
    assert calling(oscar).post("agreements/", agreement_of(external_reference="SECRET/1")).status_code == 201


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "handshake"}, "#/kind"),
        ({"kind": None}, "#/kind"),
        ({"titles": {}}, "#/titles"),
        ({"titles": "Working arrangement"}, "#/titles"),
        ({"titles": {"en": ""}}, "#/titles"),
        ({"titles": {"english": "Arrangement"}}, "#/titles"),
        ({"titles": {"en": ["Arrangement"]}}, "#/titles"),
        ({"titles": {"en": "nul\x00"}}, "#/titles/en"),
        ({"titles": {"en": "a" * 1001}}, "#/titles"),
        ({"parties": "Europol"}, "#/parties"),
        ({"parties": [{"institution": UNKNOWN}]}, "#/parties/0/institution"),
        ({"parties": [{"institution": "Europol"}]}, "#/parties/0/institution"),
        ({"parties": [{"institution": {"id": UNKNOWN}}]}, "#/parties/0/institution"),
        ({"parties": [{"role": "party"}]}, "#/parties/0/institution"),
        ({"parties": ["Europol"]}, "#/parties/0"),
        ({"subjects": ["no-such"]}, "#/subjects/0"),
        ({"subjects": {"a": 1}}, "#/subjects"),
        ({"officer": "nobody"}, "#/officer"),
        ({"officer": "victor"}, "#/officer"),
        ({"classification": "secret"}, "#/classification"),
        ({"office": "NOWHERE"}, "#/office"),
        ({"nature": ""}, "#/nature"),
        ({"external_reference": "a" * 101}, "#/external_reference"),
        ({"summary": ["a"]}, "#/summary"),
        ({"stage": "nowhere", "reason": "x"}, "#/stage"),
        ({"stage": "signed", "since": "2999-01-01", "reason": "x"}, "#/since"),
        ({"version": 3}, "#/version"),
        ({"reference": "MINE-1"}, "#/reference"),
        ({"readers": ["victor"]}, "#/readers"),
    ],
)
def test_what_an_agreement_cannot_be_is_told_with_its_place(calling, office, olga, victor, change, where):
    response = calling(olga).post("agreements/", agreement_of(**change))
    assert response.status_code == 400
    assert places(response) == [where]
    assert not Agreement.objects.exists()


def test_a_title_that_is_too_long_is_told_so_with_how_long_it_may_be(calling, office, olga):
    titles = {"en": "Working arrangement", "es": "a" * 1001}
    response = calling(olga).post("agreements/", agreement_of(titles=titles))
    fault = response.json()["errors"][0]
    assert "at most 1000 characters" in fault["detail"]
    assert "“es” has 1001" in fault["detail"]
    assert "language code" not in fault["detail"]


def test_every_fault_is_told_at_once(calling, office, olga):
    response = calling(olga).post("agreements/", {"kind": "handshake", "titles": {}, "officer": 5})
    assert set(places(response)) == {"#/kind", "#/titles", "#/officer"}


def test_the_same_party_twice_is_refused(calling, office, olga):
    europol = make_institution("Europol")
    response = calling(olga).post("agreements/", agreement_of(europol, europol))
    assert (response.status_code, places(response)) == (400, ["#/parties"])


@pytest.mark.parametrize("path", ["agreements/", "activities/", "institutions/", "programmes/"])
def test_readers_create_nothing(calling, victor, path):
    response = calling(victor).post(path, {"nonsense": True})
    assert (response.status_code, codes(response)) == (403, ["not_allowed"])
