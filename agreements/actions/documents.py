"""Add documents to agreements, bring new versions of their files, change what is said of them, withdraw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.document_files import KnownFile, NewFile, examine, record_stored, refuse_known_bytes, stored
from agreements.document_kinds import ALWAYS_AUTHENTIC, MAY_BE_AUTHENTIC
from agreements.models import Agreement, Document, DocumentText, DocumentVersion
from agreements.policies import can_keep
from approvals.actions import note_substance
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.languages import CODES
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values

VERSION_ADDED, CHANGED, WITHDRAWN = "document.version_added", "document.changed", "document.withdrawn"
EDITABLE = frozenset({"kind", "title", "language", "is_authentic", "source", "source_quote", "source_note"})


@dataclass(frozen=True)
class NewDocument:
    """What a document is. `is_authentic` None: as its kind says; `title` "": the name of its file."""

    kind: str
    title: str = ""
    language: str = ""
    is_authentic: bool | None = None
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def add_document(
    *,
    by: Actor,
    agreement: Agreement,
    document: NewDocument,
    file: NewFile,
    expected_version: int | None = None,
    reason: str = "",
) -> Document:
    """A new document with its first version; `expected_version` is the agreement's. Not inside a transaction.

    Raises `NotAllowed`, `InvalidInput`, `TooLarge`, `StorageFull`, `Refused` (`same_file`), `StaleVersion`.
    """
    if by.user:
        require(can_keep(by.user, agreement))
    known = examine(file, agreement=agreement)
    values = _values_of(document, known)
    _check(values, note=file.note)
    refuse_known_bytes(known, agreement=agreement)
    with stored(file, by=by) as stored_as, recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        refuse_known_bytes(known, agreement=locked)
        added = Document.objects.create(agreement=locked, created_at=by.at, updated_at=by.at, **values)
        append_version(added, known, stored_as=stored_as, number=1, note=file.note, by=by)
        store(locked, by=by)
        note_substance(by=by, subject=locked.approval_subject)
    return added


def add_version(
    *, by: Actor, document: Document, file: NewFile, expected_version: int | None = None, reason: str = ""
) -> DocumentVersion:
    """A new version of the document's file, which holds from then on. Not inside a transaction.

    Raises what `add_document` raises, and `Refused` for a withdrawn document.
    """
    agreement = document.agreement
    if by.user:
        require(can_keep(by.user, agreement))
    _refuse_withdrawn(document)
    known = examine(file, agreement=agreement)
    _check({}, note=file.note)
    refuse_known_bytes(known, agreement=agreement)
    with stored(file, by=by) as stored_as, recorded_change(by=by, reason=reason or file.note):
        locked_agreement, locked = _lock(document, expected_version)
        refuse_known_bytes(known, agreement=locked_agreement)
        last = locked.versions.order_by("-number").values_list("number", flat=True)[0]
        version = append_version(locked, known, stored_as=stored_as, number=last + 1, note=file.note, by=by)
        store(locked, by=by)
        store(locked_agreement, by=by)
        note_substance(by=by, subject=locked_agreement.approval_subject)
    return version


def change_document(
    *, by: Actor, document: Document, expected_version: int | None = None, reason: str = "", **values: Any
) -> Document:
    """Change what is said of a document (`EDITABLE`).

    Raises `NotAllowed`, `InvalidInput`, `Refused`, `StaleVersion`.
    """
    if by.user:
        require(can_keep(by.user, document.agreement))
    _refuse_withdrawn(document)
    with recorded_change(by=by, reason=reason):
        agreement, locked = _lock(document, expected_version)
        if "kind" in values and "is_authentic" not in values:
            values["is_authentic"] = _authenticity(values["kind"], locked.is_authentic)
        said = {name: values.get(name, getattr(locked, name)) for name in EDITABLE}
        _check({**said, **values})
        for name, value in values.items():
            setattr(locked, name, value)
        store(locked, *values, by=by)
        store(agreement, by=by)
        note_substance(by=by, subject=agreement.approval_subject)
        publish(CHANGED, by=by, agreement=agreement.pk, document=locked.pk)
    return locked


def withdraw_document(*, by: Actor, document: Document, reason: str, expected_version: int | None = None) -> Document:
    """Take a document out of the lists; its file, its rows and its history stay. `reason` says why.

    Raises `NotAllowed`, `InvalidInput` (`reason`), `Refused` where an act cites it, `StaleVersion`.
    """
    if by.user:
        require(can_keep(by.user, document.agreement))
    errors = wrong_values(Document, {"withdrawal_reason": reason})
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why the document is withdrawn.")]})
    if errors:
        raise InvalidInput({"reason": errors["withdrawal_reason"]})
    with recorded_change(by=by, reason=reason):
        agreement, locked = _lock(document, expected_version)
        _refuse_withdrawn(locked)
        _refuse_cited(locked)
        locked.withdrawn_at, locked.withdrawn_by, locked.withdrawal_reason = by.at, by.user, reason.strip()
        store(locked, "withdrawn_at", "withdrawn_by", "withdrawal_reason", by=by)
        store(agreement, by=by)
        note_substance(by=by, subject=agreement.approval_subject)
        publish(WITHDRAWN, by=by, agreement=agreement.pk, document=locked.pk)
    return locked


def append_version(
    document: Document, known: KnownFile, *, stored_as: str, number: int, note: str, by: Actor
) -> DocumentVersion:
    """Record a stored file as the document's version with this number; its text is read later.

    The caller holds the agreement's lock. Raises `Refused` where the sweep has taken the file for an orphan.
    """
    record_stored(stored_as)
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        stored_as=stored_as,
        note=note.strip(),
        uploaded_at=by.at,
        uploaded_by=by.user,
        **vars(known),
    )
    DocumentText.objects.create(version=version, due_at=by.at)
    publish(VERSION_ADDED, by=by, agreement=document.agreement_id, document=document.pk, version=version.pk)
    return version


def _lock(document: Document, expected_version: int | None) -> tuple[Agreement, Document]:
    """Agreement first, as every change of what hangs on one does."""
    agreement = lock(Agreement.objects.all(), pk=document.agreement_id)
    return agreement, lock(Document.objects.all(), pk=document.pk, expected_version=expected_version)


def _values_of(document: NewDocument, known: KnownFile) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in vars(document).items()}
    values["title"] = values["title"] or known.name
    if document.is_authentic is None:
        values["is_authentic"] = _authenticity(document.kind, is_authentic=False)
    return values


def _authenticity(kind: str, is_authentic: bool) -> bool:
    """Whether a document of that kind is authentic where nobody says so."""
    return kind in ALWAYS_AUTHENTIC or (is_authentic and kind in MAY_BE_AUTHENTIC)


def _check(values: dict[str, Any], *, note: str = "") -> None:
    errors = {name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE}
    errors |= wrong_values(Document, values)
    errors |= wrong_values(DocumentVersion, {"note": note}) if note else {}
    if values.get("language") and values["language"] not in CODES:
        errors["language"] = [_("There is no such language. Give a code of ISO 639, such as en or es.")]
    if not errors:
        errors |= _wrong_authenticity(values)
    if errors:
        raise InvalidInput(errors)


def _wrong_authenticity(values: dict[str, Any]) -> dict[str, list[str]]:
    kind, is_authentic = values.get("kind"), values.get("is_authentic")
    if is_authentic and kind not in MAY_BE_AUTHENTIC:
        return {"is_authentic": [_("Only an authentic text or a signed copy can be authentic.")]}
    if is_authentic is False and kind in ALWAYS_AUTHENTIC:
        return {"is_authentic": [_("An authentic text is authentic. Choose another kind if it is not.")]}
    return {}


def _refuse_withdrawn(document: Document) -> None:
    if document.withdrawn_at is not None:
        raise Refused(Refusal("withdrawn", gettext_noop("The document was withdrawn; it is changed no more.")))


def _refuse_cited(document: Document) -> None:
    if document.acts.current().exists():
        sentence = gettext_noop("An act cites the document as its source. Correct the act first.")
        raise Refused(Refusal("cited_by_act", sentence))
