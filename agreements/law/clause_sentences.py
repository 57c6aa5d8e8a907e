"""What each clause says, as whole sentences with places. Pure: `agreements.clause_reading` fills them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agreements.act_kinds import ActKind
from agreements.law.calendar import Length
from agreements.law.clause_rules import COUNTING
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
from agreements.law.recurrence_rules import parts_of
from agreements.law.results import Label, PartyName
from core.sentences import gettext_noop


@dataclass(frozen=True)
class AnyOf:
    """A place that several fill: "ratification, acceptance or approval"."""

    items: tuple[Label | PartyName, ...]


@dataclass(frozen=True)
class AllOf:
    """A place that several fill together: "Ministry and Police"."""

    items: tuple[Label | PartyName, ...]


@dataclass(frozen=True)
class AgreementName:
    """A place that the reference of another agreement fills, for those who may see it."""

    reference: str


@dataclass(frozen=True)
class DayOfYear:
    """A day of each year."""

    month: int
    day: int


@dataclass(frozen=True)
class Said:
    """A sentence, or a part of one that stands by itself, with what fills its places."""

    text: str
    places: Mapping[str, Filling] = field(default_factory=dict)


Filling = str | int | dt.date | Length | Label | PartyName | AnyOf | AllOf | AgreementName | DayOfYear | Said

ACT_NOUNS = {
    ActKind.RATIFICATION: gettext_noop("ratification"),
    ActKind.ACCEPTANCE: gettext_noop("acceptance"),
    ActKind.APPROVAL: gettext_noop("approval"),
    ActKind.ACCESSION: gettext_noop("accession"),
    ActKind.FORMAL_CONFIRMATION: gettext_noop("formal confirmation"),
    ActKind.EXCHANGE_OF_INSTRUMENTS: gettext_noop("exchange of instruments"),
    ActKind.NOTIFICATION_OF_COMPLETION: gettext_noop("notification of completion"),
    ActKind.SIGNATURE: gettext_noop("signature"),
    ActKind.SIGNATURE_AD_REFERENDUM: gettext_noop("signature ad referendum"),
    ActKind.CONFIRMATION_OF_SIGNATURE: gettext_noop("confirmation of signature"),
}
CLASS_NOUNS = {"regional_organisation": gettext_noop("regional organisations")}

_EVENTS = {
    EntryMode.ON_SIGNATURE: gettext_noop("the date of signature"),
    EntryMode.ON_LAST_SIGNATURE: gettext_noop("the date of the last signature"),
    EntryMode.ON_EXCHANGE: gettext_noop("the date of the exchange of instruments"),
    EntryMode.ON_LAST_NOTIFICATION: gettext_noop("the date of receipt of the last notification"),
}
_NTH_INSTRUMENT = gettext_noop("the date of deposit of instrument no. %(n)s of %(acts)s")
_NTH_CONSENT = gettext_noop("the date of consent no. %(n)s")
_NTH_CONSENT_BY = gettext_noop("the date of consent no. %(n)s, by %(acts)s")
_NEEDED_CONSENTS = gettext_noop("the date on which the consents needed are there")
_NEEDED_CONSENTS_BY = gettext_noop("the date on which the consents needed are there, by %(acts)s")
_ALL_CONSENTS = gettext_noop("the date on which the last of the negotiating parties consents")
_ALL_CONSENTS_BY = gettext_noop("the date on which the last of the negotiating parties consents, by %(acts)s")
# By whether there is a delay, and whether it moves on to the first day of a month.
_ENTERS = {
    (False, False): gettext_noop("Enters into force on %(event)s."),
    (True, False): gettext_noop("Enters into force %(delay)s after %(event)s."),
    (False, True): gettext_noop("Enters into force on the first day of the month following %(event)s."),
    (True, True): gettext_noop(
        "Enters into force on the first day of the month following the end of %(delay)s after %(event)s."
    ),
}
_ENTERS_ON = gettext_noop("Enters into force on %(on)s.")
# The same, if the consents awaited come after a fixed day.
_ENTERS_ON_OR_LATER = {
    (False, False): gettext_noop("Enters into force on %(on)s, or on %(event)s if that is later."),
    (True, False): gettext_noop("Enters into force on %(on)s, or %(delay)s after %(event)s if that is later."),
    (False, True): gettext_noop(
        "Enters into force on %(on)s; if %(event)s is later, on the first day of the month following it."
    ),
    (True, True): gettext_noop(
        "Enters into force on %(on)s; if %(event)s is later, on the first day of the month following the end of "
        "%(delay)s after it."
    ),
}
_AWAITS_ALL = gettext_noop("All negotiating parties must have consented.")
_AWAITS_ALL_BY = gettext_noop("All negotiating parties must have consented, by %(acts)s.")
_NOT_COUNTED = gettext_noop("Consents of these are not counted: %(classes)s.")
_QUOTA = gettext_noop("Needed among them, at least, of the class “%(of_class)s”: %(at_least)s.")
_FURTHER_CONDITION = gettext_noop("A further condition must be met as well: %(condition)s.")
_FURTHER_CONDITION_MET = gettext_noop("A further condition must be met as well: %(condition)s (met on %(on)s).")
_NOT_BEFORE_DAY = gettext_noop("It does not enter into force before %(on)s.")
_NOT_BEFORE_AGREEMENT = gettext_noop("It does not enter into force before %(agreement)s does.")
_LATER = {
    (False, False): gettext_noop(
        "For a party that consents later: the day its consent is established, but not before the agreement itself."
    ),
    (True, False): gettext_noop(
        "For a party that consents later: %(delay)s after its own consent, but not before the agreement itself."
    ),
    (False, True): gettext_noop(
        "For a party that consents later: the first day of the month following its own consent, but not before the "
        "agreement itself."
    ),
    (True, True): gettext_noop(
        "For a party that consents later: the first day of the month following the end of %(delay)s after its own "
        "consent, but not before the agreement itself."
    ),
}
_LATER_AFTER_ENTRY = gettext_noop(
    "Who consents before entry into force is bound from that day; who does so after is later."
)
_PROVISIONAL = {
    ProvisionalStart.OWN_SIGNATURE: gettext_noop(
        "Until it enters into force, each party applies it provisionally from its own signature."
    ),
    ProvisionalStart.LAST_SIGNATURE: gettext_noop(
        "Until it enters into force, it is applied provisionally from the last signature."
    ),
    ProvisionalStart.FIXED_DATE: gettext_noop(
        "Until it enters into force, it is applied provisionally from %(fixed_date)s."
    ),
    ProvisionalStart.ACT: gettext_noop(
        "Until it enters into force, a party applies it provisionally from the day it declares so."
    ),
}
_DURATION = {
    DurationMode.INDEFINITE: gettext_noop("Concluded for an indefinite time."),
    DurationMode.UNTIL: gettext_noop("Concluded until %(until)s, its last day."),
    DurationMode.PERIOD: gettext_noop("Concluded for %(length)s from its entry into force."),
}
# An amended term is counted from the day of the amendment: a new anchor.
_DURATION_AMENDED = gettext_noop("Concluded for %(length)s from %(since)s, when this was agreed.")
_NOT_RENEWED = gettext_noop("It is not renewed: it ends with its term.")
# By mode, and whether a length is stated.
_RENEWED = {
    (RenewalMode.TACIT, False): gettext_noop(
        "At the end of a term it is renewed tacitly, each time for as long as the first term."
    ),
    (RenewalMode.TACIT, True): gettext_noop("At the end of a term it is renewed tacitly, each time for %(length)s."),
    (RenewalMode.EXPRESS, False): gettext_noop(
        "At the end of a term it is renewed only if the parties say so, each time for as long as the first term."
    ),
    (RenewalMode.EXPRESS, True): gettext_noop(
        "At the end of a term it is renewed only if the parties say so, each time for %(length)s."
    ),
}
_AT_MOST = gettext_noop("Number of renewals at most: %(at_most)s.")
_NOTICE = gettext_noop("Notice of non-renewal must be received at least %(length)s before the last day of the term.")
_NOTICE_OPENS = gettext_noop("It cannot be given earlier than %(opens)s before that day.")
_NO_LEAVING = gettext_noop("No party may leave it by notice.")
# By whether there is a time of notice, then how the day is found.
_LEAVING = {
    (False, ""): gettext_noop("A party may leave by notice, which takes effect on receipt."),
    (True, ""): gettext_noop("A party may leave by notice, which takes effect %(notice)s after its receipt."),
    (False, "first_of_month"): gettext_noop(
        "A party may leave by notice, which takes effect on the first day of the month following its receipt."
    ),
    (True, "first_of_month"): gettext_noop(
        "A party may leave by notice, which takes effect on the first day of the month following the end of %(notice)s "
        "after its receipt."
    ),
    (False, "at_end_of_term"): gettext_noop(
        "A party may leave by notice, which takes effect at the end of the running term only."
    ),
    (True, "at_end_of_term"): gettext_noop(
        "A party may leave by notice received at least %(notice)s before the end of the running term; it takes effect "
        "at that end only."
    ),
}
_NO_NOTICE_UNTIL = gettext_noop("No notice may be given until %(not_before)s after entry into force.")
_NO_NOTICE_BY_PARTY = gettext_noop("A party may give no notice until %(not_before)s after it was bound itself.")
_DUE = {
    "YEARLY": gettext_noop("“%(title)s” is due every year."),
    "MONTHLY": gettext_noop("“%(title)s” is due every month."),
    "WEEKLY": gettext_noop("“%(title)s” is due every week."),
    "DAILY": gettext_noop("“%(title)s” is due every day."),
}
_DUE_EACH = gettext_noop("“%(title)s” is due once in every %(interval)s.")
_DUE_ON = gettext_noop("“%(title)s” is due every year on %(day)s.")
_DUE_BY_RULE = gettext_noop("“%(title)s” is due on the days that the recurrence rule %(rule)s gives.")
_COUNTED_FROM_ENTRY = gettext_noop("This is counted from entry into force.")
_COUNTED_FROM = gettext_noop("This is counted from %(starts)s.")
_TIMES = gettext_noop("Number of times: %(count)s.")
_UNTIL = gettext_noop("The last time is not after %(until)s.")
_BOUND = gettext_noop("The duty binds: %(parties)s.")
_BINDS_ALL = gettext_noop("The duty binds all parties.")
_UNITS = {"YEARLY": "years", "MONTHLY": "months", "WEEKLY": "weeks", "DAILY": "days"}


def sentences_of(terms: Terms, *, since: dt.date | None = None) -> list[Said]:
    """What a clause that holds (`clause_rules.faults_in` finds nothing) says, sentence by sentence.

    `since`: the day an amendment applies from; None: the clause is as first agreed.
    """
    if since and isinstance(terms, Duration) and terms.length:
        return [Said(_DURATION_AMENDED, {"length": terms.length, "since": since})]
    return list(_sentences(terms))


@functools.singledispatch
def _sentences(terms: Terms) -> Iterator[Said]:
    raise TypeError(type(terms))


@_sentences.register
def _of_entry(terms: EntryIntoForce) -> Iterator[Said]:
    yield _enters(terms)
    if terms.mode is EntryMode.ON_FIXED_DATE and not _counts(terms):
        yield _by_acts(terms, _AWAITS_ALL, _AWAITS_ALL_BY)
    if terms.excluded_classes:
        yield Said(_NOT_COUNTED, {"classes": AllOf(tuple(map(class_label, terms.excluded_classes)))})
    for quota in terms.quotas:
        yield Said(_QUOTA, {"of_class": class_label(quota.of_class), "at_least": quota.at_least})
    yield from _conditions(terms)
    if terms.mode in COUNTING or _counts(terms) or terms.later_delay or terms.later_first_of_month:
        text = _LATER[bool(terms.later_delay), terms.later_first_of_month]
        yield Said(text, {"delay": terms.later_delay} if terms.later_delay else {})
    if terms.later_after_entry:
        yield Said(_LATER_AFTER_ENTRY)


def _conditions(terms: EntryIntoForce) -> Iterator[Said]:
    if terms.further_condition:
        yield _further(terms.further_condition, terms.further_condition_met_on)
    if terms.not_before_date:
        yield Said(_NOT_BEFORE_DAY, {"on": terms.not_before_date})
    if terms.not_before_agreement:
        yield Said(_NOT_BEFORE_AGREEMENT, {"agreement": AgreementName(terms.not_before_agreement)})


def _further(condition: str, met_on: dt.date | None) -> Said:
    words = condition.strip().rstrip(".")
    if met_on is None:
        return Said(_FURTHER_CONDITION, {"condition": words})
    return Said(_FURTHER_CONDITION_MET, {"condition": words, "on": met_on})


def _counts(terms: EntryIntoForce) -> bool:
    """Whether it awaits so many consents, or so many of a class; otherwise everybody's."""
    return bool(terms.consents or terms.quotas) and terms.mode is not EntryMode.ON_ALL_CONSENTS


