"""Documents generated from the code are written, and found out when they are out of date."""

import pytest
from django.core.management import CommandError, call_command

from config.documents import configuration
from config.environment import VARIABLES


@pytest.fixture(autouse=True)
def checkout(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_what_is_missing_is_out_of_date():
    with pytest.raises(CommandError, match=r"docs/configuration\.md"):
        call_command("write_docs", check=True)


def test_what_was_just_written_is_current(checkout):
    call_command("write_docs", verbosity=0)

    call_command("write_docs", check=True)
    assert (checkout / "docs/configuration.md").read_text() == configuration()


def test_a_changed_document_is_out_of_date(checkout):
    call_command("write_docs", verbosity=0)
    document = checkout / "docs/configuration.md"
    document.write_text(document.read_text() + "One more line.\n")

    with pytest.raises(CommandError, match=r"docs/configuration\.md"):
        call_command("write_docs", check=True)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_variable_has_its_row(variable):
    (row,) = [line for line in configuration().splitlines() if line.startswith(f"| `{variable.name}`")]

    assert variable.meaning in row
    assert row.count("|") == 5
