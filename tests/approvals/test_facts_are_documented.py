"""docs/approvals.md names every fact that conditions may speak of."""

import re
from pathlib import Path

from approvals.condition_words import FACT_LABELS
from core.registries import registries

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "approvals.md").read_text(encoding="utf-8")


def documented() -> dict[str, set[str]]:
    """The facts of the table, by kind of record."""
    table = TEXT.split("| kind of record | fact | values |", 1)[1].split("\n\n", 1)[0]
    found: dict[str, set[str]] = {}
    kind = ""
    for row in table.splitlines()[2:]:
        first, facts = (cell.strip() for cell in row.split("|")[1:3])
        kind = first or kind
        found.setdefault(kind, set()).update(re.findall(r"`(\w+)`", facts))
    return found


def test_every_fact_of_every_kind_of_record_is_in_the_table() -> None:
    known = {kind: set(provider.fact_choices) for kind, provider in registries.approval_subjects.items()}
    assert documented() == known


def test_every_fact_has_a_name() -> None:
    facts = {fact for provider in registries.approval_subjects.values() for fact in provider.fact_choices}
    assert facts <= set(FACT_LABELS)
