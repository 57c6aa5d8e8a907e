"""Text made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, fold_all


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Secretaría de Seguridad", "secretaria de seguridad"),
        ("SECRETARIA", "secretaria"),
        ("  Secretaría \t de\nX ", "secretaria de x"),
        ("Straße", "strasse"),
        ("ÁLAVA", "alava"),
        ("Łódź", "łodz"),
        ("Ministère de l’Intérieur", "ministere de l'interieur"),
        ("ﬁnance", "finance"),
        ("", ""),
    ],
)
def test_case_accents_and_spaces_do_not_matter(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Zs"], max_codepoint=0x24F), max_size=30))
def test_letters_of_any_case_are_the_same(text):
    assert fold(text.upper()) == fold(text.lower()) or "ı" in text


@given(st.lists(st.text(max_size=20), max_size=6))
def test_several_texts_stand_one_a_line_each_once(texts):
    lines = fold_all(*texts).split("\n")
    assert set(lines) - {""} == {fold(text) for text in texts} - {""}
    assert len(lines) == len(set(lines))
