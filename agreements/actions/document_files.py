"""The file of a document: looked at, stored under a name of our own, and never left behind without a row."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from agreements.document_queries import bytes_of_office
from agreements.models import Agreement, DocumentVersion, UploadBegun
from core.actors import Actor
from core.errors import InvalidInput, Refused, StorageFull, TooLarge, say
from core.files.names import neutral_name
from core.files.refusing import Unacceptable
from core.files.taking import format_of
from core.refusals import Refusal
from core.sentences import gettext_noop

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class NewFile:
    """A file somebody brings: its content (seekable), what they call it, and what is new in it."""

    content: File[Any]
    name: str
    note: str = ""


@dataclass(frozen=True)
class KnownFile:
    """A file that is taken: what is recorded of it."""

    name: str
    media_type: str
    size: int
    sha256: str


def examine(file: NewFile, *, agreement: Agreement) -> KnownFile:
    """Whether the file is taken, before anything is stored. Raises `TooLarge`, `StorageFull`, `InvalidInput` (`file`).

    The quota is that of the agreement's office; files that arrive at one moment may pass it together.
    """
    size = file.content.size
    if size > settings.UPLOAD_LIMIT:
        places = {"size": _in_megabytes(size), "most": settings.UPLOAD_LIMIT // MEGABYTE}
        raise TooLarge({"file": [_("The file has %(size)s MB; at most %(most)s MB are taken.") % places]})
    name = neutral_name(file.name)
    try:
        found = format_of(file.content, name=name)  # type: ignore[arg-type]
    except Unacceptable as fault:
        raise InvalidInput({"file": [say(fault.refusal)]}) from fault
    if bytes_of_office(agreement.office_id) + size > settings.OFFICE_QUOTA:
        sentence = _("The files of %(office)s fill the room there is for them (%(most)s MB). Ask the administrators.")
        raise StorageFull(
            {"file": [sentence % {"office": agreement.office, "most": settings.OFFICE_QUOTA // MEGABYTE}]}
        )
    return KnownFile(name, found.media_type, size, _sha256_of(file.content))


def refuse_known_bytes(known: KnownFile, *, agreement: Agreement) -> None:
    """Refuse a file the agreement holds already, saying where. Raises `Refused`."""
    same = DocumentVersion.objects.filter(
        document__agreement=agreement, document__withdrawn_at=None, sha256=known.sha256
    )
    held = same.select_related("document").order_by("id").first()
    if held:
        sentence = gettext_noop(
            "The agreement holds this very file already: it is version %(number)s of “%(title)s” (document %(id)s)."
        )
        places = {"number": str(held.number), "title": held.document.title, "id": str(held.document.uid)}
        raise Refused(Refusal("same_file", sentence, places))


@contextmanager
def stored(file: NewFile, *, by: Actor) -> Iterator[str]:
    """Store the file for the block that records it with `record_stored`, and give the name it is stored under.

    That it has begun is committed first, so that this must not run inside a transaction. A block that fails takes the
    file with it; after a crash the sweep does (`remove_orphans`).
    """
    identity = uuid.uuid4().hex
    name = f"documents/{identity[:2]}/{identity[2:4]}/{identity}"
    with transaction.atomic(durable=True):
        UploadBegun.objects.create(stored_as=name, begun_at=by.at)
    try:
        file.content.seek(0)
        default_storage.save(name, file.content)
        yield name
    except BaseException:
        with suppress(DatabaseError, OSError):  # what cannot be cleared away now is left to the sweep
            discard(name)
        raise


def record_stored(name: str) -> None:
    """From now on a version names the file; call it in the transaction that writes the version.

    Raises `Refused` where the sweep has taken the file for an orphan.
    """
    if not UploadBegun.objects.filter(stored_as=name).delete()[0]:
        sentence = gettext_noop("Storing the file took too long. Nothing was saved; try again.")
        raise Refused(Refusal("upload_expired", sentence))


def discard(name: str) -> None:
    """Remove a file that no version names, and with it the note that storing it began.

    Only the note tells: where it is gone the version was recorded, even if the answer to its COMMIT was lost.
    """
    with transaction.atomic():
        begun = UploadBegun.objects.select_for_update().filter(stored_as=name).first()
        if begun:
            default_storage.delete(name)
            begun.delete()


def _sha256_of(content: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in content.chunks(MEGABYTE):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def _in_megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}"
