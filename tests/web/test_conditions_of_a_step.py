"""Pages on which a step is done without, and on which the conditions of an approval are confirmed."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals.actions import NewCondition, decide_step
from approvals.models import Condition
from core.actors import Actor
from tests.web.approvals import filled, page_of, pending, steps_of
from tests.web.conftest import hidden, words_of


@pytest.fixture
def step(office, ana):
    """Approved on two conditions, one of them late."""
    step = steps_of(pending(office))[0]
    late = timezone.localdate() - dt.timedelta(days=2)
    conditions = [NewCondition("Counsel agrees", late), NewCondition("Money is there")]
    decide_step(by=Actor.person(ana), step=step, outcome="approved_with_conditions", conditions=conditions)
    return step


def ids_of(step):
    rows = Condition.objects.filter(decision__step=step).order_by("id")
    return [str(each.pk) for each in rows]


def test_an_officer_records_that_a_step_is_not_required_with_the_reason(office, olga, browse):
    step, client = steps_of(pending(office))[0], browse(olga)
    address = page_of(step, "dispense/")
    assert client.post(address, filled(client, address, outcome="not_required", comment="")).status_code == 422
    client.post(address, filled(client, address, outcome="not_required", comment="Below the threshold"))
    step.refresh_from_db()
    assert step.outcome == "not_required"


def test_without_open_conditions_none_are_asked_about(office, olga, browse):
    page = browse(olga).get(page_of(steps_of(pending(office))[0], "conditions/"))
    assert "This step has no conditions left to meet." in words_of(page)


def test_each_condition_stands_with_its_state_and_what_is_late(step, olga, browse):
    page = words_of(browse(olga).get(page_of(step, "conditions/")))
    assert "Counsel agrees 2 days late Money is there Met on" in page
    assert "Counsel agrees not met yet 2 days late" in page


def test_one_is_confirmed_and_the_other_still_awaited(step, olga, browse):
    client, address = browse(olga), page_of(step, "conditions/")
    sent = {"met": ids_of(step)[:1], "evidence": "Letter of 3 March"}
    assert client.post(address, filled(client, address, **sent)).status_code == 302
    step.refresh_from_db()
    assert step.conditions_met_on is None
    page = words_of(client.get(address))
    assert "confirmed by Olga Officer : Letter of 3 March" in page.replace("Officer:", "Officer :")
    assert [str(each.pk) for each in client.get(address).context["page"].conditions_to_confirm] == ids_of(step)[1:]


def test_all_at_once_complete_the_step(step, olga, victor, browse):
    client, address = browse(olga), page_of(step, "conditions/")
    client.post(address, filled(client, address, met=ids_of(step)))
    step.refresh_from_db()
    assert step.conditions_met_on == timezone.localdate()
    assert browse(victor).post(address, {"on": "2026-01-01", "version": step.version}).status_code == 403


def test_one_button_says_that_all_are_met(step, olga, browse):
    client, address = browse(olga), page_of(step, "conditions/")
    client.post(address, filled(client, address, all="yes"))
    step.refresh_from_db()
    assert step.conditions_met_on == timezone.localdate()


def test_none_ticked_is_said(step, olga, browse):
    client, address = browse(olga), page_of(step, "conditions/")
    response = client.post(address, filled(client, address))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"met"}


def test_who_set_them_confirms_them_and_the_submitter_does_not(office, ana, olga, browse):
    step = steps_of(pending(office, by=olga))[0]
    conditions = [NewCondition("Counsel agrees")]
    decide_step(by=Actor.person(ana), step=step, outcome="approved_with_conditions", conditions=conditions)
    address = page_of(step, "conditions/")
    assert "You submitted this for approval" in words_of(browse(olga).get(address))
    assert browse(olga).post(address, {"met": ids_of(step)}).status_code == 403
    client = browse(ana)
    assert client.get(address).context["form"]["met"].value() == ids_of(step)
    assert client.post(address, filled(client, address, met=ids_of(step))).status_code == 302


def test_who_comes_second_keeps_the_evidence_typed(step, olga, ana, browse):
    client, address = browse(olga), page_of(step, "conditions/")
    sent = filled(client, address, met=ids_of(step), evidence="Typed words")
    other = browse(ana)
    other.post(address, filled(other, address, met=ids_of(step)[:1]))
    response = client.post(address, sent)
    assert response.status_code == 409
    assert "Typed words" in words_of(response)
    again = sent | hidden(response, "version", "seen", "opened") | {"met": ids_of(step)[1:]}
    assert client.post(address, again).status_code == 302
