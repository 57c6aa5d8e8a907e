"""The page of one side's approval, and the operations on the whole of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions import change_agreement
from approvals.actions import decide_step, submit_case, withdraw_case
from approvals.models import Case, CaseEvent
from core.actors import Actor
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_membership,
    make_pending_agreement,
    make_step,
    submit,
)
from tests.web.conftest import hidden, words_of


@pytest.fixture
def pending(office, olga):
    """An agreement that Olga submitted, with the case of its first side."""
    agreement, steps = make_pending_agreement(office, by=Actor.person(olga))
    return agreement, steps[0].case


def address(case, deed=""):
    return f"/approvals/cases/{case.uid}/" + (f"{deed}/" if deed else "")


def do(client, case, deed, reason="Because", **changes):
    """Open the page of an operation and confirm it."""
    page = client.get(address(case, deed))
    return client.post(address(case, deed), {"reason": reason, **hidden(page, "seen"), **changes})


def test_it_says_who_submitted_what_and_who_edited_it_last(pending, olga, otto, victor, browse):
    agreement, case = pending
    change_agreement(by=Actor.person(otto), agreement=agreement, legal_basis="Article 23")
    page = words_of(browse(victor).get(address(case)))
    assert "by Olga Officer" in page
    assert "Last to change what is approved Otto Officer" in page
    assert "Article 23" in page
    case.refresh_from_db()
    assert case.snapshot.sha256[:12] in page


def test_every_round_is_told_with_decisions_comments_and_what_changed(pending, olga, otto, ana, victor, browse):
    agreement, case = pending
    step = case.steps.get()
    decide_step(by=Actor.person(ana), step=step, outcome="changes_requested", comment="Article 4 is unclear")
    submit_case(by=Actor.person(otto), case=case, reason="Made clear in the annex")
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    change_agreement(by=Actor.person(otto), agreement=agreement, legal_basis="Article 23")
    response = browse(victor).get(address(case))
    page = words_of(response).split("What happened, round by round", 1)[1]
    assert [each.number for each in response.context["page"].rounds] == [2, 1]
    first, second = page.index("Round 1"), page.index("Round 2")
    assert second < first < page.index("Article 4 is unclear")
    assert second < page.index("Made clear in the annex") < first
    assert "Decisions reset by Otto Officer" in page
    assert "Legal basis Changed Not stated Article 23" in page


def test_readers_see_it_without_operations_and_outsiders_not_at_all(pending, victor, nadia, browse):
    _agreement, case = pending
    response = browse(victor).get(address(case))
    assert response.status_code == 200
    assert response.context["page"].operations == []
    assert browse(victor).get(address(case, "withdraw")).status_code == 403
    for page in (address(case), address(case, "withdraw")):
        assert browse(nadia).get(page).status_code == 404


def test_of_a_restricted_record_only_its_readers_see_the_sides(office, olga, victor, browse):
    _agreement, steps = make_pending_agreement(office, classification="restricted", officer=olga)
    assert browse(olga).get(address(steps[0].case)).status_code == 200
    assert browse(victor).get(address(steps[0].case)).status_code == 404


def test_an_operation_there_is_not_is_not_found(pending, otto, browse):
    assert browse(otto).get(address(pending[1], "approve")).status_code == 404


def test_before_it_is_submitted_again_it_is_said_who_is_asked(pending, otto, ana, browse):
    _agreement, case = pending
    decide_step(by=Actor.person(ana), step=case.steps.get(), outcome="changes_requested", comment="Unclear")
    response = browse(otto).get(address(case, "submit"))
    page = words_of(response)
    assert "Answer, and submit again" in page
    assert "Unclear" in page
    assert "is asked at once of: Ana Approver, Hugo Head." not in page  # only who is there is asked
    assert "is asked at once of: Ana Approver." in page
    assert "Because you submit it, somebody else must decide." in page
    assert "1 decision no longer counts, but stays readable." in page
    case.refresh_from_db()
    assert case.round == 1


def test_before_a_side_is_submitted_it_is_said_that_its_quorum_is_out_of_reach(office, hugo, ana, olga, browse):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject)
    make_step(case, quorum=2)
    sentence = "Only 1 person can decide here, and 2 must approve: ask more people."
    assert sentence in words_of(browse(hugo).get(address(case, "submit")))
    assert "ask more people" not in words_of(browse(olga).get(address(case, "submit")))


def test_looking_at_the_consequences_changes_nothing(pending, otto, ana, browse):
    _agreement, case = pending
    before = [step.version for step in case.steps.all()]
    browse(otto).get(address(case, "withdraw"))
    now = Case.objects.get(pk=case.pk)
    assert now.is_submitted
    assert [step.version for step in now.steps.all()] == before
    assert now.events.count() == 1


def test_it_is_submitted_again_with_the_answer(pending, otto, ana, browse):
    _agreement, case = pending
    decide_step(by=Actor.person(ana), step=case.steps.get(), outcome="changes_requested", comment="Unclear")
    response = do(browse(otto), case, "submit", "Made clear")
    assert response["Location"] == address(case)
    now = Case.objects.get(pk=case.pk)
    assert (now.round, now.submitted_by) == (2, otto)
    assert now.events.last().reason == "Made clear"


def test_taken_back_nobody_is_asked_any_more(pending, otto, browse):
    _agreement, case = pending
    client = browse(otto)
    page = words_of(client.get(address(case, "withdraw")))
    assert "Nobody is asked on this side any more" in page
    response = do(client, case, "withdraw")
    assert "Nobody is asked any more." in words_of(client.get(response["Location"]))
    assert not Case.objects.get(pk=case.pk).is_submitted


def test_a_lapse_is_recorded_and_the_side_reopened(pending, otto, browse):
    _agreement, case = pending
    client = browse(otto)
    do(client, case, "lapse", "The mandate ended")
    assert Case.objects.get(pk=case.pk).state.value == "lapsed"
    do(client, case, "reopen", "A new mandate was given")
    assert Case.objects.get(pk=case.pk).state.value == "in_progress"
    kinds = list(case.events.order_by("id").values_list("kind", flat=True))
    assert kinds == ["submitted", "lapsed", "reopened"]


@pytest.mark.parametrize("deed", ["withdraw", "lapse"])
def test_a_reason_is_asked_for(pending, otto, browse, deed):
    _agreement, case = pending
    response = do(browse(otto), case, deed, "")
    assert response.status_code == 422
    assert Case.objects.get(pk=case.pk).state.value == "in_progress"


def test_what_is_not_possible_says_why_and_keeps_what_was_typed(pending, otto, browse):
    _agreement, case = pending
    client = browse(otto)
    sent = hidden(client.get(address(case, "withdraw")), "seen")
    response = client.post(address(case, "submit"), {"reason": "Typed words", **sent})
    page = words_of(response)
    assert response.status_code == 409
    assert "This side's approval is “Approval pending”, where this is not possible." in page
    assert "Typed words" in page


def test_a_side_is_not_submitted_before_its_record_is(office, otto, browse):
    agreement = make_agreement(office, stage="text_agreed")
    case = make_case(agreement.approval_subject, agreement.parties.first().institution)
    make_step(case)
    page = words_of(browse(otto).get(address(case, "submit")))
    assert "Its record is not at the stage of approval." in page
    assert not CaseEvent.objects.exists()


def test_when_somebody_was_quicker_nothing_is_done_and_what_was_typed_is_kept(pending, otto, ana, browse):
    _agreement, case = pending
    client = browse(otto)
    sent = {"reason": "Typed words", **hidden(client.get(address(case, "withdraw")), "seen")}
    decide_step(by=Actor.person(ana), step=case.steps.get(), outcome="approved")
    response = client.post(address(case, "withdraw"), sent)
    assert response.status_code == 409
    assert "This approval changed after you opened the page" in words_of(response)
    assert Case.objects.get(pk=case.pk).is_submitted
    again = client.post(address(case, "withdraw"), {"reason": "Typed words", **hidden(response, "seen")})
    assert again.status_code == 302
    assert not Case.objects.get(pk=case.pk).is_submitted


def test_activities_and_memberships_have_the_page_too(office, ana, victor, browse):
    for record in (make_activity(office, state="approval_pending"), make_membership(office, state="approval_pending")):
        case = make_case(record.approval_subject)
        make_step(case)
        submit(record.approval_subject)
        page = words_of(browse(victor).get(address(case)))
        assert "the responsible office" in page
        assert "waits on Ana Approver" in page


def test_the_queries_do_not_grow_with_steps_and_rounds(office, olga, otto, browse):
    client = browse(olga)

    def asked(number):
        agreement = make_agreement(office, stage="approval_pending")
        case = make_case(agreement.approval_subject, agreement.parties.first().institution)
        for group in range(1, number + 1):
            make_step(case, group=group)
        for each in range(number):
            submit_case(by=Actor.person(olga), case=case)
            change_agreement(by=Actor.person(otto), agreement=agreement, legal_basis=f"Article {each}")
            withdraw_case(by=Actor.person(olga), case=case, reason="Not yet")
        client.get(address(case))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(case)).status_code == 200
        return len(captured)

    assert asked(4) == asked(1) <= 28
