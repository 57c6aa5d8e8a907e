"""Who changes what is approved is told before and afterwards that decisions are undone."""

import datetime as dt

import pytest

from approvals.actions import decide_step
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
from tests.web.conftest import words_of

RUNNING = "Its approval is running"


@pytest.fixture
def decided(office, olga, ana):
    """An agreement that Olga submitted and on whose first side Ana has decided."""
    agreement, (step, _other) = make_pending_agreement(office, by=Actor.person(olga))
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    return agreement


def sent_as_it_is(response):
    """What a browser would send of a form that nobody touched."""
    form = response.context["form"]
    sent = {}
    for each in [form, *(rows.management_form for rows in form.row_sets.values())]:
        sent |= _values(each)
    for rows in form.row_sets.values():
        for row in rows.forms:
            sent |= _values(row)
    return sent


def _values(form):
    found = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        if isinstance(value, dt.date):
            value = value.isoformat()
        found[field.html_name] = [str(each) for each in value] if isinstance(value, list | tuple) else str(value)
    return found


def test_the_edit_page_says_what_a_change_undoes_before_it_is_made(decided, otto, browse):
    page = words_of(browse(otto).get(f"/agreements/{decided.reference}/edit/"))
    assert RUNNING in page
    assert "The 1 decision taken is then undone, its maker is told, and the first steps are asked anew." in page


@pytest.mark.parametrize("part", ["clauses/new/?kind=duration", "documents/new/"])
def test_pages_of_clauses_and_documents_say_it_too(decided, otto, browse, part):
    response = browse(otto).get(f"/agreements/{decided.reference}/{part}")
    assert response.status_code == 200
    assert RUNNING in words_of(response)


def test_before_anybody_decided_nothing_is_undone(office, olga, otto, browse):
    agreement, _steps = make_pending_agreement(office, by=Actor.person(olga))
    page = words_of(browse(otto).get(f"/agreements/{agreement.reference}/edit/"))
    assert "Nobody has decided yet, so nothing is undone." in page


@pytest.mark.parametrize("stage", ["negotiating", "signed"])
def test_where_no_approval_runs_nothing_is_said(office, otto, browse, stage):
    agreement = make_agreement(office, stage=stage)
    assert RUNNING not in words_of(browse(otto).get(f"/agreements/{agreement.reference}/edit/"))


def test_after_saving_it_is_said_how_many_were_undone_and_who_is_told(decided, otto, browse):
    client = browse(otto)
    address = f"/agreements/{decided.reference}/edit/"
    sent = sent_as_it_is(client.get(address)) | {"legal_basis": "Article 23"}
    page = words_of(client.post(address, sent, follow=True))
    assert (
        "What is approved has changed: 1 decision was undone, and the first steps are asked anew. "
        "This is told to: Ana Approver." in page
    )


def test_a_change_of_anything_else_says_nothing_of_it(decided, otto, browse):
    client = browse(otto)
    address = f"/agreements/{decided.reference}/edit/"
    page = words_of(client.post(address, sent_as_it_is(client.get(address)) | {"title_en": "Another"}, follow=True))
    assert "The changes are saved." in page
    assert "What is approved has changed" not in page


@pytest.mark.parametrize(("step", "is_told"), [("check", False), ("save", True)])
def test_a_clause_undoes_when_it_is_saved_not_when_it_is_looked_at(decided, otto, browse, step, is_told):
    client = browse(otto)
    address = f"/agreements/{decided.reference}/clauses/new/?kind=duration&mode=indefinite"
    form = client.get(address).context["form"]
    opened = {name: form[name].value() or "" for name in ("version", "seen", "opened")}
    response = client.post(address, {**opened, "step": step}, follow=True)
    assert response.status_code == 200
    page = words_of(client.get(f"/agreements/{decided.reference}/")) if step == "check" else words_of(response)
    assert ("1 decision was undone" in page) is is_told


def test_activities_and_memberships_say_what_is_approved_of_them(office, olga, otto, ana, browse):
    activity = make_activity(office, state="approval_pending")
    membership = make_membership(office, state="approval_pending")
    for record in (activity, membership):
        make_step(make_case(record.approval_subject))
        submit(record.approval_subject, by=Actor.person(olga))
    client = browse(otto)
    page = words_of(client.get(f"/activities/{activity.reference}/edit/"))
    assert "Changing the kind, programme, dates, place, participating institutions or budget" in page
    page = words_of(client.get(f"/activities/memberships/{membership.uid}/edit/"))
    assert "Changing the role or the dates changes what is approved." in page
