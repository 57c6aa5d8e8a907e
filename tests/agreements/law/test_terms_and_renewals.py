"""Terms, tacit and express renewal, notices of non-renewal: counted from the anchor, clamped to the month once."""

import datetime as dt

import pytest

from agreements.law.calendar import Length, before, cycle_end, exactly
from agreements.law.clauses import (
    Denunciation,
    DenunciationMode,
    Duration,
    DurationMode,
    EntryIntoForce,
    EntryMode,
    Notice,
    Renewal,
    RenewalMode,
)
from agreements.law.engine import determine
from tests.agreements.law.making import act, clause, day, instrument, status, stretches

ON_SIGNATURE = EntryIntoForce(EntryMode.ON_LAST_SIGNATURE)
YEAR, MONTH = Length(years=1), Length(months=1)


def signed(on="2020-01-01"):
    return [ON_SIGNATURE, act("signature", "A", on), act("signature", "B", on)]


def until(last):
    return Duration(DurationMode.UNTIL, until=day(last))


def period(**length):
    return Duration(DurationMode.PERIOD, length=Length(**length))


def tacit(at_most=None, **length):
    return Renewal(RenewalMode.TACIT, Length(**length) if length else None, at_most)


@pytest.mark.parametrize(("number", "expected"), [(0, "2025-02-28"), (3, "2028-02-29")])
def test_a_leap_day_is_clamped_once_from_the_anchor(number, expected):
    assert cycle_end(day("2024-02-29"), first=YEAR, renewal=YEAR, number=number) == day(expected)


def test_thirty_one_january_by_months_does_not_drift():
    ends = [cycle_end(day("2025-01-31"), first=MONTH, renewal=MONTH, number=n).isoformat() for n in range(4)]
    assert ends == ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]


@pytest.mark.parametrize(
    ("last", "notice", "expected"),
    [
        ("2027-12-31", Length(months=6), "2027-06-30"),
        ("2027-12-31", Length(days=180), "2027-07-04"),
        ("2026-02-28", Length(months=3), "2025-11-28"),
    ],
)
def test_the_last_day_on_which_notice_is_in_time(last, notice, expected):
    assert before(day(last), notice) == day(expected)


def test_a_fixed_end_names_its_last_day():
    found = determine(instrument(*signed(), until("2022-12-31")))
    assert stretches(found) == [
        ("not_in_force", None, "2020-01-01"),
        ("in_force", "2020-01-01", "2023-01-01"),
        ("expired", "2023-01-01", None),
    ]


def test_a_period_runs_from_entry_into_force():
    found = determine(instrument(*signed("2024-02-29"), period(years=1)))
    assert stretches(found)[1:] == [("in_force", "2024-02-29", "2025-02-28"), ("expired", "2025-02-28", None)]


def test_unlimited_tacit_renewal_is_one_open_period():
    found = determine(instrument(*signed(), period(years=5), tacit(years=2)))
    assert stretches(found)[1:] == [("in_force", "2020-01-01", None)]


def test_tacit_renewal_at_most_so_often_with_another_length_then_ends():
    found = determine(instrument(*signed(), period(years=5), tacit(years=2, at_most=3)))
    assert stretches(found)[1:] == [("in_force", "2020-01-01", "2031-01-01"), ("expired", "2031-01-01", None)]


def test_renewal_without_a_length_is_for_as_long_as_the_first_term():
    found = determine(instrument(*signed(), period(years=3), tacit(at_most=1)))
    assert stretches(found)[-1] == ("expired", "2026-01-01", None)


