"""The acts of an agreement as its page shows them: what each source says, and where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from agreements.act_kinds import Standing
from agreements.models import Act
from agreements.queries import differing
from agreements.web.tones import STANDING_TONES
from institutions.names_then import NameThen


@dataclass(frozen=True)
class ActShown:
    """An entry the register holds, the earlier entries it corrects (newest first), and the tone of its standing.

    `has_rival`: another entry on the same act gives another date. `counts`: of such entries it is the authoritative.
    """

    act: Act
    corrects: list[Act]
    tone: str
    has_rival: bool
    counts: bool

    @property
    def is_disputed(self) -> bool:
        """Whether the act is disputed."""
        return self.act.standing == Standing.DISPUTED


@dataclass(frozen=True)
class DifferingEntry:
    """One of several entries on one act, the tone of its standing, and whether it is the authoritative one."""

    act: Act
    tone: str
    counts: bool


@dataclass(frozen=True)
class Disagreement:
    """What the sources say of one act: the authoritative entry first."""

    name: str
    entries: list[DifferingEntry]


def name_of(act: Act, party_names: Mapping[int, NameThen]) -> str:
    """What was done, and by whom where one party did it, by the name of the agreement's time."""
    kind = str(act.get_kind_display())
    return f"{kind} – {party_names[act.party_id].short_name}" if act.party_id else kind


def acts_known(acts: Iterable[Act], known_at: dt.datetime | None) -> list[Act]:
    """The entries that stand now, or stood at a moment."""
    if known_at is None:
        return [act for act in acts if act.recorded_until is None]
    return [
        act
        for act in acts
        if act.recorded_at <= known_at and (act.recorded_until is None or act.recorded_until > known_at)
    ]


def timeline_of(
    acts: Iterable[Act], *, counted: Collection[str], known_at: dt.datetime | None = None
) -> list[ActShown]:
    """The entries that stand of `agreement_page`, in the order the acts happened, each with what it superseded.

    `counted`: the uids of those that are, or were then, authoritative.
    """
    acts = list(acts)
    by_id = {act.pk: act for act in acts}
    standing = acts_known(acts, known_at)
    rivals = {act.pk for group in differing(standing) for act in group}
    return [
        ActShown(act, _corrected_by(act, by_id), STANDING_TONES[act.standing], act.pk in rivals, _counts(act, counted))
        for act in standing
    ]


def disagreements_of(
    acts: Iterable[Act],
    *,
    counted: Collection[str],
    party_names: Mapping[int, NameThen],
    known_at: dt.datetime | None = None,
) -> list[Disagreement]:
    """Every act on which the entries that stand differ."""
    return [
        Disagreement(
            name_of(group[0], party_names),
            sorted(
                [DifferingEntry(act, STANDING_TONES[act.standing], _counts(act, counted)) for act in group],
                key=lambda entry: (not entry.counts, entry.act.pk),
            ),
        )
        for group in differing(acts_known(acts, known_at))
    ]


def _counts(act: Act, counted: Collection[str]) -> bool:
    return str(act.uid) in counted


def _corrected_by(act: Act, by_id: dict[int, Act]) -> list[Act]:
    chain = []
    while act.supersedes_id in by_id:
        act = by_id[act.supersedes_id]
        chain.append(act)
    return chain
