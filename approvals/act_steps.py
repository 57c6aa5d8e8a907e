"""Which act completes a step that only an act can complete. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable

from approvals.steps import StepKind
from core.registries import KnownAct

# The kinds of act each kind of step speaks of (docs/domain, "Acts of the parties").
_SPEAKS_OF: dict[StepKind, frozenset[str]] = {
    StepKind.NOTIFICATION_SENT: frozenset({"notification_of_completion"}),
    StepKind.NOTIFICATION_RECEIVED: frozenset({"notification_of_completion"}),
    StepKind.INSTRUMENT_DEPOSITED: frozenset(
        {"ratification", "acceptance", "approval", "accession", "succession", "formal_confirmation"}
    ),
    StepKind.PUBLISHED: frozenset({"publication"}),
    StepKind.REGISTERED: frozenset({"registration"}),
}


def acts_spoken_of(kind: StepKind) -> frozenset[str]:
    """The kinds of act that complete a step of the kind; none for steps that people decide."""
    return _SPEAKS_OF.get(kind, frozenset())


def completing_act(kind: StepKind, side: int | None, acts: Iterable[KnownAct]) -> KnownAct | None:
    """The first act that completes a step of the kind on the side of an institution; None while there is none.

    The act is the side's own or one of all parties; a notification received is another party's, and counts once its
    receipt is on record (VCLT 78). The responsible office's own side (None) is completed by the act of any party.
    """
    wanted = acts_spoken_of(kind)
    return next((act for act in acts if act.kind in wanted and _is_of_side(kind, side, act)), None)


def _is_of_side(kind: StepKind, side: int | None, act: KnownAct) -> bool:
    if kind is StepKind.NOTIFICATION_RECEIVED:
        return act.is_received and (side is None or act.institution_id != side)
    return side is None or act.institution_id in (side, None)
