"""Treaties whose days history knows: each rule as its text has it, the deciding deposit, and what followed.

The parties before the deciding one stand in for the real ones; the deciding day, the later parties and the results are
those the depositaries have published.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import NO_TIME, Length, exactly
from agreements.law.clause_rules import faults_in
from agreements.law.clauses import (
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
from agreements.law.instrument import REGIONAL_ORGANISATION, Party
from tests.agreements.law.making import act, day, instrument, status, stretches

DAYS_30, DAYS_90 = Length(days=30), Length(days=90)
BY_STATES = (REGIONAL_ORGANISATION,)


@dataclass(frozen=True)
class Treaty:
    """N consents, the Nth on a day; `later`: the day of each later party's consent and of its entry into force."""

    name: str
    terms: EntryIntoForce
    nth: str
    general: str
    later: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def after(n: int, delay: Length = NO_TIME, *, later: Length | None = None, **more) -> EntryIntoForce:
    """So long after the Nth consent, the same for a later party's own."""
    return EntryIntoForce(EntryMode.ON_CONSENTS, consents=n, delay=delay, later_delay=later or delay or None, **more)


def monthly(n: int, months: int, **more) -> EntryIntoForce:
    """The first day of the month following so many months after the Nth consent."""
    return after(n, Length(months=months), first_of_month=True, later_first_of_month=True, **more)


TREATIES = [
    Treaty("Genocide Convention", after(20, DAYS_90), "1950-10-14", "1951-01-12"),
    Treaty("Refugee Convention", after(6, DAYS_90), "1954-01-22", "1954-04-22"),
    Treaty("New York Convention on arbitral awards", after(3, DAYS_90), "1959-03-09", "1959-06-07",
           {"1970-09-30": "1970-12-29"}),  # the United States
    Treaty("Diplomatic Relations", after(22, DAYS_30), "1964-03-25", "1964-04-24",
           {"1972-11-13": "1972-12-13"}),  # the United States
    Treaty("Racial Discrimination", after(27, DAYS_30), "1968-12-05", "1969-01-04"),
    Treaty("Economic, Social and Cultural Rights", after(35, Length(months=3)), "1975-10-03", "1976-01-03"),
    Treaty("Civil and Political Rights", after(35, Length(months=3)), "1975-12-23", "1976-03-23",
           {"1976-05-20": "1976-08-20", "1992-06-08": "1992-09-08"}),  # the United Kingdom, the United States
    Treaty("Law of Treaties", after(35, DAYS_30), "1979-12-28", "1980-01-27"),
    Treaty("Discrimination against Women", after(20, DAYS_30), "1981-08-04", "1981-09-03"),
    Treaty("Against Torture", after(20, DAYS_30), "1987-05-27", "1987-06-26"),
    Treaty("Sale of Goods: the month following twelve months", monthly(10, 12), "1986-12-11", "1988-01-01"),
    Treaty("Rights of the Child", after(20, DAYS_30), "1990-08-03", "1990-09-02"),
    Treaty("Drugs 1988", after(20, DAYS_90), "1990-08-13", "1990-11-11"),
    Treaty("Basel, over a leap day", after(20, DAYS_90), "1992-02-05", "1992-05-05"),
    Treaty("Biological Diversity", after(30, DAYS_90), "1993-09-30", "1993-12-29"),
    Treaty("Climate Change", after(50, DAYS_90), "1993-12-21", "1994-03-21"),
    Treaty("Energy Charter", after(30, DAYS_90), "1998-01-16", "1998-04-16"),
    Treaty("Ottawa: the sixth month after the month of the deposit", monthly(40, 5), "1998-09-16", "1999-03-01",
           {"1998-12-31": "1999-06-01", "2005-08-31": "2006-02-01"}),
    Treaty("Cluster Munitions", monthly(30, 5), "2010-02-16", "2010-08-01"),
    Treaty("Child Abduction: the third calendar month after", monthly(3, 2), "1983-09-29", "1983-12-01"),
    Treaty("Disabilities", after(20, DAYS_30, excluded_classes=BY_STATES), "2008-04-03", "2008-05-03"),
    Treaty("Arms Trade", after(50, DAYS_90), "2014-09-25", "2014-12-24"),
    Treaty("Nuclear Weapons, prohibition", after(50, DAYS_90), "2020-10-24", "2021-01-22"),
    Treaty("Minamata", after(50, DAYS_90, excluded_classes=BY_STATES), "2017-05-18", "2017-08-16"),
    Treaty("SOLAS: twelve months, a later party three", after(25, Length(months=12), later=Length(months=3)),
           "1979-05-25", "1980-05-25"),
    Treaty("Kyoto, with its 55 %", after(55, DAYS_90, further_condition="55 % of the emissions of 1990",
           further_condition_met_on=day("2004-11-18")), "2002-05-23", "2005-02-16",
           {"2004-11-18": "2005-02-16", "2005-01-11": "2005-04-11"}),
    Treaty("Paris, with its 55 %", after(55, DAYS_30, further_condition="55 % of emissions",
           further_condition_met_on=day("2016-10-05")), "2016-09-21", "2016-11-04",
           {"2016-10-02": "2016-11-04", "2016-11-03": "2016-12-03", "2016-11-08": "2016-12-08"}),  # IN, KR, JP
    Treaty("MARPOL, with half the tonnage", after(15, Length(months=12), later=Length(months=3),
           further_condition="50 % of the tonnage", further_condition_met_on=day("1982-10-02")),
           "1980-01-01", "1983-10-02"),
    Treaty("Chemical Weapons: later is who deposits after entry into force",
           after(65, Length(days=180), later=DAYS_30, not_before_date=day("1995-01-13"), later_after_entry=True),
           "1996-10-31", "1997-04-29",
           # The United States and China, four days before; then Iran and the Russian Federation
           {"1997-04-25": "1997-04-29", "1997-04-29": "1997-04-29", "1997-11-03": "1997-12-03",
            "1997-11-05": "1997-12-05"}),
    Treaty("Nice: the second month following, by all fifteen", monthly(15, 1), "2002-12-18", "2003-02-01"),
    Treaty("Amsterdam: the second month following", monthly(15, 1), "1999-03-30", "1999-05-01"),
]  # fmt: skip


