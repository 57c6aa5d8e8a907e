"""Approvals for me, on others and on whom; approving from the list and several at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import change_agreement
from approvals.actions import decide_step, delegate_decisions, record_absence
from approvals.models import Decision
from core.actors import Actor
from tests.factories import make_agreement, make_case, make_institution, make_step, submit
from tests.web.approvals import pending, steps_of
from tests.web.conftest import words_of

LIST, SEVERAL, WHOM = "/approvals/", "/approvals/several/", "/approvals/whom/"
MINE = {"mine": "true"}


def quick(row, **changes):
    """The form of a row, as it is sent."""
    return {
        "version": row.step.version, "substance": row.sha256, "outcome": "approved", "comment": "",
        "on_behalf_of": row.mandate.principal.username, "conditions-TOTAL_FORMS": "0", "conditions-INITIAL_FORMS": "0",
        "then": "list", "filters": "mine=true", **changes,
    }  # fmt: skip


def one_step(office, *, ago=0, **values):
    """An agreement whose only step waits."""
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject, values.pop("side", None)), **values)
    submit(agreement.approval_subject, by=Actor.system("tests", at=timezone.now() - dt.timedelta(days=ago)))
    return step


# The list


def test_what_is_overdue_stands_first_then_what_is_due_then_the_longest_waiting(office, victor, browse):
    today = timezone.localdate()
    waits, long = one_step(office, ago=2), one_step(office, ago=50)
    soon, late = one_step(office, due_on=today), one_step(office, due_on=today - dt.timedelta(days=3))
    found = [row.step for row in browse(victor).get(LIST).context["rows"]]
    assert found == [late, soon, long, waits]


def test_pages_ordered_by_due_date_follow_each_other(office, victor, browse, monkeypatch):
    monkeypatch.setattr("core.web.lists.ROWS", 2)
    made = [one_step(office, due_on=dt.date(2026, 1, day) if day < 3 else None) for day in (2, 1, 3, 4, 5)]
    client, found, cursor = browse(victor), [], ""
    while cursor is not None:
        context = client.get(LIST, {"cursor": cursor}).context
        found += [row.step for row in context["rows"]]
        cursor = context["listing"].page.next
    assert found == [made[1], made[0], *made[2:]]


def test_in_whose_name_i_decide_is_said(office, ana, hugo, browse):
    step = one_step(office, responsible=hugo)
    today = timezone.localdate()
    delegate_decisions(by=Actor.person(hugo), delegate=ana, first_day=today, last_day=today)
    response = browse(ana).get(LIST, MINE)
    assert [row.step for row in response.context["rows"]] == [step]
    assert "You: for Hugo Head, by delegation" in words_of(response)


def test_how_much_changed_since_i_decided_is_said(office, ana, olga, browse):
    agreement = pending(office, by=olga, legal_basis="Article 1")
    assert "Since you decided" not in words_of(browse(ana).get(LIST, MINE))
    decide_step(by=Actor.person(ana), step=steps_of(agreement)[0], outcome="approved")
    change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Article 2")
    rows = {row.step: row for row in browse(ana).get(LIST, MINE).context["rows"]}
    assert len(rows[steps_of(agreement)[0]].changes.differences) == 1
    assert ": 1 change" in words_of(browse(ana).get(LIST, MINE))


def test_waiting_on_others_are_the_steps_of_records_i_keep_or_submitted(office, olga, otto, ana, browse):
    kept = pending(office, officer=olga)
    submitted = pending(office, by=olga)
    pending(office, by=otto)
    response = browse(olga).get(f"{LIST}?kept=true&mine=false")
    assert {row.step for row in response.context["rows"]} == {*steps_of(kept), *steps_of(submitted)}
    assert "Ana Approver" in words_of(response)
    assert [tab["label"] for tab in response.context["tabs"] if tab["current"]] == ["Waiting on others"]


# Approving from the list


def test_a_step_is_approved_from_the_list_and_the_list_comes_back(office, ana, browse):
    pending(office)
    client = browse(ana)
    row = client.get(LIST, MINE).context["rows"][0]
    response = client.post(f"/approvals/steps/{row.step.uid}/", quick(row, comment="Fine"))
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?mine=true")
    assert Decision.objects.get().comment == "Fine"


def test_where_to_go_back_to_is_never_another_host(office, ana, browse):
    pending(office)
    client = browse(ana)
    row = client.get(LIST, MINE).context["rows"][0]
    response = client.post(f"/approvals/steps/{row.step.uid}/", quick(row, filters="//evil.example/?x"))
    assert response["Location"].startswith(f"{LIST}?")


def test_what_changed_meanwhile_is_shown_and_the_comment_kept(office, ana, olga, browse):
    agreement = pending(office, by=olga)
    client = browse(ana)
    row = client.get(LIST, MINE).context["rows"][0]
    change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Article 9")
    response = client.post(f"/approvals/steps/{row.step.uid}/", quick(row, comment="Kept words"))
    assert response.status_code == 409
    assert "Kept words" in words_of(response)
    assert not Decision.objects.exists()


# Several at once


def test_what_is_chosen_is_looked_at_first_and_then_decided(office, ana, browse):
    steps = [one_step(office) for _each in range(3)]
    client = browse(ana)
    looked = client.post(SEVERAL, {"step": [str(step.uid) for step in steps], "filters": "mine=true"})
    assert not Decision.objects.exists()
    sent = [f"{each.row.step.uid}:{each.row.sha256}" for each in looked.context["possible"]]
    assert len(sent) == 3
    done = client.post(SEVERAL, {"step": sent, "comment": "All", "decide": "yes", "filters": "mine=true"})
    assert done["Location"] == f"{LIST}?mine=true"
    assert Decision.objects.filter(comment="All").count() == 3


def test_what_cannot_be_approved_is_told_apart_with_its_reason(office, ana, olga, browse):
    mine, outside = one_step(office), one_step(office, is_outside=True, side=make_institution())
    response = browse(ana).post(SEVERAL, {"step": [str(mine.uid), str(outside.uid), "nonsense"]})
    assert [each.row.step for each in response.context["possible"]] == [mine]
    assert [each.row.step for each in response.context["refused"]] == [outside]
    assert "decided outside the office" in words_of(response)


def test_when_one_changed_since_it_was_looked_at_none_is_decided_and_the_comment_stays(office, ana, browse):
    first, second = one_step(office), one_step(office)
    sent = [f"{first.uid}:{'0' * 64}", str(second.uid)]
    response = browse(ana).post(SEVERAL, {"step": sent, "comment": "Kept words", "decide": "yes"})
    assert response.status_code == 409
    assert "Kept words" in response.content.decode()
    assert [each.row.step for each in response.context["possible"]] == [second]
    assert not Decision.objects.exists()


def test_all_of_them_means_all_and_only_mine(office, other_office, ana, browse, monkeypatch):
    monkeypatch.setattr("core.web.lists.ROWS", 2)
    mine = {one_step(office) for _each in range(5)}
    one_step(other_office)
    client = browse(ana)
    assert "Approve all 5" in words_of(client.get(LIST, MINE))
    response = client.post(SEVERAL, {"every": "yes", "filters": "mine=true"})
    assert {each.row.step for each in response.context["possible"]} == mine


def test_nothing_chosen_is_said_on_the_list(office, ana, browse):
    response = browse(ana).post(SEVERAL, {"filters": "mine=true"}, follow=True)
    assert "Choose at least one step." in response.content.decode()


def test_a_step_i_may_not_see_is_as_unknown_as_none(office, other_office, oscar, browse):
    hidden = steps_of(pending(office, classification="restricted"))[0]
    response = browse(oscar).post(SEVERAL, {"step": [str(hidden.uid)]}, follow=True)
    assert "Choose at least one step." in response.content.decode()


# What waits on whom


def test_each_number_of_what_waits_on_whom_opens_as_many_rows(office, ana, hugo, olga, browse):
    today = timezone.localdate()
    one_step(office, due_on=today - dt.timedelta(days=1))
    one_step(office, responsible=hugo, ago=40)
    one_step(office, is_outside=True, body_name="Management Board", side=make_institution())
    one_step(office, kind="instrument_deposited", side=make_institution())
    one_step(office, role="auditor")
    record_absence(by=Actor.person(hugo), user=hugo, first_day=today, last_day=today, deputy=ana)
    client = browse(hugo)
    rows = client.get(WHOM).context["loads"]
    assert rows[0].name == "Ana Approver"
    assert {row.name for row in rows} == {
        "Ana Approver", "Ana Approver for Hugo Head, who is away", "Management Board (outside the office)",
        "An act to be recorded", "Nobody who may decide",
    }  # fmt: skip
    for row in rows:
        assert client.get(row.url).context["listing"].total == row.load.number, row.name
        if row.overdue_url:
            assert client.get(row.overdue_url).context["listing"].total == row.load.overdue, row.name


def test_a_head_sees_how_long_steps_took(office, ana, hugo, browse):
    step = one_step(office, ago=10, body_name="Board")
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    response = browse(hugo).get(WHOM, {"office": office.code, "period": "quarter"})
    (row,) = response.context["times"]
    assert (row.kind, row.time.body, row.time.number) == ("Executive approval", "Board", 1)
    assert "10.0" in words_of(response)


def test_what_is_restricted_counts_nowhere_for_those_who_may_not_see_it(office, victor, hugo, browse):
    pending(office, classification="restricted")
    assert browse(victor).get(WHOM).context["loads"] == []
    assert browse(hugo).get(WHOM).context["loads"] != []


@pytest.mark.parametrize("query", ["office=XXX", "period=century"])
def test_no_such_office_or_period(office, hugo, browse, query):
    assert browse(hugo).get(f"{WHOM}?{query}").status_code == 404


@pytest.mark.parametrize("whom", [":", "a:b:c", ":outside:"])
def test_nobody_of_that_name_is_said(office, victor, browse, whom):
    assert browse(victor).get(LIST, {"waits_on": whom}).status_code == 400


def test_for_whom_the_reader_may_decide_is_not_read_again_for_every_facet(office, ana, browse):
    pending(office)
    client = browse(ana)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST, MINE)
    assert len([each for each in captured if 'FROM "approvals_delegation"' in each["sql"]]) <= 3


@pytest.mark.parametrize("address", [f"{LIST}?waits_on=ana", WHOM])
def test_the_queries_do_not_grow_with_the_steps(office, ana, browse, address):
    client = browse(ana)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    pending(office)
    few = asked()
    for _each in range(4):
        pending(office)
    assert asked() == few <= 40
