"""What must hold of every instrument, whatever its acts and clauses: searched for counterexamples."""

from __future__ import annotations

import datetime as dt
import random
import string
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import NO_TIME, Length, Span, before, cycle_end, exactly
from agreements.law.clauses import (
    INSTRUMENTS,
    Denunciation,
    DenunciationMode,
    Duration,
    DurationMode,
    EntryIntoForce,
    EntryMode,
    Notice,
    ProvisionalApplication,
    ProvisionalStart,
    Quota,
    Renewal,
    RenewalMode,
)
from agreements.law.engine import determine
from agreements.law.instrument import Act, Instrument, Party, Supersession
from agreements.law.ledger import ON_RECEIPT, effect_of, received
from agreements.law.results import Line
from agreements.law.retroactive import RETROACTIVE, WHENEVER
from agreements.law.sentences import SENTENCES
from agreements.law.statuses import BINDS, ENDED, ForceStatus
from core.dates import PartialDate, Precision
from tests.agreements.law.making import clause

NAMES = ["A", "B", "C", "D"]
days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))
lengths = st.builds(Length, years=st.integers(0, 3), months=st.integers(0, 14), days=st.integers(0, 100))
some_time = lengths.filter(bool)
partial = st.builds(PartialDate, days, st.sampled_from([Precision.DAY] * 4 + [Precision.MONTH, Precision.YEAR]))


@st.composite
def acts(draw, key="x"):
    """One act; receipt is never before dispatch."""
    on = draw(partial)
    received = draw(st.none() | st.integers(0, 90).map(lambda n: on.last + dt.timedelta(days=n)))
    return Act(
        key,
        draw(st.sampled_from(list(ActKind))),
        on,
        draw(st.sampled_from([None, *NAMES])),
        draw(st.none() | days),
        received,
    )


entry_clauses = st.builds(
    EntryIntoForce,
    mode=st.sampled_from([EntryMode.ON_SIGNATURE, EntryMode.ON_EXCHANGE, EntryMode.ON_LAST_NOTIFICATION]),
    delay=lengths,
    first_of_month=st.booleans(),
) | st.builds(
    EntryIntoForce,
    mode=st.just(EntryMode.ON_CONSENTS),
    consents=st.integers(1, 4),
    quotas=st.just(()) | st.just((Quota("member", 1),)),
    excluded_classes=st.just(()) | st.just(("regional_organisation",)),
    counted_acts=st.just(()) | st.just((ActKind.SIGNATURE, *INSTRUMENTS)),
    further_condition=st.sampled_from([None, None, "A share of emissions"]),
    further_condition_met_on=days,
    delay=lengths,
    first_of_month=st.booleans(),
    later_after_entry=st.booleans(),
    later_delay=st.none() | lengths,
    later_first_of_month=st.booleans(),
    not_before_date=st.none() | days,
) | st.builds(
    EntryIntoForce, mode=st.just(EntryMode.ON_FIXED_DATE), fixed_date=days, consents=st.none() | st.integers(1, 3)
)  # fmt: skip
other_clauses = st.one_of(
    st.builds(Duration, st.just(DurationMode.UNTIL), until=days),
    st.builds(Duration, st.just(DurationMode.PERIOD), length=some_time),
    st.builds(Renewal, st.just(RenewalMode.TACIT), some_time, st.none() | st.integers(1, 5)),
    st.builds(Renewal, st.just(RenewalMode.EXPRESS), some_time),
    st.builds(Notice, lengths),
    st.builds(Notice, lengths, st.just(Length(years=7))),
    st.builds(Denunciation, st.just(DenunciationMode.ALLOWED), lengths, st.booleans(), st.booleans()),
    st.builds(
        Denunciation,
        st.just(DenunciationMode.ALLOWED),
        lengths,
        not_before=some_time,
        not_before_by_party=st.booleans(),
    ),
    st.builds(ProvisionalApplication, st.sampled_from(list(ProvisionalStart)), days),
)


