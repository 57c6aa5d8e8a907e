"""Documents: the card on the agreement's page, the forms that bring and change them, the download."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from agreements.actions.documents import add_document, add_version, change_document, withdraw_document
from agreements.models import Agreement, Document, DocumentVersion
from agreements.policies import can_keep
from agreements.queries import history_roots
from agreements.web.document_forms import (
    ChangeDocumentForm,
    FileForm,
    NewDocumentForm,
    WithdrawDocumentForm,
    initial_of,
)
from approvals.web.resets import telling_of_resets
from core.actors import Actor
from core.errors import require
from core.files.formats import BY_MEDIA_TYPE
from core.files.serving import file_response
from core.history_reading import last_entry_of
from core.web.conflicts import join
from core.web.domain_errors import Attempt, attempt
from institutions.web.languages import language_name


@dataclass(frozen=True)
class VersionShown:
    """One version as the card shows it."""

    version: DocumentVersion
    format: str


@dataclass(frozen=True)
class DocumentShown:
    """One document as the card shows it: the version that holds, and the earlier ones."""

    document: Document
    language: str
    latest: VersionShown
    earlier: list[VersionShown]


@dataclass(frozen=True)
class DocumentsShown:
    """The documents of an agreement; withdrawn ones only for those who may still see them."""

    held: list[DocumentShown]
    withdrawn: list[DocumentShown]


def documents_shown(agreement: Agreement, viewer: User) -> DocumentsShown:
    """What the card shows, in a fixed number of queries."""
    rows = [_shown(each) for each in agreement.documents.visible_to(viewer).for_list()]
    return DocumentsShown(
        held=[each for each in rows if each.document.withdrawn_at is None],
        withdrawn=[each for each in rows if each.document.withdrawn_at is not None],
    )


@login_required
def add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Bring a new document."""
    agreement = _kept(request, reference)
    form = NewDocumentForm(request.POST or None, request.FILES or None)
    return _answer(
        request,
        agreement,
        form,
        lambda: add_document(
            by=Actor.for_request(request), agreement=agreement, document=form.document, file=form.new_file
        ),
        said=_("The document is added."),
        template="agreements/documents/form.html",
    )


@login_required
def add_new_version(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Bring a new version of a document's file."""
    agreement = _kept(request, reference)
    document = _held(agreement, uid)
    form = FileForm(request.POST or None, request.FILES or None)
    return _answer(
        request,
        agreement,
        form,
        lambda: add_version(by=Actor.for_request(request), document=document, file=form.new_file),
        said=_("The new version is added. The earlier ones stay."),
        template="agreements/documents/version.html",
        document=document,
    )


@login_required
def change(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Change what is said of a document."""
    agreement = _kept(request, reference)
    document = _held(agreement, uid)
    form = ChangeDocumentForm(request.POST or None, initial=_opened(document))
    return _answer(
        request,
        agreement,
        form,
        lambda: change_document(
            by=Actor.for_request(request),
            document=document,
            expected_version=form.expected_version,
            reason=form.cleaned_data["reason"],
            **form.said,
        ),
        said=_("The changes are saved."),
        template="agreements/documents/form.html",
        document=document,
    )


@login_required
def withdraw(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say what withdrawing a document means, and withdraw it."""
    agreement = _kept(request, reference)
    document = _held(agreement, uid)
    form = WithdrawDocumentForm(request.POST or None)
    return _answer(
        request,
        agreement,
        form,
        lambda: withdraw_document(by=Actor.for_request(request), document=document, reason=form.cleaned_data["reason"]),
        said=_("The document is withdrawn. Its file and its history are kept."),
        template="agreements/documents/withdraw.html",
        document=document,
    )


@login_required
@require_safe
def download(request: SignedInRequest, reference: str, uid: uuid.UUID, number: int | None = None) -> HttpResponseBase:
    """The file of a version, by default of the one that holds."""
    rows = Document.objects.visible_to(request.user).filter(agreement__reference=reference)
    versions = get_object_or_404(rows, uid=uid).versions.order_by("-number")
    version = (versions.filter(number=number) if number else versions).first()
    if version is None:
        raise Http404
    return file_response(
        request,
        stored_as=version.stored_as,
        name=version.name,
        media_type=version.media_type,
        size=version.size,
        sha256=version.sha256,
    )


def _shown(document: Document) -> DocumentShown:
    versions = [VersionShown(each, BY_MEDIA_TYPE[each.media_type].label) for each in document.versions.all()]
    return DocumentShown(document, language_name(document.language), versions[0], versions[1:])


def _kept(request: SignedInRequest, reference: str) -> Agreement:
    agreement = get_object_or_404(
        Agreement.objects.visible_to(request.user).select_related("office"), reference=reference
    )
    require(can_keep(request.user, agreement))
    return agreement


def _held(agreement: Agreement, uid: uuid.UUID) -> Document:
    return get_object_or_404(agreement.documents.held().select_related("agreement__office"), uid=uid)


def _opened(document: Document) -> dict[str, Any]:
    seen = last_entry_of(history_roots(document.agreement))
    return {**initial_of(document), "version": document.version, "seen": seen}


def _answer(
    request: SignedInRequest,
    agreement: Agreement,
    form: Form,
    call: Callable[[], Any],
    *,
    said: str,
    template: str,
    document: Document | None = None,
) -> HttpResponse:
    """Draw the form; take it in; a stale one is joined with what the document has become."""
    shown: dict[str, Any] = {"agreement": agreement, "document": document, "form": form}
    outcome: Attempt[Any] = Attempt()
    if request.method == "POST":
        with telling_of_resets(request, agreement.approval_subject_id):
            outcome = attempt(form, call, fields={"same_file": "file"})
        if outcome.succeeded:
            messages.success(request, said)
            return redirect(reverse("agreements:detail", args=[agreement.reference]) + "#documents")
    if outcome.stale and document and isinstance(form, ChangeDocumentForm):
        now = _held(agreement, document.uid)
        joined, conflict = join(form, current=_opened(now), roots=history_roots(agreement), viewer=request.user)
        shown |= {"document": now, "form": joined, "conflict": conflict}
    return render(request, template, shown, status=outcome.status)
