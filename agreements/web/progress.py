"""How far an agreement is, and what comes next: for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.stages import STAGE_LABELS, Flow, Stage, Transition
from core.errors import say
from core.history import history_of
from core.refusals import Refusal
from core.web.words import day


@dataclass(frozen=True)
class Way:
    """One transition: what it is called, the stage it leads to, and what still stands against it.

    `leads_on` tells the usual way along the track from steps back and off-ramps.
    """

    name: str
    target: str
    target_label: str
    leads_on: bool
    blockers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.blockers


def ways_on(
    agreement: Agreement, steps: Iterable[tuple[Transition, list[Refusal]]], mending: Mapping[str, str]
) -> list[Way]:
    """The transitions of `agreements.queries.next_steps`; `mending` tells, by the code of a refusal, where something
    can be done about it.
    """
    return [_way(agreement.flow, each, [_blocker(one, mending) for one in refusals]) for each, refusals in steps]


def stage_track(agreement: Agreement) -> list[dict[str, str]]:
    """The stages as `c-track` takes them. A stage beside the track stands after the one it was reached from."""
    stage, track = Stage(agreement.stage), agreement.flow.track
    since = _("since %(day)s") % {"day": day(agreement.stage_since)}
    if stage in track:
        reached = track.index(stage)
        marks = ["done"] * reached + ["current"] + ["upcoming"] * (len(track) - reached - 1)
        return [
            {"label": _(STAGE_LABELS[each]), "state": mark, "note": since if mark == "current" else ""}
            for each, mark in zip(track, marks, strict=True)
        ]
    before = stage_before(agreement)
    passed = track[: track.index(before) + 1] if before in track else ()
    done = [{"label": _(STAGE_LABELS[each]), "state": "done", "note": ""} for each in passed]
    return [*done, {"label": _(STAGE_LABELS[stage]), "state": "off", "note": since}]


def stage_before(agreement: Agreement) -> Stage | None:
    """The stage it was in before the present one; None where it entered the register in it."""
    table = Agreement._meta.db_table
    entries = history_of([(table, agreement.pk)]).filter(table_name=table, after__has_key="stage")
    before = entries.values_list("before__stage", flat=True).first()
    return Stage(before) if before else None


def usual_way(ways: Iterable[Way]) -> Way | None:
    """The way that leads on along the track, if there is one."""
    return next((way for way in ways if way.leads_on), None)


def _blocker(refusal: Refusal, mending: Mapping[str, str]) -> dict[str, Any]:
    return {"met": False, "sentence": say(refusal), "url": mending.get(refusal.code, "")}


def _way(flow: Flow, transition: Transition, blockers: list[dict[str, Any]]) -> Way:
    track = flow.track
    source, target = transition.source, transition.target
    return Way(
        name=_(transition.name),
        target=target.value,
        target_label=_(STAGE_LABELS[target]),
        leads_on=source in track and target in track and track.index(target) > track.index(source),
        blockers=blockers,
    )