@st.composite
def instruments(draw):
    """Two to four parties, some acts, some clauses: one version of each kind, perhaps amended once."""
    count = draw(st.integers(2, 4))
    classes = st.sampled_from([frozenset(), frozenset({"member"}), frozenset({"regional_organisation"})])
    parties = tuple(Party(name, draw(classes), is_negotiating=draw(st.booleans())) for name in NAMES[:count])
    ledger = draw(st.lists(acts(), max_size=9))
    ledger = [
        Act(f"{number}", each.kind, each.on, each.party, each.effective_on, each.received_on)
        for number, each in enumerate(ledger)
        if each.party in (None, *NAMES[:count])
    ]
    terms = [*draw(st.lists(entry_clauses, max_size=1)), *draw(st.lists(other_clauses, max_size=4))]
    clauses = {clause(each).kind: clause(each) for each in terms}
    amended = [clause(each, since=draw(days).isoformat()) for each in draw(st.lists(other_clauses, max_size=1))]
    superseding = st.builds(Supersession, st.just("later"), st.just({"A": exactly(draw(days)), "B": None}))
    return Instrument(
        draw(st.sampled_from(list(Nature))),
        parties,
        tuple(ledger),
        (*clauses.values(), *amended),
        supersessions=tuple(draw(st.lists(superseding, max_size=1))),
    )


@given(instruments())
def test_periods_have_no_gap_and_no_overlap(instrument):
    found = determine(instrument)
    for party in (None, *(each.key for each in instrument.parties)):
        periods = found.of(party)
        assert periods[0].start is None and periods[-1].end is None
        for one, following in pairwise(periods):
            assert one.end == following.start
            assert one.status is not following.status
        for one in periods:
            assert one.start is None or one.end is None or one.start < one.end


@given(instruments(), acts(key="new"))
def test_an_act_changes_nothing_before_its_effects_begin(instrument, act):
    fixed = any(getattr(each.terms, "fixed_date", None) for each in instrument.clauses)
    stated = any(each.kind is ActKind.ENTRY_INTO_FORCE for each in instrument.acts)
    assume(act.kind not in RETROACTIVE or (act.kind not in WHENEVER and not fixed and not stated))
    assume(act.party is None or act.party in [party.key for party in instrument.parties])
    # A party is under notice from receipt on, whenever the notice takes effect.
    begins = min(filter(None, (effect_of(act).first, received(act).first if act.kind in ON_RECEIPT else None)))
    earlier = determine(instrument)
    after = determine(
        Instrument(
            instrument.nature,
            instrument.parties,
            (*instrument.acts, act),
            instrument.clauses,
            supersessions=instrument.supersessions,
        )
    )
    for party in (None, *(each.key for each in instrument.parties)):
        for period in earlier.of(party):
            for day in (period.start, period.end and period.end - dt.timedelta(days=1)):
                if day and day < begins:
                    assert after.on(day, party).status is period.status, (day, party)
        last = begins - dt.timedelta(days=1)
        assert after.on(last, party).status is earlier.on(last, party).status, (last, party)


@given(instruments(), st.randoms(use_true_random=False))
def test_the_answer_depends_on_nothing_but_the_instrument(instrument, shuffle: random.Random):
    horizon = (dt.date(2000, 1, 1), dt.date(2035, 1, 1))
    ledger, clauses = list(instrument.acts), list(instrument.clauses)
    shuffle.shuffle(ledger)
    shuffle.shuffle(clauses)
    again = Instrument(
        instrument.nature, instrument.parties, tuple(ledger), instrument.clauses, supersessions=instrument.supersessions
    )
    assert determine(instrument, horizon=horizon) == determine(instrument, horizon=horizon)
    assert determine(again).periods == determine(instrument).periods


