"""JSON pointers (RFC 6901) as URI fragments: where in a body something is, such as `#/parties/0/institution`."""

from __future__ import annotations

import functools
from urllib.parse import quote


def join(pointer: str, step: str | int) -> str:
    """The pointer to a member or an element of what `pointer` (empty: the whole body) points to."""
    token = str(step).replace("~", "~0").replace("/", "~1")
    return f"{pointer or '#'}/{quote(token, safe='~')}"


def to_field(name: str) -> str:
    """The pointer to a field that the domain calls by its name, or by a path such as `clauses.0.kind`.

    A pointer stays what it is; empty is the whole.
    """
    return name if name.startswith("#") or not name else functools.reduce(join, name.split("."), "")