def deposits(treaty: Treaty):
    """All but one of the consents long before, the deciding one, a signature that counts for nothing, the later."""
    need = treaty.terms.consents or 0
    early = [act("ratification", f"P{number}", "1948-01-01") for number in range(1, need)]
    later = [act("accession", f"L{number}", on) for number, on in enumerate(treaty.later)]
    union = act("formal_confirmation", "EU", "1948-01-01") if treaty.terms.excluded_classes else None
    parties = [Party(each.party) for each in [*early, *later]] + [Party("P0"), Party("Signatory")]
    parties += [Party("EU", frozenset(BY_STATES), is_organisation=True)] if union else []
    acts = [*early, act("ratification", "P0", treaty.nth), act("signature", "Signatory", "1948-01-01"), *later]
    return instrument(treaty.terms, *acts, *([union] if union else []), parties=parties)


@pytest.mark.parametrize("treaty", TREATIES, ids=str)
def test_the_treaty_and_its_later_parties_are_bound_from_the_days_history_knows(treaty):
    assert faults_in(treaty.terms) == []
    found = determine(deposits(treaty))
    assert found.entry.when == exactly(day(treaty.general))
    assert found.entries["P1"].when == found.entries["P0"].when == exactly(day(treaty.general))
    assert found.entries["Signatory"].when is None
    for number, own in enumerate(treaty.later.values()):
        assert found.entries[f"L{number}"].when == exactly(day(own))


def test_non_proliferation_needs_its_three_depositaries_and_forty_other_signatories():
    terms = EntryIntoForce(
        EntryMode.ON_CONSENTS, consents=43, quotas=(Quota("depositary", 3),), counted_acts=(ActKind.RATIFICATION,)
    )
    depositary = frozenset({"depositary"})
    others = [Party(f"P{number}") for number in range(45)]
    parties = [*others, *(Party(name, depositary) for name in ("UK", "US", "USSR")), Party("Acceding")]
    early = [act("ratification", party.key, "1969-06-01") for party in others]
    acts = [*early, act("ratification", "UK", "1968-11-27"), act("accession", "Acceding", "1969-01-01")]
    two = [*acts, act("ratification", "US", "1970-03-05")]
    assert determine(instrument(terms, *two, parties=parties)).entry.when is None
    all_three = [*two, act("ratification", "USSR", "1970-03-05")]
    assert determine(instrument(terms, *all_three, parties=parties)).entry.when == exactly(day("1970-03-05"))
    accession = [each for each in all_three if each.party not in {f"P{number}" for number in range(39, 45)}]
    short = determine(instrument(terms, *accession, parties=parties))
    assert short.entry.when is None, "thirty-nine others, and an accession, which is not a signatory's"