def _enters(terms: EntryIntoForce) -> Said:
    delay: dict[str, Filling] = {"delay": terms.delay} if terms.delay else {}
    how = (bool(terms.delay), terms.first_of_month)
    if terms.fixed_date is None:
        return Said(_ENTERS[how], {"event": _event(terms), **delay})
    if not _counts(terms):
        return Said(_ENTERS_ON, {"on": terms.fixed_date})
    return Said(_ENTERS_ON_OR_LATER[how], {"on": terms.fixed_date, "event": _event(terms), **delay})


def _event(terms: EntryIntoForce) -> Said:
    if terms.mode in _EVENTS:
        return Said(_EVENTS[terms.mode])
    if terms.mode is EntryMode.ON_ALL_CONSENTS:
        return _by_acts(terms, _ALL_CONSENTS, _ALL_CONSENTS_BY)
    if terms.consents is None:
        return _by_acts(terms, _NEEDED_CONSENTS, _NEEDED_CONSENTS_BY)
    number: dict[str, Filling] = {"n": terms.consents}
    acts = terms.counted_acts or INSTRUMENTS
    if set(acts) <= set(INSTRUMENTS):
        return Said(_NTH_INSTRUMENT, {**number, "acts": _nouns(acts)})
    return _by_acts(terms, _NTH_CONSENT, _NTH_CONSENT_BY, **number)


