"""Which combinations of a clause's fields hold, and that no other passes."""

import datetime as dt

import pytest
from hypothesis import given

from agreements.act_kinds import ActKind
from agreements.clause_reading import say_terms
from agreements.law.calendar import Length
from agreements.law.clause_rules import faults_in
from agreements.law.clause_sets import faults_across, warnings_across
from agreements.law.clauses import (
    TERMS_OF,
    ClauseKind,
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
    Reporting,
)
from agreements.law.notation import NotWritable, read_terms, write_terms
from tests.agreements.clause_terms import ANY, VALID

DAY = dt.date(2027, 12, 31)
YEAR, MONTHS = Length(years=1), Length(months=6)
NAMES = {"a": "Europol", "b": "SSPC"}


def kind_of(terms):
    return next(kind for kind, cls in TERMS_OF.items() if isinstance(terms, cls))


@given(VALID)
def test_whatever_holds_is_written_and_read_back_the_same_and_has_a_sentence(terms):
    assert faults_in(terms) == []
    assert read_terms(kind_of(terms), write_terms(terms)) == terms
    sentence = say_terms(terms, names=NAMES)
    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_terms_that_differ_say_something_different():
    said = [
        say_terms(EntryIntoForce(mode, consents=4 if mode is EntryMode.ON_CONSENTS else None, delay=delay,
                                 first_of_month=month), names={})
        for mode in EntryMode if mode is not EntryMode.ON_FIXED_DATE
        for delay in (Length(), MONTHS) for month in (False, True)
    ]  # fmt: skip
    # The one signature and the last one are told apart, and so is every delay.
    assert len(set(said)) == len(said) == 24


@given(ANY)
def test_whatever_is_typed_either_holds_and_has_a_sentence_or_names_fields_there_are(terms):
    faults = faults_in(terms)
    fields = {name.split(".")[0] for name in (fault.field for fault in faults)}
    assert fields <= set(vars(terms))
    if not faults:
        assert say_terms(terms, names=NAMES)
        assert read_terms(kind_of(terms), write_terms(terms)) == terms


def entry(mode=EntryMode.ON_SIGNATURE, **values):
    return EntryIntoForce(mode, **values)