@pytest.mark.parametrize(
    ("name", "fixed", "last", "months", "general"),
    [
        ("Maastricht", "1993-01-01", "1993-10-13", 0, "1993-11-01"),
        ("Lisbon", "2009-01-01", "2009-11-13", 0, "2009-12-01"),
        ("Lisbon, had all been in time", "2009-01-01", "2008-12-31", 0, "2009-01-01"),
        ("Accession of Croatia", "2013-07-01", "2013-06-21", 0, "2013-07-01"),
    ],
)
def test_a_fixed_day_or_failing_that_the_month_following_the_last_deposit(name, fixed, last, months, general):
    signed = [act("signature", party, "1990-01-01") for party in "ABC"]
    terms = EntryIntoForce(
        EntryMode.ON_FIXED_DATE, consents=3, fixed_date=day(fixed), delay=Length(months=months), first_of_month=True
    )
    assert faults_in(terms) == []
    acts = [*signed, act("ratification", "A", "1991-01-01"), act("ratification", "B", "1992-01-01")]
    assert determine(instrument(terms, *acts, parties="A B C")).entry.when is None, name
    found = determine(instrument(terms, *acts, act("ratification", "C", last), parties="A B C"))
    assert found.entry.when == exactly(day(general))
    assert found.entries["A"].when == found.entries["C"].when == exactly(day(general))


def test_fish_stocks_an_instrument_withdrawn_before_entry_into_force_is_not_counted():
    """Italy deposited on 4 March 1999 and withdrew on 4 June 1999; Malta's of 11 November 2001 was the thirtieth."""
    parties = " ".join(["Italy", "Malta", *(f"P{number}" for number in range(29))])
    acts = [act("ratification", f"P{number}", "1999-01-01") for number in range(29)]
    italy = [act("ratification", "Italy", "1999-03-04"), act("withdrawal", "Italy", "1999-06-04")]
    terms = after(30, DAYS_30)
    # Counting Italy there are thirty on 4 March 1999; it was still there, and so it stays.
    assert determine(instrument(terms, *acts, italy[0], parties=parties)).entry.when == exactly(day("1999-04-03"))
    fewer = [*acts[:-1], act("ratification", "P28", "2001-10-31")]
    malta = act("accession", "Malta", "2001-11-11")
    found = determine(instrument(terms, *fewer, *italy, malta, parties=parties))
    assert found.entry.when == exactly(day("2001-12-11"))
    assert stretches(found, "Italy") == [("not_in_force", None, None)]
    again = act("ratification", "Italy", "2003-12-19")  # with the European Union
    rejoined = determine(instrument(terms, *fewer, *italy, malta, again, parties=parties))
    assert rejoined.entry.when == exactly(day("2001-12-11"))
    assert stretches(rejoined, "Italy")[-1] == ("in_force", "2004-01-18", None)


@pytest.mark.parametrize("kind", ["withdrawal", "notice_of_denunciation"])
def test_who_leaves_before_all_have_consented_is_missing(kind):
    acts = [act("ratification", "A", "2000-01-01"), act(kind, "A", "2001-01-01", received_on="2001-01-01", key="n")]
    acts += [act("ratification", party, "2002-01-01") for party in "BC"]
    terms = EntryIntoForce(EntryMode.ON_ALL_CONSENTS)
    found = determine(instrument(terms, *acts, parties="A B C"))
    assert found.entry.when is None
    assert [line.places["party"].key for line in found.missing if line.code == "missing_consent"] == ["A"]
    again = act("ratification", "A", "2003-01-01")
    assert determine(instrument(terms, *acts, again, parties="A B C")).entry.when == exactly(day("2003-01-01"))


@pytest.mark.parametrize(
    ("consent", "first", "last"),
    [
        ("2003-07-01", "2003-09-29", "2003-09-29"),
        ("2003-07-10", "2003-09-29", "2003-09-29"),
        ("2003-09-20", "2003-10-20", "2003-10-20"),
        ("2004-02-01", "2004-03-02", "2004-03-02"),
    ],
)
def test_with_few_deposits_recorded_a_stated_day_still_tells_who_is_a_later_party(consent, first, last):
    """UNTOC: ninety days before 29 September 2003 the fortieth instrument was deposited."""
    acts = [act("entry_into_force", None, "2003-09-29"), act("ratification", "A", consent)]
    found = determine(instrument(after(40, DAYS_90, later=DAYS_30), *acts, parties="A B C D"))
    assert found.entry.when == exactly(day("2003-09-29"))
    when = found.entries["A"].when
    assert (when.first, when.last) == (day(first), day(last))


