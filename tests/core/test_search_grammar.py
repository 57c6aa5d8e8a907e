"""What may be typed into the search box."""

import pytest

from core.search.grammar import Term, parse


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("  police   customs ", [Term("police"), Term("customs")]),
        ('"federal police" -army', [Term("federal police", is_phrase=True), Term("army", is_excluded=True)]),
        ("“federal police”", [Term("federal police", is_phrase=True)]),
        ('-"federal police"', [Term("federal police", is_phrase=True, is_excluded=True)]),
        ('police "never closed', [Term("police"), Term("never closed", is_phrase=True)]),
        ("EUR-WA-2026-0001", [Term("EUR-WA-2026-0001")]),
        ("México-UE", [Term("México-UE")]),
        ("- -- a", [Term("-"), Term("-", is_excluded=True), Term("a")]),
        ('"" "  "', []),
    ],
)
def test_words_phrases_and_exclusions(typed, terms):
    assert list(parse(typed)) == terms


@pytest.mark.parametrize("typed", ['-"a b" c', "a -b", '"a"'])
def test_terms_are_written_as_they_were_typed(typed):
    assert " ".join(map(str, parse(typed))) == typed
