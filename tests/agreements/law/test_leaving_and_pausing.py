"""Notices, withdrawals, terminations, suspension, provisional application, supersession, reservations."""

import datetime as dt

import pytest

from agreements.kinds import Nature
from agreements.law.calendar import Length, exactly
from agreements.law.clauses import (
    Denunciation,
    DenunciationMode,
    Duration,
    DurationMode,
    EntryIntoForce,
    EntryMode,
    ProvisionalApplication,
    ProvisionalStart,
    Renewal,
    RenewalMode,
    Reporting,
)
from agreements.law.engine import determine
from agreements.law.instrument import Supersession
from tests.agreements.law.making import act, day, instrument, status, stretches

ON_SIGNATURE = EntryIntoForce(EntryMode.ON_LAST_SIGNATURE)
SIX_MONTHS = Denunciation(DenunciationMode.ALLOWED, Length(months=6))


def signed(*parties, on="2020-01-01"):
    return [ON_SIGNATURE, *(act("signature", name, on) for name in (parties or ("A", "B")))]


def notice(party="A", received="2022-01-10", **more):
    return act("notice_of_denunciation", party, "2022-01-01", received_on=received, **more)


def codes(lines):
    return [line.code for line in lines]


class TestDenunciation:
    def test_notice_counts_from_receipt_and_ends_an_agreement_of_two(self):
        found = determine(instrument(*signed(), SIX_MONTHS, notice()))
        expected = [("in_force", "2020-01-01", "2022-01-10"), ("notice_given", "2022-01-10", "2022-07-10"),
                    ("terminated", "2022-07-10", None)]  # fmt: skip
        assert stretches(found)[1:] == expected
        assert stretches(found, "A")[1:] == expected
        assert stretches(found, "B")[1:] == [
            ("in_force", "2020-01-01", "2022-07-10"),
            ("terminated", "2022-07-10", None),
        ]

    def test_of_three_one_leaves_and_the_others_stay_bound(self):
        found = determine(instrument(*signed("A", "B", "C"), SIX_MONTHS, notice(), parties="A B C"))
        assert stretches(found)[1:] == [("in_force", "2020-01-01", None)]
        assert status(found, "2023-01-01", "A") == "terminated"
        assert status(found, "2023-01-01", "C") == "in_force"

    def test_of_three_two_under_notice_put_the_whole_under_notice(self):
        found = determine(instrument(*signed("A", "B", "C"), SIX_MONTHS, notice(), notice("B"), parties="A B C"))
        assert status(found, "2022-02-01") == "notice_given"
        assert status(found, "2022-08-01") == "terminated"
        assert status(found, "2022-08-01", "C") == "terminated"

    def test_fewer_parties_than_entry_into_force_asked_for_do_not_end_it(self):
        terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=3)
        acts = [act("ratification", name, "2020-01-01") for name in "ABC"]
        found = determine(instrument(terms, *acts, SIX_MONTHS, notice(), parties="A B C"))
        assert status(found, "2025-01-01") == "in_force"

    def test_the_first_of_the_month_after(self):
        terms = Denunciation(DenunciationMode.ALLOWED, Length(months=6), first_of_month=True)
        assert stretches(determine(instrument(*signed(), terms, notice())))[-1] == ("terminated", "2022-08-01", None)

    def test_at_the_end_of_the_term_only(self):
        terms = Denunciation(DenunciationMode.ALLOWED, Length(months=6), at_end_of_term=True)
        term = [Duration(DurationMode.PERIOD, length=Length(years=3)), Renewal(RenewalMode.TACIT, Length(years=1))]
        found = determine(instrument(*signed(), *term, terms, notice(received="2022-07-15")))
        assert stretches(found)[-1] == ("terminated", "2024-01-01", None)

    def test_a_notice_may_name_a_later_day_but_not_an_earlier_one(self):
        later = determine(instrument(*signed(), SIX_MONTHS, notice(effective_on="2023-01-01")))
        assert stretches(later)[-1] == ("terminated", "2023-01-01", None)
        earlier = determine(instrument(*signed(), SIX_MONTHS, notice(effective_on="2022-02-01")))
        assert stretches(earlier)[-1] == ("terminated", "2022-07-10", None)
        assert codes(earlier.findings) == ["stated_effect_differs"]

    def test_without_the_day_of_receipt_the_status_is_undetermined_from_dispatch_on(self):
        found = determine(instrument(*signed(), SIX_MONTHS, notice(received=None)))
        assert stretches(found)[-1] == ("undetermined", "2022-01-01", None)
        assert codes(found.missing) == ["missing_receipt"]

    def test_withdrawn_in_time_it_leaves_the_agreement_in_force(self):
        back = act("withdrawal_of_notice", "A", "2022-05-01", received_on="2022-05-02", refers_to="n")
        found = determine(instrument(*signed(), SIX_MONTHS, notice(key="n"), back))
        assert stretches(found)[-2:] == [("notice_given", "2022-01-10", "2022-05-02"), ("in_force", "2022-05-02", None)]

    def test_withdrawn_after_it_took_effect_it_stays_effective(self):
        back = act("withdrawal_of_notice", "A", "2022-07-10", received_on="2022-07-10", refers_to="n")
        found = determine(instrument(*signed(), SIX_MONTHS, notice(key="n"), back))
        assert stretches(found)[-1] == ("terminated", "2022-07-10", None)
        assert codes(found.findings) == ["withdrawal_too_late"]

    def test_a_treaty_without_a_clause_is_not_denounceable_unless_a_right_is_established(self):
        found = determine(instrument(*signed(), notice()))
        assert stretches(found)[-1] == ("in_force", "2020-01-01", None)
        (finding,) = found.findings
        assert (finding.code, finding.source) == ("no_right_to_denounce", "VCLT 56")
        assert finding.places["earliest"] == exactly(day("2023-01-10"))

    @pytest.mark.parametrize("nature", [Nature.NON_BINDING, Nature.CONTRACT, Nature.UNDETERMINED])
    def test_of_any_other_nature_a_missing_clause_is_undetermined(self, nature):
        found = determine(instrument(*signed(), notice(), nature=nature))
        assert stretches(found)[-1] == ("undetermined", "2022-01-10", None)
        assert codes(found.missing) == ["missing_denunciation_clause"]

    def test_too_early_or_not_allowed_it_changes_nothing_and_says_so(self):
        for terms, code in (
            (Denunciation(DenunciationMode.ALLOWED, not_before=Length(years=5)), "notice_too_early"),
            (Denunciation(DenunciationMode.NOT_ALLOWED), "denunciation_not_allowed"),
        ):
            found = determine(instrument(*signed(), terms, notice()))
            assert stretches(found)[-1] == ("in_force", "2020-01-01", None)
            assert codes(found.findings) == [code]

    def test_a_party_that_left_may_accede_again(self):
        terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2, later_delay=Length(days=30))
        acts = [act("ratification", name, "2020-01-01") for name in "ABC"]
        again = act("accession", "A", "2024-01-01")
        found = determine(instrument(terms, *acts, SIX_MONTHS, notice(), again, parties="A B C"))
        assert stretches(found, "A")[1:] == [
            ("in_force", "2020-01-01", "2022-01-10"),
            ("notice_given", "2022-01-10", "2022-07-10"),
            ("terminated", "2022-07-10", "2024-01-31"),
            ("in_force", "2024-01-31", None),
        ]


