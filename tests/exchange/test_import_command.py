"""`manage.py import_register`: what it prints, and how it ends."""

import csv
import json
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement
from exchange.models import ImportRun
from tests.exchange.conftest import HEADER, MAPPING, ROWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(tmp_path, office):
    """Run the command on a file with a mapping from a file; gives the summary and the exit code."""
    mapping = tmp_path / "neighbours.json"
    mapping.write_text(json.dumps(MAPPING))

    def run(content: str = "", *options: str):
        output, code = StringIO(), 0
        arguments = []
        if content:
            file = tmp_path / "register.csv"
            file.write_text(content)
            arguments = [str(file), "--mapping", str(mapping)]
        try:
            call_command("import_register", *arguments, "--json", *options, stdout=output)
        except SystemExit as end:
            code = end.code
        return json.loads(output.getvalue()), code

    return run


def test_the_summary_names_all_figures(command):
    began = time.monotonic()
    found, code = command(HEADER + ROWS)
    took = time.monotonic() - began
    assert code == 0
    assert {name: found[name] for name in ("rows", "created", "updated", "unchanged", "warned", "refused")} == {
        "rows": 2, "created": 2, "updated": 0, "unchanged": 0, "warned": 0, "refused": 0,
    }  # fmt: skip
    assert 0 < found["seconds"] <= round(took, 2)


def test_a_dry_run_leaves_no_trace(command):
    found, code = command(HEADER + ROWS, "--dry-run")
    assert (found["created"], code) == (2, 0)
    assert not Agreement.objects.exists()
    assert not ImportRun.objects.exists()


def test_refused_rows_end_it_with_code_3(command):
    found, code = command(HEADER + ROWS + "3,,T,,,\n")
    assert (found["created"], found["refused"], code) == (2, 1, 3)


def test_an_import_is_undone_by_its_id(command):
    done, _code = command(HEADER + ROWS)
    undone, code = command("", "--undo", done["import"])
    assert (undone["removed"], undone["state"], code) == (2, "undone", 0)


def test_the_report_is_a_file_without_formulas(command, tmp_path):
    report = tmp_path / "report.csv"
    command(HEADER + '1,A,T,X;Y,"=HYPERLINK(1)",\n', "--dry-run", "--report", str(report))
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][1:6] == ["Would be refused", "1", "A", "signed", "'=HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--office", "nowhere"], "no office with the code"),
        (["--as", "nobody"], "no active user"),
        (["--undo", "1"], "no import 1"),
    ],
)
def test_what_cannot_be_done_is_said(command, options, fault):
    with pytest.raises(CommandError, match=fault):
        command(HEADER + ROWS, *options)


def test_columns_the_file_lacks_are_named(command):
    with pytest.raises(CommandError, match="parties, signed, in force"):
        command("id,title,form\n1,A,T\n")


def test_two_offices_want_a_choice(command, other_office):
    with pytest.raises(CommandError, match="which office"):
        command(HEADER + ROWS)
    assert command(HEADER + ROWS, "--office", "OSL")[0]["created"] == 2
