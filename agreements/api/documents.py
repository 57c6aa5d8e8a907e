"""Documents of an agreement: listed, added, versioned, changed, withdrawn, and their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from agreements.actions.documents import add_document, add_version, change_document, withdraw_document
from agreements.api.document_inputs import DocumentChangeInput, DocumentInput, DocumentWithdrawalInput, VersionInput
from agreements.api.document_items import DocumentItem, document_address, document_item, documents
from agreements.api.views import AgreementView
from agreements.models import Document, DocumentVersion
from agreements.policies import can_keep
from core.api.concurrency import expected_version, is_known, tag_of
from core.api.errors import InvalidParameters
from core.api.hints import Components, Schema, schema_of
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.parameters import Parameter
from core.api.renderers import to_json
from core.errors import NotVisible, require
from core.files.formats import BY_MEDIA_TYPE
from core.files.serving import file_response

_EXAMPLE = {"kind": "signed_copy", "title": "Signed copy", "language": "es", "is_authentic": "true", "file": "(bytes)"}
_VERSION = Parameter(
    "version",
    "The number of a version; by default the latest.",
    {"type": "integer", "minimum": 1, "maximum": 999_999_999},
)


def _page_of_documents(components: Components) -> Schema:
    return page_schema("DocumentItemPage", schema_of(DocumentItem, components), components, counts=False)


class DocumentsView(AgreementView):
    """The documents of an agreement."""

    def find_document(self) -> Document:
        """The document named in the address. Raises `NotVisible`."""
        rows = Document.objects.visible_to(self.caller).select_related("agreement__office").for_list()
        found = rows.filter(agreement=self.find(), uid=self.kwargs["document"]).first()
        if found is None:
            raise NotVisible
        return found

    def answer_document(self, document: Document, *, status: int = 200) -> HttpResponse:
        """A document with its own tag; 304 where the caller has it."""
        body = to_json(document_item(document, self.reading))
        headers = {"ETag": tag_of(document, body)}
        if status == 201:
            headers["Location"] = document_address(document, self.reading)
        if self.request.method in ("GET", "HEAD") and is_known(self.request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, status=status, headers=headers, content_type="application/json")


class DocumentListView(DocumentsView):
    """All documents, and a new one."""

    parser_classes = [MultiPartParser]
    operations = {
        "GET": Operation(
            "listAgreementDocuments", "The documents of the agreement that were not withdrawn.", _page_of_documents
        ),
        "POST": Operation(
            "addDocument",
            "Add a document with its file. The content must be what the name says; the same file twice is refused.",
            answers(DocumentItem),
            status=201,
            takes=DocumentInput,
            problems=(409, 413, 507),
            is_tagged=True,
            heeds_version=True,
            example=_EXAMPLE,
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every one. An agreement has few, so they come on one page."""
        record = self.find()
        self.check_parameters()
        found = documents([record], self.reading)[record.pk]
        return self.answer({"results": found, "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Add one."""
        record = self.find()
        require(can_keep(self.caller, record))
        version = expected_version(request, record, required=False)
        added = add_document(by=self.by, agreement=record, expected_version=version, **self.take())
        self.kwargs["document"] = added.uid
        return self.answer_document(self.find_document(), status=201)


class DocumentView(DocumentsView):
    """One document."""

    operations = {
        "GET": Operation("getDocument", "One document.", answers(DocumentItem), is_tagged=True),
        "PATCH": Operation(
            "changeDocument",
            "Change what is said of a document. If-Match is the tag of the document.",
            answers(DocumentItem),
            takes=DocumentChangeInput,
            problems=(409,),
            is_tagged=True,
            needs_version=True,
            example={"language": "es", "reason": "The language was left out"},
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The document."""
        document = self.find_document()
        self.check_parameters()
        return self.answer_document(document)

    def patch(self, request: Request, **_key: Any) -> HttpResponse:
        """Change it. Giving nothing to change changes nothing."""
        document = self.find_document()
        require(can_keep(self.caller, document.agreement))
        version = expected_version(request, document)
        given = self.take(is_change=True)
        if set(given) - {"reason"}:
            change_document(by=self.by, document=document, expected_version=version, **given)
        return self.answer_document(self.find_document())


class DocumentVersionsView(DocumentsView):
    """New versions of a document's file."""

    parser_classes = [MultiPartParser]
    operations = {
        "POST": Operation(
            "addDocumentVersion",
            "Bring a new version of the file, which holds from then on. If-Match is the tag of the document.",
            answers(DocumentItem),
            status=201,
            takes=VersionInput,
            problems=(409, 413, 507),
            is_tagged=True,
            heeds_version=True,
            example={"note": "Article 4 as agreed in The Hague", "file": "(bytes)"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Take it in."""
        document = self.find_document()
        require(can_keep(self.caller, document.agreement))
        version = expected_version(request, document, required=False)
        add_version(by=self.by, document=document, expected_version=version, **self.take())
        return self.answer_document(self.find_document(), status=201)


class DocumentWithdrawalView(DocumentsView):
    """The withdrawal of a document."""

    operations = {
        "POST": Operation(
            "withdrawDocument",
            "Take a document out of the lists. Its file and its history stay, for the officers, the head and the "
            "auditors of the office. If-Match is the tag of the document.",
            answers(DocumentItem),
            takes=DocumentWithdrawalInput,
            problems=(409,),
            is_tagged=True,
            needs_version=True,
            example={"reason": "Belongs to another agreement"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Withdraw it."""
        document = self.find_document()
        require(can_keep(self.caller, document.agreement))
        version = expected_version(request, document)
        withdraw_document(by=self.by, document=document, expected_version=version, **self.take())
        return self.answer_document(self.find_document())


class DocumentContentView(DocumentsView):
    """The file of a document."""

    operations = {
        "GET": Operation(
            "getDocumentContent",
            "The file itself, as a download. Its ETag is its SHA-256.",
            lambda _components: {"type": "string", "format": "binary"},
            parameters=(_VERSION,),
            is_tagged=True,
            answers_in=tuple(BY_MEDIA_TYPE),
        )
    }

    def get(self, request: Request, **_key: Any) -> HttpResponseBase:
        """The bytes."""
        document = self.find_document()
        self.check_parameters()
        chosen = self._version_of(document, request.query_params.get("version"))
        return file_response(
            request._request,
            stored_as=chosen.stored_as,
            name=chosen.name,
            media_type=chosen.media_type,
            size=chosen.size,
            sha256=chosen.sha256,
        )

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whatever the caller accepts: a file is in the one format it is in."""
        return super().perform_content_negotiation(request, force=True)

    def _version_of(self, document: Document, number: str | None) -> DocumentVersion:
        if number is None:
            return document.latest
        if not (number.isascii() and number.isdigit()):
            raise InvalidParameters({"version": [_("Give the number of a version.")]})
        found = next((each for each in document.versions.all() if each.number == int(number)), None)
        if found is None:
            raise NotVisible
        return found