class TestNonRenewal:
    terms = (Notice(Length(months=6)), until("2027-12-31"))

    def found(self, received, **more):
        notice = act("notice_of_non_renewal", "A", "2020-02-01", received_on=received, **more)
        return determine(instrument(*signed(), *self.terms, tacit(years=1), notice))

    def test_in_time_it_ends_with_the_running_term(self):
        found = self.found("2027-06-30")
        assert stretches(found)[-2:] == [("notice_given", "2027-06-30", "2028-01-01"), ("expired", "2028-01-01", None)]

    def test_a_day_late_it_counts_for_the_next_and_says_so(self):
        found = self.found("2027-07-01")
        assert stretches(found)[-1] == ("expired", "2029-01-01", None)
        assert [line.code for line in found.findings] == ["notice_late"]
        assert found.findings[0].places["closed"] == day("2027-06-30")

    def test_after_the_first_tacit_renewal_the_next_window_is_known(self):
        found = self.found("2030-06-30")
        assert stretches(found)[-1] == ("expired", "2031-01-01", None)

    @pytest.mark.parametrize(
        ("received", "ends", "said"),
        [
            ("2026-12-30", None, ["notice_too_early"]),
            ("2026-12-31", "2028-01-01", []),
            ("2027-06-30", "2028-01-01", []),
            ("2027-07-01", None, ["notice_too_early"]),
        ],
    )
    def test_outside_its_window_it_changes_nothing_and_says_so(self, received, ends, said):
        notice = act("notice_of_non_renewal", "A", "2020-02-01", received_on=received)
        window = Notice(Length(months=6), opens=Length(years=1))
        found = determine(instrument(*signed(), until("2027-12-31"), tacit(years=2), window, notice))
        assert stretches(found)[-1] == (("expired", ends, None) if ends else ("in_force", "2020-01-01", None))
        assert [line.code for line in found.findings] == said

    def test_withdrawn_before_the_end_the_agreement_goes_on(self):
        notice = act("notice_of_non_renewal", "A", "2027-01-01", received_on="2027-01-02", key="n")
        back = act("withdrawal_of_notice", "A", "2027-09-01", received_on="2027-09-02", refers_to="n")
        found = determine(instrument(*signed(), *self.terms, tacit(years=1), notice, back))
        assert stretches(found)[-1] == ("in_force", "2027-09-02", None)

    def test_without_tacit_renewal_there_is_nothing_to_prevent(self):
        notice = act("notice_of_non_renewal", "A", "2020-02-01", received_on="2020-02-01")
        found = determine(instrument(*signed(), until("2027-12-31"), notice))
        assert stretches(found)[-1] == ("expired", "2028-01-01", None)
        assert [line.code for line in found.findings] == ["nothing_to_renew"]


class TestExpressRenewal:
    express = Renewal(RenewalMode.EXPRESS, Length(years=2))

    def test_before_the_end_it_goes_on_from_there(self):
        renewed = act("express_renewal", None, "2022-11-01")
        found = determine(instrument(*signed(), period(years=3), self.express, renewed))
        assert stretches(found)[1:] == [("in_force", "2020-01-01", "2025-01-01"), ("expired", "2025-01-01", None)]

    def test_by_letters_it_needs_one_of_each_party(self):
        letters = [act("express_renewal", "A", "2022-03-01"), act("express_renewal", "B", "2022-04-01")]
        alone = determine(instrument(*signed(), period(years=3), self.express, letters[0]))
        assert status(alone, "2023-01-01") == "expired"
        assert [line.places["party"].key for line in alone.missing if line.code == "missing_renewal"] == ["B"]
        both = determine(instrument(*signed(), period(years=3), self.express, *letters))
        assert stretches(both)[-1] == ("expired", "2025-01-01", None)
        assert both.on(day("2024-01-01")).working[-1].acts == (letters[0].key, letters[1].key)

    def test_more_often_than_agreed_it_changes_nothing(self):
        once = Renewal(RenewalMode.EXPRESS, Length(years=2), at_most=1)
        renewed = [act("express_renewal", None, "2022-03-01"), act("express_renewal", None, "2024-03-01")]
        found = determine(instrument(*signed(), period(years=3), once, *renewed))
        assert stretches(found)[-1] == ("expired", "2025-01-01", None)
        assert [line.code for line in found.findings] == ["renewed_too_often"]

    def test_without_it_the_agreement_expires(self):
        found = determine(instrument(*signed(), period(years=3), self.express))
        assert status(found, "2023-01-01") == "expired"

    def test_after_the_end_it_revives_from_its_own_day_and_closes_no_gap(self):
        renewed = act("express_renewal", None, "2023-03-01")
        found = determine(instrument(*signed(), period(years=3), self.express, renewed))
        assert stretches(found)[1:] == [
            ("in_force", "2020-01-01", "2023-01-01"),
            ("expired", "2023-01-01", "2023-03-01"),
            ("in_force", "2023-03-01", "2025-03-01"),
            ("expired", "2025-03-01", None),
        ]

    def test_it_sets_a_new_anchor(self):
        renewed = act("express_renewal", None, "2022-11-01", effective_on="2024-02-29")
        found = determine(instrument(*signed(), period(years=5), tacit(years=1, at_most=0), renewed))
        assert stretches(found)[-1] == ("expired", "2025-02-28", None)


