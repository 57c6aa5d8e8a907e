"""Routes laid out from templates, and changed: before they run and while they do."""

import datetime as dt

import pytest

from approvals.actions import (
    Direction,
    NewStep,
    add_step,
    change_step,
    decide_step,
    lay_out_route,
    move_step,
    remove_step,
)
from approvals.actions.foresight import foresee_route
from approvals.models import Case, RouteTemplate, Step
from approvals.steps import StepKind
from core.models import HistoryEntry, OutboxEvent
from tests.cast import NOW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_agreement, make_case, make_institution, make_step, submit

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def ministry():
    return make_institution("Ministry", country="MX")


@pytest.fixture
def agreement(office, ministry):
    values = {"kind": "memorandum_of_understanding", "stage": "approval_pending"}
    return make_agreement(office, parties=[ministry, make_institution("Agency")], **values)


@pytest.fixture
def case(agreement, ministry) -> Case:
    return make_case(agreement.approval_subject, ministry)


@pytest.fixture
def memorandum() -> RouteTemplate:
    return RouteTemplate.objects.get(code="simple-memorandum")


def order(case: Case) -> list[tuple[int, str, str]]:
    rows = Step.objects.filter(case=case).order_by("group", "id")
    return [(step.group, step.body_name, step.outcome) for step in rows]


def lay_out(agreement, ministry, template, by, **values) -> Case:
    subject = agreement.approval_subject
    return lay_out_route(by=acting(by), subject=subject, institution=ministry, template=template, **values)


# Laying out


def test_a_template_is_copied_with_all_that_its_steps_say(agreement, ministry, memorandum, olga):
    memorandum.steps.filter(kind="legal_opinion").update(only_if={"personal_data": ["yes"]}, quorum=2)
    case = lay_out(agreement, ministry, memorandum, olga)
    rows = case.steps.values_list("kind", "role", "quorum", "length", "length_unit", "only_if", "source_note")
    assert list(rows) == [
        ("legal_opinion", "approver", 2, 10, "working_days", {"personal_data": ["yes"]}, memorandum.source_note),
        ("executive_approval", "head", 1, 10, "working_days", {}, memorandum.source_note),
    ]


def test_a_route_in_use_is_a_copy_so_that_changing_the_template_changes_no_running_case(
    agreement, ministry, memorandum, olga
):
    case = lay_out(agreement, ministry, memorandum, olga)
    submit(agreement.approval_subject)
    before = list(case.steps.values())
    memorandum.steps.update(kind="mandate", length=99, role="", only_if={"kind": ["treaty"]})
    memorandum.steps.first().delete()
    memorandum.delete()
    assert list(case.steps.values()) == before


def test_steps_nobody_has_begun_are_replaced_but_only_those_the_person_saw(agreement, ministry, memorandum, case, olga):
    seen = make_step(case, body_name="A")
    make_step(case, body_name="Added by somebody else")
    with refused("route_changed"):
        lay_out(agreement, ministry, memorandum, olga, replacing=[seen.uid])
    everything = list(case.steps.values_list("uid", flat=True))
    lay_out(agreement, ministry, memorandum, olga, replacing=everything)
    assert [step.kind for step in case.steps.all()] == ["legal_opinion", "executive_approval"]


def test_a_route_under_way_is_not_laid_out_anew(agreement, ministry, memorandum, case, olga):
    make_step(case)
    submit(agreement.approval_subject)
    with refused("route_in_use"):
        lay_out(agreement, ministry, memorandum, olga)


def test_a_template_of_other_records_or_out_of_use_is_not_laid_out(agreement, ministry, memorandum, other_office, olga):
    with invalid("template"):
        lay_out(agreement, ministry, RouteTemplate.objects.get(code="activity"), olga)
    RouteTemplate.objects.filter(pk=memorandum.pk).update(office=other_office)
    with invalid("template"):
        lay_out(agreement, ministry, RouteTemplate.objects.get(pk=memorandum.pk), olga)
    RouteTemplate.objects.filter(pk=memorandum.pk).update(office=None, is_active=False)
    with invalid("template"):
        lay_out(agreement, ministry, RouteTemplate.objects.get(pk=memorandum.pk), olga)
    assert not Step.objects.exists()


def test_only_those_who_prepare_lay_out(agreement, ministry, memorandum, victor):
    with forbidden():
        lay_out(agreement, ministry, memorandum, victor)


# Changing a step


def test_what_does_not_concern_whoever_is_asked_asks_nobody_anew(agreement, case, olga):
    step = make_step(case, length=5)
    submit(agreement.approval_subject)
    step.refresh_from_db()
    asked = OutboxEvent.objects.filter(topic="approval.asked").count()
    change_step(by=acting(olga, at=LATER), step=step, changes={"source": "Rule 5", "blocks_signature": False})
    changed = Step.objects.get(pk=step.pk)
    assert (changed.source, changed.blocks_signature) == ("Rule 5", False)
    assert (changed.started_at, changed.due_on, changed.spell) == (step.started_at, step.due_on, step.spell)
    assert OutboxEvent.objects.filter(topic="approval.asked").count() == asked


