"""Creating and changing records through the API."""

import pytest

from accounts.models import Role
from activities.models import Activity, Programme
from agreements.models import Agreement, NamedReader
from core.models import HistoryEntry
from institutions.models import Institution
from tests.api.conftest import codes, places
from tests.factories import (
    give_roles,
    make_act,
    make_activity,
    make_agreement,
    make_institution,
    make_programme,
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


# Agreements


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


def test_every_fault_is_told_at_once(calling, office, olga):
    response = calling(olga).post("agreements/", {"kind": "handshake", "titles": {}, "officer": 5})
    assert set(places(response)) == {"#/kind", "#/titles", "#/officer"}


def test_the_same_party_twice_is_refused(calling, office, olga):
    europol = make_institution("Europol")
    response = calling(olga).post("agreements/", agreement_of(europol, europol))
    assert (response.status_code, places(response)) == (400, ["#/parties"])


# Institutions


GUARD = {
    "names": [
        {"text": "National Guard", "language": "en", "valid_from": "2019-05-27"},
        {"text": "Guardia Nacional", "language": "es"},
        {"text": "GN", "type": "acronym"},
    ],
    "kind": "gendarmerie",
    "country": "MX",
    "established": "2019",
    "website": "https://example.org/gn",
}


def test_a_new_institution_has_all_its_names(calling, olga):
    parent = make_institution("Secretariat")
    caller = calling(olga)
    response = caller.post("institutions/", {**GUARD, "parent": str(parent.uid)})
    record = response.json()
    assert response.status_code == 201
    assert (record["name"], record["acronym"], record["country"], record["established"]) == (
        "National Guard",
        "GN",
        "MX",
        "2019",
    )
    assert record["parent"]["name"] == "Secretariat"
    assert response["Location"] == record["url"]
    assert caller.get("institutions/", q="guardia").json()["results"][0]["id"] == record["id"]


def test_an_institution_of_the_same_name_is_another_only_when_said_so(calling, olga):
    caller = calling(olga)
    caller.post("institutions/", GUARD)
    twin = caller.post("institutions/", GUARD)
    assert (twin.status_code, codes(twin)) == (409, ["duplicate_name"])
    assert caller.post("institutions/", {**GUARD, "allow_same_name": True}).status_code == 201
    assert Institution.objects.count() == 2


def test_an_institution_is_changed(calling, olga):
    institution = make_institution("Federal Police", country="MX")
    path = f"institutions/{institution.uid}/"
    body = {"seat": "Mexico City", "names": [{"text": "National Guard", "language": "en"}], "reason": "Reform"}
    record = calling(olga).patch(path, body, if_match="*").json()
    assert (record["name"], record["seat"], record["country"]) == ("National Guard", "Mexico City", "MX")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"names": []}, "#/names"),
        ({"names": None}, "#/names"),
        ({"names": [{"text": "GN", "type": "acronym"}]}, "#/names"),
        ({"names": [{"language": "en"}]}, "#/names/0/text"),
        ({"names": [{"text": "a" * 301}]}, "#/names/0/text"),
        ({"names": [{"text": "x", "language": "English"}]}, "#/names/0/language"),
        ({"names": [{"text": "x", "type": "nickname"}]}, "#/names/0/type"),
        ({"names": [{"text": "x", "valid_from": "2019-13-01"}]}, "#/names/0/valid_from"),
        ({"names": [{"text": "x", "valid_from": "2020-01-01", "valid_until": "2019-01-01"}]}, "#/names"),
        ({"kind": "club"}, "#/kind"),
        ({"country": "XX"}, "#/country"),
        ({"country": "Mexico"}, "#/country"),
        ({"parent": UNKNOWN}, "#/parent"),
        ({"established": "long ago"}, "#/established"),
        ({"website": "ftp:/nowhere"}, "#/website"),
        ({"seat": "a" * 101}, "#/seat"),
        ({"allow_same_name": "yes"}, "#/allow_same_name"),
        ({"search_key": "x"}, "#/search_key"),
    ],
)
def test_what_an_institution_cannot_be_is_told_with_its_place(calling, olga, change, where):
    response = calling(olga).post("institutions/", {**GUARD, **change})
    assert response.status_code == 400
    assert places(response) == [where]
    assert not Institution.objects.exists()


def test_an_institution_is_no_part_of_itself(calling, olga):
    whole = make_institution("Whole")
    part = make_institution("Part", parent=whole)
    response = calling(olga).patch(f"institutions/{whole.uid}/", {"parent": str(part.uid)}, if_match="*")
    assert (response.status_code, places(response)) == (400, ["#/parent"])


# Activities and programmes


def test_a_new_activity_with_everything_that_hangs_on_it(calling, office, olga):
    agreement, police = make_agreement(office), make_institution("Police")
    make_programme("el-paccto")
    make_subject("arms")
    body = {
        "kind": "advice",
        "titles": {"en": "Advice on arms trafficking"},
        "programme": "el-paccto",
        "planned_start": "2020-03",
        "planned_end": "2020",
        "agreements": [{"agreement": agreement.reference, "article": "4"}],
        "participants": [{"institution": str(police.uid), "role": "beneficiary"}],
        "countries": [{"country": "MX", "percentage": 60}, {"country": "ES", "percentage": 40.0}],
        "subjects": ["arms"],
        "place": "Mexico City",
    }
    response = calling(olga).post("activities/", body)
    record = response.json()
    assert response.status_code == 201, record
    assert (record["state"], record["planned_start"], record["planned_end"]) == ("proposed", "2020-03", "2020")
    assert (record["planned_start_precision"], record["planned_end_precision"]) == ("month", "year")
    assert record["agreements"][0]["agreement"]["reference"] == agreement.reference
    assert record["agreements"][0]["article"] == "4"
    assert record["participants"][0]["role"] == "beneficiary"
    assert record["countries"] == [{"country": "ES", "percentage": 40.0}, {"country": "MX", "percentage": 60.0}]


