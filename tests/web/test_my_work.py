"""The landing page: what waits on the reader first, then what is due, what is theirs, what changed."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import change_agreement
from core.actors import Actor
from institutions.actions.institutions import change_institution
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
    submit,
)
from tests.web.conftest import words_of

HOME = "/"


def part(response, name):
    """The words of one part of the page."""
    page = response.content.decode()
    found = re.search(rf'<section class="e-card" id="{name}".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def now(person):
    return Actor.person(person, at=timezone.now())


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(HOME)["Location"] == f"/accounts/login/?next={HOME}"


def test_an_approver_sees_the_steps_to_decide_longest_waiting_first(browse, ana, olga, office):
    by = {days: Actor.person(olga, at=timezone.now() - dt.timedelta(days=days)) for days in (3, 30)}
    make_pending_agreement(office, title="Newer pact", by=by[3])
    _agreement, steps = make_pending_agreement(office, title="Older pact", by=by[30])
    activity = make_activity(office, title="Course", state="approval_pending")
    make_step(make_case(activity.approval_subject))
    submit(activity.approval_subject, by=by[3])
    page = browse(ana).get(HOME)
    said = part(page, "decisions")
    assert said.index("Older pact") < said.index("Newer pact") < said.index("Course")
    assert "5 steps" in said
    assert f'href="/approvals/steps/{steps[0].uid}/"' in page.content.decode()
    first = re.search(r'<section class="e-card" id="(\w+)"', page.content.decode())
    assert first[1] == "decisions"


def test_nobody_is_offered_what_they_submitted_or_may_not_decide(browse, hugo, olga, victor, office, other_office):
    make_pending_agreement(office, title="Own pact", by=acting(hugo))
    make_pending_agreement(other_office, title="Their pact")
    assert "No decision waits for you" in part(browse(hugo).get(HOME), "decisions")
    for person in (olga, victor):
        assert part(browse(person).get(HOME), "decisions") == ""


def test_somebody_asked_by_name_sees_the_step_whatever_their_role(browse, victor, olga, office):
    asked = {"responsible": victor}
    make_pending_agreement(office, title="Pact", by=acting(olga), steps=asked, classification="restricted")
    assert "Pact" in part(browse(victor).get(HOME), "decisions")


def test_more_steps_than_shown_lead_to_the_list_of_them(browse, ana, olga, office):
    for _number in range(4):
        make_pending_agreement(office, by=acting(olga))
    page = browse(ana).get(HOME)
    assert "See all 8 steps that wait for you" in part(page, "decisions")
    assert 'href="/approvals/?mine=true"' in page.content.decode()


def test_an_officer_sees_own_records_with_what_blocks_them(browse, olga, office):
    agreement = make_agreement(office, title="Own pact", stage="text_agreed", officer=olga)
    make_agreement(office, title="Closed pact", stage="closed", officer=olga)
    make_agreement(office, title="Pact of others")
    make_activity(office, title="Own course", state="approved", officer=olga)
    make_activity(office, title="Ready course", state="scheduled", officer=olga)
    make_activity(office, title="Over", state="closed", officer=olga)
    page = browse(olga).get(HOME)
    agreements, activities = part(page, "agreements"), part(page, "activities")
    assert "Own pact" in agreements and "Submit for approval” waits for this:" in agreements
    assert "Closed pact" not in agreements and "Pact of others" not in agreements
    assert f'href="/agreements/{agreement.reference}/#parties"' in page.content.decode()
    assert "“Schedule” waits for this: Give the planned start first." in activities
    assert "Next: Record that it has begun" in activities and "Over" not in activities


def test_more_than_shown_leads_to_the_list_of_ones_own(browse, olga, office):
    for _number in range(6):
        make_activity(office, officer=olga)
    page = browse(olga).get(HOME).content.decode()
    assert 'href="/activities/?officer=olga"' in page


def test_empty_parts_say_what_comes_next(browse, olga, ana):
    page = browse(olga).get(HOME)
    assert "You are in charge of no open agreement" in part(page, "agreements")
    assert "Nothing is due" in part(page, "due")
    assert "No decision waits for you" in part(browse(ana).get(HOME), "decisions")


def test_a_head_sees_how_the_whole_stands_and_a_viewer_does_not(browse, hugo, victor, office):
    make_agreement(office)
    page = browse(hugo).get(HOME)
    assert "How it stands Open the dashboard 1 Agreements" in words_of(page)
    assert "How it stands" not in words_of(browse(victor).get(HOME))


def test_what_changed_lately_names_who_did_what(browse, victor, olga, otto, office):
    agreement, institution = make_agreement(office, title="Pact"), make_institution("Police")
    change_agreement(by=now(olga), agreement=agreement, summary="On arms")
    change_institution(by=now(otto), institution=institution, seat="Porto")
    said = part(browse(victor).get(HOME), "news")
    assert "Police Changed institution · by Otto Officer" in said
    assert said.index("Police Changed institution") < said.index("Pact Changed agreement · by Olga Officer")


@pytest.mark.parametrize(("person", "sees"), [("hugo", True), ("aude", True), ("victor", False), ("adam", False)])
def test_news_of_restricted_records_reach_only_those_who_see_them(browse, cast, olga, office, person, sees):
    secret = make_agreement(office, title="Secret pact", classification="restricted")
    change_agreement(by=now(olga), agreement=secret, summary="Hush")
    make_activity(office, title="Secret course", agreements=[secret], classification="public")
    said = part(browse(cast[person]).get(HOME), "news")
    assert ("Secret pact" in said, "Secret course" in said) == (sees, sees)


def test_somebody_without_a_role_is_told_so_and_sees_what_is_public(browse, nadia, victor, office):
    make_agreement(office, title="Public pact", classification="public")
    make_agreement(office, title="Internal pact")
    page = words_of(browse(nadia).get(HOME))
    assert "You have no role in an office yet" in page
    assert "Public pact" in page and "Internal pact" not in page
    assert "You have no role" not in words_of(browse(victor).get(HOME))


def test_the_number_of_queries_does_not_grow_with_the_work(browse, hugo, olga, office):
    client = browse(hugo)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(HOME).status_code == 200
        return len(counted)

    def more_work():
        make_pending_agreement(office, officer=hugo, by=acting(olga))
        activity = make_activity(office, state="approval_pending", officer=hugo)
        make_step(make_case(activity.approval_subject))
        submit(activity.approval_subject, by=acting(olga))

    more_work()
    few = queries()
    for _number in range(3):
        more_work()
    assert queries() <= few + 1  # the count of steps, once there are more than are shown
    assert few <= 60
