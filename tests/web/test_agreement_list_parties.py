"""The list of agreements by the parties people name: between X and Y, of a country, bound together on a day."""

import pytest

from tests.factories import make_agreement, make_institution
from tests.web.conftest import words_of

LIST = "/agreements/"


def titles(response):
    return sorted(row.agreement.title for row in response.context["rows"])


@pytest.fixture
def register(office):
    guard = make_institution("National Guard", country="MX", acronym="GN")
    europol, ministry = make_institution("Europol"), make_institution("Ministry of Justice", country="PE")
    make_agreement(office, title="Both", parties=[guard, europol])
    make_agreement(office, title="Other", parties=[ministry, europol])
    return {"guard": guard, "europol": europol}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"party": "Europol"}, ["Both", "Other"]),
        ({"party": "GN"}, ["Both"]),
        ({"party": "europol", "other_party": "National Guard (GN) · Mexico"}, ["Both"]),
        ({"party": "National Guard", "other_party": "Ministry of Justice"}, []),
        ({"with_country": "PE"}, ["Other"]),
        ({"party": "Europol", "bound_together": "true"}, []),
    ],
)
def test_parties_are_found_by_their_names(register, browse, victor, asked, found):
    assert titles(browse(victor).get(LIST, asked)) == found


def test_a_name_of_several_is_said_and_stays_in_its_box(register, browse, victor):
    make_institution("National Guard Academy", country="MX")
    page = browse(victor).get(LIST, {"party": "guard"})
    assert page.status_code == 400
    assert "Party: Several institutions fit “guard”. Write one of: National Guard (GN) · Mexico" in words_of(page)
    assert 'name="party" value="guard"' in page.content.decode()


def test_a_name_of_nobody_is_said(register, browse, victor):
    page = browse(victor).get(LIST, {"other_party": "Atlantis"})
    assert page.status_code == 400
    assert "And the party: No institution in the register is called “Atlantis”." in words_of(page)


def test_the_form_has_a_box_for_each_question_and_keeps_the_second_country(register, browse, victor):
    text = browse(victor).get(LIST + "?with_country=PE&with_country=MX&bound_together=true").content.decode()
    form = text.split('class="e-filter"', 1)[1].split("</form>", 1)[0]
    assert '<input type="hidden" name="with_country" value="PE">' in form
    assert '<option value="MX" selected>' in form
    assert form.count('name="party"') == form.count('name="other_party"') == 1
    box = form.split('name="bound_together"', 1)[1].split(">", 1)[0]
    assert 'value="true"' in box and "checked" in box


def test_a_country_that_is_a_party_is_said_once(office, browse, victor):
    jersey = make_institution("Jersey", country="JE")
    make_agreement(office, title="With Jersey", parties=[jersey])
    page = words_of(browse(victor).get(LIST))
    assert "Jersey (Jersey)" not in page
    assert "Jersey" in page
