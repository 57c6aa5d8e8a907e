"""The page of an institution: names, structure, contacts, and what it takes part in as far as the reader may see."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions import NewParticipant
from institutions.actions.contacts import NewContact, add_contact, erase_contact_details
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from institutions.models import InstitutionName
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_institution,
    make_membership,
    make_programme,
    maker,
)
from tests.web.conftest import words_of


def page_of(institution):
    return f"/institutions/{institution.uid}/"


def test_an_unknown_institution_is_no_page(browse, victor):
    assert browse(victor).get(f"/institutions/{uuid.uuid4()}/").status_code == 404


def test_every_name_stands_with_its_language_type_and_source(browse, victor):
    misprint = NewName("SSCP", type=InstitutionName.Type.MISPRINT, source="Press item", source_quote="The SSCP that")
    spanish = NewName("Secretaría de Seguridad", language="es")
    institution = make_institution("Secretariat of Security", names=[spanish, misprint])
    page = browse(victor).get(page_of(institution))
    assert "Secretaría de Seguridad official name Spanish Not dated" in words_of(page)
    assert "SSCP misprint in a source" in words_of(page)
    assert "Source: Press item “The SSCP that”" in words_of(page)
    assert '<th scope="row" lang="es">Secretaría de Seguridad</th>' in page.content.decode()


def test_the_structure_is_a_tree_from_the_top(browse, victor):
    ministry = make_institution("Ministry")
    police = make_institution("Police", parent=ministry)
    unit = make_institution("Unit", parent=police)
    make_institution("Archive", parent=police)
    page = browse(victor).get(page_of(police)).content.decode()
    tree = re.findall(r'data-level="(\d)">\s*<(?:a|strong)[^>]*>([^<]+)<', page)
    assert tree == [("0", "Ministry"), ("1", "Police"), ("2", "Archive"), ("2", "Unit")]
    assert 'id="structure"' not in browse(victor).get(page_of(make_institution("Alone"))).content.decode()
    assert unit


@pytest.mark.parametrize(("person", "sees"), [("aude", True), ("hugo", True), ("victor", False), ("oscar", False)])
def test_restricted_agreements_and_activities_are_neither_shown_nor_counted(browse, cast, office, person, sees):
    police = make_institution("Police")
    make_agreement(office, title="Open pact", parties=[police, make_institution()])
    make_agreement(office, title="Secret pact", parties=[police, make_institution()], classification="restricted")
    joined = [NewParticipant(police)]
    make_activity(office, title="Open course", participants=joined)
    make_activity(office, title="Secret course", participants=joined, classification="restricted")
    page = words_of(browse(cast[person]).get(page_of(police)))
    assert "Open pact" in page and "Open course" in page
    assert ("Secret pact" in page, "Secret course" in page) == (sees, sees)


def test_a_long_list_of_agreements_leads_to_all_of_them(browse, victor, office):
    police = make_institution("Police")
    for _number in range(11):
        make_agreement(office, parties=[police, make_institution()])
    page = browse(victor).get(page_of(police)).content.decode()
    assert f'href="/agreements/?institution={police.uid}"' in page


def test_memberships_are_shown_from_both_sides(browse, victor, office):
    network, police = make_institution("Jaguar", kind="network"), make_institution("Police")
    make_membership(office, body=network, member=police, state="active")
    make_membership(office, body=network, member_country="MX")
    body, member = words_of(browse(victor).get(page_of(network))), words_of(browse(victor).get(page_of(police)))
    assert "Its members" in body and "Police" in body and "Mexico" in body
    assert "Where it is a member" in member and "Jaguar" in member
    assert "Register a membership" not in body


def test_programmes_it_pays_for_or_works_with_are_shown(browse, victor):
    union = make_institution("European Union", kind="eu_institution")
    make_programme("paccto", names={"en": "EL PAcCTO"}, funder=union)
    assert "EL PAcCTO Funder" in words_of(browse(victor).get(page_of(union)))


def test_only_those_who_may_change_it_are_offered_to(browse, olga, victor):
    institution = make_institution("Police")
    assert f"{page_of(institution)}edit/" in browse(olga).get(page_of(institution)).content.decode()
    assert f"{page_of(institution)}edit/" not in browse(victor).get(page_of(institution)).content.decode()


def test_an_erased_contact_leaves_its_role_and_nothing_of_the_person(browse, olga, victor):
    institution = make_institution("Police")
    details = NewContact(role="Focal point", name="Marta Example", email="marta@example.org", phone="+31 70")
    contact = add_contact(by=acting(olga), institution=institution, contact=details)
    assert "Marta Example" in words_of(browse(victor).get(page_of(institution)))
    erase_contact_details(by=acting(olga), contact=contact, reason="Left")
    page = browse(victor).get(page_of(institution)).content.decode()
    assert "Focal point" in page and "data was erased" in page
    assert not re.search(r"Marta|marta@example|\+31 70", page)


def test_the_history_tells_what_changed_also_the_parent(browse, victor, olga):
    institution, ministry = make_institution("Police"), make_institution("Ministry")
    change_institution(by=acting(olga), institution=institution, parent=ministry, reason="Reform of 2026")
    page = words_of(browse(victor).get(page_of(institution)))
    assert "Changed institution by Olga Officer" in page
    assert "Part of: empty" in page and "Ministry" in page
    assert "Reform of 2026" in page


def test_older_history_is_a_page_and_a_part(browse, victor):
    institution = make_institution("Police")
    address = f"{page_of(institution)}history/"
    assert "<html" in browse(victor).get(address).content.decode()
    assert "<html" not in browse(victor).get(address, headers={"HX-Request": "true"}).content.decode()
    assert browse(victor).get(address, {"before": "x"}).status_code == 400
    assert browse(victor).get(address, {"before": "9" * 30}).status_code == 400


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_it(browse, victor, office):
    police, client = make_institution("Police"), browse(victor)

    def hang_something_on_it():
        make_agreement(office, parties=[police, make_institution()])
        make_activity(office, participants=[NewParticipant(police), NewParticipant(make_institution())])
        make_membership(office, body=make_institution(kind="network"), member=police)
        make_institution(parent=police)
        make_programme(funder=police)
        add_contact(by=maker(), institution=police, contact=NewContact(role="Focal point", name="A"))

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page_of(police)).status_code == 200
        return len(counted)

    hang_something_on_it()
    few = queries()
    for _number in range(4):
        hang_something_on_it()
    assert queries() == few <= 30
