"""What came before an institution and after it, on its page; and saying so there."""

import datetime as dt

import pytest

from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from institutions.models import Institution, Succession
from tests.cast import acting
from tests.factories import make_institution, make_succession
from tests.web.conftest import words_of
from tests.web.forms import rows as rows_of


@pytest.fixture
def bodies(db):
    return [make_institution(name) for name in ("Preventive Police", "Federal Police", "National Guard")]


def page_of(institution):
    return f"/institutions/{institution.uid}/"


def test_the_page_tells_what_came_before_and_after_however_far(browse, victor, bodies):
    preventive, federal, guard = bodies
    make_succession(preventive, federal, kind="renamed", happened="2009-06-01", source="Gazette of 2009")
    make_succession(federal, guard, kind="absorbed", happened="2019")
    page = words_of(browse(victor).get(page_of(federal)))
    assert "Preventive Police Renamed from 1 June 2009 Source: Gazette of 2009" in page
    assert "National Guard Absorbed by 2019" in page
    first = words_of(browse(victor).get(page_of(preventive)))
    assert "National Guard Federal Police: Absorbed by 2019" in first


def test_dates_of_existence_stand_with_their_source(browse, olga, bodies):
    federal = bodies[1]
    dates = {"established": "2009-06-01", "dissolved": "2019-12", "existence_source": "Official gazette"}
    change_institution(by=acting(olga), institution=federal, **dates)
    page = words_of(browse(olga).get(page_of(federal)))
    assert "Dissolved December 2019 Source of these dates Official gazette" in page


@pytest.mark.parametrize("happening", ["from:merged", "to:split"])
def test_a_merger_or_a_split_is_recorded_in_one_go(browse, olga, bodies, happening):
    one, two, whole = bodies
    client, address = browse(olga), f"{page_of(whole)}successions/new/"
    assert client.get(address).status_code == 200
    sent = {"happening": happening, "happened": "2019", "source": "Gazette"}
    rows = rows_of("others", {"institution": one.name}, {"institution": two.name})
    response = client.post(address, sent | rows)
    assert response["Location"] == f"{page_of(whole)}#lineage"
    ends = {(row.predecessor, row.successor) for row in Succession.objects.all()}
    assert ends == ({(one, whole), (two, whole)} if happening == "from:merged" else {(whole, one), (whole, two)})


def test_a_circle_is_refused_at_its_field(browse, olga, bodies):
    preventive, federal, _guard = bodies
    make_succession(preventive, federal)
    rows = rows_of("others", {"institution": federal.name})
    sent = {"happening": "from:succeeded", "happened": "", "source": "Typed"}
    response = browse(olga).post(f"{page_of(preventive)}successions/new/", sent | rows)
    assert response.status_code == 422
    assert "happening" in response.context["form"].errors
    assert 'value="Typed"' in response.content.decode()


def test_it_is_taken_away_with_a_reason(browse, olga, bodies):
    made = make_succession(bodies[0], bodies[1])
    client, address = browse(olga), f"{page_of(bodies[1])}successions/{made.uid}/remove/"
    assert "Preventive Police – Succeeded by – Federal Police" in words_of(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Misread"})["Location"] == f"{page_of(bodies[1])}#lineage"
    assert not Succession.objects.exists()
    assert client.get(f"{page_of(bodies[2])}successions/{made.uid}/remove/").status_code == 404


def test_a_reader_is_offered_no_form(browse, victor, bodies):
    made = make_succession(bodies[0], bodies[1])
    client = browse(victor)
    for address in ("successions/new/", f"successions/{made.uid}/remove/"):
        assert client.get(page_of(bodies[1]) + address).status_code == 403
    assert "Record a succession" not in words_of(client.get(page_of(bodies[1])))


def test_a_name_that_differs_only_by_case_or_accent_leads_to_the_one_there_is(browse, olga, db):
    there = make_institution("Policía Federal", country="MX")
    rows = rows_of("names", {"text": "POLICIA  FEDERAL", "type": "official", "language": "es"})
    response = browse(olga).post("/institutions/new/", {"kind": "police", "country": "MX", **rows})
    assert response.status_code == 409
    assert f'href="/institutions/{there.uid}/"' in response.content.decode()
    assert Institution.objects.count() == 1


def test_names_that_overlap_are_refused_on_the_form(browse, olga, bodies):
    rows = rows_of(
        "names",
        {"text": "First", "type": "official", "language": "en"},
        {"text": "Second", "type": "official", "language": "en"},
    )
    response = browse(olga).post("/institutions/new/", {"kind": "police", **rows})
    assert response.status_code == 422
    assert "would both be the official name at one time" in words_of(response)


def test_names_over_time_stand_the_latest_first(browse, olga, victor, bodies):
    turn = dt.date(2009, 6, 1)
    names = [NewName("Old", "en", valid_until=turn), NewName("New", "en", valid_from=turn)]
    change_institution(by=acting(olga), institution=bodies[0], names=names)
    page = words_of(browse(victor).get(page_of(bodies[0])))
    assert page.index("New official name English from 1 June 2009") < page.index(
        "Old official name English until 31 May 2009"
    )
