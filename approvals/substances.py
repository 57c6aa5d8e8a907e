"""What is approved: its substance as plain data, the hash that freezes it, and what differs between two of them.

Pure: no Django, no clock. The domain says what belongs to a substance (docs/domain, "Approvals"): of an agreement kind,
parties and roles, clauses, legal basis, personal-data flag and the SHA-256 of the authentic texts; of an activity kind,
programme, dates, place, participants' institutions and budget. Names are kept beside it for reading and not hashed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Substance:
    """`content` is what is hashed: JSON data in which nothing depends on the order of rows. `names` makes it readable:
    how ids in the content were called at the time.
    """

    content: Mapping[str, Any]
    names: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The hash of the content, 64 hex digits: of its JSON with sorted keys, no spaces, UTF-8."""
        text = json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Line:
    """One readable line of a substance: `key` says which thing it is, whatever its words; `label` and `text` are words
    in the reader's language.
    """

    key: str
    label: str
    text: str


class Change(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """A line that is not the same in both: what it said before and what it says now, "" where there was or is none."""

    change: Change
    label: str
    before: str
    after: str


def differences(before: Sequence[Line], after: Sequence[Line]) -> list[Difference]:
    """What changed from one substance to a later one, in the order of the later one; what went away comes last."""
    earlier = {line.key: line for line in before}
    found = []
    for line in after:
        was = earlier.pop(line.key, None)
        if was is None:
            found.append(Difference(Change.ADDED, line.label, "", line.text))
        elif was.text != line.text:
            found.append(Difference(Change.CHANGED, line.label, was.text, line.text))
    return found + [Difference(Change.REMOVED, line.label, line.text, "") for line in earlier.values()]