def test_where_the_stated_day_leaves_the_event_open_so_is_the_day_of_who_consented_near_it():
    """Budapest: in force on 1 July 2004, so the fifth instrument came in March 2004."""
    acts = [act("entry_into_force", None, "2004-07-01")]
    acts += [act("ratification", "A", on) for on in ("2004-02-29",)] + [act("ratification", "B", "2004-03-20")]
    acts += [act("ratification", "C", "2004-05-12")]
    found = determine(instrument(monthly(5, 3), *acts, parties="A B C D")).entries
    assert found["A"].when == exactly(day("2004-07-01"))
    assert found["B"].when == exactly(day("2004-07-01")), "both readings give the same day"
    assert found["C"].when == exactly(day("2004-09-01"))  # Romania, in truth


def test_istanbul_ten_of_them_eight_members_of_the_council():
    member = frozenset({"member"})
    parties = [Party(f"M{number}", member) for number in range(8)] + [Party(f"X{number}") for number in range(3)]
    terms = monthly(10, 3, quotas=(Quota("member", 8),))
    outside = [act("ratification", f"X{number}", "2012-01-01") for number in range(3)]
    inside = [act("ratification", f"M{number}", "2013-01-01") for number in range(7)]
    assert determine(instrument(terms, *outside, *inside, parties=parties)).entry.when is None, "ten, but seven members"
    deciding = act("ratification", "M7", "2014-04-22")
    found = determine(instrument(terms, *outside, *inside, deciding, parties=parties))
    assert found.entry.when == exactly(day("2014-08-01"))


SIGNED = EntryMode.ON_LAST_SIGNATURE
NOTIFIED = EntryMode.ON_LAST_NOTIFICATION


@pytest.mark.parametrize(
    ("terms", "kind", "days", "expected"),
    [
        # An exchange of notes: the day of the reply.
        (EntryIntoForce(SIGNED), "signature", ("2019-05-02", "2019-06-28"), "2019-06-28"),
        (EntryIntoForce(EntryMode.ON_EXCHANGE), "exchange_of_instruments", ("2019-05-02", "2019-06-28"), "2019-06-28"),
        # The day following signature, the first of the month following, of the second month following.
        (EntryIntoForce(SIGNED, delay=Length(days=1)), "signature", ("2024-02-28", "2024-02-28"), "2024-02-29"),
        (EntryIntoForce(SIGNED, delay=Length(days=1)), "signature", ("2019-12-31", "2019-12-31"), "2020-01-01"),
        (EntryIntoForce(SIGNED, first_of_month=True), "signature", ("2020-01-15", "2020-02-01"), "2020-03-01"),
        (EntryIntoForce(SIGNED, delay=Length(months=1), first_of_month=True), "signature",
         ("2020-01-15", "2020-01-31"), "2020-03-01"),
        # Signed on a day, to apply from another.
        (EntryIntoForce(SIGNED, not_before_date=day("2021-01-01")), "signature", ("2020-11-30", "2020-12-30"),
         "2021-01-01"),
        (EntryIntoForce(NOTIFIED, delay=Length(days=30)), "notification_of_completion", ("2023-01-31", "2023-01-30"),
         "2023-03-02"),
        (EntryIntoForce(NOTIFIED, delay=Length(months=1)), "notification_of_completion", ("2023-01-31", "2023-01-30"),
         "2023-02-28"),
        (EntryIntoForce(NOTIFIED, delay=Length(months=1), first_of_month=True), "notification_of_completion",
         ("2023-12-31", "2023-06-30"), "2024-02-01"),
    ],
)  # fmt: skip
def test_between_two(terms, kind, days, expected):
    acts = [act(kind, party, on, received_on=on) for party, on in zip("AB", days, strict=True)]
    found = determine(instrument(terms, *acts, nature=Nature.NON_BINDING))
    assert found.entry.when == exactly(day(expected))
    assert found.entries["A"].when == found.entries["B"].when == exactly(day(expected))


def test_a_further_condition_that_is_not_met_is_missing_and_nothing_is_in_force():
    terms = after(2, DAYS_30, further_condition="55 % of emissions")
    acts = [act("ratification", party, "2016-04-22") for party in "AB"]
    found = determine(instrument(terms, *acts))
    assert found.entry.when is None
    assert [(line.code, line.places) for line in found.missing] == [
        ("missing_further_condition", {"condition": "55 % of emissions"})
    ]
    met = after(2, DAYS_30, further_condition="55 % of emissions", further_condition_met_on=day("2016-10-05"))
    line = determine(instrument(met, *acts)).on(day("2017-01-01")).working[0]
    assert line.places["event"].code == "the_further_condition", "the working says which of the two came last"


