"""How like one word is to another, as people mistype: letters missed, added, taken for others, or exchanged. Pure."""

from __future__ import annotations


def slips(typed: str, word: str) -> tuple[int, int]:
    """The fewest slips that make `typed` of the beginning of `word`, and of the whole. An exchange is one slip."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            fewest = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                fewest = min(fewest, last[j - 2] + 1)
            row.append(fewest)
    return min(row[1:], default=len(typed)), row[-1]


def exchanged(typed: str) -> list[str]:
    """The word with each two neighbours exchanged: what somebody meant whose fingers were too quick."""
    swaps = (typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1))
    return [each for each in dict.fromkeys(swaps) if each != typed]