def test_a_change_of_who_is_asked_asks_anew_and_counts_the_days_again(agreement, case, olga, ana, hugo):
    step = make_step(case, length=5, responsible=ana)
    submit(agreement.approval_subject)
    change_step(by=acting(olga, at=LATER), step=step, changes={"responsible": [hugo]})
    changed = Step.objects.with_people().get(pk=step.pk)
    assert (changed.people, changed.started_at, changed.due_on) == ([hugo], LATER, LATER.date() + dt.timedelta(days=5))


def test_a_change_that_changes_nothing_leaves_no_trace_on_the_step(agreement, case, olga, ana):
    step = make_step(case, responsible=ana, due_on=dt.date(2026, 5, 1))
    submit(agreement.approval_subject)
    entries = HistoryEntry.objects.filter(table_name="approvals_step").count()
    version = Step.objects.get(pk=step.pk).version
    change_step(by=acting(olga), step=step, changes={"responsible": [ana], "due_on": dt.date(2026, 5, 1), "quorum": 1})
    assert Step.objects.get(pk=step.pk).version == version
    assert HistoryEntry.objects.filter(table_name="approvals_step").count() == entries


def test_who_submitted_changes_the_route_no_more_until_it_is_taken_back(agreement, case, olga, otto):
    step = make_step(case)
    other = make_step(case, group=2)
    submit(agreement.approval_subject, by=acting(olga))
    with forbidden():
        change_step(by=acting(olga), step=step, changes={"quorum": 2})
    with forbidden():
        move_step(by=acting(olga), step=other, direction=Direction.EARLIER)
    with forbidden():
        remove_step(by=acting(olga), step=other)
    assert change_step(by=acting(otto), step=step, changes={"quorum": 2}).quorum == 2


# Moving


def test_a_step_changes_places_with_the_one_before(case, olga):
    for group, name in ((1, "A"), (2, "B"), (5, "C")):
        make_step(case, group=group, body_name=name)
    move_step(by=acting(olga), step=Step.objects.get(body_name="C"), direction=Direction.EARLIER)
    assert [(group, name) for group, name, _outcome in order(case)] == [(1, "A"), (2, "C"), (5, "B")]
    move_step(by=acting(olga), step=Step.objects.get(body_name="A"), direction=Direction.LATER)
    assert [(group, name) for group, name, _outcome in order(case)] == [(1, "C"), (2, "A"), (5, "B")]


def test_the_first_moves_no_further(case, olga):
    step = make_step(case, group=3)
    for direction in Direction:
        with refused("no_neighbour"):
            move_step(by=acting(olga), step=step, direction=direction)


def test_in_a_running_case_what_comes_first_now_is_asked_and_what_comes_later_is_not(agreement, case, otto):
    make_step(case, group=1, body_name="A")
    make_step(case, group=2, body_name="B", length=5)
    submit(agreement.approval_subject)
    moved = move_step(by=acting(otto, at=LATER), step=Step.objects.get(body_name="B"), direction=Direction.EARLIER)
    assert order(case) == [(1, "B", "in_progress"), (2, "A", "not_started")]
    assert (moved.started_at, moved.due_on) == (LATER, LATER.date() + dt.timedelta(days=5))
    assert Step.objects.get(body_name="A").started_at is None


def test_what_is_decided_changes_places_with_nothing(agreement, case, otto, ana):
    make_step(case, group=1, body_name="A")
    make_step(case, group=2, body_name="B")
    submit(agreement.approval_subject)
    decide_step(by=acting(ana), step=Step.objects.get(body_name="A"), outcome="approved")
    with refused("already_decided"):
        move_step(by=acting(otto), step=Step.objects.get(body_name="B"), direction=Direction.EARLIER)


# Foreseeing


def test_what_a_change_brings_is_said_and_nothing_is_kept(agreement, ministry, case, otto, ana, hugo):
    make_step(case, group=1, body_name="A", responsible=ana)
    make_step(case, group=2, body_name="B", responsible=hugo, length=3)
    submit(agreement.approval_subject)
    step = Step.objects.get(body_name="A")
    rows = list(Step.objects.order_by("id").values())
    foreseen = foresee_route(
        subject=agreement.approval_subject,
        institution=ministry,
        change=lambda: remove_step(by=acting(otto, at=LATER), step=step),
        at=LATER,
    )
    assert foreseen.dropped == [step.name]
    (begins, people) = foreseen.begins[0]
    assert (begins.body_name, [each.user for each in people]) == ("B", [hugo])
    assert begins.due_on == LATER.date() + dt.timedelta(days=3)
    assert list(Step.objects.order_by("id").values()) == rows


def test_a_step_whose_condition_does_not_hold_is_foreseen_to_end(agreement, ministry, case, otto):
    make_step(case, body_name="A")
    submit(agreement.approval_subject)
    new = NewStep(StepKind.DATA_PROTECTION_REVIEW, group=1, only_if={"personal_data": ["yes"]})
    foreseen = foresee_route(
        subject=agreement.approval_subject,
        institution=ministry,
        change=lambda: add_step(by=acting(otto), case=case, step=new),
        at=NOW,
    )
    assert [(step.kind, step.outcome) for step in foreseen.ends] == [("data_protection_review", "not_required")]
    assert foreseen.begins == []
