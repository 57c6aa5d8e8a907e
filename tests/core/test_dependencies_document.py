"""docs/dependencies.md has a row for each direct dependency, and for nothing else."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENT = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
RUNNING, TESTING = DOCUMENT.split("## Tests and checks")
# In no package the product runs on, however deep below the ones we name.
NOT_IN_THE_PRODUCT = re.compile(r"\bA?GPL|SSPL|BUSL|Commons Clause", re.IGNORECASE)


def named_in(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {found[1] for line in lines if (found := re.match(r"([a-zA-Z0-9._-]+)(\[.*\])?==", line))}


def rows_of(part: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:2] == "| "]
    return {row[0]: row[1:] for row in cells if row[0] != "Package"}


@pytest.mark.parametrize(("file", "part"), [("requirements.in", RUNNING), ("requirements-dev.in", TESTING)])
def test_every_dependency_has_its_row_with_why_what_else_and_licence(file, part):
    rows = rows_of(part)
    assert set(rows) == named_in(file)
    assert all(len(row) == 3 and all(row) for row in rows.values())


@pytest.mark.parametrize("package", sorted(named_in("requirements.txt")))
def test_nothing_the_product_runs_on_has_a_licence_that_would_bind_it(package):
    try:
        metadata = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not needed on this platform")
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith("License")]
    stated = " ".join([metadata.get("License-Expression") or metadata.get("License") or "", *classifiers])
    assert stated.strip(), "states no licence"
    assert not NOT_IN_THE_PRODUCT.search(stated)
