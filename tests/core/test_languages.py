"""Texts kept in several languages."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.languages import in_language, validate_texts

BOTH = {"en": "Treaty", "es": "Tratado"}


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        (BOTH, "es", "Tratado"),
        (BOTH, "en", "Treaty"),
        (BOTH, "es-mx", "Tratado"),
        (BOTH, "fr", "Treaty"),
        ({"es": "Tratado"}, "fr", "Tratado"),
        ({"fr": "Traité"}, "es", "Traité"),
        ({"es": "", "en": "Treaty"}, "es", "Treaty"),
        ({}, "es", ""),
    ],
)
def test_the_wanted_language_else_the_products_first_else_any(texts, language, text):
    assert in_language(texts, language) == text
    with translation.override(language):
        assert in_language(texts) == text


@given(st.dictionaries(st.sampled_from(["en", "es", "fr", "pt"]), st.text(max_size=5), max_size=4), st.text(max_size=5))
def test_a_text_is_shown_whenever_there_is_one(texts, language):
    shown = in_language(texts, language)
    assert shown in {*texts.values(), ""}
    assert bool(shown) == any(texts.values())


@pytest.mark.parametrize("value", [{}, BOTH, {"hsb": "Zrěčenje"}])
def test_texts_stand_under_language_codes(value):
    validate_texts(value)


@pytest.mark.parametrize(
    "value", [None, [], "Treaty", {"EN": "x"}, {"english": "x"}, {"en": ""}, {"en": " "}, {"en": 1}, {"en": None},
              {1: "x"}, {"en\n": "x"}],
)  # fmt: skip
def test_anything_else_is_refused(value):
    with pytest.raises(ValidationError):
        validate_texts(value)