def _by_acts(terms: EntryIntoForce, plain: str, by: str, **places: Filling) -> Said:
    acts = terms.counted_acts
    return Said(by, {**places, "acts": _nouns(acts)}) if acts else Said(plain, places)


def _nouns(acts: Iterable[ActKind]) -> AnyOf:
    return AnyOf(tuple(Label(ACT_NOUNS[act]) for act in acts))


def class_label(name: str) -> Label:
    """What a class of parties is called: by its own name where the product knows none for it."""
    return Label(CLASS_NOUNS.get(name, name.replace("_", " ")))


@_sentences.register
def _of_provisional(terms: ProvisionalApplication) -> Iterator[Said]:
    yield Said(_PROVISIONAL[terms.start], {"fixed_date": terms.fixed_date} if terms.fixed_date else {})


@_sentences.register
def _of_duration(terms: Duration) -> Iterator[Said]:
    places: dict[str, Filling] = {"until": terms.until} if terms.until else {}
    yield Said(_DURATION[terms.mode], places | ({"length": terms.length} if terms.length else {}))


@_sentences.register
def _of_renewal(terms: Renewal) -> Iterator[Said]:
    if terms.mode is RenewalMode.NONE:
        yield Said(_NOT_RENEWED)
        return
    yield Said(_RENEWED[terms.mode, bool(terms.length)], {"length": terms.length} if terms.length else {})
    if terms.at_most:
        yield Said(_AT_MOST, {"at_most": terms.at_most})


