"""Letters about approvals in tests: what the outbox holds is told at a fixed moment, what waits is really sent."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from approvals.notifying import TELL
from core.mail import deliver
from core.models import Letter, OutboxEvent
from tests.cast import NOW


def tell(*, at: dt.datetime = NOW, again: bool = False) -> None:
    """Hand what waits in the outbox to those who tell of it; `again`: also what was handled already."""
    events = OutboxEvent.objects.order_by("id")
    for event in events if again else events.filter(done_at=None):
        if event.topic in TELL:
            TELL[event.topic](event.payload, at=at)
    events.update(done_at=at)


def send(*, at: dt.datetime = NOW, only: str = "") -> list[str]:
    """Tell, and send what waits (of one kind `only`); the addresses it went to, sorted."""
    tell(at=at)
    if only:
        Letter.objects.filter(state="planned").exclude(kind=only).delete()
    before = set(Letter.objects.filter(state="sent").values_list("pk", flat=True))
    assert not deliver(clock=lambda: at).refused, Letter.objects.exclude(last_error="").values_list(
        "last_error", flat=True
    )
    gone = Letter.objects.filter(state="sent").exclude(pk__in=before).select_related("recipient")
    return sorted(each.recipient.email for each in gone)


def about(kind: str) -> list[Letter]:
    """The letters of a kind, in the order they were posted."""
    return list(Letter.objects.filter(kind=kind).select_related("recipient").order_by("id"))


def text_of(message: EmailMessage) -> list[str]:
    """What a message says, as text and as HTML."""
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
