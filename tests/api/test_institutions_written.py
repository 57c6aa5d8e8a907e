"""Creating and changing institutions through the API."""

import pytest

from institutions.models import Institution
from tests.api.conftest import codes, places
from tests.factories import (
    make_institution,
)

UNKNOWN = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"


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
