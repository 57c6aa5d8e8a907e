"""Institutions, as answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from core.api.hints import OneOf
from core.api.record_fields import bookkeeping, identity, plain
from core.api.shapes import Field, Reading, Shape, grouped
from core.api.sources import SourcedFact, source_fields, source_of
from institutions.api.links import InstitutionLink, institution_address, link_or_none
from institutions.api.succession_items import SuccessionItem, neighbours
from institutions.kinds import KINDS
from institutions.models import Contact, Identifier, Institution, InstitutionName


class NameItem(SourcedFact):
    """A name of an institution, with the time it held where that is known."""

    text: str
    language: Annotated[str, "ISO 639 code; empty for an acronym of any language."]
    type: Annotated[str, OneOf(InstitutionName.Type.values)]
    valid_from: dt.date | None
    valid_until: Annotated[dt.date | None, "The first day it no longer held."]


class IdentifierItem(TypedDict):
    """What an outside scheme calls an institution."""

    scheme: str
    value: str


class ContactItem(TypedDict):
    """A focal point. The name is null where the person's data was erased."""

    id: Annotated[int, "What decisions taken outside call the contact."]
    role: str
    name: str | None
    email: str
    phone: str
    language: str
    time_zone: str


def _names(institutions: Sequence[Institution], _reading: Reading) -> dict[int, list[Any]]:
    rows = InstitutionName.objects.filter(institution__in=institutions).order_by("id")
    return grouped(institutions, rows, by="institution_id", write=_name)


def _name(row: InstitutionName) -> NameItem:
    return {
        "text": row.text,
        "language": row.language,
        "type": row.type,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        **source_of(row),
    }


def _identifiers(institutions: Sequence[Institution], _reading: Reading) -> dict[int, list[Any]]:
    rows = Identifier.objects.filter(institution__in=institutions).order_by("scheme", "value")
    return grouped(institutions, rows, by="institution_id", write=_identifier)


def _identifier(row: Identifier) -> IdentifierItem:
    return {"scheme": row.scheme, "value": row.value}


def _contacts(institutions: Sequence[Institution], _reading: Reading) -> dict[int, list[Any]]:
    rows = Contact.objects.filter(institution__in=institutions).select_related("details").order_by("role", "id")
    return grouped(institutions, rows, by="institution_id", write=_contact)


def _contact(row: Contact) -> ContactItem:
    details = row.details
    return {
        "id": row.pk,
        "role": row.role,
        "name": details.name if details else None,
        "email": details.email if details else "",
        "phone": details.phone if details else "",
        "language": row.language,
        "time_zone": row.time_zone,
    }


INSTITUTION: Shape[Institution] = Shape(
    "Institution",
    "A body that makes or carries out agreements: one record, however many names.",
    {
        **identity(institution_address),
        "name": plain(str, "The current official name, in the caller's language where it has one.", "name"),
        "acronym": plain(str, "The current acronym.", "acronym"),
        "labels": plain(dict[str, str], "The current official names by language.", "label"),
        "kind": plain(Annotated[str, OneOf(KINDS)], "What kind of body it is.", "kind"),
        "country": Field(
            str | None, "ISO 3166 code; null for an international body.", lambda row, _reading: str(row.country) or None
        ),
        "parent": Field(
            InstitutionLink | None, "What it is part of.", lambda row, reading: link_or_none(row.parent, reading)
        ),
        "names": Field(list[NameItem], "Every name, with aliases and misprints found in sources.", load=_names),
        "identifiers": Field(list[IdentifierItem], "Identifiers in outside schemes.", load=_identifiers),
        "contacts": Field(list[ContactItem], "Focal points.", load=_contacts, on_request=True),
        "seat": plain(str, "The town it sits in.", "seat"),
        "established": plain(str, "A year, a month or a day; empty: not known.", "established"),
        "dissolved": plain(str, "A year, a month or a day; empty: it exists, or not known.", "dissolved"),
        "existence_source": plain(str, "The document or address that states these dates.", "existence_source"),
        "predecessors": Field(
            list[SuccessionItem], "What came right before it.", load=neighbours(forward=False), on_request=True
        ),
        "successors": Field(
            list[SuccessionItem], "What came right after it.", load=neighbours(forward=True), on_request=True
        ),
        "mandate": plain(str, "What it is there for.", "mandate"),
        "powers": plain(str, "What it may do.", "powers"),
        "website": plain(str, "Its address on the web.", "website"),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url"),
)
