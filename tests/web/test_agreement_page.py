"""The page of an agreement: what it says to whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import NewAct, NewParty, change_agreement, change_stage, correct_act
from agreements.actions.subjects import NewSubject
from approvals.actions import NewCondition, decide_step
from core.actors import Actor
from core.dates import PartialDate
from tests.factories import (
    lay_out_approval,
    make_act,
    make_agreement,
    make_case,
    make_institution,
    make_step,
    make_subject,
    party_of,
    sign,
    submit,
)
from tests.web.conftest import words_of


def address(agreement):
    return f"/agreements/{agreement.reference}/"


def test_it_says_what_blocks_the_next_step(office, victor, browse):
    agreement = make_agreement(office, stage="text_agreed")
    page = words_of(browse(victor).get(address(agreement)))
    assert "What blocks the next step: Submit for approval" in page
    assert "Add at least one approval step for each party. Still without one: Police" in page


def test_it_says_when_nothing_stands_against_the_next_step(office, victor, browse):
    agreement = make_agreement(office, stage="negotiating")
    assert "Nothing stands against it." in words_of(browse(victor).get(address(agreement)))


def test_it_claims_nothing_about_force(office, victor, browse):
    agreement = make_agreement(office, stage="signed")
    page = words_of(browse(victor).get(address(agreement)))
    assert "not whether the agreement is in force" in page


def test_parties_stand_side_by_side_with_their_steps_and_decisions(office, victor, ana, browse):
    europol, ministry = make_institution("Europol"), make_institution("Ministry", country="MX")
    agreement = make_agreement(office, stage="approval_pending", parties=[europol, ministry])
    steps = lay_out_approval(agreement, due_on=timezone.localdate() + dt.timedelta(days=3))
    submit(agreement.approval_subject)
    decide_step(
        by=Actor.person(ana), step=steps[0], outcome="approved_with_conditions", conditions=[NewCondition("Until 2030")]
    )
    response = browse(victor).get(address(agreement))
    page = words_of(response)
    assert [side.party.institution for side in response.context["sides"]] == [europol, ministry]
    for said in ("Approved with conditions", "Until 2030", "not met yet", "by Ana Approver", "due in 3 days"):
        assert said in page
    assert "Deciding body: not stated in the source" in page


def test_only_who_may_decide_finds_the_button_and_the_others_find_out_why_not(office, victor, ana, browse):
    agreement = make_agreement(office, stage="approval_pending")
    (step, _other) = lay_out_approval(agreement)
    submit(agreement.approval_subject)
    link = f"/approvals/steps/{step.uid}/"
    assert link in browse(ana).get(address(agreement)).content.decode()
    response = browse(victor).get(address(agreement))
    assert link not in response.content.decode()
    assert "Only an approver or the head of the responsible office decides this step." in words_of(response)


def test_readers_get_no_buttons_that_change_anything(office, olga, victor, browse):
    agreement = make_agreement(office, stage="negotiating")
    for part in ("stage", "edit", "acts/new"):
        assert f"{address(agreement)}{part}/" in browse(olga).get(address(agreement)).content.decode()
        assert f"{address(agreement)}{part}/" not in browse(victor).get(address(agreement)).content.decode()


@pytest.mark.parametrize(("date", "said"), [("2020", "2020"), ("2020-07", "July 2020"), ("2020-07-01", "1 July 2020")])
def test_a_date_is_shown_as_exactly_as_it_is_known(office, victor, browse, date, said):
    agreement = make_agreement(office)
    make_act(agreement, party=party_of(agreement), on=date)
    page = words_of(browse(victor).get(address(agreement)))
    assert f"{said} Signature" in page


def test_the_source_is_quoted_with_its_standing(office, victor, browse):
    agreement = make_agreement(office)
    make_act(agreement, party=party_of(agreement), on="2020", source_quote="signed in The Hague", standing="disputed")
    page = words_of(browse(victor).get(address(agreement)))
    assert "“signed in The Hague”" in page
    assert "Disputed" in page


def test_sources_that_differ_are_named_and_the_authoritative_one_is_marked(office, victor, browse):
    agreement = make_agreement(office)
    make_act(agreement, party=party_of(agreement), on="2020-07-01")
    make_act(agreement, party=party_of(agreement), on="2020-07-20")
    page = words_of(browse(victor).get(address(agreement)))
    assert "The sources differ: Signature" in page
    assert "1 July 2020 : The test's own papers Reported (authoritative)" in page


def test_a_corrected_entry_stays_readable(office, olga, browse):
    agreement = make_agreement(office)
    entry = make_act(agreement, party=party_of(agreement), on="2020-06")
    right = NewAct("signature", PartialDate.parse("2020-07-01"), source="The original", party=party_of(agreement))
    correct_act(by=Actor.person(olga), entry=entry, act=right, reason="Misread")
    page = words_of(browse(olga).get(address(agreement)))
    assert "1 July 2020 Signature" in page
    assert "1 earlier entry, corrected June 2020" in page


def test_history_is_readable_by_whoever_sees_the_record(office, olga, victor, browse):
    agreement = make_agreement(office, title="Old title")

    change_agreement(by=Actor.person(olga), agreement=agreement, titles={"en": "New title"}, reason="A misprint")
    page = words_of(browse(victor).get(address(agreement)))
    assert "Changed agreement by Olga Officer" in page
    assert "Titles (English): from Old title to New title" in page
    assert "Reason: A misprint" in page


def test_titles_in_other_languages_are_shown_with_their_language(office, victor, browse):
    agreement = make_agreement(office, titles={"en": "Treaty", "es": "Tratado", "fr": "Traité"})
    response = browse(victor).get(address(agreement))
    assert '<span lang="es">Tratado</span>' in response.content.decode()
    assert "Traité" in words_of(response)


def test_a_stage_off_the_track_shows_how_far_it_came(office, olga, victor, browse):

    agreement = make_agreement(office, stage="negotiating")
    change_stage(by=Actor.person(olga), agreement=agreement, to="text_agreed")
    change_stage(by=Actor.person(olga), agreement=agreement, to="withdrawn", reason="Overtaken")
    track = browse(victor).get(address(agreement)).context["track"]
    assert [step["state"] for step in track] == ["done"] * 4 + ["off"]
    assert track[-1]["label"] == "Withdrawn"


def test_restricted_agreements_do_not_exist_for_others(office, victor, aude, olga, adam, browse):
    agreement = make_agreement(office, classification="restricted", officer=olga)
    assert browse(olga).get(address(agreement)).status_code == 200
    assert browse(aude).get(address(agreement)).status_code == 200
    for person in (victor, adam):
        assert browse(person).get(address(agreement)).status_code == 404
        assert browse(person).get(f"{address(agreement)}history/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_it(office, olga, ana, browse):
    client = browse(olga)

    def asked(agreement):
        client.get(address(agreement))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(agreement)).status_code == 200
        return len(captured)

    def made(number):
        parties = [NewParty(make_institution(f"Body {number} {each}")) for each in range(2 + number)]
        subjects = [make_subject() for _each in range(1 + number)]
        agreement = make_agreement(office, stage="approval_pending", parties=parties, subjects=subjects, officer=olga)
        for party in agreement.parties.select_related("institution"):
            case = make_case(agreement.approval_subject, party.institution)
            for group in range(1, 2 + number):
                make_step(case, group=group, body=party.institution, responsible=ana)
        submit(agreement.approval_subject)
        for step in agreement.approval_subject.cases.first().steps.filter(group=1):
            decide_step(by=Actor.person(ana), step=step, outcome="approved", comment="Yes")
        sign(agreement)
        return agreement

    few, many = made(1), made(4)
    assert asked(many) <= asked(few) <= 52


def test_what_names_the_subjects_is_quoted_once(office, victor, browse):
    quote = {"source": "A press item", "source_quote": "corruption, terrorism"}
    subjects = [NewSubject(make_subject(code), **quote) for code in ("corruption", "terrorism")]
    agreement = make_agreement(office, subjects=subjects)
    assert words_of(browse(victor).get(address(agreement))).count("“corruption, terrorism”") == 1
