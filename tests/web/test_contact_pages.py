"""Focal points on pages: added, and a person's data erased for good."""

import pytest

from core.models import HistoryEntry
from institutions.actions.contacts import NewContact, add_contact
from institutions.models import Contact, ContactDetails
from tests.factories import make_institution, maker
from tests.web.conftest import words_of

PERSON = {
    "role": "Focal point", "name": "Marta Example", "email": "marta@example.org", "phone": "+31 70 1234567",
    "language": "es", "time_zone": "Europe/Madrid",
}  # fmt: skip


def test_a_contact_is_added(browse, olga):
    institution = make_institution("Europol")
    response = browse(olga).post(f"/institutions/{institution.uid}/contacts/new/", PERSON)
    assert response["Location"] == f"/institutions/{institution.uid}/"
    contact = Contact.objects.get(institution=institution)
    assert (contact.role, contact.details.email, contact.time_zone) == (
        "Focal point", "marta@example.org", "Europe/Madrid",
    )  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", "marta"), ("time_zone", "Atlantis/Capital")])
def test_what_cannot_be_taken_is_said(browse, olga, field, value):
    institution = make_institution("Europol")
    page = browse(olga).post(f"/institutions/{institution.uid}/contacts/new/", PERSON | {field: value})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not Contact.objects.exists()


@pytest.fixture
def contact(db):
    details = NewContact(role="Focal point", name="Marta Example", email="marta@example.org")
    return add_contact(by=maker(), institution=make_institution("Europol"), contact=details)


def address(contact):
    return f"/institutions/{contact.institution.uid}/contacts/{contact.pk}/erase/"


def test_looking_at_the_question_erases_nothing(browse, olga, contact):
    page = browse(olga).get(address(contact))
    assert "This cannot be undone" in words_of(page)
    assert ContactDetails.objects.count() == 1


def test_erasing_takes_the_person_out_and_keeps_why(browse, olga, contact):
    assert browse(olga).post(address(contact), {"reason": "Left the institution"}).status_code == 302
    assert not ContactDetails.objects.exists()
    contact.refresh_from_db()
    assert (contact.role, contact.details) == ("Focal point", None)
    history = str(list(HistoryEntry.objects.values("before", "after", "reason")))
    assert "Left the institution" in history and "Marta" not in history


def test_erasing_needs_a_reason(browse, olga, contact):
    assert browse(olga).post(address(contact), {"reason": " "}).status_code == 422
    assert ContactDetails.objects.count() == 1


@pytest.mark.parametrize("person", ["victor", "ana", "nadia"])
def test_readers_may_not(browse, cast, contact, person):
    client = browse(cast[person])
    assert client.post(address(contact), {"reason": "Because"}).status_code == 403
    assert client.post(f"/institutions/{contact.institution.uid}/contacts/new/", PERSON).status_code == 403
    assert ContactDetails.objects.count() == 1


def test_a_contact_of_another_institution_is_no_page(browse, olga, contact):
    other = make_institution("Interpol")
    assert browse(olga).get(f"/institutions/{other.uid}/contacts/{contact.pk}/erase/").status_code == 404
