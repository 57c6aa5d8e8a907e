"""Entry into force: every mode of the clause, the default, and each party's own date."""

import pytest

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import Length, Span, exactly
from agreements.law.clauses import EntryIntoForce, EntryMode, Quota
from agreements.law.engine import determine
from agreements.law.instrument import Party
from tests.agreements.law.making import act, clause, day, instrument, status, stretches


def entry(*rest, **more):
    """When the instrument enters into force, as ISO text."""
    when = determine(instrument(*rest, **more)).entry.when
    return when and when.day and when.day.isoformat()


def both(kind, first="2020-03-01", second="2020-03-05", **more):
    return [act(kind, "A", first, **more), act(kind, "B", second, **more)]


def test_on_last_signature():
    assert entry(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), *both("signature")) == "2020-03-05"


def test_one_signature_is_not_enough_and_the_other_is_named():
    found = determine(instrument(EntryIntoForce(EntryMode.ON_SIGNATURE), act("signature", "A", "2020-03-01")))
    assert found.entry.when is None
    assert [(line.code, line.places["party"].key) for line in found.missing if line.code == "missing_signature"] == [
        ("missing_signature", "B")
    ]
    assert stretches(found) == [("not_in_force", None, None)]


def test_a_signature_ad_referendum_counts_from_its_own_day_once_confirmed():
    acts = [act("signature", "A", "2020-03-01"), act("signature_ad_referendum", "B", "2020-03-05")]
    terms = EntryIntoForce(EntryMode.ON_LAST_SIGNATURE)
    assert entry(terms, *acts) is None
    assert entry(terms, *acts, act("confirmation_of_signature", "B", "2020-06-01")) == "2020-03-05"


def test_on_exchange_of_instruments_by_all_parties_at_once():
    assert (
        entry(EntryIntoForce(EntryMode.ON_EXCHANGE), act("exchange_of_instruments", None, "2021-02-03")) == "2021-02-03"
    )


def test_on_receipt_of_the_last_notification_not_its_date():
    acts = [
        act("notification_of_completion", "A", "2020-01-02", received_on="2020-01-10"),
        act("notification_of_completion", "B", "2020-02-01", received_on="2020-02-20"),
    ]
    assert entry(EntryIntoForce(EntryMode.ON_LAST_NOTIFICATION, delay=Length(days=30)), *acts) == "2020-03-21"


def test_a_notification_whose_receipt_nobody_recorded_leaves_force_undetermined_from_its_dispatch_on():
    acts = [
        act("notification_of_completion", "A", "2020-01-02", received_on="2020-01-10"),
        act("notification_of_completion", "B", "2020-02-01"),
    ]
    found = determine(instrument(EntryIntoForce(EntryMode.ON_LAST_NOTIFICATION), *acts))
    assert stretches(found) == [("not_in_force", None, "2020-02-01"), ("undetermined", "2020-02-01", None)]
    assert "missing_receipt" in [line.code for line in found.missing]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("2020-01-10", "2020-05-01"),  # Council of Europe: the month following three months after the last consent
        ("2020-01-31", "2020-05-01"),
        ("2020-02-01", "2020-06-01"),
    ],
)
def test_the_first_of_the_month_after_three_months(event, expected):
    terms = EntryIntoForce(EntryMode.ON_ALL_CONSENTS, delay=Length(months=3), first_of_month=True)
    assert entry(terms, act("ratification", "A", "2019-01-01"), act("ratification", "B", event)) == expected


def test_rome_statute_first_of_the_month_after_sixty_days_after_the_sixtieth():
    parties = " ".join(f"P{n:02}" for n in range(60))
    acts = [act("ratification", f"P{n:02}", "2001-01-01") for n in range(59)] + [
        act("ratification", "P59", "2002-04-11")
    ]
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=60, delay=Length(days=60), first_of_month=True)
    assert entry(terms, *acts, parties=parties) == "2002-07-01"


def test_law_of_the_sea_twelve_months_after_the_sixtieth():
    acts = [act("ratification", "A", "1993-01-01"), act("accession", "B", "1993-11-16")]
    assert entry(EntryIntoForce(EntryMode.ON_CONSENTS, consents=2, delay=Length(months=12)), *acts) == "1994-11-16"