CONSENTS, FIXED, ALL = EntryMode.ON_CONSENTS, EntryMode.ON_FIXED_DATE, EntryMode.ON_ALL_CONSENTS
NONE, TACIT = RenewalMode.NONE, RenewalMode.TACIT
STAYS, LEAVES = DenunciationMode.NOT_ALLOWED, DenunciationMode.ALLOWED
WRONG = [
    (entry(CONSENTS), "consents"),
    (entry(CONSENTS, consents=0), "consents"),
    (entry(CONSENTS, consents=1001), "consents"),
    (entry(consents=3), "consents"),
    (entry(ALL, consents=3), "consents"),
    (entry(quotas=(Quota("eu", 1),)), "quotas"),
    (entry(excluded_classes=("eu",)), "excluded_classes"),
    (entry(counted_acts=(ActKind.RATIFICATION,)), "counted_acts"),
    (entry(CONSENTS, consents=3, quotas=(Quota("eu", 0),)), "quotas.0.at_least"),
    (entry(CONSENTS, consents=3, quotas=(Quota("eu", 4),)), "quotas.0.at_least"),
    (entry(CONSENTS, consents=3, quotas=(Quota("e u", 1),)), "quotas.0.of_class"),
    (entry(CONSENTS, consents=3, quotas=(Quota("eu", 1), Quota("eu", 2))), "quotas"),
    (entry(CONSENTS, consents=3, quotas=(Quota("eu", 1),), excluded_classes=("eu",)), "quotas.0.of_class"),
    (entry(CONSENTS, consents=3, excluded_classes=("",)), "excluded_classes.0"),
    (entry(CONSENTS, consents=3, counted_acts=(ActKind.PUBLICATION,)), "counted_acts.0"),
    (entry(CONSENTS, consents=3, counted_acts=(ActKind.SUCCESSION,)), "counted_acts.0"),
    (entry(fixed_date=DAY), "fixed_date"),
    (entry(FIXED), "fixed_date"),
    (entry(FIXED, fixed_date=dt.date(1599, 12, 31)), "fixed_date"),
    (entry(FIXED, fixed_date=DAY, delay=YEAR), "delay"),
    (entry(FIXED, fixed_date=DAY, first_of_month=True), "first_of_month"),
    (entry(delay=Length(months=-1)), "delay"),
    (entry(delay=Length(years=9999)), "delay"),
    (entry(delay=Length(days=10**30)), "delay"),
    (entry(later_delay=Length()), "later_delay"),
    (entry(further_condition="55 %"), "further_condition"),
    (entry(FIXED, fixed_date=DAY, further_condition="55 %"), "further_condition"),
    (entry(CONSENTS, consents=3, further_condition_met_on=DAY), "further_condition"),
    (entry(CONSENTS, consents=3, further_condition=" "), "further_condition"),
    (entry(CONSENTS, consents=3, further_condition="a\nb"), "further_condition"),
    (entry(CONSENTS, consents=3, further_condition="x" * 201), "further_condition"),
    (Denunciation(LEAVES, not_before_by_party=True), "not_before_by_party"),
    (Denunciation(STAYS, not_before_by_party=True), "not_before_by_party"),
    (entry(not_before_agreement=""), "not_before_agreement"),
    (entry(not_before_agreement="A\x00"), "not_before_agreement"),
    (entry(not_before_date=dt.date(1, 1, 1)), "not_before_date"),
    (ProvisionalApplication(ProvisionalStart.FIXED_DATE), "fixed_date"),
    (ProvisionalApplication(ProvisionalStart.ACT, DAY), "fixed_date"),
    (Duration(DurationMode.UNTIL), "until"),
    (Duration(DurationMode.UNTIL, until=DAY, length=YEAR), "length"),
    (Duration(DurationMode.PERIOD), "length"),
    (Duration(DurationMode.PERIOD, length=Length()), "length"),
    (Duration(DurationMode.PERIOD, until=DAY, length=YEAR), "until"),
    (Duration(DurationMode.INDEFINITE, until=DAY), "until"),
    (Renewal(NONE, length=YEAR), "length"),
    (Renewal(NONE, at_most=1), "at_most"),
    (Renewal(TACIT, at_most=0), "at_most"),
    (Renewal(TACIT, length=Length(days=-5)), "length"),
    (Notice(Length()), "length"),
    (Notice(MONTHS, opens=MONTHS), "opens"),
    (Notice(MONTHS, opens=Length(days=183)), "opens"),
    (Denunciation(STAYS, notice=YEAR), "notice"),
    (Denunciation(STAYS, first_of_month=True), "first_of_month"),
    (Denunciation(STAYS, not_before=YEAR), "not_before"),
    (Denunciation(LEAVES, first_of_month=True, at_end_of_term=True), "first_of_month"),
    (Reporting(" ", "FREQ=YEARLY"), "title"),
    (Reporting("x" * 201, "FREQ=YEARLY"), "title"),
    (Reporting("Report", "FREQ=YEARLY", parties=("a", "a")), "parties"),
]


@pytest.mark.parametrize(("terms", "field"), WRONG, ids=lambda value: str(value)[:60])
def test_what_cannot_hold_is_refused_at_its_field(terms, field):
    faults = faults_in(terms)
    assert [fault.field for fault in faults] == [field]
    assert all(fault.refusal.sentence % fault.refusal.places for fault in faults)


@pytest.mark.parametrize(
    "rule",
    [
        "", "yearly", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=3", "INTERVAL=2", "DTSTART:20200101\nRRULE:FREQ=YEARLY",
        "RRULE:FREQ=YEARLY", "FREQ=YEARLY;FREQ=DAILY", "FREQ=YEARLY;BYHOUR=3", "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=101", "FREQ=DAILY;INTERVAL=999999999", "FREQ=YEARLY;COUNT=0", "FREQ=YEARLY;COUNT=10001",
        "FREQ=YEARLY;COUNT=2;UNTIL=20300101", "FREQ=YEARLY;UNTIL=20301301", "FREQ=YEARLY;UNTIL=20300101T000000Z",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=YEARLY;WKST=ÑU", "FREQ=YEARLY;BYEASTER=1", "FREQ=YEARLY;", "FREQ=YEARLY;COUNT=" + "1" * 300,
    ],
)  # fmt: skip
def test_a_rule_that_gives_no_days_or_absurd_ones_is_refused(rule):
    assert [fault.field for fault in faults_in(Reporting("Report", rule))] == ["rule"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;INTERVAL=100",
     "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "FREQ=DAILY;COUNT=10000"],
)  # fmt: skip
def test_a_rule_of_days_is_taken(rule):
    assert faults_in(Reporting("Report", rule)) == []