@_sentences.register
def _of_notice(terms: Notice) -> Iterator[Said]:
    yield Said(_NOTICE, {"length": terms.length})
    if terms.opens:
        yield Said(_NOTICE_OPENS, {"opens": terms.opens})


@_sentences.register
def _of_denunciation(terms: Denunciation) -> Iterator[Said]:
    if terms.mode is DenunciationMode.NOT_ALLOWED:
        yield Said(_NO_LEAVING)
        return
    how = "at_end_of_term" if terms.at_end_of_term else "first_of_month" if terms.first_of_month else ""
    yield Said(_LEAVING[bool(terms.notice), how], {"notice": terms.notice} if terms.notice else {})
    if terms.not_before:
        text = _NO_NOTICE_BY_PARTY if terms.not_before_by_party else _NO_NOTICE_UNTIL
        yield Said(text, {"not_before": terms.not_before})


@_sentences.register
def _of_reporting(terms: Reporting) -> Iterator[Said]:
    parts = parts_of(terms.rule) or {}
    yield _due(terms, parts)
    yield Said(_COUNTED_FROM, {"starts": terms.starts}) if terms.starts else Said(_COUNTED_FROM_ENTRY)
    if "COUNT" in parts:
        yield Said(_TIMES, {"count": int(parts["COUNT"])})
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        yield Said(_UNTIL, {"until": dt.date(int(until[:4]), int(until[4:6]), int(until[6:]))})
    names = AllOf(tuple(PartyName(key) for key in terms.parties))
    yield Said(_BOUND, {"parties": names}) if terms.parties else Said(_BINDS_ALL)


def _due(terms: Reporting, parts: Mapping[str, str]) -> Said:
    pattern = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL", "WKST")}
    interval = int(pattern.pop("INTERVAL", "1"))
    frequency = pattern.pop("FREQ", "")
    title: dict[str, Filling] = {"title": terms.title}
    if not pattern and interval == 1:
        return Said(_DUE[frequency], title)
    if not pattern:
        return Said(_DUE_EACH, {**title, "interval": Length(**{_UNITS[frequency]: interval})})
    if frequency == "YEARLY" and interval == 1 and (day := _day_of_year(pattern)):
        return Said(_DUE_ON, {**title, "day": day})
    return Said(_DUE_BY_RULE, {**title, "rule": terms.rule})


def _day_of_year(pattern: Mapping[str, str]) -> DayOfYear | None:
    month, day = pattern.get("BYMONTH", ""), pattern.get("BYMONTHDAY", "")
    if set(pattern) == {"BYMONTH", "BYMONTHDAY"} and month.isdigit() and day.isdigit():
        return DayOfYear(int(month), int(day))
    return None