def test_budapest_convention_five_consents_three_of_them_by_member_states():
    members = frozenset({"member_state"})
    parties = [Party(name, members if name in "ABC" else frozenset()) for name in "ABCDEF"]
    days = {
        "D": "2002-01-01",
        "E": "2002-02-01",
        "F": "2002-03-01",
        "A": "2003-01-01",
        "B": "2003-02-01",
        "C": "2004-03-18",
    }
    acts = [act("ratification", name, on) for name, on in days.items()]
    terms = EntryIntoForce(
        EntryMode.ON_CONSENTS,
        consents=5,
        quotas=(Quota("member_state", 3),),
        delay=Length(months=3),
        first_of_month=True,
    )
    assert entry(terms, *acts, parties=parties) == "2004-07-01"
    without_last = instrument(terms, *acts[:-1], parties=parties)
    missing = [line for line in determine(without_last).missing if line.code == "missing_quota"]
    assert [(line.places["have"], line.places["need"]) for line in missing] == [(2, 3)]


@pytest.mark.parametrize(
    ("consent", "expected"),
    [("1988-12-16", "1989-01-01"), ("1989-01-01", "1989-01-01"), ("1989-01-02", "1989-04-02")],
)
def test_montreal_protocol_the_fixed_date_if_enough_consented_by_then_else_ninety_days_after(consent, expected):
    terms = EntryIntoForce(EntryMode.ON_FIXED_DATE, consents=2, fixed_date=day("1989-01-01"), delay=Length(days=90))
    assert entry(terms, act("ratification", "A", "1988-01-01"), act("ratification", "B", consent)) == expected


def test_a_fixed_date_reaches_back_when_the_parties_sign_later():
    terms = EntryIntoForce(EntryMode.ON_FIXED_DATE, fixed_date=day("2020-01-01"))
    assert entry(terms, *both("signature"), nature=Nature.NON_BINDING) == "2020-01-01"


def test_a_fixed_date_that_nobody_consented_to_does_not_come():
    assert entry(EntryIntoForce(EntryMode.ON_FIXED_DATE, fixed_date=day("2020-01-01"))) is None


def test_not_before_a_date_and_not_before_another_agreement():
    terms = EntryIntoForce(
        EntryMode.ON_LAST_SIGNATURE, not_before_date=day("2020-06-01"), not_before_agreement="EUR-TR-2019-0001"
    )
    other = {"EUR-TR-2019-0001": exactly(day("2020-09-01"))}
    assert entry(terms, *both("signature"), other_entries=other) == "2020-09-01"
    found = determine(instrument(terms, *both("signature"), other_entries={"EUR-TR-2019-0001": None}))
    assert found.entry.when is None
    assert [line.code for line in found.missing] == ["missing_agreement"]


def test_deposits_on_the_day_of_the_nth_take_the_general_date_and_later_ones_their_own():
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2, delay=Length(days=90), later_delay=Length(days=30))
    acts = [
        act("ratification", "A", "2020-01-01"),
        act("ratification", "B", "2020-02-01"),
        act("accession", "C", "2020-02-01"),
        act("accession", "D", "2020-02-02"),
        act("accession", "E", "2021-02-02"),
    ]
    found = determine(instrument(terms, *acts, parties="A B C D E F"))
    general = "2020-05-01"
    dates = {key: each.when and each.when.day.isoformat() for key, each in found.entries.items()}
    assert dates == {"A": general, "B": general, "C": general, "D": general, "E": "2021-03-04", "F": None}
    assert status(found, "2026-01-01", "F") == "not_in_force"


def test_a_later_party_without_a_rule_is_bound_from_the_day_of_its_consent():
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2)
    acts = [
        act("ratification", "A", "2020-01-01"),
        act("ratification", "B", "2020-02-01"),
        act("accession", "C", "2021-05-05"),
    ]
    found = determine(instrument(terms, *acts, parties="A B C"))
    assert found.entries["C"].when == exactly(day("2021-05-05"))
    assert found.entries["C"].working[0].source == "VCLT 24(3)"


