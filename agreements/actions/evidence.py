"""Evidence of decisions that others took: kept as a document of the agreement."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files import File
from django.urls import reverse

from agreements.actions.document_files import KnownFile, NewFile, examine, stored
from agreements.actions.documents import append_version
from agreements.document_kinds import DocumentKind
from agreements.models import Agreement, Document, DocumentVersion
from core.actors import Actor
from core.changes import recorded_change
from core.locking import lock, store
from core.registries import KeptDocument


class AgreementEvidence:
    """The keeper registered for the kind "agreement"."""

    @contextmanager
    def keep(self, *, by: Actor, subject_id: int, file: File[Any], title: str) -> Iterator[uuid.UUID]:
        """See `core.registries.EvidenceKeeper`. A file the agreement holds already is not kept twice."""
        agreement = Agreement.objects.get(approval_subject_id=subject_id)
        brought = NewFile(content=file, name=file.name or "")
        known = examine(brought, agreement=agreement)
        held = _document_with(known, agreement)
        if held:
            with recorded_change(by=by):
                yield held.uid
            return
        with stored(brought, by=by) as stored_as, recorded_change(by=by):
            locked = lock(Agreement.objects.all(), pk=agreement.pk)
            document = Document.objects.create(
                agreement=locked,
                kind=DocumentKind.CORRESPONDENCE,
                title=title[: Document._meta.get_field("title").max_length],
                created_at=by.at,
                updated_at=by.at,
            )
            append_version(document, known, stored_as=stored_as, number=1, note="", by=by)
            store(locked, by=by)
            yield document.uid

    def documents(self, subject_id: int) -> list[KeptDocument]:
        """See `core.registries.EvidenceKeeper`."""
        held = Document.objects.held().filter(agreement__approval_subject=subject_id).select_related("agreement")
        return [
            KeptDocument(
                uid=str(each.uid),
                title=each.title,
                path=reverse("agreements:download", args=[each.agreement.reference, each.uid]),
            )
            for each in held.order_by("title", "id")
        ]


def _document_with(known: KnownFile, agreement: Agreement) -> Document | None:
    same = DocumentVersion.objects.filter(
        document__agreement=agreement, document__withdrawn_at=None, sha256=known.sha256
    )
    held = same.select_related("document").order_by("id").first()
    return held.document if held else None
