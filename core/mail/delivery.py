"""Letters get to their readers: what each says is asked of its writer at the moment it is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from django.core.mail import EmailMessage
from django.db import connection

from core.mail.batches import BATCH, Clock, Delivered, Parcel, deliver_from, release_stale
from core.mail.messages import message_of
from core.models import Letter
from core.registries import LetterWriter, Written, registries

# Letters of a kind nobody here writes wait for a worker that knows it: in an upgrade old workers run beside new ones.
_CLAIM = """
    UPDATE core_letter AS l SET state = 'sending', claim = %(claim)s, claimed_at = %(now)s
     WHERE l.id IN (
        SELECT d.id
          FROM core_letter AS d
         WHERE d.state = 'planned' AND d.kind = ANY(%(kinds)s) AND (d.retry_at IS NULL OR d.retry_at <= %(now)s)
         ORDER BY d.created_at, d.id
         LIMIT %(limit)s
           FOR UPDATE SKIP LOCKED)
    RETURNING l.id
"""


class Letters:
    """The ledger of letters."""

    @property
    def rows(self) -> Any:
        """All of it."""
        return Letter.objects.all()

    def claim(self, *, claim: uuid.UUID, now: dt.datetime, limit: int) -> Sequence[Letter]:
        """Claim letters that wait, oldest first, with their recipients read."""
        asked: dict[str, Any] = {"claim": claim, "now": now, "limit": limit, "kinds": list(registries.letter_writers)}
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, asked)
            ids = [row[0] for row in cursor.fetchall()]
        return list(Letter.objects.filter(pk__in=ids).select_related("recipient").order_by("created_at", "id"))

    def pack(self, rows: Sequence[Letter], *, now: dt.datetime) -> Sequence[Parcel]:
        """What each says; those that nobody is to read any more are cancelled."""
        makers = _makers(rows)
        return [Parcel(row=each, make=makers.get(each.pk)) for each in rows]


def deliver(*, clock: Clock, batch: int = BATCH) -> Delivered:
    """Send every letter that waits. `clock` gives the present moment."""
    release_stale(Letter.objects, now=clock())
    return deliver_from(Letters(), clock=clock, batch=batch)


def _makers(letters: Sequence[Letter]) -> dict[int, Callable[[], EmailMessage]]:
    """How to make each message that is still to go. People whose account is closed are not written to."""
    by_kind: dict[str, list[Letter]] = defaultdict(list)
    for each in letters:
        if each.recipient is None or each.recipient.is_active:
            by_kind[each.kind].append(each)
    makers: dict[int, Callable[[], EmailMessage]] = {}
    for kind, group in by_kind.items():
        makers |= _written_by(registries.letter_writers[kind], group)
    return makers


def _written_by(writer: LetterWriter, letters: Sequence[Letter]) -> dict[int, Callable[[], EmailMessage]]:
    """A letter that breaks its writer is put off alone: the others of the batch are written one by one then."""
    try:
        written = writer.write(letters)
    except Exception as fault:
        if len(letters) == 1:
            return {letters[0].pk: partial(_raise, fault)}
        return {pk: make for each in letters for pk, make in _written_by(writer, [each]).items()}
    return _messages(letters, written)


def _messages(letters: Sequence[Letter], written: Mapping[int, Written]) -> dict[int, Callable[[], EmailMessage]]:
    return {
        each.pk: partial(message_of, written[each.pk], identity=f"letter.{each.uid.hex}")
        for each in letters
        if each.pk in written and written[each.pk].to
    }


def _raise(fault: Exception) -> NoReturn:
    raise fault