LEAVING_PARIS = Denunciation(
    DenunciationMode.ALLOWED, Length(years=1), not_before=Length(years=3), not_before_by_party=True
)


class TestWithdrawalNotBeforeThreeYearsForTheParty:
    """Paris Agreement, Art. 28; Climate Change, Art. 25; Kyoto Protocol, Art. 27: “for a Party”."""

    def found(self, party, received):
        joined = {"US": "2016-09-03", "LATE": "2018-03-01", "A": "2016-09-03", "B": "2016-10-05"}
        acts = [act("ratification", name, on) for name, on in joined.items()]
        notice = act("notice_of_denunciation", party, received, received_on=received)
        horizon = (day("2016-01-01"), day("2030-01-01"))
        instrument_ = instrument(after(3, DAYS_30), LEAVING_PARIS, *acts, notice, parties=" ".join(joined))
        return determine(instrument_, horizon=horizon)

    def test_the_united_states_notified_on_the_first_day_and_were_out_a_year_later(self):
        found = self.found("US", "2019-11-04")
        assert stretches(found, "US")[1:] == [
            ("in_force", "2016-11-04", "2019-11-04"),
            ("notice_given", "2019-11-04", "2020-11-04"),
            ("terminated", "2020-11-04", None),
        ]

    def test_a_day_earlier_was_too_early(self):
        assert [line.code for line in self.found("US", "2019-11-03").findings] == ["notice_too_early"]

    def test_a_later_party_has_its_own_three_years(self):
        found = self.found("LATE", "2020-01-01")
        assert [line.places["possible"] for line in found.findings] == [exactly(day("2021-03-31"))]
        assert stretches(found, "LATE")[-1] == ("in_force", "2018-03-31", None)
        assert stretches(self.found("LATE", "2021-03-31"), "LATE")[-1] == ("terminated", "2022-03-31", None)

    def test_each_party_has_its_own_day_in_the_calendar(self):
        found = self.found("US", "2019-11-04").deadlines
        possible = {each.party: each.on.isoformat() for each in found if each.kind == "denunciation_possible"}
        assert possible == {"US": "2019-11-04", "A": "2019-11-04", "B": "2019-11-04", "LATE": "2021-03-31"}


@pytest.mark.parametrize(
    ("terms", "received", "effective", "out"),
    [
        # Against Torture, Art. 31(1); Corruption, Art. 67(1): one year after receipt.
        ({"notice": Length(years=1)}, "2020-02-29", None, "2021-02-28"),
        # Council of Europe: the first day of the month following three months after receipt.
        ({"notice": Length(months=3), "first_of_month": True}, "2021-11-30", None, "2022-03-01"),
        # Ottawa, Art. 20: six months after receipt. Refugee Convention, Art. 44: one year.
        ({"notice": Length(months=6)}, "2025-06-27", None, "2025-12-27"),
        # “At the end of the calendar year following”: the notice names the day, which is later than the clause asks.
        ({"notice": Length(years=1)}, "2020-05-05", "2022-01-01", "2022-01-01"),
    ],
)
def test_leaving_after_receipt(terms, received, effective, out):
    acts = [act("ratification", party, "2000-01-01") for party in "ABC"]
    notice = act("notice_of_denunciation", "A", received, received_on=received, effective_on=effective)
    denunciation = Denunciation(DenunciationMode.ALLOWED, **terms)
    found = determine(instrument(after(2), denunciation, *acts, notice, parties="A B C"))
    assert stretches(found, "A")[-1] == ("terminated", out, None)
    assert status(found, "2030-01-01") == "in_force"


FIVE_THEN_TWO = (
    Duration(DurationMode.PERIOD, length=Length(years=5)),
    Renewal(RenewalMode.TACIT, Length(years=2)),
    Notice(Length(months=6)),
)


