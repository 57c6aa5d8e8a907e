"""Moving an activity from state to state on its page: consequences first, blocked ways explained, nobody overrun."""

import re

import pytest

from activities.actions import change_activity, change_state
from activities.queries import facts_of
from activities.states import ACTIVITY_TRANSITIONS, ActivityState
from core.transitions import unmet_guards
from tests.cast import TODAY, acting
from tests.factories import make_activity, make_case, make_step
from tests.web.conftest import words_of
from tests.web.forms import as_opened


def to(activity, state=""):
    return f"/activities/{activity.reference}/state/" + (f"?to={state}" if state else "")


@pytest.mark.parametrize("state", list(ActivityState))
def test_every_way_on_from_a_state_is_offered_or_explained(browse, olga, office, state):
    activity = make_activity(office, state=state.value)
    page = browse(olga).get(to(activity))
    text = page.content.decode()
    for transition in ACTIVITY_TRANSITIONS:
        if transition.source is state:
            assert transition.name in words_of(page)
            assert f'href="?to={transition.target}"' in text
            blocked = browse(olga).get(to(activity, transition.target))
            assert ("This step cannot be taken yet" in words_of(blocked)) is bool(
                unmet_guards(transition, facts_of(activity))
            )


def test_what_will_follow_is_said_first_and_nothing_is_changed(browse, olga, office):
    activity = make_activity(office, state="scheduled", planned_start=TODAY)
    page = browse(olga).get(to(activity, "under_way"))
    assert "The day becomes its actual start." in words_of(page)
    activity.refresh_from_db()
    assert (activity.state, activity.actual_start) == ("scheduled", None)


def test_submitting_says_how_many_steps_are_to_be_decided(browse, olga, office):
    activity = make_activity(office)
    case = make_case(activity.approval_subject)
    make_step(case), make_step(case, group=2)
    assert "2 steps are to be decided, not by you" in words_of(browse(olga).get(to(activity, "approval_pending")))


def test_the_change_is_made_with_its_day_and_reason(browse, olga, office):
    activity = make_activity(office, state="scheduled", planned_start=TODAY)
    client = browse(olga)
    sent = as_opened(client, to(activity, "under_way")) | {"on": "2026-03-01", "reason": "The trainers arrived"}
    response = client.post(to(activity, "under_way"), sent)
    assert response["Location"] == f"/activities/{activity.reference}/"
    activity.refresh_from_db()
    assert (activity.state, str(activity.actual_start)) == ("under_way", "2026-03-01")
    assert "The trainers arrived" in words_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("target", "changes", "status", "said"),
    [
        ("under_way", {"on": "2999-01-01"}, 422, "As of: The date lies in the future."),
        ("under_way", {"on": ""}, 422, "As of: This field is required."),
        ("cancelled", {"reason": " "}, 409, "Say why: this step needs a reason."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(browse, olga, office, target, changes, status, said):
    activity = make_activity(office, state="scheduled", planned_start=TODAY)
    client = browse(olga)
    sent = as_opened(client, to(activity, target)) | {"reason": "Typed with care"} | changes
    page = client.post(to(activity, target), sent)
    assert page.status_code == status
    assert said in words_of(page)
    if changes.get("reason") is None:
        assert "Typed with care" in page.content.decode()
    activity.refresh_from_db()
    assert activity.state == "scheduled"


def test_a_blocked_way_is_explained_instead_of_offered(browse, olga, office):
    activity = make_activity(office, state="delivered")
    page = browse(olga).get(to(activity, "closed"))
    assert "Write the report's outcome first." in words_of(page)
    assert "<form" not in page.content.decode().split("<main", 1)[1]


def test_without_a_choice_the_usual_step_is_shown(browse, olga, office):
    page = browse(olga).get(to(make_activity(office, state="scheduled", planned_start=TODAY)))
    assert "The day becomes its actual start." in words_of(page)


def test_a_way_that_is_none_any_more_says_so(browse, olga, office):
    activity = make_activity(office, state="proposed")
    page = browse(olga).get(to(activity, "closed"))
    assert page.status_code == 409
    assert "No step leads there from here" in words_of(page)


def test_a_state_that_does_not_exist_is_no_page(browse, olga, office):
    assert browse(olga).get(to(make_activity(office), "finished")).status_code == 404


def test_two_people_at_once_the_second_is_told_and_keeps_the_reason(browse, olga, otto, office):
    activity = make_activity(office, state="scheduled", planned_start=TODAY)
    client = browse(otto)
    sent = as_opened(client, to(activity, "postponed")) | {"reason": "No trainer in May"}
    change_activity(by=acting(olga), activity=activity, place="Porto")
    page = client.post(to(activity, "postponed"), sent)
    assert page.status_code == 409
    assert "Olga Officer changed it" in words_of(page)
    assert "No trainer in May" in page.content.decode()
    again = sent | dict(re.findall(r'name="(version|seen|opened)" value="([^"]*)"', page.content.decode()))
    again["opened"] = again["opened"].replace("&quot;", '"')
    assert client.post(to(activity, "postponed"), again).status_code == 302


def test_two_people_at_once_where_the_first_moved_it_on(browse, olga, otto, office):
    activity = make_activity(office, state="scheduled", planned_start=TODAY)
    client = browse(otto)
    sent = as_opened(client, to(activity, "under_way"))
    change_state(by=acting(olga), activity=activity, to="cancelled", reason="No money")
    page = client.post(to(activity, "under_way"), sent)
    assert page.status_code == 409
    assert "Its state is now “Cancelled”" in words_of(page)
    activity.refresh_from_db()
    assert activity.state == "cancelled"


@pytest.mark.parametrize(
    ("person", "status"), [("olga", 200), ("hugo", 200), ("ana", 403), ("victor", 403), ("oscar", 403)]
)
def test_only_its_keepers_change_its_state(browse, cast, office, person, status):
    activity = make_activity(office, classification="public")
    page = browse(cast[person]).get(to(activity))
    assert page.status_code == status
    if status == 403:
        assert "Only an officer or the head of the responsible office changes this." in words_of(page)


def test_a_step_is_added_to_its_approval(browse, olga, office):
    activity = make_activity(office)
    client = browse(olga)
    sent = as_opened(client, f"/activities/{activity.reference}/steps/new/") | {"kind": "legal_opinion"}
    assert client.post(f"/activities/{activity.reference}/steps/new/", sent).status_code == 302
    assert activity.approval_subject.cases.get().institution is None
    assert activity.approval_subject.cases.get().steps.get().kind == "legal_opinion"
