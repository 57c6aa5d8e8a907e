"""`python -m core.files.reading MEDIA_TYPE <file >text`: the text in a file, within bounds of time and memory.

Exit code 3: it cannot be read; the standard error says why in one line.
"""

from __future__ import annotations

import contextlib
import io
import resource
import sys

from core.files.reading.faults import Unreadable
from core.files.reading.texts import text_of

UNREADABLE = 3
MEMORY = 1024**3
SECONDS = 60


def main() -> int:
    """Read the standard input, write its text."""
    _set_bounds()
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        text = text_of(content, sys.argv[1])
    except Unreadable as fault:
        return _give_up(str(fault))
    except MemoryError:
        return _give_up("Reading it takes too much memory.")
    sys.stdout.buffer.write(text.encode("utf-8"))
    return 0


def _give_up(reason: str) -> int:
    sys.stderr.write(reason)
    return UNREADABLE


def _set_bounds() -> None:
    """No more memory and time than this, and no file is written. Systems that know no such bound go without."""
    for bound, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(bound, (most, most))


if __name__ == "__main__":
    sys.exit(main())