@pytest.mark.parametrize(
    ("signed", "cycle_last", "in_time"),
    [
        ("2010-03-01", "2015-02-28", "2014-08-28"),
        ("2010-03-01", "2017-02-28", "2016-08-28"),
        ("2010-03-01", "2021-02-28", "2020-08-28"),
        ("2012-02-29", "2017-02-27", "2016-08-27"),
        ("2011-02-28", "2024-02-27", "2023-08-27"),
        ("2010-09-01", "2019-08-31", "2019-02-28"),
        ("2010-09-01", "2015-08-31", "2015-02-28"),
        ("2011-09-01", "2020-08-31", "2020-02-29"),
        ("2010-01-01", "2026-12-31", "2026-06-30"),
    ],
)
def test_five_years_then_two_at_a_time_unless_notice_comes_six_months_before(signed, cycle_last, in_time):
    acts = [EntryIntoForce(SIGNED), *(act("signature", party, signed) for party in "AB")]
    last = day(cycle_last)
    horizon = (last - dt.timedelta(days=400), last + dt.timedelta(days=10))
    found = determine(instrument(*acts, *FIVE_THEN_TWO), horizon=horizon)
    due = {(each.kind.value, each.on) for each in found.deadlines}
    out = last + dt.timedelta(days=1)
    assert {("notice_closes", day(in_time)), ("renewal", out)} <= due
    for received, ends_here in ((day(in_time), True), (day(in_time) + dt.timedelta(days=1), False)):
        on = received.isoformat()
        notice = act("notice_of_non_renewal", "A", on, received_on=on)
        status_, since, _ = stretches(determine(instrument(*acts, *FIVE_THEN_TWO, notice)))[-1]
        assert (status_, since == out.isoformat()) == ("expired", ends_here)


def test_leaving_at_the_end_of_the_term_counts_its_notice_back_from_the_last_day():
    """The same day as for non-renewal: for 28 February 2026 and three months, 28 November 2025."""
    terms = (
        EntryIntoForce(SIGNED),
        Duration(DurationMode.UNTIL, until=day("2026-02-28")),
        Renewal(RenewalMode.TACIT, Length(years=1)),
        Denunciation(DenunciationMode.ALLOWED, Length(months=3), at_end_of_term=True),
    )
    signed = [act("signature", party, "2020-01-01") for party in "AB"]
    for received, out in (("2025-11-28", "2026-03-01"), ("2025-11-29", "2027-03-01"), ("2025-11-30", "2027-03-01")):
        notice = act("notice_of_denunciation", "A", received, received_on=received)
        assert stretches(determine(instrument(*terms, *signed, notice)))[-1] == ("terminated", out, None)


def test_provisional_application_ends_with_entry_into_force_for_each_party():
    """Energy Charter, Art. 45(1): upon signature, pending entry into force for the signatory."""
    terms = (after(2, DAYS_90), ProvisionalApplication(ProvisionalStart.OWN_SIGNATURE))
    acts = [act("signature", party, "1994-12-17") for party in "ABC"]
    acts += [act("ratification", "A", "1996-01-01"), act("ratification", "B", "1998-01-16")]
    found = determine(instrument(*terms, *acts, parties="A B C"))
    assert stretches(found, "A")[1:] == [
        ("provisionally_applied", "1994-12-17", "1998-04-16"),
        ("in_force", "1998-04-16", None),
    ]
    assert status(found, "2009-01-01", "C") == "provisionally_applied"
    out = act("notice_of_denunciation", "C", "2009-08-20", received_on="2009-08-20")  # as the Russian Federation did
    left = determine(instrument(*terms, *acts, out, parties="A B C"))
    assert stretches(left, "C")[-1][0] == "not_in_force"


def test_a_successor_state_is_bound_from_its_own_independence_and_never_before_the_treaty():
    acts = [act("ratification", party, "1990-01-01") for party in "AB"]
    born = act("succession", "NEW", "1993-05-28", effective_on="1993-01-01")
    older = act("succession", "OLD", "1993-05-28", effective_on="1989-06-25")
    unsaid = act("succession", "UNSAID", "1993-05-28")
    found = determine(instrument(after(2, DAYS_30), *acts, born, older, unsaid, parties="A B NEW OLD UNSAID"))
    assert stretches(found, "NEW")[1:] == [("in_force", "1993-01-01", None)]
    assert stretches(found, "OLD")[1:] == [("in_force", "1990-01-31", None)]
    assert stretches(found, "UNSAID")[-1][0] == "undetermined"


def test_a_deciding_deposit_known_to_the_month_gives_a_range_and_the_first_of_a_month_makes_it_a_day():
    acts = [act("ratification", "A", "1978-01-01"), act("ratification", "B", "1979-12")]
    found = determine(instrument(after(2, DAYS_30), *acts)).entry.when
    assert (found.first, found.last) == (day("1979-12-31"), day("1980-01-30"))
    assert determine(instrument(monthly(2, 3), *acts)).entry.when == exactly(day("1980-04-01"))
