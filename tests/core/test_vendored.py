"""Files of other projects are the ones we list, and ask no other host for anything."""

import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "core" / "static"
VENDOR = STATIC / "vendor"
ROW = re.compile(r"^\| (?P<file>\S+/\S+) \|.*\| (?P<hash>[0-9a-f]{64}) \|$", re.MULTILINE)
ELSEWHERE = re.compile(
    r"""sourceMappingURL|@import|url\(\s*["']?(?:https?:)?//|(?:src|href)\s*=\s*["']?(?:https?:)?//"""
)

LISTED = {row["file"]: row["hash"] for row in ROW.finditer((VENDOR / "VENDORED.md").read_text())}


def test_every_vendored_file_is_listed():
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"VENDORED.md"}
    assert present == set(LISTED)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_vendored_file_is_the_one_listed(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


@pytest.mark.parametrize(
    "path",
    sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"}),
    ids=lambda path: path.name,
)
def test_static_file_asks_no_other_host(path):
    assert not ELSEWHERE.search(path.read_text())
