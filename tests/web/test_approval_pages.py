"""Approvals on pages: the list of what waits, deciding, doing without a step, laying out a track."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.actions import decide_step
from approvals.models import Decision, Step
from approvals.queries import waiting_steps
from core.actors import Actor
from tests.factories import (
    lay_out_approval,
    make_agreement,
    make_case,
    make_institution,
    make_step,
    submit,
)
from tests.web.conftest import hidden, words_of

LIST = "/approvals/"


def pending(office, *, ago=0, by=None, **values):
    """An agreement whose approval was submitted some days ago, by the system unless said otherwise."""
    agreement = make_agreement(office, stage="approval_pending", **values)
    lay_out_approval(agreement)
    at = timezone.now() - dt.timedelta(days=ago)
    submit(agreement.approval_subject, by=Actor.person(by, at=at) if by else Actor.system("tests", at=at))
    return agreement


def steps_of(agreement):
    return list(Step.objects.filter(case__subject=agreement.approval_subject).order_by("id"))


def page_of(step, task=""):
    return f"/approvals/steps/{step.uid}/{task}"


def filled(client, address, **changes):
    page = client.get(address)
    return {**hidden(page, "version", "seen", "opened"), **changes}


def count_of(response, parameter, label):
    facets = {facet.parameter: choices for facet, choices in response.context["listing"].facets}
    return next((choice.count for choice in facets[parameter] if choice.label == label), 0)


# The list


def test_the_list_says_what_waits_on_whom_and_the_longest_waiting_first(office, victor, browse):
    pending(office, ago=2, title="Young")
    pending(office, ago=100, title="Old")
    response = browse(victor).get(LIST)
    assert [row.record.name for row in response.context["rows"]] == ["Old", "Old", "Young", "Young"]
    assert "4 steps wait" in words_of(response)


@pytest.mark.parametrize(
    ("days", "label"),
    [(0, "Under 30 days"), (29, "Under 30 days"), (30, "30 to 90 days"), (90, "30 to 90 days"), (91, "Over 90 days")],
)
def test_ages_are_counted_in_days_of_the_reader(office, victor, browse, days, label):
    pending(office, ago=days)
    response = browse(victor).get(LIST)
    assert count_of(response, "age", label) == 2


def test_every_number_opens_as_many_rows(office, victor, ana, browse):
    europol = make_institution("Europol Agency")
    pending(office, ago=2, parties=[europol, make_institution()])
    pending(office, ago=100, parties=[europol, make_institution()])
    client = browse(ana)
    for _facet, choices in client.get(LIST).context["listing"].facets:
        for choice in choices:
            assert client.get(LIST + choice.url).context["listing"].total == choice.count, choice.label


def test_mine_are_those_i_may_decide(office, other_office, ana, hugo, browse):
    pending(office, by=hugo)
    pending(other_office)
    assert browse(ana).get(LIST, {"mine": "true"}).context["listing"].total == 2
    assert browse(hugo).get(LIST, {"mine": "true"}).context["listing"].total == 0


def test_overdue_steps_can_be_picked(office, victor, browse):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_step(case, due_on=yesterday)
    make_step(case, due_on=yesterday + dt.timedelta(days=1))
    submit(agreement.approval_subject)
    response = browse(victor).get(LIST, {"overdue": "true"})
    assert [row.step.due_on for row in response.context["rows"]] == [yesterday]


def test_the_office_s_own_side_can_be_picked(office, victor, browse):
    pending(office)
    agreement = make_agreement(office, stage="approval_pending")
    own = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject)
    response = browse(victor).get(LIST, {"institution": "office"})
    assert [row.step for row in response.context["rows"]] == [own]


@pytest.mark.parametrize("query", ["institution=nobody", "age=ancient", "mine=perhaps", "ordering=colour"])
def test_what_cannot_be_asked_is_said(office, victor, browse, query):
    response = browse(victor).get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert "The list cannot be shown like this" in words_of(response)


def test_steps_of_restricted_records_are_neither_shown_nor_counted(office, victor, hugo, browse):
    pending(office, classification="restricted", title="Secret")
    response = browse(victor).get(LIST)
    assert response.context["listing"].total == 0
    assert "Secret" not in response.content.decode()
    assert browse(hugo).get(LIST).context["listing"].total == 2


def test_the_queries_of_the_list_do_not_grow_with_its_rows(office, ana, browse):
    client = browse(ana)

    def asked():
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    pending(office)
    few = asked()
    for _each in range(4):
        pending(office)
    assert asked() == few <= 20


def test_list_and_dashboard_share_one_definition(office, victor):
    pending(office, ago=45)
    found = waiting_steps(user=victor, today=timezone.localdate(), zone=dt.UTC)
    assert {step.age for step in found} == {"30_to_90"}


# Deciding


def test_a_decision_is_recorded_and_shown_with_its_name(office, ana, browse):
    agreement = pending(office)
    step, client = steps_of(agreement)[0], browse(ana)
    sent = filled(client, page_of(step), outcome="approved_with_conditions", comment="Only until 2030")
    response = client.post(page_of(step), sent)
    assert response["Location"] == f"/agreements/{agreement.reference}/#step-{step.uid}"
    decision = Decision.objects.get()
    assert (decision.outcome, decision.comment, decision.decided_by) == (
        "approved_with_conditions",
        "Only until 2030",
        ana,
    )
    page = words_of(client.get(f"/agreements/{agreement.reference}/"))
    assert "Approved with conditions by Ana Approver" in page
    assert "Added decision: Executive approval" in page


@pytest.mark.parametrize("outcome", ["rejected", "changes_requested", "approved_with_conditions"])
def test_a_decision_that_is_no_plain_yes_needs_a_comment(office, ana, browse, outcome):
    step, client = steps_of(pending(office))[0], browse(ana)
    response = client.post(page_of(step), filled(client, page_of(step), outcome=outcome, comment=" "))
    assert response.status_code == 422
    assert response.context["form"].errors["comment"] == ["Say why: this decision needs a comment."]
    assert not Decision.objects.exists()


def test_a_decided_step_is_not_offered_for_decision(office, ana, browse):
    step, client = steps_of(pending(office))[0], browse(ana)
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    page = client.get(page_of(step))
    assert "This step was decided already." in words_of(page)
    assert "Record the decision" not in words_of(page)


def test_without_open_conditions_none_are_asked_about(office, olga, browse):
    page = browse(olga).get(page_of(steps_of(pending(office))[0], "conditions/"))
    assert "This step has no conditions left to meet." in words_of(page)


def test_who_may_not_decide_is_told_so_before_anything_else(office, victor, browse):
    assert browse(victor).post(page_of(steps_of(pending(office))[0]), {}).status_code == 403


def test_who_submitted_does_not_decide(office, hugo, browse):
    step, client = steps_of(pending(office, by=hugo))[0], browse(hugo)
    page = client.get(page_of(step))
    assert "You submitted this for approval, so somebody else must decide." in words_of(page)
    assert "<form" not in page.content.decode().split("<main")[1]
    response = client.post(page_of(step), {"outcome": "approved", "version": step.version})
    assert response.status_code == 403
    assert not Decision.objects.exists()


def test_who_decides_may_go_on_to_the_next_that_waits_for_them(office, ana, browse):
    agreement = pending(office)
    first, second = steps_of(agreement)
    client = browse(ana)
    assert "Record, and open the next one" in words_of(client.get(page_of(first)))
    response = client.post(page_of(first), filled(client, page_of(first), outcome="approved", then="next"))
    assert response["Location"] == page_of(second)
    last = client.get(page_of(second))
    assert "Record, and open the next one" not in words_of(last)


def test_the_page_shows_the_whole_track_with_earlier_decisions(office, ana, hugo, browse):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject)
    first, second = make_step(case), make_step(case, group=2, body_name="The cabinet")
    submit(agreement.approval_subject)
    decide_step(by=Actor.person(hugo), step=first, outcome="approved", comment="Well drafted")
    page = words_of(browse(ana).get(page_of(second)))
    for said in ("Well drafted", "by Hugo Head", "The cabinet", "This step"):
        assert said in page


def test_an_outcome_nobody_decides_is_refused(office, ana, browse):
    step, client = steps_of(pending(office))[0], browse(ana)
    response = client.post(page_of(step), filled(client, page_of(step), outcome="lapsed"))
    assert response.status_code == 422


def test_of_two_deciders_the_second_is_told_and_keeps_the_comment(office, ana, hugo, browse):
    step, client = steps_of(pending(office))[0], browse(ana)
    sent = filled(client, page_of(step), outcome="rejected", comment="Typed words")
    decide_step(by=Actor.person(hugo), step=step, outcome="approved")
    response = client.post(page_of(step), sent)
    page = words_of(response)
    assert response.status_code == 409
    assert "Hugo Head changed it" in page
    assert "Typed words" in page
    again = client.post(page_of(step), sent | hidden(response, "version", "seen", "opened"))
    assert again.status_code == 409
    assert "This step was decided already." in words_of(again)
    assert Decision.objects.count() == 1


def test_a_step_of_a_record_one_does_not_see_is_not_found(office, victor, oscar, browse):
    step = steps_of(pending(office, classification="restricted"))[0]
    for person in (victor, oscar):
        for task in ("", "dispense/", "conditions/"):
            assert browse(person).get(page_of(step, task)).status_code == 404
            assert browse(person).post(page_of(step, task)).status_code == 404


# Doing without a step; conditions


def test_an_officer_records_that_a_step_is_not_required_with_the_reason(office, olga, browse):
    step, client = steps_of(pending(office))[0], browse(olga)
    address = page_of(step, "dispense/")
    assert client.post(address, filled(client, address, outcome="not_required", comment="")).status_code == 422
    client.post(address, filled(client, address, outcome="not_required", comment="Below the threshold"))
    step.refresh_from_db()
    assert step.outcome == "not_required"


def test_conditions_are_confirmed_by_officers_and_complete_the_step(office, ana, olga, victor, browse):
    step = steps_of(pending(office))[0]
    decide_step(by=Actor.person(ana), step=step, outcome="approved_with_conditions", comment="If")
    client, address = browse(olga), page_of(step, "conditions/")
    assert "Conditions are met" in words_of(client.get(f"/agreements/{step.case.subject.agreement.reference}/"))
    client.post(address, filled(client, address, on=timezone.localdate().isoformat()))
    step.refresh_from_db()
    assert step.conditions_met_on == timezone.localdate()
    assert browse(victor).post(address, {"on": "2026-01-01", "version": step.version}).status_code == 403


# Laying out a track


def test_a_step_is_added_to_a_party_s_track(office, olga, ana, browse):
    ministry = make_institution("Ministry of Security")
    agreement = make_agreement(office, parties=[ministry, make_institution()])
    party = agreement.parties.get(institution=ministry)
    address = f"/agreements/{agreement.reference}/parties/{party.uid}/steps/new/"
    client = browse(olga)
    assert client.get(address).context["form"]["group"].value() == 1
    due = timezone.localdate() + dt.timedelta(days=30)
    sent = {
        "kind": "governing_body", "body": "Ministry of Security", "group": "1", "responsible": "ana",
        "due_on": due.isoformat(), "blocks_signature": "on",
    }  # fmt: skip
    response = client.post(address, sent)
    step = Step.objects.get()
    assert response["Location"] == f"/agreements/{agreement.reference}/#step-{step.uid}"
    assert (step.case.institution, step.body, step.responsible, step.due_on) == (ministry, ministry, ana, due)
    assert client.get(address).context["form"]["group"].value() == 2


def test_a_step_with_wrong_values_is_not_added(office, olga, browse):
    agreement = make_agreement(office)
    party = agreement.parties.first()
    address = f"/agreements/{agreement.reference}/parties/{party.uid}/steps/new/"
    response = browse(olga).post(address, {"kind": "", "group": "0", "responsible": "nobody", "due_on": "soon"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kind", "group", "responsible", "due_on"}
    assert not Step.objects.exists()


def test_only_parties_have_tracks_and_only_keepers_lay_them_out(office, olga, victor, browse):
    agreement = make_agreement(office)
    party = agreement.parties.first()
    address = f"/agreements/{agreement.reference}/parties/{party.uid}/steps/new/"
    assert browse(victor).get(address).status_code == 403
    agreement.parties.filter(pk=party.pk).update(role="observer")
    assert browse(olga).get(address).status_code == 404
