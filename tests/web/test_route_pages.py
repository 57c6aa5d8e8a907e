"""Routes on pages: choosing one, adding, changing, moving and taking out steps, before and while they run."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.actions import decide_step
from approvals.models import Case, RouteTemplate, Step
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_membership,
    make_step,
    submit,
)
from tests.web.conftest import words_of
from tests.web.forms import as_opened, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return make_institution("Ministry of Security", country="MX")


@pytest.fixture
def agreement(office, ministry):
    values = {"kind": "memorandum_of_understanding", "stage": "approval_pending"}
    return make_agreement(office, parties=[ministry, make_institution()], **values)


@pytest.fixture
def case(agreement, ministry) -> Case:
    return make_case(agreement.approval_subject, ministry)


def side_of(agreement, institution, task):
    party = agreement.parties.get(institution=institution)
    return f"/agreements/{agreement.reference}/parties/{party.uid}/{task}/"


def step_page(step, task):
    return f"/approvals/steps/{step.uid}/{task}/"


def names(case):
    return [step.body_name for step in Step.objects.filter(case=case).order_by("group", "id")]


# Choosing a route


def test_the_proposed_route_comes_first_with_its_steps_and_conditions_in_words(agreement, ministry, olga, browse):
    RouteTemplate.objects.get(code="mexican-inter-institutional-agreement").steps.filter(group=1).update(
        only_if={"personal_data": ["yes"]}
    )
    response = browse(olga).get(side_of(agreement, ministry, "route"))
    route = response.context["route"]
    assert [told.template.code for told in route.proposed] == [
        "mexican-inter-institutional-agreement", "simple-memorandum",
    ]  # fmt: skip
    said = words_of(response)
    assert "On the side of Ministry of Security" in said
    assert "1. Legal opinion – Secretaría de Relaciones Exteriores decided outside the office" in said
    assert "within 30 working days · only if personal data is exchanged · needed before signature" in said
    assert "Meant for: Inter-institutional agreement, Working arrangement, Memorandum of understanding · Mexico" in said


def test_one_click_lays_it_out_and_leads_to_its_steps(agreement, ministry, olga, browse):
    client = browse(olga)
    address = side_of(agreement, ministry, "route")
    response = client.post(address, {"template": "simple-memorandum", "replacing": ""}, follow=True)
    assert response.redirect_chain == [(f"/approvals/cases/{Case.objects.get().uid}/route/", 302)]
    assert "The route is laid out: Simple memorandum of understanding." in response.content.decode()
    assert [(step.kind, step.role) for step in Step.objects.order_by("group")] == [
        ("legal_opinion", "approver"), ("executive_approval", "head"),
    ]  # fmt: skip


def test_a_side_that_somebody_else_laid_out_meanwhile_is_not_replaced_unseen(agreement, ministry, case, olga, browse):
    make_step(case, body_name="By hand")
    address = side_of(agreement, ministry, "route")
    response = browse(olga).post(address, {"template": "simple-memorandum", "replacing": ""})
    assert response.status_code == 409
    assert "This side's steps have changed since you opened the page" in words_of(response)
    assert names(case) == ["By hand"]


@pytest.mark.parametrize("code", ["gone", "activity", ""])
def test_a_route_that_is_not_offered_is_not_laid_out(agreement, ministry, olga, browse, code):
    response = browse(olga).post(side_of(agreement, ministry, "route"), {"template": code})
    assert response.status_code == 422
    assert "There is a problem" in words_of(response)
    assert not Step.objects.exists()


def test_once_it_runs_no_route_is_offered(agreement, ministry, case, otto, browse):
    make_step(case)
    submit(agreement.approval_subject)
    response = browse(otto).get(side_of(agreement, ministry, "route"))
    assert (response.context["route"].proposed, response.context["route"].others) == ([], [])
    assert "The approval is under way" in words_of(response)


def test_activities_and_memberships_have_routes_too(office, olga, browse):
    activity, membership = make_activity(office), make_membership(office)
    client = browse(olga)
    assert "5 working days" in words_of(client.get(f"/activities/{activity.reference}/route/"))
    address = f"/activities/memberships/{membership.uid}/route/"
    assert "No route is kept for sides like this one" in words_of(client.get(address))
    assert client.post(f"/activities/{activity.reference}/route/", {"template": "activity"}).status_code == 302
    assert Step.objects.get().role == "head"


def test_only_keepers_see_the_page_and_outsiders_find_nothing(agreement, ministry, case, victor, oscar, browse):
    step = make_step(case)
    type(agreement).objects.filter(pk=agreement.pk).update(classification="restricted")
    for address in (
        side_of(agreement, ministry, "route"),
        f"/approvals/cases/{case.uid}/route/",
        step_page(step, "edit"),
    ):
        assert browse(oscar).get(address).status_code == 404
    type(agreement).objects.filter(pk=agreement.pk).update(classification="internal")
    for address in (
        side_of(agreement, ministry, "route"),
        f"/approvals/cases/{case.uid}/route/",
        step_page(step, "edit"),
    ):
        assert browse(victor).get(address).status_code == 403


def test_a_long_route_takes_no_more_queries_than_a_short_one(
    agreement, ministry, case, olga, ana, browse, django_assert_num_queries
):
    client = browse(olga)
    address = f"/approvals/cases/{case.uid}/route/"
    make_step(case, responsible=ana)
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    for group in range(2, 9):
        make_step(case, group=group, responsible=ana)
    with django_assert_num_queries(len(short)):
        client.get(address)


# Adding


def test_a_step_is_added_to_a_party_s_track(agreement, ministry, olga, ana, hugo, browse):
    address = side_of(agreement, ministry, "steps/new")
    client = browse(olga)
    assert client.get(address).context["form"]["group"].value() == 1
    sent = as_opened(client, address) | {
        "kind": "governing_body", "body": "Ministry of Security", "quorum": "2", "length": "10",
        "length_unit": "working_days", "only_if_personal_data": ["yes", "unknown"],
        **rows("people", {"person": "ana"}, {"person": "hugo"}),
    }  # fmt: skip
    response = client.post(address, sent)
    step = Step.objects.with_people().get()
    assert response["Location"] == f"/agreements/{agreement.reference}/#step-{step.uid}"
    assert (step.case.institution, step.body, step.people, step.quorum) == (ministry, ministry, [ana, hugo], 2)
    assert (step.length, step.length_unit, step.blocks_signature) == (10, "working_days", True)
    assert step.only_if == {"personal_data": ["yes", "unknown"]}
    assert client.get(address).context["form"]["group"].value() == 2


def test_a_step_with_wrong_values_is_not_added_and_keeps_what_was_typed(agreement, ministry, olga, browse):
    sent = {
        "kind": "", "group": "0", "quorum": "1", "due_on": "soon", "body_name": "The Board",
        "only_if_personal_data": ["yes"], "length_unit": "working_days", **rows("people", {"person": "nobody"}),
    }  # fmt: skip
    response = browse(olga).post(side_of(agreement, ministry, "steps/new"), sent)
    assert response.status_code == 422
    form = response.context["form"]
    assert {"kind", "group", "due_on"} < set(form.errors)
    assert form.row_sets["people"].forms[0].errors
    assert 'value="The Board"' in response.content.decode()
    assert form["only_if_personal_data"].value() == ["yes"]
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"is_outside": "on", "role": "head"}, "is_outside"),
        ({"role": "head", **rows("people", {"person": "ana"})}, "role"),
        ({"quorum": "2", **rows("people", {"person": "ana"})}, "quorum"),
        ({"length": "5", "due_on": "2030-01-01"}, "due_on"),
    ],
)
def test_what_cannot_go_together_is_said_at_its_field(agreement, ministry, olga, ana, browse, typed, field):
    client = browse(olga)
    address = side_of(agreement, ministry, "steps/new")
    response = client.post(address, as_opened(client, address) | {"kind": "mandate", **typed})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {field})


def test_another_person_is_asked_for_without_losing_what_was_typed(agreement, ministry, olga, browse):
    client = browse(olga)
    address = side_of(agreement, ministry, "steps/new")
    sent = as_opened(client, address) | {"kind": "mandate", "people-0-person": "ana", "another": "people"}
    response = client.post(address, sent)
    form = response.context["form"]
    assert (response.status_code, form["kind"].value(), len(form.row_sets["people"].forms)) == (200, "mandate", 2)
    assert not Step.objects.exists()


def test_before_a_step_joins_a_running_route_it_is_said_who_is_asked_and_by_when(
    agreement, ministry, case, olga, ana, browse
):
    make_step(case, body_name="First")
    submit(agreement.approval_subject)
    client = browse(olga)
    address = f"/approvals/cases/{case.uid}/steps/new/"
    due = timezone.localdate() + dt.timedelta(days=30)
    sent = as_opened(client, address) | {
        "kind": "mandate", "group": "1", "due_on": due.isoformat(), "step": "record",
        **rows("people", {"person": "ana"}),
    }  # fmt: skip
    response = client.post(address, sent)
    assert response.status_code == 200
    assert "“Mandate” is asked at once of: Ana Approver. It is due on" in words_of(response)
    assert names(case) == ["First"]
    response = client.post(address, sent | {"step": "save"})
    added = Step.objects.get(kind="mandate")
    assert response["Location"] == f"/approvals/cases/{case.uid}/route/#step-{added.uid}"
    assert (added.outcome, added.due_on) == ("in_progress", due)


def test_a_step_is_not_added_where_the_route_has_passed(agreement, ministry, case, olga, ana, browse):
    make_step(case, group=1)
    make_step(case, group=2)
    submit(agreement.approval_subject)
    decide_step(by=acting(ana), step=Step.objects.get(group=1), outcome="approved")
    client = browse(olga)
    address = f"/approvals/cases/{case.uid}/steps/new/"
    response = client.post(address, as_opened(client, address) | {"kind": "mandate", "group": "1", "step": "save"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"group"})


def test_only_parties_have_tracks_and_only_keepers_lay_them_out(agreement, ministry, olga, victor, browse):
    address = side_of(agreement, ministry, "steps/new")
    assert browse(victor).get(address).status_code == 403
    agreement.parties.filter(institution=ministry).update(role="observer")
    assert browse(olga).get(address).status_code == 404


# Changing


def test_a_step_is_changed_and_what_was_left_alone_stays(case, olga, ana, browse):
    step = make_step(
        case,
        group=3,
        body_name="Board",
        responsible=ana,
        length=7,
        only_if={"legal_basis": ["missing"]},
        source="A rule",
    )
    client = browse(olga)
    sent = as_opened(client, step_page(step, "edit")) | {"body_name": "Management Board", "reason": "Its full name"}
    response = client.post(step_page(step, "edit"), sent)
    assert response["Location"] == f"/approvals/cases/{case.uid}/route/"
    changed = Step.objects.with_people().get()
    assert (changed.body_name, changed.group, changed.length, changed.source) == ("Management Board", 3, 7, "A rule")
    assert (changed.people, changed.only_if) == ([ana], {"legal_basis": ["missing"]})


def test_a_change_of_a_running_step_is_said_first_then_saved(agreement, case, otto, ana, hugo, browse):
    step = make_step(case, responsible=ana)
    submit(agreement.approval_subject)
    client = browse(otto)
    sent = as_opened(client, step_page(step, "edit")) | {"people-0-person": "hugo", "step": "record"}
    response = client.post(step_page(step, "edit"), sent)
    assert "is asked at once of: Hugo Head." in words_of(response)
    assert Step.objects.with_people().get().people == [ana]
    assert client.post(step_page(step, "edit"), sent | {"step": "save"}).status_code == 302
    assert Step.objects.with_people().get().people == [hugo]


def test_two_people_changing_a_step_lose_nothing(case, olga, otto, browse):
    step = make_step(case, body_name="Board")
    client = browse(olga)
    opened = as_opened(client, step_page(step, "edit"))
    first = browse(otto)
    first.post(step_page(step, "edit"), as_opened(first, step_page(step, "edit")) | {"quorum": "3"})
    response = client.post(step_page(step, "edit"), opened | {"body_name": "Council"})
    assert response.status_code == 409
    form = response.context["form"]
    assert (form["quorum"].value(), form["body_name"].value()) == (3, "Council")
    again = as_opened(client, step_page(step, "edit")) | {"body_name": "Council"}
    assert client.post(step_page(step, "edit"), again).status_code == 302
    assert Step.objects.values_list("quorum", "body_name").get() == (3, "Council")


def test_a_decided_step_is_not_changed(agreement, case, olga, ana, browse):
    step = make_step(case)
    client = browse(olga)
    sent = as_opened(client, step_page(step, "edit")) | {"quorum": "2", "step": "save"}
    submit(agreement.approval_subject)
    step = Step.objects.get()
    decide_step(by=acting(ana), step=step, outcome="approved")
    response = client.post(step_page(step, "edit"), sent | {"version": Step.objects.get().version})
    assert response.status_code == 409
    assert "This step was decided already." in words_of(response)


def test_who_submitted_reads_why_the_route_is_closed_to_them(agreement, ministry, case, olga, browse):
    step = make_step(case)
    submit(agreement.approval_subject, by=acting(olga))
    client = browse(olga)
    response = client.get(side_of(agreement, ministry, "route"))
    assert "somebody else must change its route now" in words_of(response)
    assert not response.context["route"].steps[0].may_change
    assert client.get(step_page(step, "edit")).status_code == 403
    assert client.get(step_page(step, "remove")).status_code == 403


# Moving and taking out


def test_steps_move_without_scripts(case, olga, browse):
    for group, name in ((1, "A"), (2, "B")):
        make_step(case, group=group, body_name=name)
    client = browse(olga)
    shown = client.get(f"/approvals/cases/{case.uid}/route/").context["route"].steps
    assert [(each.may_move_earlier, each.may_move_later) for each in shown] == [(False, True), (True, False)]
    step = shown[1].step
    response = client.post(step_page(step, "move"), {"version": step.version, "direction": "earlier"})
    assert response["Location"] == f"/approvals/cases/{case.uid}/route/#step-{step.uid}"
    assert names(case) == ["B", "A"]


def test_a_move_in_a_running_route_says_first_who_is_asked(agreement, case, otto, ana, hugo, browse):
    make_step(case, group=1, body_name="A", responsible=ana)
    step = make_step(case, group=2, body_name="B", responsible=hugo)
    submit(agreement.approval_subject)
    client = browse(otto)
    sent = {"version": Step.objects.get(pk=step.pk).version, "direction": "earlier"}
    said = words_of(client.post(step_page(step, "move"), sent))
    assert "Nobody is asked for “Executive approval – A” any more." in said
    assert "“Executive approval – B” is asked at once of: Hugo Head." in said
    assert names(case) == ["A", "B"]
    assert client.post(step_page(step, "move"), sent | {"step": "save"}).status_code == 302
    assert names(case) == ["B", "A"]


def test_a_move_of_what_has_changed_meanwhile_is_refused(case, olga, browse):
    make_step(case, group=1, body_name="A")
    step = make_step(case, group=2, body_name="B")
    client = browse(olga)
    assert (
        client.post(step_page(step, "move"), {"version": step.version + 1, "direction": "earlier"}).status_code == 409
    )
    assert client.post(step_page(step, "move"), {"version": step.version, "direction": "later"}).status_code == 409
    assert client.post(step_page(step, "move"), {"version": step.version, "direction": "away"}).status_code == 400
    assert client.get(step_page(step, "move")).status_code == 405
    assert names(case) == ["A", "B"]


def test_taking_out_says_what_follows_and_a_look_changes_nothing(agreement, case, otto, ana, hugo, browse):
    step = make_step(case, group=1, body_name="A", responsible=ana)
    make_step(case, group=2, body_name="B", responsible=hugo)
    submit(agreement.approval_subject)
    client = browse(otto)
    rows_before = list(Step.objects.order_by("id").values())
    response = client.get(step_page(step, "remove"))
    assert "Nobody is asked for “Executive approval – A” any more." in words_of(response)
    assert "“Executive approval – B” is asked at once of: Hugo Head." in words_of(response)
    assert list(Step.objects.order_by("id").values()) == rows_before
    sent = as_opened(client, step_page(step, "remove")) | {"reason": "Not needed"}
    assert client.post(step_page(step, "remove"), sent).status_code == 302
    assert names(case) == ["B"]


def test_taking_out_the_last_open_step_says_that_the_side_is_then_approved(agreement, case, otto, ana, browse):
    make_step(case, group=1, body_name="A")
    step = make_step(case, group=2, body_name="B")
    submit(agreement.approval_subject)
    decide_step(by=acting(ana), step=Step.objects.get(body_name="A"), outcome="approved")
    assert "This side is then: Approved." in words_of(browse(otto).get(step_page(step, "remove")))


def test_a_step_decided_on_in_an_earlier_round_is_not_taken_out_and_says_so(agreement, case, otto, olga, ana, browse):
    step = make_step(case)
    submit(agreement.approval_subject)
    decide_step(by=acting(ana), step=Step.objects.get(), outcome="approved")
    submit(agreement.approval_subject)
    response = browse(otto).get(step_page(step, "remove"))
    assert "It cannot be taken out" in words_of(response)
    assert "Skip it instead" in words_of(response)
