"""Noticing that somebody wants everything stopped, at places where stopping is safe."""

import signal
import time

from config.embedded.errors import Stopping

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SLICE = 0.1  # seconds


class StopRequest:
    """Remembers the first of Ctrl-C, TERM or a closed terminal. Further ones change nothing: stopping takes seconds.

    What the person had ignored from outside, as nohup does, stays ignored.
    """

    def __init__(self) -> None:
        self.is_made = False
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._remember)

    def pause(self, seconds: float) -> None:
        """Sleep. Raises `Stopping` as soon as a stop was asked for."""
        deadline = time.monotonic() + seconds
        while True:
            if self.is_made:
                raise Stopping
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _SLICE))

    def _remember(self, signum: int, frame: object) -> None:
        self.is_made = True
