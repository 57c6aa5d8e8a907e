"""Decisions taken outside: recorded with evidence the record really holds."""

import datetime as dt
import uuid

import pytest
from django.core.files.base import ContentFile

from agreements.actions.documents import withdraw_document
from approvals.actions import (
    NewCondition,
    confirm_condition,
    confirm_conditions_met,
    decide_step,
    record_outside_decision,
)
from tests.cast import TODAY, acting
from tests.expectations import forbidden, invalid
from tests.factories import make_activity, make_case, make_document, make_pending_agreement, make_step, submit


@pytest.fixture
def pending(office):
    return make_pending_agreement(office, steps={"is_outside": True})


def record(by, step, *, decided_on=TODAY, **evidence):
    return record_outside_decision(by=acting(by), step=step, outcome="approved", decided_on=decided_on, **evidence)


def test_a_document_the_record_holds_is_evidence(olga, pending):
    agreement, (step, _other) = pending
    document = make_document(agreement)
    assert record(olga, step, document=document.uid).document == document.uid


def test_no_other_document_is(olga, office, pending):
    agreement, (step, _other) = pending
    withdrawn = make_document(agreement)
    withdraw_document(by=acting(olga), document=withdrawn, reason="The wrong one")
    foreign = make_document(make_pending_agreement(office)[0])
    for uid in (withdrawn.uid, foreign.uid, uuid.uuid4()):
        with invalid("document"):
            record(olga, step, document=uid)


def test_an_activity_keeps_no_files(olga, office):
    activity = make_activity(office, state="approval_pending")
    step = make_step(make_case(activity.approval_subject), is_outside=True)
    submit(activity.approval_subject)
    with invalid("file"):
        record(olga, step, file=ContentFile(b"text", name="a.txt"))
    with invalid("document"):
        record(olga, step, document=uuid.uuid4())
    assert record(olga, step, source="Letter 5").source == "Letter 5"


def test_who_may_not_record_stores_no_file(victor, pending, monkeypatch):
    monkeypatch.setattr("agreements.actions.evidence.stored", None)  # anybody who got there would fail otherwise
    with forbidden():
        record(victor, pending[1][0], file=ContentFile(b"text", name="a.txt"))


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1899, 12, 31), TODAY + dt.timedelta(days=1)])
def test_neither_a_day_before_1900_nor_one_to_come_is_taken(olga, pending, day):
    with invalid("decided_on"):
        record(olga, pending[1][0], decided_on=day, source="Letter 5")


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1899, 12, 31), TODAY + dt.timedelta(days=1)])
def test_nor_are_conditions_met_on_such_a_day(olga, ana, office, day):
    _agreement, (step, _other) = make_pending_agreement(office)
    bound_to = [NewCondition("A translation")]
    decision = decide_step(by=acting(ana), step=step, outcome="approved_with_conditions", conditions=bound_to)
    with invalid("on"):
        confirm_conditions_met(by=acting(olga), step=step, on=day)
    with invalid("on"):
        confirm_condition(by=acting(olga), condition=decision.conditions.get(), on=day)
    confirm_conditions_met(by=acting(olga), step=step, on=dt.date(1900, 1, 1))
