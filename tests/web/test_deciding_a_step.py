"""The page on which a person decides a step: what it says, what it offers, and what becomes of what is sent."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import NewParty, change_agreement
from approvals.actions import (
    NewCondition,
    decide_step,
    delegate_decisions,
    record_absence,
    submit_case,
    withdraw_case,
)
from approvals.models import Decision
from core.actors import Actor
from tests.factories import (
    make_agreement,
    make_case,
    make_institution,
    make_step,
    submit,
)
from tests.web.approvals import filled, page_of, pending, steps_of
from tests.web.conftest import hidden, words_of


def one_side(office, *steps, by=None, **values):
    """An agreement with a submitted track of its office's own, and the steps of it."""
    agreement = make_agreement(office, stage="approval_pending", **values)
    case = make_case(agreement.approval_subject)
    made = [make_step(case, **each) for each in steps or ({},)]
    submit(agreement.approval_subject, by=Actor.person(by) if by else None)
    return agreement, made


def test_a_decision_is_recorded_and_shown_with_its_name(office, ana, browse):
    agreement = pending(office)
    step, client = steps_of(agreement)[0], browse(ana)
    response = client.post(page_of(step), filled(client, page_of(step), outcome="approved", comment="Only until 2030"))
    assert response["Location"] == f"/agreements/{agreement.reference}/#step-{step.uid}"
    decision = Decision.objects.get()
    assert (decision.outcome, decision.comment, decision.decided_by) == ("approved", "Only until 2030", ana)
    page = words_of(client.get(f"/agreements/{agreement.reference}/"))
    assert "Approved by Ana Approver" in page
    assert "Added decision: Executive approval" in page


@pytest.mark.parametrize("task", ["", "outside/"])
def test_a_step_that_an_act_completes_leads_to_the_act_also_where_it_is_outside(office, olga, browse, task):
    _agreement, (step,) = one_side(office, {"kind": "registered", "is_outside": True})
    response = browse(olga).get(page_of(step, task))
    page = words_of(response)
    assert "This step is completed by recording the act it speaks of, with its source." in page
    assert "outside" not in page.lower()
    assert 'acts/new/?kind=registration"' in response.content.decode()


def test_the_track_leads_to_the_act_where_its_step_waits(office, olga, victor, browse):
    agreement, (step,) = one_side(office, {"kind": "registered", "is_outside": True})
    track = browse(olga).get(f"/agreements/{agreement.reference}/").content.decode().split(f'id="step-{step.uid}"')[1]
    assert 'acts/new/?kind=registration"' in track
    assert "waits on the act it speaks of" in track
    unable = browse(victor).get(f"/agreements/{agreement.reference}/").content.decode()
    assert "kind=registration" not in unable


def test_a_quorum_nobody_can_reach_is_said_on_the_step_and_the_track(office, ana, hugo, olga, browse):
    agreement, (step,) = one_side(office, {"quorum": 2}, by=hugo)
    sentence = "Only 1 person can decide here, and 2 must approve: ask more people."
    assert sentence in words_of(browse(ana).get(page_of(step)))
    assert sentence in words_of(browse(olga).get(f"/agreements/{agreement.reference}/"))


def test_who_approved_already_counts_towards_the_quorum(office, ana, hugo, browse):
    _agreement, (step,) = one_side(office, {"quorum": 2})
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    page = words_of(browse(hugo).get(page_of(step)))
    assert "1 of 2 has approved" in page
    assert "ask more people" not in page


@pytest.mark.parametrize("outcome", ["rejected", "changes_requested"])
def test_a_refusal_needs_a_comment(office, ana, browse, outcome):
    step, client = steps_of(pending(office))[0], browse(ana)
    response = client.post(page_of(step), filled(client, page_of(step), outcome=outcome, comment=" "))
    assert response.status_code == 422
    assert response.context["form"].errors["comment"] == ["Say why: this decision needs a comment."]
    assert not Decision.objects.exists()


