"""Hand out a stored file: as a download, as exactly what it is, to nobody's cache but the reader's own."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

# A page that is opened from the disk after all runs and loads nothing.
_POLICY = "sandbox; default-src 'none'"


def file_response(
    request: HttpRequest, *, stored_as: str, name: str, media_type: str, size: int, sha256: str
) -> HttpResponseBase:
    """The file, streamed under its own `name` (RFC 6266, RFC 5987); 304 where the reader has it (the tag is its hash).

    Raises `FileNotFoundError` where the storage has lost it.
    """
    tag = f'"{sha256}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or tag in [each.removeprefix("W/") for each in known]:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = FileResponse(
            default_storage.open(stored_as), as_attachment=True, filename=name, content_type=media_type
        )
        response.headers["Content-Length"] = str(size)
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response
