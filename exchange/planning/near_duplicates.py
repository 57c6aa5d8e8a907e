"""Names so alike that they may be one institution. Pure.

Likeness is the share of common trigrams, as PostgreSQL's pg_trgm counts it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

ALIKE = 0.55
MOST = 200


def near_duplicates(new: Collection[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of a new name and another, the most alike first; names are keyed by their folded form."""
    trigrams = {folded: _trigrams(folded) for folded in names}
    holders: dict[str, list[str]] = defaultdict(list)
    for folded, grams in trigrams.items():
        for gram in grams:
            holders[gram].append(folded)
    found: dict[frozenset[str], tuple[float, str, str]] = {}
    for folded in new:
        own = trigrams[folded]
        common = Counter(other for gram in own for other in holders[gram])
        for other, shared in common.items():
            likeness = shared / (len(own) + len(trigrams[other]) - shared)
            if other != folded and likeness >= ALIKE:
                one, two = sorted((names[folded], names[other]))
                found[frozenset((folded, other))] = (likeness, one, two)
    return [(one, other) for _likeness, one, other in sorted(found.values(), key=lambda pair: (-pair[0], pair[1:]))][
        :MOST
    ]


def _trigrams(folded: str) -> set[str]:
    grams: set[str] = set()
    for word in "".join(char if char.isalnum() else " " for char in folded).split():
        padded = f"  {word} "
        grams.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return grams
