"""Clauses in the register: stated, amended, repealed, corrected, withdrawn; never rewritten."""

import datetime as dt

import pytest
from django.db import InternalError, NotSupportedError, transaction

from agreements.actions import (
    NewClause,
    NewParty,
    amend_clause,
    change_agreement,
    correct_clause,
    create_agreement,
    repeal_clause,
    state_clause,
    withdraw_clause,
)
from agreements.clause_reading import read_clauses
from agreements.models import Agreement, Clause
from core.errors import InvalidInput, StaleVersion
from core.history import history_of
from tests.cast import NOW, acting, the_system
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_agreement, make_clause, make_institution, party_of

ENTRY = {"mode": "on_consents", "consents": 40, "delay": {"days": 90}, "later_delay": {"days": 30},
         "excluded_classes": ["regional_organisation"]}  # fmt: skip
PERIOD = {"mode": "period", "length": {"years": 5}}
OTHER = "not_before_agreement"
TACIT = {"mode": "tacit", "length": {"years": 1}}
LATER = NOW + dt.timedelta(days=30)
Y2030 = dt.date(2030, 1, 1)


@pytest.fixture
def agreement(office) -> Agreement:
    return make_agreement(office, kind="treaty")


@pytest.fixture
def state(agreement, olga):
    def call(kind, parameters, at=NOW, **values):
        clause = NewClause(kind, parameters, **values)
        return state_clause(by=acting(olga, at=at), agreement=agreement, clause=clause)

    return call


def holding(agreement, viewer, on=None, **how):
    return {each.clause.kind: each.sentence for each in read_clauses(agreement, viewer=viewer, on=on, **how)}


def test_a_further_condition_is_read_in_its_words_and_is_never_met_in_the_future(agreement, olga, state):
    share = {**ENTRY, "further_condition": "55 % of emissions."}
    with invalid("parameters.further_condition_met_on"):
        state("entry_into_force", {**share, "further_condition_met_on": LATER.date().isoformat()})
    state("entry_into_force", {**share, "further_condition_met_on": NOW.date().isoformat()})
    assert (
        "A further condition must be met as well: 55 % of emissions (met on"
        in holding(agreement, olga)["entry_into_force"]
    )


def test_a_clause_is_stated_with_its_article_and_read_as_a_sentence(agreement, olga, state):
    made = state("entry_into_force", ENTRY, article="Art. 38(1)", source="Treaty text")
    assert (made.article, made.source, made.recorded_at, made.recorded_by) == ("Art. 38(1)", "Treaty text", NOW, olga)
    assert made.parameters == ENTRY
    assert holding(agreement, olga)["entry_into_force"] == (
        "Enters into force 90 days after the date of deposit of instrument no. 40 of ratification, acceptance, "
        "approval, accession or formal confirmation. Consents of these are not counted: regional organisations. For a "
        "party that consents later: 30 days after its own consent, but not before the agreement itself."
    )
    agreement.refresh_from_db()
    assert agreement.version == 2


