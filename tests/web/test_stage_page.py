"""Changing an agreement's stage on a page: what will follow first, then the change."""

import datetime as dt

import pytest
from django.utils import timezone

from agreements.actions import change_stage
from core.actors import Actor
from core.history import history_of
from core.registries import Consequence, registries
from tests.factories import lay_out_approval, make_agreement, sign
from tests.web.conftest import hidden, words_of


def address(agreement):
    return f"/agreements/{agreement.reference}/stage/"


def take(client, agreement, to, **changes):
    """Open the page of a step and confirm it."""
    page = client.get(address(agreement), {"to": to})
    sent = {"to": to, "on": timezone.localdate().isoformat(), "reason": "", **hidden(page, "version", "seen", "opened")}
    return client.post(address(agreement), sent | changes)


def test_two_actions_from_the_list_change_a_stage(office, olga, browse):
    agreement = make_agreement(office, stage="negotiating")
    client = browse(olga)
    page = client.get(address(agreement))
    assert page.context["screen"].way.target == "text_agreed"
    assert "Record that the text is agreed" in words_of(page)
    response = take(client, agreement, "text_agreed")
    assert response["Location"] == f"/agreements/{agreement.reference}/"
    assert "The agreement is now at “Text agreed”." in words_of(client.get(response["Location"]))
    agreement.refresh_from_db()
    assert agreement.stage == "text_agreed"


def test_looking_at_the_page_changes_nothing(office, olga, browse):
    agreement = make_agreement(office, stage="negotiating")
    browse(olga).get(address(agreement), {"to": "text_agreed"})
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.version) == ("negotiating", 1)


def test_what_will_follow_is_said_before_it_is_done(office, olga, ana, hugo, browse, monkeypatch):
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement)
    told = []

    def planned(proposal, viewer):
        told.append((proposal.field, proposal.old, proposal.new, viewer))
        return [Consequence("Two reminders are planned.")]

    monkeypatch.setattr(registries, "consequences", [planned])
    page = words_of(browse(olga).get(address(agreement), {"to": "approval_pending"}))
    assert "Executive approval" in page
    assert "It waits on Ana Approver, Hugo Head." in page
    assert "somebody else must decide these steps" in page
    assert "Two reminders are planned." in page
    assert "Every condition for this step is met." in page
    assert told == [("stage", "text_agreed", "approval_pending", olga)]


def test_it_is_said_that_nobody_but_who_submits_could_decide(office, hugo, browse):
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement)
    page = words_of(browse(hugo).get(address(agreement), {"to": "approval_pending"}))
    assert page.count("Nobody is there who may decide it.") == 2


def test_it_is_said_that_too_few_could_decide_a_step(office, olga, hugo, ana, browse):
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement, quorum=2)
    lack = "It waits on Ana Approver. Only 1 person can decide here, and 2 must approve: ask more people."
    assert lack in words_of(browse(hugo).get(address(agreement), {"to": "approval_pending"}))
    assert "ask more people" not in words_of(browse(olga).get(address(agreement), {"to": "approval_pending"}))


def test_a_blocked_step_explains_itself_and_offers_no_button(office, olga, browse):
    agreement = make_agreement(office, stage="text_agreed")
    response = browse(olga).get(address(agreement), {"to": "approval_pending"})
    assert "Add at least one approval step for each party." in words_of(response)
    assert 'name="to"' not in response.content.decode()


def test_a_refusal_lists_every_unmet_condition_and_keeps_what_was_typed(office, olga, browse):
    agreement = make_agreement(office, stage="approved", kind="working_arrangement", personal_data="yes", parties=[])
    sent = {"to": "signed", "on": "2026-01-01", "reason": "Typed words", "version": agreement.version}
    response = browse(olga).post(address(agreement), sent)
    page = words_of(response)
    assert response.status_code == 409
    assert "Name at least two parties first." in page
    assert "needs a basis: an adequacy decision" in page
    assert "Typed words" in page
    assert response.content.decode().count("<title>Error: ") == 1
    agreement.refresh_from_db()
    assert agreement.stage == "approved"


