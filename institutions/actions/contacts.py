"""Focal points: add and erase."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.locking import lock, store
from core.validation import wrong_values
from institutions.models import Contact, ContactDetails, Institution
from institutions.policies import can_edit_institutions


@dataclass(frozen=True)
class NewContact:
    """A focal point to be added."""

    role: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = "en"
    time_zone: str = "UTC"


def add_contact(*, by: Actor, institution: Institution, contact: NewContact) -> Contact:
    """Add a focal point. The person's data goes to the erasable table."""
    if by.user:
        require(can_edit_institutions(by.user))
    given = {name: value.strip() for name, value in vars(contact).items()}
    if errors := {**wrong_values(ContactDetails, given), **wrong_values(Contact, given)}:
        raise InvalidInput(errors)
    with recorded_change(by=by):
        locked = lock(Institution.objects.all(), pk=institution.pk)
        details = ContactDetails.objects.create(name=contact.name, email=contact.email, phone=contact.phone)
        added = Contact.objects.create(
            institution=locked,
            details=details,
            role=contact.role,
            language=contact.language,
            time_zone=contact.time_zone,
        )
        store(locked, by=by)
    return added


def erase_contact_details(*, by: Actor, contact: Contact, reason: str) -> None:
    """Erase the person's data; the role stays, and the history shows that it was erased and why."""
    if by.user:
        require(can_edit_institutions(by.user))
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why the person's data is erased.")]})
    with recorded_change(by=by, reason=reason):
        locked = lock(Institution.objects.all(), pk=contact.institution_id)
        details, contact.details = contact.details, None
        contact.save(update_fields=["details"])
        if details:
            details.delete()
        store(locked, by=by)
