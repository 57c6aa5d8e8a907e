"""Which fields of a clause go together. Pure: terms in, the faults out, each with the field that is at fault.

Rules across the clauses of one agreement are in `clause_sets.py`, those of recurrence rules in `recurrence_rules.py`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from calendar import monthrange
from collections.abc import Iterator

from agreements.act_kinds import ActKind
from agreements.law.calendar import Length, before
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
    Renewal,
    RenewalMode,
    Reporting,
    Terms,
)
from agreements.law.recurrence_rules import fault_in_rule
from core.refusals import Refusal
from core.sentences import gettext_noop

FIRST_YEAR = 1600
LONGEST_YEARS = 999
MOST = 1000
LONGEST_TITLE = 200
# Entry into force on one of these counts consents.
COUNTING = frozenset({EntryMode.ON_CONSENTS, EntryMode.ON_ALL_CONSENTS})
# What may be counted as a consent (VCLT 11 to 16). A succession takes another's place and adds nothing to a number.
COUNTABLE = (
    *INSTRUMENTS,
    ActKind.EXCHANGE_OF_INSTRUMENTS,
    ActKind.NOTIFICATION_OF_COMPLETION,
    ActKind.SIGNATURE,
    ActKind.SIGNATURE_AD_REFERENDUM,
    ActKind.CONFIRMATION_OF_SIGNATURE,
)
# What the consents must fulfil besides.
_FURTHER = ("further_condition", "further_condition_met_on")
_CLASS = re.compile(r"[-a-zA-Z0-9_]{1,60}", re.ASCII)
_REFERENCE = re.compile(r"[^\x00-\x1f]{1,60}")
# The ends of the months of a leap year and the year before: lengths in different units are compared from each of them.
_MONTH_ENDS = tuple(dt.date(year, month, monthrange(year, month)[1]) for year in (2023, 2024) for month in range(1, 13))


@dataclasses.dataclass(frozen=True)
class Fault:
    """What is wrong with a field of a clause; a path such as `quotas.0.at_least`."""

    field: str
    refusal: Refusal


def faults_in(terms: Terms) -> list[Fault]:
    """Everything that cannot hold about a clause by itself."""
    return [*_faults_in_values(terms), *_faults_in_combination(terms)]


def _fault(field: str, code: str, sentence: str, **places: object) -> Fault:
    return Fault(field, Refusal(code, sentence, {name: str(place) for name, place in places.items()}))


def _unwanted(terms: Terms, *fields: str) -> Iterator[Fault]:
    """A fault for each of the fields that says something."""
    defaults = {each.name: each.default for each in dataclasses.fields(terms)}
    for name in fields:
        if getattr(terms, name) != defaults[name]:
            yield _fault(name, "does_not_apply", gettext_noop("This does not go with what was chosen. Leave it out."))


def _missing(terms: Terms, *fields: str) -> Iterator[Fault]:
    for name in fields:
        if getattr(terms, name) is None:
            yield _fault(name, "needed", gettext_noop("What was chosen needs this."))


# Values by themselves


def _faults_in_values(terms: Terms) -> Iterator[Fault]:
    for each in dataclasses.fields(terms):
        value = getattr(terms, each.name)
        if isinstance(value, Length):
            yield from _of_length(each.name, value, may_be_empty=value == each.default)
        elif isinstance(value, dt.date):
            yield from _of_day(each.name, value)


def _of_length(field: str, length: Length, *, may_be_empty: bool) -> Iterator[Fault]:
    units = (length.years, length.months, length.weeks, length.days)
    if any(number < 0 for number in units):
        yield _fault(field, "negative_length", gettext_noop("A length of time is never negative."))
    elif not length and not may_be_empty:
        yield _fault(field, "empty_length", gettext_noop("Say how long."))
    elif length.years + length.months / 12 + length.weeks / 52 + length.days / 365 > LONGEST_YEARS:
        sentence = gettext_noop("This is longer than %(years)s years.")
        yield _fault(field, "too_long", sentence, years=LONGEST_YEARS)


def _of_day(field: str, day: dt.date) -> Iterator[Fault]:
    if day.year < FIRST_YEAR:
        sentence = gettext_noop("Give a day from the year %(year)s on.")
        yield _fault(field, "too_early", sentence, year=FIRST_YEAR)


def _of_number(field: str, number: int | None) -> Iterator[Fault]:
    if number is not None and not 1 <= number <= MOST:
        yield _fault(field, "out_of_bounds", gettext_noop("Give a number from 1 to %(most)s."), most=MOST)


# What goes together


@functools.singledispatch
def _faults_in_combination(terms: Terms) -> Iterator[Fault]:
    raise TypeError(type(terms))


@_faults_in_combination.register
def _of_entry(terms: EntryIntoForce) -> Iterator[Fault]:
    yield from _of_number("consents", terms.consents)
    yield from _of_mode(terms)
    yield from _of_classes(terms)
    yield from _of_further_condition(terms)
    for place, act in enumerate(terms.counted_acts):
        if act not in COUNTABLE:
            sentence = gettext_noop("Only acts that express consent to be bound are counted.")
            yield _fault(f"counted_acts.{place}", "no_act_of_consent", sentence)
    yield from _repeated("counted_acts", terms.counted_acts)
    if terms.not_before_agreement is not None and not _REFERENCE.fullmatch(terms.not_before_agreement):
        yield _fault("not_before_agreement", "no_reference", gettext_noop("Give the reference of an agreement."))


def _of_mode(terms: EntryIntoForce) -> Iterator[Fault]:
    """A fixed day may await consents too; a delay then counts from them, where they come later."""
    if terms.mode is EntryMode.ON_FIXED_DATE:
        yield from _missing(terms, "fixed_date")
        if terms.consents is None and not terms.quotas:
            yield from _unwanted(terms, "delay", "first_of_month", *_FURTHER)
        return
    yield from _unwanted(terms, "fixed_date")
    if terms.mode is EntryMode.ON_CONSENTS:
        yield from _missing(terms, "consents")
    else:
        yield from _unwanted(terms, "consents")
    if terms.mode not in COUNTING:
        yield from _unwanted(terms, "quotas", "excluded_classes", "counted_acts", *_FURTHER)


def _of_further_condition(terms: EntryIntoForce) -> Iterator[Fault]:
    condition = terms.further_condition
    if condition is None:
        if terms.further_condition_met_on is not None:
            yield from _missing(terms, "further_condition")
    elif not condition.strip(" .") or len(condition) > LONGEST_TITLE or not condition.isprintable():
        sentence = gettext_noop("Say what the condition is, in at most %(longest)s characters on one line.")
        yield _fault("further_condition", "no_condition", sentence, longest=LONGEST_TITLE)


def _of_classes(terms: EntryIntoForce) -> Iterator[Fault]:
    for place, quota in enumerate(terms.quotas):
        yield from _of_class(f"quotas.{place}.of_class", quota.of_class)
        yield from _of_number(f"quotas.{place}.at_least", quota.at_least)
        if terms.consents is not None and quota.at_least > terms.consents:
            sentence = gettext_noop("No more than the %(consents)s consents that are needed can be of one class.")
            yield _fault(f"quotas.{place}.at_least", "above_consents", sentence, consents=terms.consents)
        if quota.of_class in terms.excluded_classes:
            sentence = gettext_noop("Consents of this class are not counted, so none of them can be asked for.")
            yield _fault(f"quotas.{place}.of_class", "class_is_excluded", sentence)
    for place, name in enumerate(terms.excluded_classes):
        yield from _of_class(f"excluded_classes.{place}", name)
    yield from _repeated("quotas", tuple(quota.of_class for quota in terms.quotas))
    yield from _repeated("excluded_classes", terms.excluded_classes)


def _of_class(field: str, name: str) -> Iterator[Fault]:
    if not _CLASS.fullmatch(name):
        sentence = gettext_noop("Name a class with letters, digits, “-” and “_” only, such as regional_organisation.")
        yield _fault(field, "no_class", sentence)


def _repeated(field: str, values: tuple[str, ...]) -> Iterator[Fault]:
    if len(set(values)) < len(values):
        yield _fault(field, "repeated", gettext_noop("Name each only once."))


@_faults_in_combination.register
def _of_provisional(terms: ProvisionalApplication) -> Iterator[Fault]:
    on_day = terms.start is ProvisionalStart.FIXED_DATE
    yield from (_missing if on_day else _unwanted)(terms, "fixed_date")


@_faults_in_combination.register
def _of_duration(terms: Duration) -> Iterator[Fault]:
    yield from (_missing if terms.mode is DurationMode.UNTIL else _unwanted)(terms, "until")
    yield from (_missing if terms.mode is DurationMode.PERIOD else _unwanted)(terms, "length")


@_faults_in_combination.register
def _of_renewal(terms: Renewal) -> Iterator[Fault]:
    if terms.mode is RenewalMode.NONE:
        yield from _unwanted(terms, "length", "at_most")
    else:
        yield from _of_number("at_most", terms.at_most)


@_faults_in_combination.register
def _of_notice(terms: Notice) -> Iterator[Fault]:
    lengths_hold = not list(_faults_in_values(terms))
    if terms.opens is not None and lengths_hold and not _is_longer(terms.opens, terms.length):
        sentence = gettext_noop("The window for notice must open before it closes: give a longer time here.")
        yield _fault("opens", "opens_too_late", sentence)


def _is_longer(one: Length, other: Length) -> bool:
    return all(before(day, one) < before(day, other) for day in _MONTH_ENDS)


@_faults_in_combination.register
def _of_denunciation(terms: Denunciation) -> Iterator[Fault]:
    if terms.mode is DenunciationMode.NOT_ALLOWED:
        fields = ("notice", "first_of_month", "at_end_of_term", "not_before", "not_before_by_party")
        yield from _unwanted(terms, *fields)
        return
    if terms.at_end_of_term:
        yield from _unwanted(terms, "first_of_month")
    if terms.not_before is None:
        yield from _unwanted(terms, "not_before_by_party")


@_faults_in_combination.register
def _of_reporting(terms: Reporting) -> Iterator[Fault]:
    if not terms.title.strip() or len(terms.title) > LONGEST_TITLE or "\x00" in terms.title:
        sentence = gettext_noop("Name the duty, in at most %(longest)s characters.")
        yield _fault("title", "no_title", sentence, longest=LONGEST_TITLE)
    if refusal := fault_in_rule(terms.rule):
        yield Fault("rule", refusal)
    yield from _repeated("parties", terms.parties)
