"""The force of an agreement as its page shows it: status, why, what is missing, deadlines, and all of it over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from agreements.kinds import Nature
from agreements.law.calendar import DAY
from agreements.law.engine import determine
from agreements.law.instrument import Instrument
from agreements.law.results import DEADLINE_LABELS, Deadline, Determination, Label, Line, Period
from agreements.law.statuses import BINDS, EFFECT_LABELS, FORCE_LABELS, OPERATES, ForceStatus
from agreements.models import Act, Agreement
from agreements.web.force_drawing import SHAPE_LABELS, Drawing, Told, drawing_of
from agreements.web.moments import Moment
from agreements.web.sides import FEW_PARTIES
from agreements.web.timeline import name_of
from agreements.wording import Names, say_line
from core.sentences import gettext_noop
from core.web.words import day as in_words
from institutions.names_then import NameThen

# How far ahead deadlines are shown: two years, as the law counts days.
DEADLINES_AHEAD = dt.timedelta(days=731)
# So many lines of one list are shown, and so many acts of one line; of more it is said how many.
MOST_LINES, MOST_ACTS = 12, 5
_ANOTHER = gettext_noop("another agreement")


@dataclass(frozen=True)
class LineShown:
    """A line of working as a sentence, the acts it rests on and the legal source."""

    sentence: str
    acts: list[Act]
    source: str
    more_acts: int = 0


@dataclass(frozen=True)
class PeriodShown:
    """A period in words: whose, from when to which last day (None: since ever, without a known end), and why."""

    name: str
    status: ForceStatus
    start: dt.date | None
    last: dt.date | None
    working: list[LineShown]
    is_asked: bool


@dataclass(frozen=True)
class DeadlineShown:
    """A date to act by, whom it concerns ("" for all), and its working."""

    label: str
    on: dt.date
    concerns: str
    working: list[LineShown]


@dataclass(frozen=True)
class ForceShown:
    """Everything the page says of force. `party_words` is what the parties shown were searched by.

    Of many parties only those searched for are drawn, unless all are asked for (`shows_all`). `is_told`: what is
    recorded tells whether it binds. `why`, `missing` and `findings` hold the first few, and how many more there are.

    `why`: what the status on the day rests on, from entry into force on where it binds.
    """

    now: PeriodShown
    why: list[LineShown]
    more_why: int
    is_told: bool
    binds: bool
    operates: bool
    is_law: bool
    missing: list[LineShown]
    more_missing: int
    findings: list[LineShown]
    more_findings: int
    deadlines: list[DeadlineShown]
    periods: list[PeriodShown]
    drawing: Drawing
    statuses: list[tuple[ForceStatus, int]]
    party_count: int
    party_words: str
    shows_all: bool

    @property
    def has_many_parties(self) -> bool:
        """Whether the parties are folded away and can be searched."""
        return self.party_count > FEW_PARTIES

    @property
    def draws_parties(self) -> bool:
        """Whether bars of parties are drawn."""
        return bool(self.drawing.parties)

    @property
    def kinds(self) -> list[ForceStatus]:
        """The statuses that occur, for the legend."""
        seen = {bar.status for row in self.drawing.rows for bar in row.bars}
        return [status for status in ForceStatus if status in seen]

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """The shapes of acts that occur, and what each stands for."""
        seen = {mark.shape for row in self.drawing.rows for mark in row.marks}
        return [(shape, _(words)) for shape, words in SHAPE_LABELS.items() if shape in seen]


def force_shown(
    agreement: Agreement,
    instrument: Instrument,
    moment: Moment,
    viewer: User,
    *,
    party_names: Mapping[int, NameThen],
    party_words: str = "",
    shows_all: bool = False,
) -> ForceShown:
    """The force of an agreement of `agreement_page`, on the day asked for.

    `instrument` holds what the register knows, or knew at the moment asked for.
    """
    found = determine(instrument, horizon=(moment.on, _ahead(moment.on)))
    return _Reading(agreement, instrument, moment, found, viewer, party_names, party_words, shows_all).shown()


class _Reading:
    """One determination, being put into words."""

    def __init__(
        self,
        agreement: Agreement,
        instrument: Instrument,
        moment: Moment,
        found: Determination,
        viewer: User,
        party_names: Mapping[int, NameThen],
        party_words: str,
        shows_all: bool,
    ) -> None:
        self.agreement, self.moment, self.found, self.party_words = agreement, moment, found, party_words
        self.party_names, self.shows_all = party_names, shows_all
        self.counted = instrument.acts
        self.seen = _seen_references(found, viewer)
        self.names: Names = {str(party.uid): party_names[party.pk].name for party in agreement.parties.all()}
        self.acts: Mapping[str, Act] = {str(act.uid): act for act in agreement.acts.all()}
        labels = EFFECT_LABELS if agreement.nature == Nature.NON_BINDING else FORCE_LABELS
        self.statuses = {status: _(label) for status, label in labels.items()}

    def shown(self) -> ForceShown:
        now = self.found.on(self.moment.on)
        keys = [key for key in dict.fromkeys(period.party for period in self.found.periods) if key]
        then = Counter(self.found.on(self.moment.on, key).status for key in keys)
        self.shows_parties = self.shows_all or bool(self.party_words) or len(keys) <= FEW_PARTIES
        shown = [period for period in self.found.periods if self._is_wanted(period)]
        missing = self.found.missing
        why = [line for line in self._why(now) if line not in missing]
        return ForceShown(
            now=self._period(now),
            why=self._lines(why[:MOST_LINES]),
            more_why=max(len(why) - MOST_LINES, 0),
            is_told=now.status is not ForceStatus.UNDETERMINED,
            binds=now.status in BINDS,
            operates=now.status in OPERATES,
            is_law=self.agreement.nature != Nature.NON_BINDING,
            missing=self._lines(missing[:MOST_LINES]),
            more_missing=max(len(missing) - MOST_LINES, 0),
            findings=self._lines(self.found.findings[:MOST_LINES]),
            more_findings=max(len(self.found.findings) - MOST_LINES, 0),
            deadlines=[self._deadline(each) for each in self.found.deadlines],
            periods=[self._period(period) for period in shown],
            drawing=self._drawing(shown),
            statuses=[(status, then[status]) for status in ForceStatus if then[status]],
            party_count=len(keys),
            party_words=self.party_words,
            shows_all=self.shows_all,
        )

    def _why(self, now: Period) -> list[Line]:
        if now.status not in BINDS:
            return list(now.working)
        return [*(line for line in self.found.entry.working if line not in now.working), *now.working]

    def _is_wanted(self, period: Period) -> bool:
        if period.party is not None and not self.shows_parties:
            return False
        words = self.party_words.casefold().split()
        name = self.names.get(period.party or "", "").casefold()
        return period.party is None or all(word in name for word in words)

    def _drawing(self, periods: list[Period]) -> Drawing:
        told = Told(
            whole=_("The agreement as a whole"),
            names=self.names,
            statuses=self.statuses,
            say=self._said,
            acts={key: f"{name_of(act, self.party_names)}, {in_words(act.when)}" for key, act in self.acts.items()},
        )
        return drawing_of(periods, self.counted, told, today=self.moment.today, asked=self.moment.on)

    def _said(self, period: Period) -> str:
        places = {
            "status": self.statuses[period.status],
            "from": in_words(period.start) if period.start else "",
            "until": in_words(period.end - DAY) if period.end else "",
        }
        if period.start and period.end:
            return _("%(status)s from %(from)s to %(until)s") % places
        if period.start:
            return _("%(status)s from %(from)s") % places
        return _("%(status)s until %(until)s") % places if period.end else places["status"]

    def _period(self, period: Period) -> PeriodShown:
        name = self.names.get(period.party, "") if period.party else _("The agreement as a whole")
        return PeriodShown(
            name=name,
            status=period.status,
            start=period.start,
            last=period.end - DAY if period.end else None,
            working=self._lines(period.working),
            is_asked=_holds(period, self.moment.on),
        )

    def _deadline(self, deadline: Deadline) -> DeadlineShown:
        return DeadlineShown(
            label=_(DEADLINE_LABELS[deadline.kind]),
            on=deadline.on,
            concerns=self.names.get(deadline.party, "") if deadline.party else "",
            working=self._lines(deadline.working),
        )

    def _lines(self, lines: Iterable[Line]) -> list[LineShown]:
        return [self._line(line) for line in lines]

    def _line(self, line: Line) -> LineShown:
        """An agreement the reader may not see is not named."""
        hidden = line.places.get("reference") not in {None, *self.seen}
        said = replace(line, places={**line.places, "reference": Label(_ANOTHER)}) if hidden else line
        acts = [self.acts[key] for key in line.acts if key in self.acts]
        more = max(len(acts) - MOST_ACTS, 0)
        return LineShown(say_line(said, self.names), acts[:MOST_ACTS], line.source, more)


def _seen_references(found: Determination, viewer: User) -> set[str]:
    """The other agreements the working names, as far as the reader may see them."""
    workings = (
        found.missing, found.findings, found.entry.working,
        *(period.working for period in found.periods), *(deadline.working for deadline in found.deadlines),
    )  # fmt: skip
    named = {line.places["reference"] for working in workings for line in working if "reference" in line.places}
    if not named:
        return set()
    rows = Agreement.objects.visible_to(viewer).filter(reference__in=named).order_by()
    return set(rows.values_list("reference", flat=True))


def _holds(period: Period, day: dt.date) -> bool:
    return (period.start is None or period.start <= day) and (period.end is None or day < period.end)


def _ahead(day: dt.date) -> dt.date:
    return dt.date.max if dt.date.max - day < DEADLINES_AHEAD else day + DEADLINES_AHEAD