def test_an_activity_that_exists_already_is_taken_over_at_its_state(calling, office, olga):
    body = {"kind": "advice", "titles": {"en": "Advice"}, "state": "delivered"}
    caller = calling(olga)
    assert places(caller.post("activities/", body)) == ["#/reason"]
    assert caller.post("activities/", {**body, "reason": "Article of 2020"}).json()["state"] == "delivered"


def test_changing_the_agreements_of_an_activity_keeps_those_its_editor_may_not_see(calling, office, olga, otto):
    hidden = make_agreement(office, classification="restricted", officer=olga)
    shown, other = make_agreement(office), make_agreement(office)
    activity = make_activity(office, agreements=[hidden, shown])
    body = {"agreements": [{"agreement": other.reference}]}
    record = calling(otto).patch(f"activities/{activity.reference}/", body, if_match="*").json()
    assert [each["agreement"]["reference"] for each in record["agreements"]] == [other.reference]
    linked = set(activity.agreements.values_list("reference", flat=True))
    assert linked == {hidden.reference, other.reference}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "party"}, "#/kind"),
        ({"programme": "none"}, "#/programme"),
        ({"planned_start": "2020", "planned_end": "2019"}, "#/planned_end"),
        ({"planned_start": "2020", "planned_start_precision": "day"}, "#/planned_start_precision"),
        ({"planned_end_precision": "year"}, "#/planned_end_precision"),
        ({"actual_start": "2999-01-01"}, "#/actual_start"),
        ({"actual_start": "2020"}, "#/actual_start"),
        ({"actual_start": "2020-02-01", "actual_end": "2020-01-01"}, "#/actual_end"),
        ({"agreements": [{"agreement": "NONE-1"}]}, "#/agreements/0/agreement"),
        ({"countries": [{"country": "MX", "percentage": 60}]}, "#/countries"),
        ({"countries": [{"country": "MX", "percentage": 0}]}, "#/countries/0/percentage"),
        ({"countries": [{"country": "MX", "percentage": "100"}]}, "#/countries/0/percentage"),
        ({"countries": [{"country": "MX", "percentage": 1e308}]}, "#/countries/0/percentage"),
        ({"countries": [{"country": "MX"}, {"country": "MX"}]}, "#/countries"),
        ({"countries": [{"country": "mx"}]}, "#/countries/0/country"),
        ({"participants": [{"institution": UNKNOWN}]}, "#/participants/0/institution"),
        ({"outcome": 7}, "#/outcome"),
        ({"state_since": "2020-01-01"}, "#/state_since"),
    ],
)
def test_what_an_activity_cannot_be_is_told_with_its_place(calling, office, olga, change, where):
    response = calling(olga).post("activities/", {"kind": "advice", "titles": {"en": "Advice"}, **change})
    assert response.status_code == 400
    assert places(response) == [where]
    assert not Activity.objects.exists()


def test_a_programme_is_created_and_changed(calling, olga):
    union, police = make_institution("European Union"), make_institution("Police")
    caller = calling(olga)
    body = {
        "code": "el-paccto",
        "names": {"en": "EL PAcCTO"},
        "starts": "2017",
        "funder": str(union.uid),
        "partners": [{"institution": str(police.uid), "source": "Article"}],
    }
    created = caller.post("programmes/", body)
    assert created.status_code == 201
    assert (created.json()["funder"]["name"], created.json()["starts"]) == ("European Union", "2017")
    assert created.json()["partners"][0]["source"] == "Article"
    changed = caller.patch("programmes/el-paccto/", {"ends": "2022-12"}, if_match=created["ETag"])
    assert changed.json()["ends"] == "2022-12"
    assert codes(caller.post("programmes/", body)) == ["duplicate_code"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"code": "EL PAcCTO"}, "#/code"),
        ({"code": ""}, "#/code"),
        ({"code": "a" * 41}, "#/code"),
        ({"names": {}}, "#/names"),
        ({"starts": "2020", "ends": "2019"}, "#/ends"),
        ({"partners": [{"institution": UNKNOWN}]}, "#/partners/0/institution"),
    ],
)
def test_what_a_programme_cannot_be_is_told_with_its_place(calling, olga, change, where):
    response = calling(olga).post("programmes/", {"code": "new", "names": {"en": "New"}, **change})
    assert (response.status_code, places(response)) == (400, [where])
    assert not Programme.objects.exists()


@pytest.mark.parametrize("path", ["agreements/", "activities/", "institutions/", "programmes/"])
def test_readers_create_nothing(calling, victor, path):
    response = calling(victor).post(path, {"nonsense": True})
    assert (response.status_code, codes(response)) == (403, ["not_allowed"])
