"""What every view of the API does: the caller's language, declared parameters, versions, one way to answer.

Failures come in one order: 401, 404, 403, 428 or 412, 400, 409. The methods here are called in that order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.actors import Actor, Source
from core.api.concurrency import is_known, tag_of
from core.api.languages import speak_to
from core.api.operations import Operation
from core.api.parameters import check
from core.api.renderers import to_json
from core.api.shapes import Reading, Shape
from core.errors import NotVisible
from core.models import Record

R = TypeVar("R", bound=Record)


class ApiView(APIView):
    """A view of the API. `tag` groups its operations in the documentation."""

    tag: ClassVar[str] = ""
    operations: ClassVar[Mapping[str, Operation]] = {}
    metadata_class = None

    @property
    def operation(self) -> Operation:
        """The operation of this request."""
        method = self.request.method or "GET"
        return self.operations["GET" if method == "HEAD" else method]

    @property
    def caller(self) -> Any:
        """Who calls: a user, since nobody else comes past the permission."""
        return self.request.user

    @property
    def by(self) -> Actor:
        """The caller, as actions take them."""
        return Actor.for_request(self.request, source=Source.API)

    @property
    def reading(self) -> Reading:
        """The caller, as shapes take them."""
        root, today = self.request.build_absolute_uri("/api/v1/"), timezone.localdate()
        return Reading(user=self.caller, root=root, today=today, as_of=today)

    def perform_authentication(self, request: Request) -> None:
        """Find out who calls, and speak their language from then on."""
        super().perform_authentication(request)
        speak_to(request)

    def check_parameters(self) -> None:
        """Refuse parameters that are not declared. Raises `InvalidParameters`."""
        check(self.request.query_params, self.operation.parameters)

    def take(self, *, is_change: bool = False) -> dict[str, Any]:
        """What the body gives; a change may leave out anything.

        Raises `InvalidParameters`, what the parser raises, and `ValidationError`.
        """
        self.check_parameters()
        context = {"request": self.request, "is_change": is_change}
        body = self.operation.takes(data=self.request.data, context=context)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def answer(self, data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """JSON, for this caller alone."""
        return HttpResponse(to_json(data), status=status, headers=headers, content_type="application/json")

    def present(self) -> Any | None:
        """What a refusal (409) says of the state of things as `present`; None for nothing. Asked after rolling back."""
        return None

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are, in `Allow`."""
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say for whom and in which language the answer is."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Content-Language", get_language())
        return response


class RecordView(ApiView, Generic[R]):
    """A view of one type of record, `shape`; an address names a record by its field `key`."""

    shape: ClassVar[Shape[Any]]
    key: ClassVar[str]

    def rows(self) -> QuerySet[R]:
        """The records the caller may see, with what their own fields need."""
        raise NotImplementedError

    def find(self) -> R:
        """The record named in the address. Raises `NotVisible`, whether there is none or none for this caller."""
        record = self.rows().filter(**{self.key: self.kwargs[self.key]}).first()
        if record is None:
            raise NotVisible
        return record

    def address(self, record: R) -> str:
        """Where the record is."""
        return f"{self.reading.root}{self.tag}/{getattr(record, self.key)}/"

    def write(self, record: R) -> dict[str, Any]:
        """The record as it is answered by itself."""
        names = self.shape.choose(fields=self.request.query_params.get("fields", ""))
        return self.shape.write([record], self.reading, names)[0]

    def answer_record(self, record: R, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """The record as it is now, with its tag; 304 where the caller has it."""
        body = to_json(self.write(record))
        headers = {"ETag": tag_of(record, body), **(headers or {})}
        if self.request.method in ("GET", "HEAD") and is_known(self.request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, status=status, headers=headers, content_type="application/json")

    def answer_again(self, record: R, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """The record as it is after a change; nothing but the headers where the change hid it from the caller."""
        now = self.rows().filter(pk=record.pk).first()
        if now is None:
            return HttpResponse(status=204 if status == 200 else status, headers=headers)
        return self.answer_record(now, status=status, headers=headers)

    def tag_of(self, record: R) -> str:
        """The record's tag, for the answer to a change of something that hangs on it. The record is newly read."""
        return tag_of(record, to_json(self.write(record)))
