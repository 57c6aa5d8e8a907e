"""An old agreement shows the name of its time, and today's beside it."""

import datetime as dt

import pytest

from institutions.actions.institutions import create_institution
from institutions.actions.names import NewName
from institutions.models import InstitutionName
from tests.factories import make_act, make_agreement, make_institution, maker
from tests.web.conftest import words_of

TURN = dt.date(2019, 12, 31)


@pytest.fixture
def old(office):
    names = [
        NewName("National Guard", "en", valid_from=TURN),
        NewName("Federal Police", "en", valid_until=TURN),
        NewName("PF", "", InstitutionName.Type.ACRONYM, valid_until=TURN),
    ]
    police = create_institution(by=maker(), names=names, kind="police", country="MX")
    agreement = make_agreement(office, title="Old pact", stage="signed", parties=[police, make_institution("Europol")])
    make_act(agreement, on="2010-05-01", party=agreement.parties.get(institution=police))
    return agreement


def test_the_page_names_the_party_as_it_was_and_as_it_is(browse, victor, old):
    page = words_of(browse(victor).get(f"/agreements/{old.reference}/"))
    assert "Federal Police" in page
    assert "now National Guard" in page


def test_the_list_does_so_too(browse, victor, old):
    page = words_of(browse(victor).get("/agreements/"))
    assert "PF now National Guard (Mexico)" in page
    assert "Europol" in page


def test_search_finds_it_by_either_name(browse, victor, old):
    for words in ("federal police", "national guard", "pf"):
        assert "Old pact" in words_of(browse(victor).get("/agreements/", {"q": words}))
