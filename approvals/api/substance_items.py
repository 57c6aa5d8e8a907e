"""What is approved, readable, and what changed in it, as answered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypedDict

from approvals.models import Case, CaseEvent, Decision, Snapshot
from approvals.substances import Change, Line, differences
from core.api.shapes import Reading
from core.registries import registries


class SubstanceLine(TypedDict):
    """One readable line, in the caller's language."""

    key: Annotated[str, "Which thing it is, whatever its words."]
    label: str
    text: str


class SubstanceItem(TypedDict):
    """What is approved, as it was at one moment. Decisions are about exactly this."""

    sha256: str
    url: str
    taken_at: dt.datetime
    lines: list[SubstanceLine]


class DifferenceItem(TypedDict):
    """A line that is not the same in both. Empty where there was or is none."""

    change: Change
    label: str
    before: str
    after: str


class ChangesItem(TypedDict):
    """What changed since the caller looked last."""

    since: Annotated[dt.datetime, "When the caller decided last, or else when decisions were reset last."]
    before: Annotated[str, "The hash of what it was then."]
    differences: list[DifferenceItem]


def substance_item(snapshot: Snapshot, case: Case, reading: Reading) -> SubstanceItem:
    """A snapshot of what a case is about."""
    return {
        "sha256": snapshot.sha256,
        "url": f"{reading.root}approvals/cases/{case.uid}/snapshots/{snapshot.sha256}/",
        "taken_at": snapshot.taken_at,
        "lines": [{"key": each.key, "label": each.label, "text": each.text} for each in lines_of(snapshot, case)],
    }


def lines_of(snapshot: Snapshot, case: Case) -> list[Line]:
    """A snapshot in words of the active language."""
    provider = registries.approval_subjects[case.subject.kind]
    return [Line(*each) for each in provider.substance_lines(snapshot.content, snapshot.names)]


def changes_for(case: Case, reading: Reading) -> ChangesItem | None:
    """What changed since the caller's own last decision on the case, or else since its last reset; None: nothing did.

    The case comes as `cases_with_all` reads it.
    """
    looked = _last_looked(case, reading)
    if looked is None or case.snapshot is None:
        return None
    since, before = looked
    found = differences(lines_of(before, case), lines_of(case.snapshot, case))
    if not found:
        return None
    return {
        "since": since,
        "before": before.sha256,
        "differences": [
            {"change": each.change, "label": each.label, "before": each.before, "after": each.after} for each in found
        ],
    }


def _last_looked(case: Case, reading: Reading) -> tuple[dt.datetime, Snapshot] | None:
    own = [each for each in _decisions(case) if reading.user.pk in (each.decided_by_id, each.on_behalf_of_id)]
    moments = sorted((each.decided_at, each.snapshot_id) for each in own if each.snapshot_id)
    if not moments:
        resets = [each for each in case.events.all() if each.kind == CaseEvent.Kind.RESET]
        moments = [(each.at, each.before_id) for each in resets if each.before_id]
    if not moments:
        return None
    at, snapshot = moments[-1]
    return at, Snapshot.objects.get(pk=snapshot)


def _decisions(case: Case) -> list[Decision]:
    return [each for step in case.steps.all() for each in step.decisions.all()]
