"""The treaty register of the United Kingdom, as dirty as it is: every row is accounted for."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from agreements.models import Act, Agreement
from exchange.models import ImportedRecord
from institutions.models import Institution

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "uk-treaties-a.csv"
ROWS = 4108
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason=f"the data are not here: {FILE}"),
]


def run(*options: str, file: Path = FILE) -> dict:
    output = StringIO()
    call_command("import_register", str(file), "--mapping", "uk-treaties", "--json", *options, stdout=output)
    return json.loads(output.getvalue())


def test_a_dry_run_accounts_for_every_row_and_writes_nothing(office):
    found = run("--dry-run")
    assert found["rows"] == ROWS == sum(found[name] for name in ("created", "updated", "unchanged", "refused"))
    assert (found["created"], found["refused"]) == (ROWS, 0)
    assert found["warned"] > 300
    assert not Agreement.objects.exists()


def test_a_part_of_it_is_taken_in_as_the_dry_run_said_and_again_without_change(office, tmp_path):
    part = tmp_path / "part.csv"
    part.write_bytes(b"\n".join(FILE.read_bytes().split(b"\n")[:301]) + b"\n")
    foreseen, done, again = run("--dry-run", file=part), run(file=part), run(file=part)
    names = ("rows", "created", "updated", "unchanged", "warned", "refused")
    assert [foreseen[name] for name in names] == [done[name] for name in names]
    assert (again["unchanged"], again["created"]) == (done["created"], 0)
    assert Agreement.objects.count() == ImportedRecord.objects.count() == done["created"]
    assert Institution.objects.filter(sort_key="australia").count() == 1
    assert Institution.objects.get(sort_key="united kingdom").country == "GB"
    kinds = Counter(Act.objects.values_list("kind", flat=True))
    assert kinds["signature"] > 200
    assert kinds["entry_into_force"] > 100
    assert not Act.objects.filter(source_url__contains="\\").exists()
