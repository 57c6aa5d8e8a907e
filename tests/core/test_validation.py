"""Values a model does not take are found before the database has to refuse them."""

import pytest

from agreements.models import Agreement
from core.validation import wrong_values


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"summary": "Good", "titles": {"en": "Good"}, "kind": "treaty"}, set()),
        ({"summary": ""}, set()),
        ({"summary": None}, {"summary"}),
        ({"summary": "a\x00b"}, {"summary"}),
        ({"titles": {"en": "a\x00b"}}, {"titles"}),
        ({"titles": {}}, {"titles"}),
        ({"kind": "x", "nature": "y"}, {"kind", "nature"}),
        ({"external_reference": "x" * 101}, {"external_reference"}),
        ({"office": None, "unheard_of": 1}, set()),
    ],
)
def test_each_wrong_value_is_named(values, wrong):
    assert set(wrong_values(Agreement, values)) == wrong
