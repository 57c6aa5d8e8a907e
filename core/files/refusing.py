"""A file that is not taken, and why."""

from __future__ import annotations

from core.refusals import Refusal


class Unacceptable(Exception):
    """The file cannot be taken; `refusal` says why, to be said with `core.errors.say`."""

    def __init__(self, code: str, sentence: str, **places: str) -> None:
        self.refusal = Refusal(code, sentence, places)
        super().__init__(sentence % places)
