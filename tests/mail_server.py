"""A mail server that really listens."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Takes every message unless told otherwise, and remembers it. `answers` maps an address to its refusal.

    `pause` is how many seconds each message takes; `hang_up_on` an address over whose message it hangs up.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.hang_up_on = ""
        self.pause = 0.0
        self._loop = asyncio.new_event_loop()
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = listener.getsockname()
        serving = self._loop.create_server(lambda: SMTP(self, hostname="localhost"), sock=listener)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()  # first: a browser of another test may keep a loop of its own in this thread
        asyncio.run_coroutine_threadsafe(serving, self._loop).result(5)

    def stop(self) -> None:
        """Listen no more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.hang_up_on:
            server.transport.close()
            return "421 bye"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause)
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        if len(envelope.rcpt_tos) != 1:
            return "554 one envelope for each recipient"
        self.messages.append(message)
        return "250 Taken"

    @property
    def recipients(self) -> list[str]:
        """Whom messages were for, in order."""
        return [str(message["To"]) for message in self.messages]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A server on a port of its own, to which the settings point."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    server.stop()
