"""Expected failures of the domain. Each edge (web, API, command) maps them once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from core.refusals import Refusal, Verdict

# A sentence names no more than so many.
MOST_NAMED = 5


def say(refusal: Refusal) -> str:
    """The refusal's sentence in the active language."""
    labels = {name: gettext(label) for name, label in refusal.labels.items()}
    places = {name: listed(place) for name, place in refusal.places.items()}
    return gettext(refusal.sentence) % {**places, **labels}


def listed(place: str | tuple[str, ...]) -> str:
    """The names of a list, of a long one the first few and how many more there are."""
    if isinstance(place, str):
        return place
    # Those that hold commas or colons themselves are kept apart by semicolons.
    joint = "; " if any("," in each or ":" in each for each in place) else ", "
    more = len(place) - MOST_NAMED
    if more <= 0:
        return joint.join(place)
    rest = ngettext("… and %(number)s more", "… and %(number)s more", more) % {"number": more}
    return f"{joint.join(place[:MOST_NAMED])} {rest}"


class DomainError(Exception):
    """Something the domain refuses. `str()` is a sentence for the reader."""

    code = "refused"


class NotAllowed(DomainError):
    """The person may see the record but not do this to it (403)."""

    code = "not_allowed"


class NotVisible(DomainError):
    """No such record for this person (404)."""

    code = "not_found"


class InvalidInput(DomainError):
    """Values that cannot be taken (400): sentences by field name; "" is the whole."""

    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {name: list(sentences) for name, sentences in errors.items()}
        super().__init__(" ".join(sentence for sentences in self.errors.values() for sentence in sentences))


class TooLarge(InvalidInput):
    """A file above the limit (413)."""

    code = "too_large"


class StorageFull(InvalidInput):
    """A file for which an office has no room left (507)."""

    code = "storage_full"


class Refused(DomainError):
    """One or more conditions are unmet (409); `refusals` lists every one."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(" ".join(say(refusal) for refusal in refusals))


class StaleVersion(DomainError):
    """Somebody changed the record since it was read (412 in the API; the web shows both versions)."""

    code = "stale"

    def __init__(self, *, expected: int, current: int) -> None:
        self.expected, self.current = expected, current
        super().__init__(gettext("Somebody changed this record after you opened it. Nothing of yours was saved yet."))


def require(verdict: Verdict) -> None:
    """Raise `NotAllowed` with the verdict's reason unless it allows."""
    if not verdict.allowed:
        raise NotAllowed(gettext(verdict.reason))