def test_regional_organisations_are_bound_but_not_counted():
    parties = [Party("A"), Party("B"), Party("EU", frozenset({"regional_organisation"}), is_organisation=True)]
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2, excluded_classes=("regional_organisation",))
    acts = [act("formal_confirmation", "EU", "2019-01-01"), act("ratification", "A", "2020-01-01")]
    assert entry(terms, *acts, parties=parties) is None
    found = determine(instrument(terms, *acts, act("ratification", "B", "2020-06-01"), parties=parties))
    assert found.entry.when == found.entries["EU"].when == exactly(day("2020-06-01"))


def test_a_deposit_counts_on_receipt_where_that_is_known():
    acts = [act("ratification", "A", "2020-01-01"), act("ratification", "B", "2020-01-01", received_on="2020-02-02")]
    assert entry(EntryIntoForce(EntryMode.ON_ALL_CONSENTS), *acts) == "2020-02-02"


def test_a_succession_takes_effect_on_the_date_of_state_succession():
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2)
    acts = [act("ratification", "A", "1990-01-01"), act("ratification", "B", "1990-01-01")]
    succession = act("succession", "C", "1995-05-05", effective_on="1993-01-01")
    found = determine(instrument(terms, *acts, succession, parties="A B C"))
    assert found.entries["C"].when == exactly(day("1993-01-01"))


def test_a_treaty_without_a_clause_enters_into_force_with_the_last_consent():
    found = determine(instrument(act("ratification", "A", "2020-01-01"), act("ratification", "B", "2020-04-01")))
    assert found.entry.when == exactly(day("2020-04-01"))
    assert found.entry.working[0].source == "VCLT 24(2)"


def test_with_an_organisation_as_a_party_the_convention_of_1986_is_cited():
    parties = [Party("A"), Party("EU", is_organisation=True)]
    acts = [act("ratification", "A", "2020-01-01"), act("formal_confirmation", "EU", "2020-04-01")]
    assert determine(instrument(*acts, parties=parties)).entry.working[0].source == "VCLT 1986, 24(2)"


def test_a_treaty_that_all_signed_and_nobody_ratified_is_undetermined_without_a_clause():
    found = determine(instrument(*both("signature")))
    assert stretches(found) == [("not_in_force", None, "2020-03-05"), ("undetermined", "2020-03-05", None)]


def test_a_memorandum_without_a_clause_is_undetermined_once_all_signed():
    found = determine(instrument(*both("signature"), nature=Nature.NON_BINDING))
    assert stretches(found)[-1] == ("undetermined", "2020-03-05", None)
    unsigned = determine(instrument(nature=Nature.NON_BINDING))
    assert stretches(unsigned) == [("not_in_force", None, None)]


def test_a_record_past_signature_without_any_act_is_undetermined():
    found = determine(instrument(is_signed_without_dates=True))
    assert stretches(found) == [("undetermined", None, None)]
    assert stretches(found, "A") == [("undetermined", None, None)]


def test_undated_signatures_matter_only_where_signature_may_bind():
    terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2)
    found = determine(instrument(terms, act("ratification", "A", "2020-01-01"), is_signed_without_dates=True))
    assert stretches(found) == [("not_in_force", None, None)]


def test_the_party_whose_consent_completed_it_did_not_consent_later():
    acts = [act("signature", "A", "2020-03-01"), act("signature", "B", "2020-05")]
    found = determine(instrument(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), *acts))
    assert found.entries["B"].working[0].code == "with_general"


