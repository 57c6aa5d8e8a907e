"""Programmes: shared by all offices."""

import pytest

from activities.actions import change_programme, create_programme
from activities.actions.programmes import NewPartner
from activities.models import Programme
from core.errors import StaleVersion
from tests.cast import acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_institution, make_programme

NAMES = {"en": "EL PAcCTO", "es": "EL PAcCTO"}


@pytest.mark.parametrize("name", ["olga", "hugo", "oscar", "adam"])
def test_officers_and_heads_of_any_office_and_administrators_keep_them(cast, name):
    made = create_programme(by=acting(cast[name]), code="el-paccto", names=NAMES, starts="2017")
    assert change_programme(by=acting(cast[name]), programme=made, description="Justice").description == "Justice"


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "nadia"])
def test_nobody_else_does(cast, name):
    with forbidden():
        create_programme(by=acting(cast[name]), code="el-paccto", names=NAMES)
    with forbidden():
        change_programme(by=acting(cast[name]), programme=make_programme(), description="Mine")


def test_a_code_is_of_one_programme_whatever_its_case(olga):
    create_programme(by=acting(olga), code="el-paccto", names=NAMES)
    with refused("duplicate_code"):
        create_programme(by=acting(olga), code="EL-PAcCTO", names=NAMES)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "with space"}, "code"),
        ({"names": {}}, "names"),
        ({"names": {"en": " "}}, "names"),
        ({"starts": "soon"}, "starts"),
        ({"starts": "2017-13"}, "starts"),
        ({"starts": "2017", "ends": "2016"}, "ends"),
        ({"version": 2}, "version"),
    ],
)
def test_what_cannot_be_is_no_input(olga, values, field):
    with invalid(field):
        create_programme(by=acting(olga), **{"code": "el-paccto", "names": NAMES, **values})
    assert not Programme.objects.exists()


def test_an_end_before_the_beginning_that_stands_is_no_input_either(olga):
    programme = create_programme(by=acting(olga), code="el-paccto", names=NAMES, starts="2017-05")
    with invalid("ends"):
        change_programme(by=acting(olga), programme=programme, ends="2017-04")
    assert change_programme(by=acting(olga), programme=programme, ends="2017").ends == "2017"


def test_partners_are_exactly_those_given(olga):
    police, ministry = make_institution(), make_institution()
    programme = create_programme(by=acting(olga), code="el-paccto", names=NAMES, partners=[NewPartner(police)])
    change_programme(by=acting(olga), programme=programme, partners=[NewPartner(police), NewPartner(ministry)])
    assert set(programme.partners.all()) == {police, ministry}


def test_a_change_on_an_old_reading_is_refused(olga):
    programme = make_programme()
    with pytest.raises(StaleVersion):
        change_programme(by=acting(olga), programme=programme, description="Late", expected_version=7)


def test_search_finds_names_and_codes_accents_or_not(db):
    programme = make_programme(
        code="el-paccto", names={"es": "Programa de Asistencia contra el Crimen", "en": "EL PAcCTO"}
    )
    for words in ("paccto", "ASISTENCIA crimen", "El PAcCTO", "el-paccto"):
        assert list(Programme.objects.search(words)) == [programme]
    assert not Programme.objects.search("paccto prisons").exists()
