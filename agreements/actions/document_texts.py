"""Read the text of files after they came in, and clear away files that no version names."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from tempfile import TemporaryFile
from typing import IO

from django.core.files.storage import default_storage
from django.db import transaction

from agreements.actions.document_files import discard
from agreements.document_kinds import TextState
from agreements.models import DocumentText, DocumentVersion, UploadBegun
from core.actors import Actor
from core.files.reading.process import Found, read_text
from core.outbox import publish

TEXT_READ = "document.text_read"
MOST_ATTEMPTS = 3
# Longer than reading may take: a text whose worker died is taken up again after that.
LEASE = dt.timedelta(minutes=5)
MEGABYTE = 1024 * 1024
logger = logging.getLogger(__name__)


def read_next_text(*, by: Actor) -> bool:
    """Read the text of one file that waits for it; whether there was one. Harmless when done twice at once.

    An attempt is counted before it is made: a file that brings down its reader is given up after `MOST_ATTEMPTS`.
    """
    waiting = _take_up(now=by.at)
    if waiting is None:
        return False
    if waiting.attempts > MOST_ATTEMPTS:
        _keep(waiting, Found(fault="Reading it failed again and again."), by=by)
    elif found := _found_in(waiting.version):
        _keep(waiting, found, by=by)
    return True


def remove_orphans(*, before: dt.datetime) -> int:
    """Remove files whose storing began before that moment and that no version came to name; how many there were.

    The row is held while the file goes, so that an upload as slow as that fails and never loses its file.
    """
    count = 0
    while True:
        with transaction.atomic():
            begun = UploadBegun.objects.select_for_update(skip_locked=True).filter(begun_at__lt=before)
            orphan = begun.order_by("begun_at").first()
            if orphan is None:
                return count
            discard(orphan.stored_as)
            count += 1


def _take_up(*, now: dt.datetime) -> DocumentText | None:
    with transaction.atomic():
        due = DocumentText.objects.filter(state=TextState.PENDING, due_at__lte=now)
        waiting = (
            due.select_for_update(skip_locked=True, of=("self",)).select_related("version").order_by("due_at").first()
        )
        if waiting:
            waiting.attempts += 1
            waiting.due_at = now + LEASE
            waiting.save(update_fields=["attempts", "due_at"])
        return waiting


def _found_in(version: DocumentVersion) -> Found | None:
    """What the file says; None where the storage does not give it now."""
    with TemporaryFile() as copy:
        try:
            digest = _copy(version.stored_as, copy)
        except Exception:  # each storage has failures of its own; the next attempt may be luckier
            logger.exception("The file of version %s cannot be read", version.pk)
            return None
        if digest != version.sha256:
            return Found(fault="The stored file is not the one that was taken in: its SHA-256 differs.")
        copy.seek(0)
        return read_text(copy, version.media_type)


def _copy(stored_as: str, copy: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with default_storage.open(stored_as) as file:
        for chunk in file.chunks(MEGABYTE):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _keep(waiting: DocumentText, found: Found, *, by: Actor) -> None:
    read = TextState.EXTRACTED if found.text else TextState.EMPTY
    with transaction.atomic():
        DocumentText.objects.filter(pk=waiting.pk, state=TextState.PENDING).update(
            state=TextState.FAILED if found.fault else read, text=found.text, reason=found.fault[:300], read_at=by.at
        )
        publish(TEXT_READ, by=by, document=waiting.version.document_id, version=waiting.version_id)
