"""Addresses that are keys: whoever has one may act. They are kept out of every log."""

from __future__ import annotations

import logging
import re

_KEYS = re.compile(r"(/approvals/decide/|/reminders/unsubscribe/|/password/reset/key/)[^/?\s\"']+")


def without_keys(text: str) -> str:
    """The text with the key of every such address left out."""
    return _KEYS.sub(r"\1…", text)


class LeaveOutKeys(logging.Filter):
    """Writes log lines without keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, mended where it names such an address."""
        said = record.getMessage()
        mended = without_keys(said)
        if mended != said:
            record.msg, record.args = mended, ()
        return True