class TestAmendedTerms:
    def test_an_amended_term_sets_a_new_anchor(self):
        amended = clause(period(years=10), since="2022-07-01")
        found = determine(instrument(*signed(), clause(period(years=3)), amended))
        assert stretches(found)[1:] == [("in_force", "2020-01-01", "2032-07-01"), ("expired", "2032-07-01", None)]

    def test_one_amended_after_its_end_is_in_force_again_and_that_is_said(self):
        amended = clause(until("2030-06-30"), since="2021-03-01")
        found = determine(instrument(*signed(), clause(until("2020-12-31")), amended))
        assert status(found, "2021-02-01") == "expired"
        assert status(found, "2021-03-01") == "in_force"
        assert [line.code for line in found.findings] == ["amended_after_end"]

    def test_an_amended_renewal_leaves_the_running_cycle_as_it_is(self):
        amended = clause(tacit(years=5, at_most=1), since="2021-06-01")
        found = determine(instrument(*signed(), clause(period(years=1)), clause(tacit(years=1)), amended))
        assert stretches(found)[-1] == ("expired", "2027-01-01", None)

    def test_tacit_renewal_repealed_the_running_cycle_is_the_last(self):
        amended = clause(Renewal(RenewalMode.NONE), since="2021-06-01")
        found = determine(instrument(*signed(), clause(period(years=1)), clause(tacit(years=1)), amended))
        assert stretches(found)[-1] == ("expired", "2022-01-01", None)


class TestDeadlines:
    horizon = (dt.date(2026, 1, 1), dt.date(2031, 12, 31))

    def found(self, *rest):
        found = determine(instrument(*signed(), *rest), horizon=self.horizon)
        return [(each.kind.value, each.on.isoformat()) for each in found.deadlines]

    def test_the_notice_window_comes_again_after_each_tacit_renewal(self):
        terms = (until("2027-12-31"), tacit(years=2), Notice(Length(months=6), opens=Length(years=1)))
        assert self.found(*terms) == [
            ("notice_opens", "2026-12-31"),
            ("notice_closes", "2027-06-30"),
            ("renewal", "2028-01-01"),
            ("notice_opens", "2028-12-31"),
            ("notice_closes", "2029-06-30"),
            ("renewal", "2030-01-01"),
            ("notice_opens", "2030-12-31"),
            ("notice_closes", "2031-06-30"),
        ]

    def test_a_window_within_the_horizon_for_a_term_that_ends_beyond_it(self):
        terms = (until("2032-03-31"), tacit(years=2), Notice(Length(months=6)))
        assert self.found(*terms) == [("notice_closes", "2031-09-30")]

    def test_a_term_without_renewal_ends(self):
        assert self.found(until("2027-12-31")) == [("term_end", "2027-12-31")]

    def test_nothing_is_due_once_the_agreement_has_ended(self):
        ended = act("termination_by_consent", None, "2025-01-01")
        assert self.found(until("2027-12-31"), tacit(years=1), Notice(Length(months=1)), ended) == []

    def test_denunciation_becomes_possible(self):
        terms = Denunciation(DenunciationMode.ALLOWED, Length(months=6), not_before=Length(years=8))
        assert self.found(terms) == [("denunciation_possible", "2028-01-01")]


def test_an_anchor_known_to_the_year_blurs_no_more_than_a_year():
    terms = [period(years=5), tacit(years=1), Notice(Length(months=3))]
    notice = act("notice_of_non_renewal", "A", "2016-05-05", received_on="2016-05-05")
    found = determine(instrument(*signed("2014"), *terms, notice))
    assert stretches(found)[-3:] == [
        ("notice_given", "2016-05-05", "2019-01-01"),
        ("undetermined", "2019-01-01", "2020-01-01"),
        ("expired", "2020-01-01", None),
    ]
    assert "missing_day_of_entry" in [line.code for line in found.missing]


def test_why_it_is_still_in_force_names_term_and_renewal():
    found = determine(instrument(*signed(), period(years=5), tacit(years=3)))
    assert [line.code for line in found.on(day("2026-01-01")).working] == [
        "in_force",
        "term_of_length",
        "tacit_renewal",
    ]


def test_a_notice_far_in_the_future_of_daily_cycles_is_found_at_once():
    notice = act("notice_of_non_renewal", "A", "2620-01-01", received_on="2620-01-01")
    found = determine(instrument(*signed("1620-01-01"), period(days=1), tacit(days=1), notice))
    assert stretches(found)[-1] == ("expired", "2620-01-02", None)


def test_a_term_beyond_the_calendar_has_no_end_that_anybody_reaches():
    found = determine(instrument(*signed(), period(years=9000)))
    assert status(found, "9999-12-31") == "in_force"
    assert found.entry.when == exactly(day("2020-01-01"))