def test_withdrawal_is_a_fact_of_its_own_day():
    gone = act("withdrawal", "A", "2022-01-01", effective_on="2022-03-01")
    assert stretches(determine(instrument(*signed(), gone)))[-1] == ("terminated", "2022-03-01", None)


def test_termination_by_consent_ends_it_for_all():
    found = determine(instrument(*signed(), act("termination_by_consent", None, "2023-05-05")))
    for party in (None, "A", "B"):
        assert stretches(found, party)[-1] == ("terminated", "2023-05-05", None)


def test_a_stated_termination_that_differs_from_the_term_is_flagged():
    term = Duration(DurationMode.UNTIL, until=day("2022-12-31"))
    found = determine(instrument(*signed(), term, act("termination", None, "2024-01-01")))
    assert stretches(found)[-1] == ("expired", "2023-01-01", None)
    assert codes(found.findings) == ["stated_termination_differs"]


def test_a_year_of_termination_leaves_that_year_undetermined():
    found = determine(instrument(*signed(), act("termination", None, "2023")))
    assert stretches(found)[-2:] == [("undetermined", "2023-01-01", "2024-01-01"), ("terminated", "2024-01-01", None)]


class TestSuspension:
    def test_of_all_until_resumed(self):
        acts = [act("suspension", None, "2021-01-01"), act("resumption", None, "2021-07-01")]
        expected = [("suspended", "2021-01-01", "2021-07-01"), ("in_force", "2021-07-01", None)]
        found = determine(instrument(*signed(), *acts))
        assert stretches(found)[2:] == expected
        assert stretches(found, "A")[2:] == expected

    def test_once_resumed_it_says_so(self):
        acts = [act("suspension", None, "2021-01-01"), act("resumption", None, "2021-07-01")]
        found = determine(instrument(*signed(), *acts))
        for party in (None, "A"):
            assert codes(found.on(day("2022-01-01"), party).working)[-1] == "resumed"

    def test_of_one_of_three_the_whole_goes_on(self):
        found = determine(instrument(*signed("A", "B", "C"), act("suspension", "A", "2021-01-01"), parties="A B C"))
        assert status(found, "2022-01-01", "A") == "suspended"
        assert status(found, "2022-01-01") == "in_force"