@pytest.mark.parametrize(
    ("kind", "parameters", "values", "field"),
    [
        ("colour", {}, {}, "kind"),
        ("duration", {"mode": "forever"}, {}, "parameters.mode"),
        ("duration", {"mode": "until"}, {}, "parameters.until"),
        ("entry_into_force", {"mode": "on_consents"}, {}, "parameters.consents"),
        ("entry_into_force", {"mode": "on_signature", "delay": {"months": "6"}}, {}, "parameters.delay.months"),
        ("entry_into_force", {"mode": "on_signature", OTHER: "X-1"}, {}, f"parameters.{OTHER}"),
        ("duration", PERIOD, {"article": "x" * 101}, "article"),
        ("duration", PERIOD, {"article": "a\x00"}, "article"),
        ("duration", PERIOD, {"applies_from": dt.date(1500, 1, 1)}, "applies_from"),
        ("duration", None, {}, "applies_from"),
        ("reporting", {"title": "R", "rule": "FREQ=YEARLY", "parties": ["nobody"]}, {}, "parameters.parties.0"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_no_input_and_nothing_is_written(agreement, state, kind, parameters, values, field):
    with invalid(field):
        state(kind, parameters, **values)
    assert not Clause.objects.exists()
    agreement.refresh_from_db()
    assert agreement.version == 1


def test_a_duty_binds_parties_named_by_their_own_id_or_their_institutions(agreement, olga, state):
    party = party_of(agreement)
    parameters = {"title": " Annual report ", "rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"}
    made = state("reporting", {**parameters, "parties": [str(party.institution.uid).upper()]})
    assert (made.duty, made.parameters["parties"]) == ("Annual report", [str(party.uid)])
    sentence = holding(agreement, olga)["reporting"]
    assert sentence == (
        "“Annual report” is due every year on 31 March. This is counted from entry into force. "
        f"The duty binds: {party.institution.name}."
    )


def test_a_party_that_a_duty_binds_does_not_leave_the_agreement(agreement, olga, state):
    party, other = agreement.parties.order_by("position")
    state("reporting", {"title": "Annual report", "rule": "FREQ=YEARLY", "parties": [str(party.uid)]})
    with invalid("parties"):
        change_agreement(by=acting(olga), agreement=agreement, parties=[NewParty(other.institution)])
    change_agreement(by=acting(olga), agreement=agreement, parties=[NewParty(party.institution)])
    assert agreement.parties.count() == 1


def test_of_duties_there_may_be_many_of_other_kinds_one_a_day(state):
    state("reporting", {"title": "Annual report", "rule": "FREQ=YEARLY"})
    state("reporting", {"title": "Statistics", "rule": "FREQ=MONTHLY"})
    with refused("clause_exists"):
        state("reporting", {"title": "Annual report", "rule": "FREQ=MONTHLY"})
    state("duration", PERIOD)
    with refused("clause_exists"):
        state("duration", {"mode": "indefinite"})


def test_clauses_that_contradict_each_other_are_refused_whichever_comes_last(state):
    state("duration", {"mode": "indefinite"})
    with refused("no_term_to_renew"):
        state("renewal", TACIT)
    assert Clause.objects.count() == 1


def test_an_amendment_applies_from_its_day_and_leaves_the_days_before(agreement, office, olga, state):
    amending = make_agreement(office, kind="protocol")
    first = state("duration", PERIOD)
    amend_clause(
        by=acting(olga), clause=first,
        amendment=NewClause("duration", {"mode": "indefinite"}, applies_from=Y2030, amended_by=amending),
    )  # fmt: skip
    before, after = holding(agreement, olga, Y2030 - dt.timedelta(days=1)), holding(agreement, olga, Y2030)
    assert before["duration"] == "Concluded for 5 years from its entry into force."
    assert after["duration"] == "Concluded for an indefinite time."
    read = read_clauses(agreement, viewer=olga, on=Y2030)
    assert [each.amended_by for each in read] == [amending]


def test_an_amendment_says_its_day_and_keeps_the_order(olga, state):
    first = state("duration", PERIOD, applies_from=Y2030)
    for day, expectation in ((None, invalid("applies_from")), (Y2030, refused("not_in_order"))):
        with expectation:
            amend_clause(by=acting(olga), clause=first, amendment=NewClause("duration", PERIOD, applies_from=day))
    with invalid("kind"):
        amend_clause(by=acting(olga), clause=first, amendment=NewClause("renewal", TACIT, applies_from=Y2030))


def test_an_amending_agreement_is_another_one_that_the_person_sees(agreement, office, olga, oscar, other_office, state):
    hidden = make_agreement(other_office, classification="restricted")
    for other in (hidden, agreement):
        with invalid("amended_by"):
            state("duration", PERIOD, applies_from=Y2030, amended_by=other)
    with invalid("applies_from"):
        state("duration", PERIOD, amended_by=make_agreement(office))


def test_an_amendment_is_held_against_the_other_clauses_of_its_day(olga, state):
    duration = state("duration", PERIOD)
    renewal = state("renewal", TACIT)
    indefinite = NewClause("duration", {"mode": "indefinite"}, applies_from=Y2030)
    with refused("no_term_to_renew"):
        amend_clause(by=acting(olga), clause=duration, amendment=indefinite)
    repeal_clause(by=acting(olga), clause=renewal, applies_from=Y2030)
    assert amend_clause(by=acting(olga), clause=duration, amendment=indefinite).pk


def test_a_repealed_clause_holds_no_more_from_its_day(agreement, olga, state):
    duty = state("reporting", {"title": "Annual report", "rule": "FREQ=YEARLY"})
    made = repeal_clause(by=acting(olga), clause=duty, applies_from=Y2030, reason="Protocol of 2029")
    assert (made.is_repealed, made.duty, made.parameters) == (True, "Annual report", {})
    assert "reporting" in holding(agreement, olga, Y2030 - dt.timedelta(days=1))
    assert "reporting" not in holding(agreement, olga, Y2030)
    with refused("holds_no_more"):
        repeal_clause(by=acting(olga), clause=duty, applies_from=dt.date(2031, 1, 1))


def test_a_correction_supersedes_and_the_register_remembers_what_it_believed(agreement, olga, state):
    mistaken = state("duration", PERIOD)
    corrected = correct_clause(
        by=acting(olga, at=LATER), clause=mistaken, corrected=NewClause("duration", {"mode": "indefinite"}),
        reason="Misread",
    )  # fmt: skip
    mistaken.refresh_from_db()
    assert (mistaken.recorded_until, corrected.supersedes) == (LATER, mistaken)
    assert holding(agreement, olga)["duration"] == "Concluded for an indefinite time."
    assert holding(agreement, olga, known_at=NOW)["duration"] == "Concluded for 5 years from its entry into force."
    with refused("already_superseded"):
        correct_clause(by=acting(olga), clause=mistaken, corrected=NewClause("duration", PERIOD), reason="Again")
    entry = history_of([("agreements_agreement", agreement.pk)]).filter(operation="insert").first()
    assert entry.reason == "Misread"


def test_a_correction_says_what_was_wrong_and_stays_of_its_kind(olga, state):
    clause = state("duration", PERIOD)
    with invalid("reason"):
        correct_clause(by=acting(olga), clause=clause, corrected=NewClause("duration", PERIOD), reason=" ")
    with invalid("kind"):
        correct_clause(by=acting(olga), clause=clause, corrected=NewClause("renewal", TACIT), reason="Wrong")
    with invalid("parameters.until"):
        wrong = NewClause("duration", {"mode": "until"})
        correct_clause(by=acting(olga), clause=clause, corrected=wrong, reason="Wrong")
    clause.refresh_from_db()
    assert clause.recorded_until is None


def test_a_correction_keeps_a_condition_that_the_person_cannot_see(agreement, other_office, olga):
    hidden = make_agreement(other_office, classification="restricted", kind="treaty")
    parameters = {"mode": "on_signature", "not_before_agreement": hidden.reference}
    clause = state_clause(by=the_system(), agreement=agreement, clause=NewClause("entry_into_force", parameters))
    (read,) = read_clauses(agreement, viewer=olga)
    assert hidden.reference not in f"{read.sentence} {read.parameters}"
    assert "another agreement" in read.sentence
    corrected = correct_clause(
        by=acting(olga), clause=clause, corrected=NewClause("entry_into_force", {"mode": "on_last_signature"}),
        reason="Misread",
    )  # fmt: skip
    assert corrected.parameters == {"mode": "on_last_signature", "not_before_agreement": hidden.reference}


def test_an_entry_made_by_mistake_is_withdrawn_and_stays_readable(agreement, olga, state):
    clause = state("duration", {"mode": "indefinite"})
    with invalid("reason"):
        withdraw_clause(by=acting(olga), clause=clause, reason="")
    withdraw_clause(by=acting(olga, at=LATER), clause=clause, reason="It was another agreement's")
    assert holding(agreement, olga) == {}
    assert holding(agreement, olga, known_at=NOW) != {}
    assert state("renewal", TACIT, at=LATER).pk


def test_an_agreement_waits_neither_for_itself_nor_in_a_circle(agreement, office, olga):
    second, third = make_agreement(office, kind="treaty"), make_agreement(office, kind="treaty")

    def wait(one, other):
        parameters = {"mode": "on_signature", "not_before_agreement": other.reference}
        clause = NewClause("entry_into_force", parameters)
        return state_clause(by=acting(olga), agreement=one, clause=clause)

    with invalid("parameters.not_before_agreement"):
        wait(agreement, agreement)
    wait(agreement, second)
    wait(second, third)
    with invalid("parameters.not_before_agreement"):
        wait(third, agreement)


def test_an_entry_is_never_rewritten_or_deleted(state):
    clause = state("duration", PERIOD)
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).update(article="Art. 9")
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).delete()


def test_only_its_keepers_state_clauses_and_nobody_on_an_old_version(agreement, victor, olga):
    clause = NewClause("duration", PERIOD)
    with forbidden():
        state_clause(by=acting(victor), agreement=agreement, clause=clause)
    with pytest.raises(StaleVersion):
        state_clause(by=acting(olga), agreement=agreement, clause=clause, expected_version=9)
    assert not Clause.objects.exists()


def new_agreement(office, olga, clauses):
    parties = [make_institution(), make_institution()]
    return create_agreement(
        by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"},
        parties=[NewParty(each) for each in parties], clauses=clauses,
    )  # fmt: skip


def test_an_agreement_is_created_with_its_clauses(office, olga):
    made = new_agreement(office, olga, [NewClause("duration", PERIOD), NewClause("renewal", TACIT)])
    assert set(holding(made, olga)) == {"duration", "renewal"}


def test_where_one_clause_is_wrong_no_agreement_is_created(office, olga):
    with pytest.raises(InvalidInput) as caught:
        new_agreement(office, olga, [NewClause("duration", PERIOD), NewClause("renewal", {"mode": "often"})])
    assert list(caught.value.errors) == ["clauses.1.parameters.mode"]
    with refused("no_term_to_renew"):
        new_agreement(office, olga, [NewClause("renewal", TACIT), NewClause("duration", {"mode": "indefinite"})])
    assert not Agreement.objects.exists()


def test_an_amended_term_says_from_when_it_is_counted(office, olga):
    agreement = make_agreement(office, kind="treaty")
    make_clause(agreement, "duration", {"mode": "period", "length": {"years": 3}})
    make_clause(agreement, "duration", {"mode": "period", "length": {"years": 4}}, applies_from=dt.date(2025, 1, 1))
    assert [each.sentence for each in read_clauses(agreement, viewer=olga)] == [
        "Concluded for 3 years from its entry into force.",
        "Concluded for 4 years from 1 January 2025, when this was agreed.",
    ]
