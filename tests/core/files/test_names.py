"""Names of files are made harmless and stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.names import LONGEST, neutral_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Acuerdo año 2026.pdf", "Acuerdo año 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\olga\treaty.pdf", "treaty.pdf"),
        ("treaty\x00\r\n.pdf", "treaty .pdf"),
        ("treaty\u202efdp.exe", "treatyfdp.exe"),
        ('a<b>"c"|?.pdf', "a_b__c___.pdf"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ("  ...  ", "document"),
        ("", "document"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_name_loses_what_is_harmful_in_it(given_name, kept):
    assert neutral_name(given_name) == kept


def test_a_long_name_keeps_its_end():
    name = neutral_name("x" * 500 + ".pdf")
    assert len(name) == LONGEST
    assert name.endswith("x.pdf")


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_kept(name):
    kept = neutral_name(name)
    assert 1 <= len(kept) <= LONGEST
    assert not set(kept) & set('/\\<>:"|?*%\x00\r\n')
    assert neutral_name(kept) == kept