def test_a_missing_reason_is_asked_for_at_its_field(office, olga, browse):
    agreement = make_agreement(office, stage="negotiating")
    response = take(browse(olga), agreement, "withdrawn")
    assert response.status_code == 422
    assert "Say why: this step needs a reason." in response.context["form"].errors["reason"]


def test_the_reason_and_the_day_are_kept(office, olga, browse):
    agreement = make_agreement(office, stage="negotiating")
    day = timezone.localdate() - dt.timedelta(days=2)
    take(browse(olga), agreement, "withdrawn", reason="Overtaken by events", on=day.isoformat())
    agreement.refresh_from_db()
    assert agreement.stage_since == day
    assert history_of([("agreements_agreement", agreement.pk)]).first().reason == "Overtaken by events"


@pytest.mark.parametrize("on", ["2999-01-01", "soon", ""])
def test_the_day_is_a_day_that_has_come(office, olga, browse, on):
    agreement = make_agreement(office, stage="negotiating")
    response = take(browse(olga), agreement, "text_agreed", on=on)
    assert response.status_code == 422
    assert "on" in response.context["form"].errors


@pytest.mark.parametrize("to", ["signed", "nonsense"])
def test_a_step_there_is_not_is_refused(office, olga, browse, to):
    agreement = make_agreement(office, stage="negotiating")
    client = browse(olga)
    assert "There is no such step from here" in words_of(client.get(address(agreement), {"to": to}))
    assert take(client, agreement, to).status_code in (409, 422)
    agreement.refresh_from_db()
    assert agreement.stage == "negotiating"


def test_who_comes_second_is_told_what_changed(office, olga, otto, browse):
    agreement = make_agreement(office, stage="negotiating")
    client = browse(olga)
    page = client.get(address(agreement), {"to": "withdrawn"})
    sent = {"to": "withdrawn", "on": "2026-01-01", "reason": "Typed words", **hidden(page, "version", "seen", "opened")}
    change_stage(by=Actor.person(otto), agreement=agreement, to="text_agreed", reason="Done at last")
    response = client.post(address(agreement), sent)
    page = words_of(response)
    assert response.status_code == 409
    assert "Otto Officer changed it" in page
    assert "Done at last" in page
    assert "Stage: from Negotiating to Text agreed" in page
    assert "Typed words" in page
    again = sent | hidden(response, "version", "seen", "opened")
    assert client.post(address(agreement), again).status_code == 302
    agreement.refresh_from_db()
    assert agreement.stage == "withdrawn"


def test_sending_twice_changes_once(office, olga, browse):
    agreement = make_agreement(office, stage="proposed")
    client = browse(olga)
    page = client.get(address(agreement))
    sent = {"to": "mandate_requested", "on": "2026-01-01", "reason": "", **hidden(page, "version", "seen", "opened")}
    assert client.post(address(agreement), sent).status_code == 302
    assert client.post(address(agreement), sent).status_code == 409
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.version) == ("mandate_requested", 2)


def test_readers_without_the_verb_get_403_with_the_reason_and_outsiders_404(office, victor, oscar, browse):
    agreement = make_agreement(office, stage="negotiating")
    restricted = make_agreement(office, classification="restricted")
    for method in ("get", "post"):
        response = getattr(browse(victor), method)(address(agreement))
        assert response.status_code == 403
        assert "Only an officer or the head of the responsible office changes this agreement." in words_of(response)
        assert getattr(browse(oscar), method)(address(restricted)).status_code == 404


def test_a_signature_needs_acts_and_the_page_leads_to_recording_them(office, olga, browse):
    agreement = make_agreement(office, stage="approved")
    page = browse(olga).get(address(agreement), {"to": "signed"}).content.decode()
    assert f"/agreements/{agreement.reference}/acts/new/?kind=signature" in page
    sign(agreement)
    assert take(browse(olga), agreement, "signed").status_code == 302