def test_a_decided_step_is_not_offered_for_decision(office, ana, browse):
    step, client = steps_of(pending(office))[0], browse(ana)
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    page = words_of(client.get(page_of(step)))
    assert "You decided on this side's approval already" in page
    assert "Record the decision" not in page


def test_who_may_not_decide_is_told_so_before_anything_else(office, victor, browse):
    assert browse(victor).post(page_of(steps_of(pending(office))[0]), {}).status_code == 403


def test_who_submitted_does_not_decide(office, hugo, browse):
    step, client = steps_of(pending(office, by=hugo))[0], browse(hugo)
    page = client.get(page_of(step))
    assert "You submitted this for approval, so somebody else must decide." in words_of(page)
    assert "<form" not in page.content.decode().split("<main")[1]
    response = client.post(page_of(step), {"outcome": "approved", "version": step.version, "comment": "Typed words"})
    assert response.status_code == 403
    assert "Typed words" in words_of(response)
    assert not Decision.objects.exists()


def test_who_decides_may_go_on_to_the_next_that_waits_for_them(office, ana, browse):
    first, second = steps_of(pending(office))
    client = browse(ana)
    assert "Record, and open the next one" in words_of(client.get(page_of(first)))
    response = client.post(page_of(first), filled(client, page_of(first), outcome="approved", then="next"))
    assert response["Location"] == page_of(second)
    assert "Record, and open the next one" not in words_of(client.get(page_of(second)))


def test_the_next_one_is_never_of_the_same_side_nor_one_that_an_act_completes(office, ana, browse):
    _agreement, (first, _beside) = one_side(office, {}, {})
    one_side(office, {"kind": "registered"})
    assert "open the next one" not in words_of(browse(ana).get(page_of(first)))


def test_the_page_says_what_is_asked_and_what_came_before(office, ana, hugo, browse):
    steps = [{"quorum": 2}, {"group": 2, "body_name": "The cabinet", "due_on": timezone.localdate()}]
    _agreement, (first, second) = one_side(office, *steps)
    decide_step(by=Actor.person(hugo), step=first, outcome="approved", comment="Well drafted")
    page = words_of(browse(ana).get(page_of(first)))
    assert "1 of 2 has approved" in page
    assert "Step 1 of 2" in page
    assert "The step is complete. Next is asked: Executive approval – The cabinet." in page
    later = words_of(browse(ana).get(page_of(second)))
    for said in (
        "Well drafted",
        "by Hugo Head",
        "The cabinet",
        "This step",
        "An earlier step must be completed first.",
    ):
        assert said in later


def test_a_decision_says_what_will_follow_before_it_is_taken(office, ana, browse):
    _agreement, (step,) = one_side(office, {"quorum": 3})
    page = words_of(browse(ana).get(page_of(step)))
    assert "2 more people must approve after you." in page
    _agreement, (last,) = one_side(office)
    assert "The step is complete, and with it the approval of this side." in words_of(browse(ana).get(page_of(last)))


def test_an_outcome_nobody_decides_is_refused(office, ana, browse):
    step, client = steps_of(pending(office))[0], browse(ana)
    response = client.post(page_of(step), filled(client, page_of(step), outcome="lapsed"))
    assert response.status_code == 422


def test_a_step_of_a_record_one_does_not_see_is_not_found(office, victor, oscar, browse):
    step = steps_of(pending(office, classification="restricted"))[0]
    for person in (victor, oscar):
        for task in ("", "dispense/", "conditions/"):
            assert browse(person).get(page_of(step, task)).status_code == 404
            assert browse(person).post(page_of(step, task)).status_code == 404


def test_the_queries_of_the_page_do_not_grow_with_the_track(office, ana, hugo, browse):
    client = browse(ana)

    def asked(step):
        client.get(page_of(step))
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(step))
        return len(captured)

    _agreement, (alone,) = one_side(office, {"quorum": 2})
    decide_step(by=Actor.person(hugo), step=alone, outcome="approved")
    few = asked(alone)
    _agreement, (first, *_rest) = one_side(office, {"quorum": 2}, *({"group": number} for number in range(2, 9)))
    decide_step(by=Actor.person(hugo), step=first, outcome="approved")
    assert asked(first) == few <= 40


