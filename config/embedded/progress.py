"""What `make run` tells the person at the terminal: one line for each step, with the seconds since it began."""

import os
import time

STARTED = "ENTENTE_STARTED"  # set by config/bootstrap.py: seconds since the epoch


class Progress:
    """Prints lines with the time elapsed, counted from the moment the person pressed Enter."""

    def __init__(self) -> None:
        self._began = float(os.environ.get(STARTED) or time.time())

    def say(self, line: str) -> None:
        """One step done or one thing that happened."""
        print(f"[{time.time() - self._began:5.1f}s] {line}", flush=True)  # noqa: T201 -- this is the screen

    def show(self, text: str) -> None:
        """Text without the time."""
        print(text, flush=True)  # noqa: T201 -- this is the screen
