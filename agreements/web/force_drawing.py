"""The force of an agreement drawn over time: a bar for the whole and for each party, acts as marks. Pure.

Places are percentages of the width, so that the drawing fits any screen and its words keep their size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from agreements.act_kinds import SIGNATURES, ActKind
from agreements.law.clauses import INSTRUMENTS
from agreements.law.instrument import Act
from agreements.law.results import Period
from agreements.law.statuses import ForceStatus
from agreements.web.force_scale import Scale, Tick, scale_of
from core.sentences import gettext_noop

# A bar this wide has room for its words on any screen, and this wide on a wide one.
_ROOM_ANYWHERE, _ROOM_ON_WIDE = 38.0, 16.0
_MANY_MARKS = 20
_CONSENTS = frozenset(INSTRUMENTS) | {
    ActKind.SUCCESSION,
    ActKind.CONFIRMATION_OF_SIGNATURE,
    ActKind.NOTIFICATION_OF_COMPLETION,
    ActKind.EXCHANGE_OF_INSTRUMENTS,
}
_ENDINGS = frozenset(
    {
        ActKind.NOTICE_OF_DENUNCIATION,
        ActKind.NOTICE_OF_NON_RENEWAL,
        ActKind.WITHDRAWAL,
        ActKind.TERMINATION,
        ActKind.TERMINATION_BY_CONSENT,
        ActKind.SUSPENSION,
    }
)

SHAPE_LABELS = {
    "signature": gettext_noop("signature"),
    "consent": gettext_noop("consent to be bound, notification"),
    "ending": gettext_noop("notice, withdrawal, suspension, end"),
    "other": gettext_noop("other act"),
}


@dataclass(frozen=True)
class Bar:
    """One period: where it begins, how wide it is, and what it says. `goes_on`: it has no end in the drawing."""

    status: ForceStatus
    at: float
    width: float
    words: str
    says_it: str
    goes_on: bool


@dataclass(frozen=True)
class Mark:
    """One act: where it stands, its shape (signature, consent, ending, other) and what it says."""

    at: float
    shape: str
    words: str


@dataclass(frozen=True)
class Row:
    """One party, or the whole: its name, bars and marks, and all of it as a sentence."""

    name: str
    bars: list[Bar]
    marks: list[Mark]
    says: str


@dataclass(frozen=True)
class Drawing:
    """The whole first, then the parties. `today` and `asked` are places; `asked` is None where today is asked for."""

    rows: list[Row]
    ticks: list[Tick]
    today: float
    asked: float | None

    @property
    def whole(self) -> Row:
        """The agreement as a whole."""
        return self.rows[0]

    @property
    def parties(self) -> list[Row]:
        """The parties."""
        return self.rows[1:]


@dataclass(frozen=True)
class Told:
    """The words of a drawing: the names of the whole and of each party, of statuses, what a period and an act say."""

    whole: str
    names: Mapping[str, str]
    statuses: Mapping[ForceStatus, str]
    say: Callable[[Period], str]
    acts: Mapping[str, str]


def drawing_of(
    periods: Sequence[Period], acts: Iterable[Act], told: Told, *, today: dt.date, asked: dt.date
) -> Drawing:
    """The drawing of a determination's periods, and of the acts that count."""
    acts = list(acts)
    bounds = [day for period in periods for day in (period.start, period.end) if day]
    scale = scale_of([*bounds, *(act.on.first for act in acts), asked], today=today)
    rows: dict[str | None, list[Period]] = {}
    for period in periods:
        rows.setdefault(period.party, []).append(period)
    return Drawing(
        rows=[_row(key, own, acts, told, scale) for key, own in rows.items()],
        ticks=scale.ticks,
        today=scale.place(today),
        asked=None if asked == today else scale.place(asked),
    )


def _row(key: str | None, periods: list[Period], acts: list[Act], told: Told, scale: Scale) -> Row:
    bars = [_bar(period, told, scale) for period in periods]
    marks = _grouped(
        [
            Mark(scale.place(act.on.first), _shape(act.kind), told.acts[act.key])
            for act in acts
            if act.party == key and scale.holds(act.on.first)
        ]
    )
    says = "; ".join(told.say(period) for period in periods)
    return Row(told.names.get(key, "") if key else told.whole, [bar for bar in bars if bar.width > 0], marks, says)


def _grouped(marks: list[Mark]) -> list[Mark]:
    """Of many marks, those of one shape that would lie on each other are one, which says what all of them say."""
    if len(marks) <= _MANY_MARKS:
        return marks
    places: dict[tuple[str, int], list[Mark]] = {}
    for mark in marks:
        places.setdefault((mark.shape, round(mark.at)), []).append(mark)
    return [Mark(group[0].at, shape, "; ".join(each.words for each in group)) for (shape, _at), group in places.items()]


def _bar(period: Period, told: Told, scale: Scale) -> Bar:
    at = scale.place(period.start) if period.start else 0.0
    end = scale.place(period.end) if period.end else 100.0
    width = round(end - at, 3)
    room = "always" if width >= _ROOM_ANYWHERE else "wide" if width >= _ROOM_ON_WIDE else ""
    goes_on = period.end is None or not scale.holds(period.end)
    return Bar(period.status, at, width, told.statuses[period.status], room, goes_on)


def _shape(kind: ActKind) -> str:
    if kind in SIGNATURES:
        return "signature"
    if kind in _CONSENTS:
        return "consent"
    return "ending" if kind in _ENDINGS else "other"