@pytest.mark.parametrize(
    ("kind", "written", "field"),
    [
        ("duration", {"mode": "forever"}, "mode"),
        ("duration", {}, "mode"),
        ("duration", {"mode": "until", "until": "20271231"}, "until"),
        ("duration", {"mode": "until", "until": "2027-W01-1"}, "until"),
        ("duration", {"mode": "until", "until": "2027-02-30"}, "until"),
        ("duration", {"mode": "until", "until": 2027}, "until"),
        ("duration", {"mode": "period", "length": {"months": "six"}}, "length.months"),
        ("duration", {"mode": "period", "length": {"months": True}}, "length.months"),
        ("duration", {"mode": "period", "length": {"fortnights": 2}}, "length.fortnights"),
        ("duration", {"mode": "period", "length": 6}, "length"),
        ("duration", {"mode": "indefinite", "colour": "red"}, "colour"),
        ("entry_into_force", {"mode": "on_consents", "consents": 3, "quotas": {}}, "quotas"),
        ("entry_into_force", {"mode": "on_consents", "quotas": [{"of_class": "eu"}]}, "quotas.0.at_least"),
    ],
)  # fmt: skip
def test_values_of_another_form_are_not_read(kind, written, field):
    with pytest.raises(NotWritable) as caught:
        read_terms(ClauseKind(kind), written)
    assert caught.value.field == field


# Across clauses

INDEFINITE, PERIOD = Duration(DurationMode.INDEFINITE), Duration(DurationMode.PERIOD, length=YEAR)
UNTIL = Duration(DurationMode.UNTIL, until=DAY)
RENEWED, NOTICE = Renewal(TACIT, length=YEAR), Notice(MONTHS)


def together(*terms, since=None):
    return [(kind_of(each), "", since, each) for each in terms]


def codes(found):
    return [fault.refusal.code for _kind, fault in found]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([INDEFINITE, RENEWED], ["no_term_to_renew"]),
        ([INDEFINITE, NOTICE], ["no_term_to_end"]),
        ([PERIOD, Renewal(NONE), NOTICE], ["nothing_to_stop"]),
        ([INDEFINITE, Denunciation(LEAVES, at_end_of_term=True)], ["no_term_to_await"]),
        ([UNTIL, Renewal(TACIT)], ["renewal_without_length"]),
        ([PERIOD, RENEWED, NOTICE, Denunciation(LEAVES, at_end_of_term=True)], []),
        ([INDEFINITE, Renewal(NONE), Denunciation(LEAVES, notice=MONTHS)], []),
        ([PERIOD, Renewal(TACIT)], []),
        ([RENEWED, NOTICE], []),
    ],
)
def test_clauses_that_cannot_hold_together_are_refused(terms, expected):
    assert codes(faults_across(together(*terms))) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([RENEWED, NOTICE], ["term_missing", "term_missing"]),
        ([PERIOD, NOTICE], ["renewal_missing"]),
        ([PERIOD, RENEWED], ["notice_missing"]),
        ([Denunciation(LEAVES, at_end_of_term=True)], ["term_missing"]),
        ([UNTIL, entry(FIXED, fixed_date=dt.date(2030, 1, 1))], ["ends_before_entry"]),
        ([PERIOD, RENEWED, NOTICE], []),
    ],
)
def test_what_is_unusual_or_lacks_its_counterpart_is_a_warning(terms, expected):
    assert codes(warnings_across(together(*terms))) == expected


def test_clauses_are_held_against_each_other_on_the_days_they_hold_together():
    first = together(PERIOD, RENEWED)
    later = [(ClauseKind.DURATION, "", dt.date(2030, 1, 1), INDEFINITE)]
    assert codes(faults_across([*first, *later])) == ["no_term_to_renew"]
    ended = [(ClauseKind.RENEWAL, "", dt.date(2030, 1, 1), None)]
    assert codes(faults_across([*first, *later, *ended])) == []
