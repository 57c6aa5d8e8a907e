"""Which version of a record a caller has, and means: ETag, If-None-Match, If-Match (RFC 9110, 6585)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.api.errors import PreconditionRequired
from core.errors import StaleVersion
from core.locking import lock
from core.models import Record

_TAG = re.compile(r'^"([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}"$')


def tag_of(record: Record, body: bytes) -> str:
    """The strong tag of a representation: which record, which version of it, and the very bytes.

    The bytes also depend on the caller (language, fields asked for, links they may see) and on other records (an
    institution's new name), so they take part; a change is guarded by the record and its version alone.
    """
    return f'"{_name(record)}-{record.version}-{hashlib.sha256(body).hexdigest()[:16]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has this very representation (If-None-Match; compared weakly)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in [each.removeprefix("W/") for each in known]


def expected_version(request: Request, record: Record, *, required: bool = True) -> int | None:
    """The version that If-Match names, to be checked again under the row's lock; None for `*`, or when not given.

    Raises `PreconditionRequired` when it is required and missing, `StaleVersion` when it names no present version.
    Weak tags name none.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        if required:
            raise PreconditionRequired(_("Send If-Match with the ETag of the record as you read it."))
        return None
    if given == "*":
        return None
    versions = [int(match[2]) for match in map(_TAG.match, parse_etags(given)) if match and match[1] == _name(record)]
    if record.version not in versions:
        raise StaleVersion(expected=max(versions, default=0), current=record.version)
    return record.version


@contextmanager
def held(record: Record, version: int | None) -> Iterator[None]:
    """Keep the record locked at this version while the block changes what hangs on it. None: whatever version."""
    if version is None:
        yield
        return
    with transaction.atomic():
        lock(type(record)._default_manager.all(), pk=record.pk, expected_version=version)
        yield


def _name(record: Record) -> str:
    return record.uid.hex[:8]
