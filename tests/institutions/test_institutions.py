"""Institutions: one record each, shared by all offices."""

import pytest

from core.errors import StaleVersion
from institutions.actions.contacts import NewContact, add_contact, erase_contact_details
from institutions.actions.institutions import change_institution, create_institution
from institutions.actions.names import NewName
from institutions.kinds import EU_BODIES, KINDS, STANDING_BODIES
from institutions.models import Contact, Institution, InstitutionName
from tests.cast import NOW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_institution

EUROPOL = [NewName("Europol", "en")]


@pytest.mark.parametrize("name", ["olga", "otto", "hugo", "oscar", "adam"])
def test_officers_and_heads_of_any_office_and_administrators_keep_them(cast, name):
    made = create_institution(by=acting(cast[name]), names=EUROPOL, kind="eu_agency", seat="The Hague")
    changed = change_institution(by=acting(cast[name]), institution=made, seat="Den Haag")
    assert (changed.seat, changed.version, changed.updated_at) == ("Den Haag", 2, NOW)


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "nadia"])
def test_nobody_else_does(cast, name):
    by, europol = acting(cast[name]), make_institution()
    with forbidden():
        create_institution(by=by, names=EUROPOL, kind="eu_agency")
    with forbidden():
        change_institution(by=by, institution=europol, seat="Here")
    with forbidden():
        add_contact(by=by, institution=europol, contact=NewContact(role="Focal point", name="P"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "club"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"established": "long ago"}, "established"),
        ({"established": "2018-13"}, "established"),
        ({"website": "not an address"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"seat": "x" * 101}, "seat"),
        ({"mandate": "nul\x00"}, "mandate"),
        ({"label": {"en": "Mine"}}, "label"),
        ({"version": 7}, "version"),
    ],
)
def test_what_cannot_be_is_no_input(olga, values, field):
    with invalid(field):
        create_institution(by=acting(olga), names=EUROPOL, **{"kind": "eu_agency", **values})
    assert not Institution.objects.exists()
    with invalid(field):
        change_institution(by=acting(olga), institution=make_institution(), **values)


def test_a_change_on_an_old_reading_is_refused(olga):
    europol = make_institution()
    with pytest.raises(StaleVersion):
        change_institution(by=acting(olga), institution=europol, seat="Late", expected_version=europol.version + 1)


class TestDuplicates:
    """The same body is not entered twice, unless somebody confirms that it is another."""

    @pytest.fixture
    def ministry(self, olga):
        names = [NewName("Ministry of the Interior", "en"), NewName("Secretaría de Gobernación", "es")]
        return create_institution(by=acting(olga), names=names, kind="ministry", country="MX")

    @pytest.mark.parametrize(
        "name",
        [
            NewName("Ministry of the Interior", "en"),
            NewName("MINISTRY OF THE  INTERIOR", "en"),
            NewName("Secretaria de Gobernacion", "es"),
        ],
        ids=str,
    )
    def test_an_official_name_in_any_language_is_recognised(self, ministry, olga, name):
        with refused("duplicate_name"):
            create_institution(by=acting(olga), names=[name], kind="ministry", country="MX")
        assert Institution.objects.count() == 1

    def test_an_alias_may_be_shared(self, ministry, olga):
        names = [NewName("Police", "en"), NewName("Ministry of the Interior", "en", type=InstitutionName.Type.ALIAS)]
        assert create_institution(by=acting(olga), names=names, kind="police", country="MX")

    def test_another_country_may_have_one_of_the_same_name(self, ministry, olga):
        names = [NewName("Ministry of the Interior", "en")]
        assert create_institution(by=acting(olga), names=names, kind="ministry", country="ES")

    def test_part_of_a_name_is_another_name(self, ministry, olga):
        assert create_institution(by=acting(olga), names=[NewName("Interior", "en")], kind="ministry", country="MX")

    def test_who_confirms_that_it_is_another_may_enter_it(self, ministry, olga):
        names = [NewName("Ministry of the Interior", "en")]
        create_institution(by=acting(olga), names=names, kind="ministry", country="MX", allow_same_name=True)
        assert Institution.objects.count() == 2


class TestParts:
    """An institution is part of another, never of itself."""

    def test_no_circle_however_long(self, olga):
        top = make_institution()
        middle = make_institution(parent=top)
        bottom = make_institution(parent=middle)
        for parent in (top, middle, bottom):
            with invalid("parent"):
                change_institution(by=acting(olga), institution=top, parent=parent)
        assert change_institution(by=acting(olga), institution=bottom, parent=top).parent == top

    def test_it_may_come_to_stand_alone(self, olga):
        part = make_institution(parent=make_institution())
        assert change_institution(by=acting(olga), institution=part, parent=None).parent is None


class TestContacts:
    """Focal points: their data can be erased, their role stays."""

    def test_a_contact_gives_its_institution_the_next_version(self, olga):
        europol = make_institution()
        add_contact(by=acting(olga), institution=europol, contact=NewContact(role="Focal point", name="Pia"))
        assert Institution.objects.get().version == europol.version + 1

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"role": " "}, "role"),
            ({"name": ""}, "name"),
            ({"email": "pia at police"}, "email"),
            ({"time_zone": "Mars/Olympus"}, "time_zone"),
            ({"language": "tlh"}, "language"),
            ({"phone": "5" * 41}, "phone"),
        ],
    )
    def test_what_cannot_be_is_no_input(self, olga, values, field):
        contact = NewContact(**{"role": "Focal point", "name": "Pia", **values})
        with invalid(field):
            add_contact(by=acting(olga), institution=make_institution(), contact=contact)
        assert not Contact.objects.exists()

    def test_erasing_says_why(self, olga):
        given = NewContact(role="Focal point", name="Pia")
        contact = add_contact(by=acting(olga), institution=make_institution(), contact=given)
        with invalid("reason"):
            erase_contact_details(by=acting(olga), contact=contact, reason="")


def test_every_kind_is_exported_as_a_type_of_organisation_iati_knows():
    assert {code for _label, code in KINDS.values()} <= {"10", "11", "15", "21", "22", "23", "24", "30", "40", "60",
                                                         "70", "71", "72", "73", "80", "90"}  # fmt: skip
    assert set(KINDS) >= STANDING_BODIES | EU_BODIES