class TestWhatASourceStates:
    def test_it_stands_where_the_acts_show_no_date(self):
        found = determine(instrument(act("signature", None, "1938-11-04"), act("entry_into_force", None, "1938-12-30")))
        assert stretches(found) == [("not_in_force", None, "1938-12-30"), ("in_force", "1938-12-30", None)]
        assert stretches(found, "A") == stretches(found)

    def test_it_is_kept_beside_a_computed_date_and_the_difference_is_flagged(self):
        stated = act("entry_into_force", None, "2020-03-07")
        found = determine(instrument(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), *both("signature"), stated))
        assert found.entry.when == exactly(day("2020-03-05"))
        assert [(line.code, line.acts) for line in found.findings] == [("stated_entry_differs", (stated.key,))]

    def test_of_two_parties_both_are_bound_from_it_even_before_a_signature_and_that_is_said(self):
        acts = [act("signature", "A", "2020-07-01"), act("entry_into_force", None, "2020-06-01")]
        found = determine(instrument(*acts))
        for party in (None, "A", "B"):
            assert stretches(found, party) == [("not_in_force", None, "2020-06-01"), ("in_force", "2020-06-01", None)]
        assert [line.code for line in found.findings] == ["stated_before_consent"]

    def test_it_narrows_what_the_acts_leave_uncertain(self):
        acts = [act("signature", "A", "2020-03-01"), act("signature", "B", "2020-03")]
        stated = act("entry_into_force", None, "2020-03-17")
        found = determine(instrument(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), *acts, stated))
        assert found.entry.when == exactly(day("2020-03-17"))
        assert not found.findings

    @pytest.mark.parametrize(
        ("terms", "acts"),
        [
            (
                EntryIntoForce(EntryMode.ON_LAST_NOTIFICATION, delay=Length(days=30)),
                both("notification_of_completion", "2001-01-01", "2001-03-01"),
            ),
            (EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), both("signature", "2001-04", "2001-04-03")),
            (None, both("notification_of_completion", "2001-01-01", "2001-03-01")),
            (EntryIntoForce(EntryMode.ON_EXCHANGE), both("exchange_of_instruments", "2001", "2001-04")),
        ],
    )
    def test_it_settles_for_every_party_what_receipts_and_days_that_nobody_recorded_left_open(self, terms, acts):
        clauses = [terms] if terms else []
        found = determine(instrument(*clauses, *acts, act("entry_into_force", None, "2001-04-05")))
        for party in (None, "A", "B"):
            assert stretches(found, party) == [("not_in_force", None, "2001-04-05"), ("in_force", "2001-04-05", None)]

    def test_of_many_parties_those_without_an_act_of_their_own_are_undetermined(self):
        acts = [act("entry_into_force", None, "1990-01-01"), act("ratification", "A", "1989-01-01")]
        found = determine(instrument(*acts, parties="A B C"))
        assert status(found, "2000-01-01") == "in_force"
        assert status(found, "2000-01-01", "A") == "in_force"
        assert status(found, "2000-01-01", "B") == "undetermined"
        assert status(found, "1989-12-31", "B") == "not_in_force"


class TestPartialDates:
    def test_a_month_leaves_that_month_undetermined(self):
        acts = [act("signature", "A", "2020-03-01"), act("signature", "B", "2020-05")]
        found = determine(instrument(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), *acts))
        assert found.entry.when == Span(day("2020-05-01"), day("2020-05-31"))
        assert stretches(found) == [
            ("not_in_force", None, "2020-05-01"),
            ("undetermined", "2020-05-01", "2020-06-01"),
            ("in_force", "2020-06-01", None),
        ]

    def test_an_uncertain_deposit_that_cannot_be_the_nth_does_not_blur_the_date(self):
        terms = EntryIntoForce(EntryMode.ON_CONSENTS, consents=2)
        acts = [
            act("ratification", "A", "2019"),
            act("ratification", "B", "2020-05-05"),
            act("ratification", "C", "2021"),
        ]
        assert entry(terms, *acts, parties="A B C") == "2020-05-05"


def test_an_amended_clause_does_not_move_an_entry_into_force_that_had_come():
    first = clause(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE))
    second = clause(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE, delay=Length(years=5)), since="2021-01-01")
    assert entry(first, second, *both("signature")) == "2020-03-05"


def test_counted_acts_may_be_named_by_the_clause():
    terms = EntryIntoForce(
        EntryMode.ON_CONSENTS, consents=2, counted_acts=(ActKind.SIGNATURE, ActKind.RATIFICATION), delay=Length(days=1)
    )
    assert entry(terms, act("signature", "A", "2020-01-01"), act("ratification", "B", "2020-02-01")) == "2020-02-02"
