"""Creating and changing activities and programmes through the API."""

import pytest

from activities.models import Activity, Programme
from tests.api.conftest import codes, places
from tests.factories import (
    make_activity,
    make_agreement,
    make_institution,
    make_programme,
    make_subject,
)

UNKNOWN = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"


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
