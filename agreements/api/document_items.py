"""Documents, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, TypedDict

from accounts.api.representations import Person, person
from agreements.document_kinds import DocumentKind, TextState
from agreements.models import Agreement, Document, DocumentVersion
from core.api.shapes import Reading, grouped
from core.api.sources import SourcedFact, source_of


class DocumentLink(TypedDict):
    """A document, where an act cites it."""

    id: uuid.UUID
    title: str


class DocumentVersionItem(TypedDict):
    """One file of a document, as it came in. Never changed."""

    number: Annotated[int, "1 for the first; the highest one holds."]
    name: Annotated[str, "What the file was called, without what is harmful in names."]
    media_type: Annotated[str, "What its content is."]
    size: Annotated[int, "In bytes."]
    sha256: Annotated[str, "The SHA-256 of its bytes, in hexadecimal digits."]
    note: Annotated[str, "What is new in it."]
    uploaded_at: dt.datetime
    uploaded_by: Person | None
    text: Annotated[TextState, "How far its text is read for searching."]
    url: Annotated[str, "Where the file is."]


class DocumentItem(SourcedFact):
    """A document of an agreement with every version of its file, the one that holds first."""

    id: uuid.UUID
    url: str
    kind: DocumentKind
    title: str
    language: Annotated[str, "A code of ISO 639; empty where none is stated, or there are several."]
    is_authentic: Annotated[bool, "Whether its text is authentic (VCLT 10, 33)."]
    versions: list[DocumentVersionItem]
    withdrawn_at: Annotated[dt.datetime | None, "Null while it stands."]
    withdrawn_by: Person | None
    withdrawal_reason: str
    version: Annotated[int, "Of what is said of it, not of its file; part of the ETag."]
    created_at: dt.datetime
    updated_at: dt.datetime


def documents(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[DocumentItem]]:
    """The documents of each agreement that were not withdrawn. The caller may see the agreements."""
    rows = Document.objects.held().filter(agreement__in=agreements).select_related("agreement").for_list()
    return grouped(agreements, rows, by="agreement_id", write=lambda row: document_item(row, reading))


def document_address(document: Document, reading: Reading) -> str:
    """Where a document is in the API."""
    return f"{reading.root}agreements/{document.agreement.reference}/documents/{document.uid}/"


def document_item(document: Document, reading: Reading) -> DocumentItem:
    """One document of `for_list`."""
    address = document_address(document, reading)
    return {
        "id": document.uid,
        "url": address,
        "kind": DocumentKind(document.kind),
        "title": document.title,
        "language": document.language,
        "is_authentic": document.is_authentic,
        "versions": [_version_item(each, address) for each in document.versions.all()],
        "withdrawn_at": document.withdrawn_at,
        "withdrawn_by": person(document.withdrawn_by),
        "withdrawal_reason": document.withdrawal_reason,
        "version": document.version,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        **source_of(document),
    }


def document_link(document: Document | None) -> DocumentLink | None:
    """A document as an act names it."""
    return {"id": document.uid, "title": document.title} if document else None


def _version_item(version: DocumentVersion, address: str) -> DocumentVersionItem:
    return {
        "number": version.number,
        "name": version.name,
        "media_type": version.media_type,
        "size": version.size,
        "sha256": version.sha256,
        "note": version.note,
        "uploaded_at": version.uploaded_at,
        "uploaded_by": person(version.uploaded_by),
        "text": TextState(version.text_state.state),
        "url": f"{address}content/?version={version.number}",
    }