class TestWithConditions:
    """An approval that depends on something names it, row by row."""

    def test_each_row_is_a_condition_with_its_day(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        rows = {
            "conditions-0-text": "Counsel agrees",
            "conditions-2-text": "Budget",
            "conditions-2-due_on": "2031-01-01",
        }
        client.post(page_of(step), filled(client, page_of(step), outcome="approved_with_conditions", **rows))
        conditions = Decision.objects.get().conditions.order_by("id")
        assert [(each.text, each.due_on) for each in conditions] == [
            ("Counsel agrees", None),
            ("Budget", dt.date(2031, 1, 1)),
        ]

    def test_one_is_needed(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        response = client.post(page_of(step), filled(client, page_of(step), outcome="approved_with_conditions"))
        assert response.status_code == 422
        wanted = "Name at least one condition, or approve without conditions."
        assert response.context["form"].errors["outcome"] == [wanted]

    @pytest.mark.parametrize("outcome", ["approved", "rejected", "changes_requested"])
    def test_beside_another_outcome_they_are_not_lost_silently(self, office, ana, browse, outcome):
        step, client = steps_of(pending(office))[0], browse(ana)
        typed = {"outcome": outcome, "comment": "So", "conditions-0-text": "Counsel agrees"}
        response = client.post(page_of(step), filled(client, page_of(step), **typed))
        assert response.status_code == 422
        assert "You wrote conditions." in words_of(response)
        assert "e-only-conditions--said" in response.content.decode()
        assert not Decision.objects.exists()

    def test_another_row_comes_without_scripts_and_keeps_what_was_typed(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        typed = {"another": "conditions", "comment": "Half typed", "conditions-0-text": "Counsel agrees"}
        response = client.post(page_of(step), filled(client, page_of(step), **typed))
        page = response.content.decode()
        assert page.count('aria-label="Condition ') == 4
        for said in ("Half typed", "Counsel agrees"):
            assert said in page
        assert not Decision.objects.exists()


class TestInWhoseName:
    """The right of somebody else is offered in words, beside one's own."""

    @pytest.fixture
    def for_hugo(self, ana, hugo):
        today = timezone.localdate()
        delegate_decisions(by=Actor.person(hugo), delegate=ana, first_day=today, last_day=today + dt.timedelta(days=3))

    def test_without_another_right_nothing_is_asked(self, office, ana, browse):
        page = words_of(browse(ana).get(page_of(steps_of(pending(office))[0])))
        assert "In whose name" not in page

    def test_own_comes_first_and_the_other_is_named_with_its_end(self, office, ana, for_hugo, browse):
        page = browse(ana).get(page_of(steps_of(pending(office))[0]))
        shown = words_of(page)
        assert shown.index("In your own name") < shown.index("On behalf of Hugo Head, by delegation until ")
        assert page.context["form"]["on_behalf_of"].value() == "ana"

    def test_both_names_stand_in_the_record(self, office, ana, hugo, for_hugo, browse):
        agreement = pending(office)
        step, client = steps_of(agreement)[0], browse(ana)
        client.post(page_of(step), filled(client, page_of(step), outcome="approved", on_behalf_of="hugo"))
        decision = Decision.objects.get()
        assert (decision.decided_by, decision.on_behalf_of, decision.through) == (ana, hugo, "delegation")
        page = words_of(client.get(f"/agreements/{agreement.reference}/"))
        assert "by Ana Approver on behalf of Hugo Head, by delegation" in page

    def test_the_only_right_is_said_and_used(self, office, nadia, hugo, browse):
        today = timezone.localdate()
        record_absence(by=Actor.person(hugo), user=hugo, deputy=nadia, first_day=today, last_day=today)
        _agreement, (step,) = one_side(office, {"responsible": hugo})
        client = browse(nadia)
        assert "On behalf of Hugo Head, as deputy: away until" in words_of(client.get(page_of(step)))
        client.post(page_of(step), filled(client, page_of(step), outcome="approved"))
        assert Decision.objects.get().on_behalf_of == hugo

    def test_a_right_that_ended_meanwhile_is_not_replaced_silently(self, office, ana, hugo, browse):
        today = timezone.localdate()
        days = {"first_day": today, "last_day": today}
        given = delegate_decisions(by=Actor.person(hugo), delegate=ana, **days)
        step, client = steps_of(pending(office))[0], browse(ana)
        sent = filled(client, page_of(step), outcome="approved", on_behalf_of="hugo", comment="Typed words")
        type(given).objects.filter(pk=given.pk).update(revoked_at=timezone.now())
        response = client.post(page_of(step), sent)
        assert response.status_code == 422
        assert "You cannot decide in this person's name any more." in words_of(response)
        assert "Typed words" in words_of(response)
        assert not Decision.objects.exists()


class TestWhatChanged:
    """The next approver sees what changed since the last decision, and what was asked for."""

    def test_what_is_approved_is_readable_with_its_hash(self, office, ana, browse):
        _agreement, (step,) = one_side(office, legal_basis="Treaty of Oz")
        page = words_of(browse(ana).get(page_of(step)))
        assert "Treaty of Oz" in page
        step.case.refresh_from_db()
        assert f"SHA-256 {step.case.snapshot.sha256[:12]}…" in page

    def test_before_and_after_since_one_s_own_decision(self, office, ana, olga, browse):
        agreement, (first, _second) = one_side(office, {}, {"group": 2}, legal_basis="Treaty of Oz")
        decide_step(by=Actor.person(ana), step=first, outcome="changes_requested", comment="Which article?")
        change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Article 4, Treaty of Oz")
        response = browse(ana).get(page_of(first))
        page = words_of(response)
        assert "Ana Approver asked for changes on" in page
        assert "Which article?" in page
        assert "Since you decided on" in page
        assert "Olga Officer changed what is approved on" in page
        assert "Legal basis Changed Treaty of Oz Article 4, Treaty of Oz" in page

    def test_the_answer_to_a_request_is_the_submission_after_it_with_who(self, office, ana, olga, hugo, browse):
        _agreement, (step,) = one_side(office, {}, by=hugo)
        withdraw_case(by=Actor.person(olga), case=step.case, reason="Too early")
        submit_case(by=Actor.person(hugo), case=step.case, reason="Words of before")
        decide_step(by=Actor.person(ana), step=step, outcome="changes_requested", comment="Which article?")
        assert "Words of before" not in words_of(browse(ana).get(page_of(step)))
        submit_case(by=Actor.person(hugo), case=step.case, reason="Article 4")
        page = words_of(browse(ana).get(page_of(step)))
        assert "Hugo Head submitted it again on" in page
        assert "and answered: Article 4" in page
        withdraw_case(by=Actor.person(olga), case=step.case, reason="Once more")
        submit_case(by=Actor.person(olga), case=step.case, reason="Words of after")
        page = words_of(browse(ana).get(page_of(step)))
        assert "and answered: Article 4" in page
        assert "Words of after" not in page

    def test_an_empty_answer_is_none_even_where_later_submissions_say_something(self, office, ana, olga, browse):
        _agreement, (step,) = one_side(office)
        decide_step(by=Actor.person(ana), step=step, outcome="changes_requested", comment="Which article?")
        submit_case(by=Actor.person(olga), case=step.case)
        withdraw_case(by=Actor.person(olga), case=step.case, reason="Once more")
        submit_case(by=Actor.person(olga), case=step.case, reason="Words of after")
        page = words_of(browse(ana).get(page_of(step)))
        assert "and answered:" not in page
        assert "Words of after" not in page

    def test_a_body_outside_that_asked_for_changes_is_named(self, office, olga, ana, browse):
        steps = ({"is_outside": True, "body_name": "The senate"}, {"group": 2})
        _agreement, (outside, _inside) = one_side(office, *steps)
        said = {"outcome": "changes_requested", "comment": "Which article?", "source": "Letter 5"}
        address = page_of(outside, "outside/")
        client = browse(olga)
        assert client.post(address, filled(client, address, **said)).status_code == 302
        assert "The senate asked for changes on" in words_of(browse(ana).get(page_of(outside)))

    def test_an_answer_of_the_system_is_said_to_be_its(self, office, ana, browse):
        _agreement, (step,) = one_side(office)
        decide_step(by=Actor.person(ana), step=step, outcome="changes_requested", comment="Which article?")
        submit_case(by=Actor.system("exchange"), case=step.case, reason="Brought from elsewhere")
        page = words_of(browse(ana).get(page_of(step)))
        assert "Submitted again by the system on" in page
        assert "with the answer: Brought from elsewhere" in page
        assert "None submitted" not in page

    def test_since_the_step_was_last_decided_for_somebody_else(self, office, ana, hugo, olga, browse):
        agreement, (step,) = one_side(office, legal_basis="Treaty of Oz")
        decide_step(by=Actor.person(ana), step=step, outcome="approved")
        change_agreement(
            by=Actor.person(olga), agreement=agreement, parties=[NewParty(make_institution("Emerald City"))]
        )
        page = words_of(browse(hugo).get(page_of(step)))
        assert "Since this step was last decided" in page
        assert "Party Added was not there Emerald City" in page
        assert "Removed" in page
        assert "is no longer there" in page

    def test_nothing_changed_is_said_too(self, office, ana, hugo, browse):
        _agreement, (first, _second) = one_side(office, {"quorum": 2}, {"group": 2})
        decide_step(by=Actor.person(hugo), step=first, outcome="approved")
        assert "nothing in what is approved has changed" in words_of(browse(ana).get(page_of(first)))

    def test_a_change_while_one_reads_is_shown_and_what_was_typed_is_kept(self, office, ana, olga, browse):
        agreement, (step,) = one_side(office, legal_basis="Treaty of Oz")
        client = browse(ana)
        rows = {"conditions-1-text": "Typed condition"}
        typed = {"outcome": "approved_with_conditions", "comment": "Typed words", **rows}
        sent = filled(client, page_of(step), **typed)
        change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Treaty of Ev")
        response = client.post(page_of(step), sent)
        page = words_of(response)
        assert response.status_code == 409
        assert "What is to be approved has changed since you read it. Look at the changes, then decide." in page
        assert "Legal basis Changed Treaty of Oz Treaty of Ev" in page
        assert "Typed words" in page
        assert "Typed condition" in page
        assert not Decision.objects.exists()
        form = response.context["form"]
        assert form["outcome"].value() == "approved_with_conditions"
        again = client.post(page_of(step), sent | hidden(response, "version", "seen", "opened", "substance"))
        assert again.status_code == 302


class TestSomebodyWasQuicker:
    """The present state is shown, and nothing typed is lost."""

    def test_of_two_deciders_the_second_is_told_and_keeps_the_comment(self, office, ana, hugo, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        sent = filled(client, page_of(step), outcome="rejected", comment="Typed words")
        decide_step(by=Actor.person(hugo), step=step, outcome="approved")
        response = client.post(page_of(step), sent)
        page = words_of(response)
        assert response.status_code == 409
        for said in ("Hugo Head changed it", "This step was decided already.", "Decision Reject", "Typed words"):
            assert said in page
        assert "Nothing of yours was saved." in page
        assert "save again" not in page
        assert Decision.objects.count() == 1

    def test_of_two_who_must_approve_the_second_still_can(self, office, ana, hugo, browse):
        _agreement, (step,) = one_side(office, {"quorum": 2})
        client = browse(ana)
        sent = filled(client, page_of(step), outcome="approved", comment="Typed words")
        decide_step(by=Actor.person(hugo), step=step, outcome="approved")
        response = client.post(page_of(step), sent)
        assert response.status_code == 409
        assert "1 of 2 has approved" in words_of(response)
        assert "correct your text below and save again" in words_of(response)
        assert client.post(page_of(step), sent | hidden(response, "version", "seen", "opened")).status_code == 302

    def test_a_step_sent_twice_is_decided_once(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        sent = filled(client, page_of(step), outcome="approved")
        first, second = (client.post(page_of(step), sent) for _each in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        said = [str(each) for each in client.get(second["Location"]).context["messages"]]
        assert said == [f"Recorded: {step.name}."]
        assert Decision.objects.count() == 1

    def test_recorded_is_said_though_only_the_second_answer_of_a_double_click_is_read(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        sent = filled(client, page_of(step), outcome="approved", then="list")
        decide_step(by=Actor.person(ana), step=step, outcome="approved")  # the first click, its answer unread
        response = client.post(page_of(step), sent, follow=True)
        assert response.status_code == 200
        assert [str(each) for each in response.context["messages"]] == [f"Recorded: {step.name}."]
        assert Decision.objects.count() == 1

    def test_another_decision_sent_after_one_s_own_is_no_double_click(self, office, ana, browse):
        step, client = steps_of(pending(office))[0], browse(ana)
        sent = filled(client, page_of(step), outcome="approved", comment="Other words")
        decide_step(by=Actor.person(ana), step=step, outcome="approved")
        assert client.post(page_of(step), sent).status_code == 403


class TestDecidedElsewhere:
    """Steps that an act completes, and those decided outside, have no form but lead where they are recorded."""

    def test_an_act_is_recorded_where_acts_are(self, office, olga, ana, browse):
        ministry = make_institution("Ministry")
        agreement = make_agreement(office, stage="approval_pending", parties=[ministry, make_institution()])
        step = make_step(make_case(agreement.approval_subject, ministry), kind="published")
        submit(agreement.approval_subject)
        party = agreement.parties.get(institution=ministry)
        response = browse(olga).get(page_of(step))
        address = f"/agreements/{agreement.reference}/acts/new/?kind=publication&amp;party={party.uid}"
        assert address in response.content.decode()
        form = browse(olga).get(address.replace("&amp;", "&")).context["form"]
        assert (form["kind"].value(), form["party"].value()) == ("publication", str(party.uid))
        page = browse(ana).get(page_of(step))
        assert "completed by recording the act it speaks of" in words_of(page)
        assert "acts/new" not in page.content.decode()
        assert "Record the decision" not in words_of(page)

    def test_outside_is_said_to_who_would_decide(self, office, ana, browse):
        _agreement, (step,) = one_side(office, {"is_outside": True})
        page = words_of(browse(ana).get(page_of(step)))
        assert "This step is decided outside the office" in page
        assert "Record the decision taken outside" not in page

    def test_an_officer_is_led_to_where_it_is_recorded(self, office, olga, browse):
        _agreement, (step,) = one_side(office, {"is_outside": True})
        page = browse(olga).get(page_of(step)).content.decode()
        assert "This is recorded elsewhere" in page
        for task in ("outside/", "links/"):
            assert f'href="{page_of(step, task)}"' in page


def test_earlier_rounds_are_folded_and_conditions_of_them_no_longer_awaited(office, ana, olga, hugo, browse):
    agreement, (step,) = one_side(office)
    conditions = [NewCondition("Counsel agrees")]
    decide_step(by=Actor.person(ana), step=step, outcome="approved_with_conditions", conditions=conditions)
    change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Another")
    page = words_of(browse(hugo).get(page_of(step)))
    assert "1 decision of earlier rounds" in page
    assert "Counsel agrees no longer awaited" in page
