"""The conversation with the mail server: one connection for a whole batch."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.core.mail import EmailMessage, get_connection

_CLOSING = 421  # "service not available, closing transmission channel"


class ServerAway(Exception):
    """The mail server cannot be reached or refuses us as a whole: nothing is wrong with the message."""


class MessageRefused(Exception):
    """This one message could not be made or was not taken. `lost_connection`: the server hung up over it."""

    def __init__(self, reason: str, *, lost_connection: bool = False) -> None:
        self.lost_connection = lost_connection
        super().__init__(reason)


class Postbox:
    """Opens the connection with the first message, and closes it at the end of the block."""

    def __init__(self) -> None:
        self._connection: Any = get_connection(fail_silently=False)
        self._is_open = False

    def __enter__(self) -> Postbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def post(self, make: Callable[[], EmailMessage]) -> None:
        """Make one message and hand it over; returns once the server has taken it. Raises `ServerAway` or
        `MessageRefused`.
        """
        try:
            message = make()
        except Exception as fault:  # a record that breaks its own message must not hold up the others
            raise MessageRefused(f"The message could not be written: {type(fault).__name__}: {fault}") from fault
        self._open()
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as fault:
            raise MessageRefused(_answers(fault)) from fault
        except (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError) as fault:
            raise ServerAway(str(fault)) from fault
        except smtplib.SMTPResponseException as fault:
            raise MessageRefused(
                f"{fault.smtp_code} {_text(fault.smtp_error)}", lost_connection=fault.smtp_code == _CLOSING
            ) from fault
        except (smtplib.SMTPServerDisconnected, OSError) as fault:
            raise MessageRefused(f"The connection broke: {fault}", lost_connection=True) from fault

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as fault:
            raise ServerAway(str(fault)) from fault
        self._is_open = True

    def _close(self) -> None:
        """Say goodbye. A server that has hung up already takes nothing with it."""
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            self._is_open = False


def _answers(fault: smtplib.SMTPRecipientsRefused) -> str:
    return "; ".join(f"{address}: {code} {_text(answer)}" for address, (code, answer) in fault.recipients.items())


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