@given(instruments())
def test_the_whole_binds_only_while_two_parties_may_be_bound(instrument):
    found = determine(instrument)
    stated = any(act.kind is ActKind.ENTRY_INTO_FORCE for act in instrument.acts)
    for period in found.of(None):
        day = period.start or dt.date.min
        statuses = [found.on(day, party.key).status for party in instrument.parties]
        if period.status in BINDS and not stated:
            assert sum(status in BINDS for status in statuses) >= 2
        if period.status in ENDED:
            assert not any(status in BINDS for status in statuses)


@given(instruments())
def test_every_line_has_its_sentence_and_fills_its_places(instrument):
    found = determine(instrument, horizon=(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
    lines = [
        *(line for period in found.periods for line in period.working),
        *(line for deadline in found.deadlines for line in deadline.working),
        *found.missing,
        *found.findings,
    ]
    for line in lines:
        _fills(line)
    assert all(period.working for period in found.periods)


def _fills(line: Line) -> None:
    SENTENCES[line.code] % {name: str(place) for name, place in line.places.items()}
    for place in line.places.values():
        if isinstance(place, Line):
            _fills(place)


@given(days, some_time, some_time, st.integers(0, 60))
def test_every_cycle_ends_where_it_does_counted_from_the_anchor_at_once(anchor, first, renewal, number):
    end = cycle_end(anchor, first=first, renewal=renewal, number=number)
    months = first.years * 12 + first.months + number * (renewal.years * 12 + renewal.months)
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    by_hand = dt.date(year, month + 1, min(anchor.day, last)) + dt.timedelta(days=first.days + number * renewal.days)
    assert end == by_hand
    assert number == 0 or end > cycle_end(anchor, first=first, renewal=renewal, number=number - 1)


@given(days, some_time, lengths)
def test_notice_on_the_last_day_is_in_time_and_a_day_later_is_not(signed, renewal, length):
    terms = [
        EntryIntoForce(EntryMode.ON_SIGNATURE),
        Duration(DurationMode.PERIOD, length=Length(years=4)),
        Renewal(RenewalMode.TACIT, renewal),
        Notice(length),
    ]
    last = cycle_end(signed, first=Length(years=4), renewal=NO_TIME, number=0) - dt.timedelta(days=1)
    assume(length != NO_TIME)
    closes = before(last, length)
    assume(closes > signed)

    def end(received: dt.date) -> dt.date | None:
        notice = Act("n", ActKind.NOTICE_OF_NON_RENEWAL, PartialDate(received), "A", received_on=received)
        both = [Act(name, ActKind.SIGNATURE, PartialDate(signed), name) for name in "AB"]
        made = Instrument(
            Nature.TREATY, (Party("A"), Party("B")), (*both, notice), tuple(clause(each) for each in terms)
        )
        return determine(made).of(None)[-1].start

    assert end(closes) == last + dt.timedelta(days=1)
    later = end(closes + dt.timedelta(days=1))
    assert later and later > last + dt.timedelta(days=1)


@given(partial)
def test_a_date_known_to_the_month_or_year_is_undetermined_for_just_that_long(when):
    acts_ = (Act("a", ActKind.SIGNATURE, when, None),)
    made = Instrument(Nature.TREATY, (Party("A"), Party("B")), acts_, (clause(EntryIntoForce(EntryMode.ON_SIGNATURE)),))
    found = determine(made)
    assert found.entry.when == Span(when.first, when.last)
    unclear = [each for each in found.of(None) if each.status is ForceStatus.UNDETERMINED]
    if when.precision is Precision.DAY:
        assert not unclear
    else:
        assert [(each.start, each.end) for each in unclear] == [(when.first, when.last + dt.timedelta(days=1))]


def test_the_list_of_acts_that_reach_back_names_a_source_for_each():
    assert all(source.strip(string.whitespace) for source in RETROACTIVE.values())
    assert set(RETROACTIVE) >= WHENEVER
