"""The acts of an agreement as its page shows them: what each source says, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.act_kinds import Standing
from agreements.models import Act
from agreements.queries import conflicting_acts
from agreements.web.tones import STANDING_TONES


@dataclass(frozen=True)
class ActShown:
    """An entry the register holds now, the earlier entries it corrects (newest first), and the tone of its standing.

    `has_rival`: another entry on the same act gives another date.
    """

    act: Act
    corrects: list[Act]
    tone: str
    has_rival: bool

    @property
    def is_disputed(self) -> bool:
        """Whether the act is disputed."""
        return self.act.standing == Standing.DISPUTED


@dataclass(frozen=True)
class Disagreement:
    """What the sources say of one act: the authoritative entry first."""

    name: str
    entries: list[Act]


def name_of(act: Act) -> str:
    """What was done, and by whom where one party did it."""
    kind = str(act.get_kind_display())
    return f"{kind} – {act.party.institution.short_name}" if act.party else kind


def timeline_of(acts: Iterable[Act]) -> list[ActShown]:
    """The current entries of `agreement_page`, in the order the acts happened, each with what it superseded."""
    acts = list(acts)
    by_id = {act.pk: act for act in acts}
    rivals = {act.pk for group in conflicting_acts(acts) for act in group}
    return [
        ActShown(act, _corrected_by(act, by_id), STANDING_TONES[act.standing], act.pk in rivals)
        for act in acts
        if act.recorded_until is None
    ]


def disagreements_of(acts: Iterable[Act]) -> list[Disagreement]:
    """Every act on which current entries differ."""
    return [
        Disagreement(name_of(group[0]), sorted(group, key=lambda act: (not act.is_authoritative, act.pk)))
        for group in conflicting_acts(acts)
    ]


def _corrected_by(act: Act, by_id: dict[int, Act]) -> list[Act]:
    chain = []
    while act.supersedes_id in by_id:
        act = by_id[act.supersedes_id]
        chain.append(act)
    return chain
