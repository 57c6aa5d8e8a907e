"""Uploads within bounds: a file that is too large is counted but not kept, an enormous request is not read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.web.errors import answer


class BoundedUpload(FileUploadHandler):
    """The first of the upload handlers: lets bytes pass up to `settings.UPLOAD_LIMIT`, and only counts them after that.

    A file above the limit reaches the form without content but with its name and `size`, so that the form can say what
    is wrong and keep everything else that was typed.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the chunk on while the file is within the limit."""
        self.received += len(raw_data)
        return raw_data if self.received <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> SimpleUploadedFile | None:
        """Answer for a file above the limit; leave others to the next handler."""
        if self.received <= settings.UPLOAD_LIMIT:
            return None
        refused = SimpleUploadedFile(self.file_name or "file", b"", self.content_type or "")
        refused.size = self.received
        return refused


class RefuseLargeRequestsMiddleware:
    """Answer 413, without reading the body, to a request that says it is larger than `settings.REQUEST_LIMIT`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= settings.REQUEST_LIMIT:
            return self.get_response(request)
        megabytes = settings.UPLOAD_LIMIT // 1024**2
        sentence = _("A file may have at most %(most)s MB.") % {"most": megabytes}
        return answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=sentence)
