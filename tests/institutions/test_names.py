"""One institution, many names: which is shown, and which search finds it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from core.models import HistoryEntry
from institutions.actions.institutions import change_institution, create_institution
from institutions.actions.names import NewName
from institutions.models import Institution, InstitutionName
from tests.cast import acting
from tests.expectations import invalid
from tests.factories import make_institution

Type = InstitutionName.Type
SSPC = [
    NewName("Ministry of Security and Citizen Protection", "en"),
    NewName("Secretaría de Seguridad y Protección Ciudadana", "es"),
    NewName("SSPC", type=Type.ACRONYM),
    NewName("Mexican Secretariat of Public Safety", "en", type=Type.ALIAS),
    NewName("SSCP", type=Type.MISPRINT),
]


@pytest.fixture
def sspc(olga) -> Institution:
    return create_institution(by=acting(olga), names=SSPC, kind="ministry", country="MX")


@pytest.mark.parametrize(
    "words",
    ["secretaria", "Secretaría", "SECRETARÍA", "sspc", "SSCP", "public safety", "safety public", "secur ministry",
     "proteccion  ciudadana", "retariat"],
)  # fmt: skip
def test_search_finds_every_name_accents_or_not(sspc, words):
    make_institution("Europol")
    assert list(Institution.objects.search(words)) == [sspc]


@pytest.mark.parametrize("words", ["europol", "secretaria europol", "sspcx", "%", "_", "100%"])
def test_search_finds_nothing_else(sspc, words):
    assert not Institution.objects.search(words).exists()


def test_the_name_is_shown_in_the_readers_language(sspc):
    with translation.override("es"):
        assert sspc.name == "Secretaría de Seguridad y Protección Ciudadana"
    with translation.override("en"):
        assert (sspc.name, sspc.short_name) == ("Ministry of Security and Citizen Protection", "SSPC")


def test_lists_are_in_the_order_of_letters_not_of_codes(db):
    for name in ("Zamora", "álava", "Ávila", "Bilbao"):
        make_institution(name)
    assert [each.name for each in Institution.objects.all()] == ["álava", "Ávila", "Bilbao", "Zamora"]


def test_a_renamed_institution_shows_its_new_name_and_is_found_by_the_old(olga, sspc):
    renamed = [
        NewName("Ministry of Security", "en", valid_from=dt.date(2026, 1, 1)),
        NewName("Ministry of Security and Citizen Protection", "en", valid_until=dt.date(2026, 1, 1)),
    ]
    changed = change_institution(by=acting(olga), institution=sspc, names=renamed)
    assert (changed.name, changed.acronym) == ("Ministry of Security", "")
    assert list(Institution.objects.search("citizen protection")) == [sspc]
    assert not Institution.objects.search("sspc").exists()


def test_an_abolished_institution_keeps_its_last_official_name_whatever_else_it_is_called(olga):
    names = [
        NewName("PF", type=Type.MISPRINT),
        NewName("The Federals", "en", type=Type.ALIAS),
        NewName("Federal Police", "en", valid_until=dt.date(2019, 12, 31)),
    ]
    assert create_institution(by=acting(olga), names=names, kind="police").name == "Federal Police"


def test_names_that_stay_keep_their_row_and_history(olga, sspc):
    rows = {name.text: name.pk for name in sspc.names.all()}
    change_institution(by=acting(olga), institution=sspc, names=SSPC[:3])
    kept = {name.text: name.pk for name in sspc.names.all()}
    assert kept == {name.text: rows[name.text] for name in SSPC[:3]}
    removed = HistoryEntry.objects.filter(table_name="institutions_institutionname", operation="delete")
    assert {entry.before["text"] for entry in removed} == {"Mexican Secretariat of Public Safety", "SSCP"}


@pytest.mark.parametrize(
    "names",
    [
        [],
        [NewName("SSPC", type=Type.ACRONYM)],
        [NewName("")],
        [NewName("x" * 301)],
        [NewName("Nul\x00")],
        [NewName("Name", type="nickname")],
        [NewName("Name", language="english")],
        [NewName("Name", valid_from=dt.date(2020, 1, 1), valid_until=dt.date(2020, 1, 1))],
    ],
    ids=str,
)
def test_names_that_cannot_be_are_no_input(olga, sspc, names):
    with invalid("names"):
        create_institution(by=acting(olga), names=names, kind="police")
    with invalid("names"):
        change_institution(by=acting(olga), institution=sspc, names=names)
    assert sspc.names.count() == len(SSPC)


@pytest.mark.parametrize(
    ("until", "since"),
    [(None, None), (dt.date(2020, 1, 2), dt.date(2020, 1, 1)), (None, dt.date(2021, 1, 1))],
)
def test_two_official_names_of_one_language_do_not_hold_on_one_day(olga, sspc, until, since):
    names = [NewName("Second", "en", valid_from=since), NewName("First", "en", valid_until=until)]
    with invalid("names"):
        change_institution(by=acting(olga), institution=sspc, names=names)


@pytest.mark.parametrize(
    "values",
    [
        {"valid_from": None, "valid_until": None},
        {"valid_from": dt.date(2019, 1, 1), "valid_until": None},
        {"valid_from": None, "valid_until": dt.date(2019, 1, 1)},
    ],
)
def test_the_database_refuses_what_overlaps_as_well(olga, values):
    names = [NewName("First", "en", valid_until=dt.date(2020, 1, 1))]
    institution = create_institution(by=acting(olga), names=names, kind="police")
    with pytest.raises(IntegrityError, match="one_official_name_a_day"), transaction.atomic():
        InstitutionName.objects.create(institution=institution, type=Type.OFFICIAL, language="en", text="2", **values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_names_change_places_in_time(olga):
    day = dt.date(2020, 1, 1)
    names = [NewName("First", "en", valid_until=day), NewName("Second", "en", valid_from=day)]
    institution = create_institution(by=acting(olga), names=names, kind="police")
    turned = [NewName("First", "en", valid_from=day), NewName("Second", "en", valid_until=day)]
    assert change_institution(by=acting(olga), institution=institution, names=turned).name == "First"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_name_may_be_taken_up_again(olga):
    first, second = dt.date(2000, 1, 1), dt.date(2010, 1, 1)
    names = [
        NewName("Guard", "en", valid_until=first),
        NewName("Police", "en", valid_from=first, valid_until=second),
        NewName("Guard", "en", valid_from=second),
    ]
    institution = create_institution(by=acting(olga), names=names, kind="police")
    assert institution.name == "Guard"
    rows = {(row.text, row.valid_from): row.pk for row in institution.names.all()}
    change_institution(by=acting(olga), institution=institution, names=[*names[:2], names[2]])
    assert {(row.text, row.valid_from): row.pk for row in institution.names.all()} == rows
