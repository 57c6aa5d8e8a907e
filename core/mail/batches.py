"""Batches of e-mails: claimed by one worker, sent, and each marked as soon as it has gone.

A ledger is a table with the columns state, claim, claimed_at, attempts, retry_at, last_error, sent_at and closed_at.
Its rows are claimed by a conditional UPDATE, so two workers never send the same one. What a killed worker leaves
claimed is claimed anew after `CLAIM_LIMIT`. Between the mail server's "250" and the commit that says so lies one
message: a crash just there sends that one again, with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.mail import EmailMessage

from core.mail.postbox import MessageRefused, Postbox, ServerAway

Clock = Callable[[], dt.datetime]

BATCH = 100
BUDGET = dt.timedelta(seconds=60)  # a batch is given up after that, and the rest of it is free for others
CLAIM_LIMIT = dt.timedelta(minutes=5)  # longer than a batch and its last, slowest message can take
PAUSES = (1, 5, 30, 120, 480)  # minutes after each failed attempt; after one more failure it has failed

logger = logging.getLogger(__name__)


@dataclass
class Delivered:
    """What became of the e-mails that were due."""

    sent: int = 0
    cancelled: int = 0
    refused: int = 0
    server_away: bool = False


@dataclass(frozen=True)
class Parcel:
    """A claimed row and how its message is made; None: it is cancelled. `noted` is written to the row besides.

    With `not_before` it is neither: it waits until then.
    """

    row: Any
    make: Callable[[], EmailMessage] | None
    noted: Mapping[str, object] = field(default_factory=dict)
    not_before: dt.datetime | None = None


class Ledger(Protocol):
    """A table of e-mails. `rows` are all of it."""

    @property
    def rows(self) -> Any: ...

    def claim(self, *, claim: uuid.UUID, now: dt.datetime, limit: int) -> Sequence[Any]:
        """Claim rows that are due, first those to go first; nobody else gets these until they are released."""

    def pack(self, rows: Sequence[Any], *, now: dt.datetime) -> Sequence[Parcel]:
        """The claimed rows in their order, looked at again, in a fixed number of queries."""


def deliver_from(ledger: Ledger, *, clock: Clock, batch: int = BATCH) -> Delivered:
    """Send every e-mail that is due, batch by batch, until none is left, the mail server is away or the time is up.
    `clock` gives the present moment; beat's next round goes on where this one stopped.
    """
    began, outcome = clock(), Delivered()
    while not outcome.server_away and clock() - began < BUDGET:
        claim = uuid.uuid4()
        claimed = ledger.claim(claim=claim, now=clock(), limit=batch)
        if not claimed:
            break
        try:
            _send(ledger.pack(claimed, now=clock()), outcome, claim=claim, clock=clock)
        finally:
            _free(ledger.rows.filter(claim=claim, state="sending"))
    return outcome


def release_stale(rows: Any, *, now: dt.datetime) -> int:
    """Free what a worker claimed and never finished; returns how many."""
    return _free(rows.filter(state="sending", claimed_at__lt=now - CLAIM_LIMIT))


def _free(rows: Any) -> int:
    return rows.update(state="planned", claim=None, claimed_at=None)


def _send(parcels: Sequence[Parcel], outcome: Delivered, *, claim: uuid.UUID, clock: Clock) -> None:
    """One SMTP conversation for the whole batch, one commit for each message."""
    began = clock()
    with Postbox() as postbox:
        for parcel in parcels:
            if clock() - began >= BUDGET:
                return
            try:
                _deal_with(parcel, postbox, outcome, claim=claim, clock=clock)
            except ServerAway as fault:
                outcome.server_away = True
                logger.warning("The mail server is away, e-mails wait: %s", fault)
                return


def _deal_with(parcel: Parcel, postbox: Postbox, outcome: Delivered, *, claim: uuid.UUID, clock: Clock) -> None:
    row = parcel.row
    if parcel.not_before:
        _finish(row, claim, state="planned", retry_at=parcel.not_before)
        return
    if parcel.make is None:
        _finish(row, claim, state="cancelled", closed_at=clock(), **parcel.noted)
        outcome.cancelled += 1
        return
    try:
        postbox.post(parcel.make)
    except MessageRefused as fault:
        logger.warning("%s %s could not be delivered: %s", type(row).__name__, row.uid, fault)
        _postpone(row, claim, fault, now=clock())
        outcome.refused += 1
        if fault.lost_connection:
            raise ServerAway(str(fault)) from fault
        return
    _finish(row, claim, state="sent", sent_at=clock(), last_error="", retry_at=None, **parcel.noted)
    outcome.sent += 1


def _postpone(row: Any, claim: uuid.UUID, fault: Exception, *, now: dt.datetime) -> None:
    attempts = row.attempts + 1
    if attempts > len(PAUSES):
        _finish(row, claim, state="failed", attempts=attempts, last_error=str(fault), closed_at=now)
        return
    retry_at = now + dt.timedelta(minutes=PAUSES[attempts - 1])
    _finish(row, claim, state="planned", attempts=attempts, last_error=str(fault), retry_at=retry_at)


def _finish(row: Any, claim: uuid.UUID, **values: object) -> None:
    """Write what became of a claimed row, unless the claim has lapsed meanwhile."""
    own = type(row)._default_manager.filter(pk=row.pk, claim=claim, state="sending")
    if not own.update(claim=None, claimed_at=None, **values):
        logger.warning("%s %s was claimed by another worker meanwhile.", type(row).__name__, row.uid)