class TestProvisionalApplication:
    terms = EntryIntoForce(EntryMode.ON_ALL_CONSENTS)
    acts = (act("signature", "A", "2020-01-01"), act("signature", "B", "2020-03-01"))

    def test_from_the_last_signature_until_entry_into_force(self):
        ratified = [act("ratification", "A", "2021-01-01"), act("ratification", "B", "2021-06-01")]
        clause = ProvisionalApplication(ProvisionalStart.LAST_SIGNATURE)
        found = determine(instrument(self.terms, clause, *self.acts, *ratified))
        assert stretches(found) == [
            ("not_in_force", None, "2020-03-01"),
            ("provisionally_applied", "2020-03-01", "2021-06-01"),
            ("in_force", "2021-06-01", None),
        ]

    def test_a_notice_not_to_become_a_party_ends_it(self):
        clause = ProvisionalApplication(ProvisionalStart.OWN_SIGNATURE)
        found = determine(instrument(self.terms, clause, *self.acts, notice(received="2020-06-01")))
        assert stretches(found, "A")[1:] == [
            ("provisionally_applied", "2020-01-01", "2020-06-01"),
            ("not_in_force", "2020-06-01", None),
        ]
        assert status(found, "2020-05-01") == "provisionally_applied"
        assert status(found, "2020-07-01") == "not_in_force"

    def test_as_an_act_says(self):
        found = determine(instrument(self.terms, *self.acts, act("provisional_application", None, "2020-04-01")))
        assert status(found, "2020-04-01") == "provisionally_applied"


class TestSupersession:
    def test_a_later_agreement_between_the_same_parties_takes_its_place(self):
        later = Supersession("EUR-TR-2024-0001", {"A": exactly(day("2024-01-01")), "B": exactly(day("2024-01-01"))})
        found = determine(instrument(*signed(), supersessions=(later,)))
        assert stretches(found)[-1] == ("superseded", "2024-01-01", None)

    @pytest.mark.parametrize("parties", ["A", "A B"])
    def test_one_without_all_the_parties_ends_nothing_and_says_so(self, parties):
        later = Supersession("EUR-TR-2024-0001", {party: exactly(day("2024-01-01")) for party in parties.split()})
        found = determine(instrument(*signed("A", "B", "C"), parties="A B C", supersessions=(later,)))
        for party in (None, "A", "C"):
            assert status(found, "2025-01-01", party) == "in_force"
        assert [(line.code, line.source) for line in found.findings] == [("superseded_in_part", "VCLT 30(4)")]

    def test_who_consents_after_the_later_began_does_not_undo_what_it_ended(self):
        later = Supersession("LATER", {key: exactly(day("2022-01-01")) for key in "AB"})
        joined = [*signed("A", "B"), act("accession", "C", "2023-01-01")]
        found = determine(instrument(*joined, parties="A B C", supersessions=(later,)))
        assert status(found, "2022-06-01", "A") == status(found, "2024-01-01", "A") == "superseded"
        assert codes(found.findings) == []

    def test_one_that_is_not_in_force_changes_nothing(self):
        found = determine(instrument(*signed(), supersessions=(Supersession("X", {"A": None, "B": None}),)))
        assert status(found, "2025-01-01") == "in_force"


class TestReservations:
    acts = (act("reservation", "A", "2021-01-01", received_on="2021-02-01", key="r"),)
    horizon = (dt.date(2021, 1, 1), dt.date(2023, 1, 1))

    def test_silence_for_twelve_months_is_acceptance(self):
        found = determine(instrument(*signed(), *self.acts), horizon=self.horizon)
        assert [(each.kind.value, each.on, each.party) for each in found.deadlines] == [
            ("objection_closes", day("2022-02-01"), "B")
        ]
        assert codes(found.findings) == ["reservation_accepted"]
        assert found.findings[0].source == "VCLT 20(5)"

    def test_a_party_that_consents_later_has_until_its_consent(self):
        terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2)
        acts = [
            act("ratification", "A", "2020-01-01"),
            act("ratification", "B", "2020-01-01"),
            act("accession", "C", "2022-09-09"),
        ]
        found = determine(instrument(terms, *acts, *self.acts, parties="A B C"), horizon=self.horizon)
        assert {each.party: each.on.isoformat() for each in found.deadlines if each.kind == "objection_closes"} == {
            "B": "2022-02-01",
            "C": "2022-09-09",
        }

    @pytest.mark.parametrize(
        ("raised", "code"), [("2022-02-01", "reservation_objected"), ("2022-02-02", "objection_late")]
    )
    def test_an_objection_in_time_and_one_too_late(self, raised, code):
        objection = act("objection", "B", raised, refers_to="r")
        found = determine(instrument(*signed(), *self.acts, objection), horizon=self.horizon)
        assert codes(found.findings) == [code]


def test_reporting_duties_recur_while_the_agreement_binds():
    duty = Reporting("Annual report", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", parties=("A",))
    ended = act("termination_by_consent", None, "2023-01-01")
    horizon = (dt.date(2020, 1, 1), dt.date(2030, 1, 1))
    found = determine(instrument(*signed(), duty, ended), horizon=horizon)
    assert [(each.on.isoformat(), each.party) for each in found.deadlines if each.kind == "report_due"] == [
        ("2020-03-31", "A"),
        ("2021-03-31", "A"),
        ("2022-03-31", "A"),
    ]
