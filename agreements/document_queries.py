"""What others ask of documents."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum

from agreements.models import Agreement, DocumentVersion


@dataclass(frozen=True)
class AuthenticText:
    """One authentic text of an agreement as it stands: its document's id, and the SHA-256 of the file that holds."""

    document: str
    title: str
    language: str
    version: int
    sha256: str


def authentic_hashes(agreement: Agreement) -> list[AuthenticText]:
    """The authentic texts, in order of language: what an approval was given to, whoever looks later."""
    documents = agreement.documents.held().filter(is_authentic=True)
    rows = _latest_versions().filter(document__in=documents).select_related("document")
    return [
        AuthenticText(str(each.document.uid), each.document.title, each.document.language, each.number, each.sha256)
        for each in rows.order_by("document__language", "document_id")
    ]


def bytes_of_office(office_id: int) -> int:
    """How much the files of an office's documents take, withdrawn ones and earlier versions too."""
    rows = DocumentVersion.objects.filter(document__agreement__office_id=office_id).order_by()
    return rows.aggregate(total=Sum("size"))["total"] or 0


def _latest_versions() -> models.QuerySet[DocumentVersion]:
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    return DocumentVersion.objects.annotate(newest=Subquery(newest)).filter(number=F("newest"))
