"""What is approved is its substance: whatever is in it undoes the decisions when it changes, and nothing else does."""

import datetime as dt
import io

import pytest
from django.core.files import File
from django.db import connection

from activities.actions import NewParticipant, change_activity
from agreements.actions import (
    NewAct,
    NewClause,
    NewParty,
    change_agreement,
    correct_clause,
    record_act,
    repeal_clause,
    state_clause,
)
from agreements.actions.clauses import amend_clause, withdraw_clause
from agreements.actions.document_files import NewFile
from agreements.actions.documents import add_version, change_document, withdraw_document
from approvals.actions import decide_step, freeze_running
from approvals.models import ApprovalSubject, Case, CaseEvent, Decision, Step
from approvals.substances import Substance
from core.dates import PartialDate
from core.registries import registries
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from tests.cast import TODAY, TOMORROW, acting, the_system
from tests.expectations import refused
from tests.factories import (
    SOURCE,
    make_activity,
    make_agreement,
    make_case,
    make_clause,
    make_document,
    make_institution,
    make_pending_agreement,
    make_programme,
    make_step,
    make_subject,
    submit,
)
from tests.web.forms import as_opened

FOREVER = {"mode": "indefinite"}
LIMITED = {"mode": "until", "until": "2030-12-31"}
pytestmark = pytest.mark.django_db


def sha256(record) -> str:
    provider = registries.approval_subjects[record.approval_subject.kind]
    return Substance(*provider.substance(record.approval_subject_id)).sha256


def decided(record, person) -> Step:
    """A step of the record on which one of two people has decided."""
    step = make_step(make_case(record.approval_subject), quorum=2)
    submit(record.approval_subject)
    decide_step(by=acting(person), step=step, outcome="approved")
    return step


@pytest.fixture
def agreement(office, olga, other_office):
    made = make_agreement(
        office, stage="approval_pending", officer=olga, legal_basis="Art. 1", personal_data="no",
        subjects=[make_subject()],
    )  # fmt: skip
    make_document(made, b"The text", kind="authentic_text", title="Authentic")
    make_document(made, b"Notes", kind="signed_copy", is_authentic=False, title="Notes")
    make_clause(made)
    return made


def document(agreement, title="Authentic"):
    return agreement.documents.get(title=title)


def clause(agreement):
    return agreement.clauses.current().get()


def another_file() -> NewFile:
    return NewFile(content=File(io.BytesIO(b"Another text"), name="text.txt"), name="text.txt")


def institutions(agreement):
    return [party.institution for party in agreement.parties.order_by("position", "id")]


def observed(agreement):
    first, second = institutions(agreement)
    return [NewParty(first), NewParty(second), NewParty(make_institution(), role="observer")]


OF_SUBSTANCE = {
    "legal basis": lambda a, by: change_agreement(by=by, agreement=a, legal_basis="Art. 2"),
    "personal data": lambda a, by: change_agreement(by=by, agreement=a, personal_data="yes"),
    "a party more": lambda a, by: change_agreement(by=by, agreement=a, parties=observed(a)),
    "another role": lambda a, by: change_agreement(
        by=by, agreement=a, parties=[NewParty(institutions(a)[0]), NewParty(institutions(a)[1], role="observer")]
    ),
    "a clause more": lambda a, by: state_clause(
        by=by, agreement=a, clause=NewClause("entry_into_force", {"mode": "on_consents", "consents": 2})
    ),
    "a clause amended": lambda a, by: amend_clause(
        by=by, clause=clause(a), amendment=NewClause("duration", LIMITED, applies_from=TOMORROW)
    ),
    "a clause corrected": lambda a, by: correct_clause(
        by=by, clause=clause(a), corrected=NewClause("duration", LIMITED), reason="Misread"
    ),
    "a clause's article": lambda a, by: correct_clause(
        by=by, clause=clause(a), corrected=NewClause("duration", FOREVER, article="Art. 9"), reason="Misread"
    ),
    "a clause repealed": lambda a, by: repeal_clause(by=by, clause=clause(a), applies_from=TOMORROW),
    "a clause withdrawn": lambda a, by: withdraw_clause(by=by, clause=clause(a), reason="Never was"),
    "a text's new version": lambda a, by: add_version(by=by, document=document(a), file=another_file()),
    "a text withdrawn": lambda a, by: withdraw_document(by=by, document=document(a), reason="Wrong file"),
    "a text made authentic": lambda a, by: change_document(by=by, document=document(a, "Notes"), is_authentic=True),
    "a text no longer authentic": lambda a, by: change_document(by=by, document=document(a), kind="draft"),
}  # fmt: skip
BESIDE_IT = {
    "title": lambda a, by: change_agreement(by=by, agreement=a, titles={"en": "Renamed"}),
    "summary": lambda a, by: change_agreement(by=by, agreement=a, summary="Shorter"),
    "classification": lambda a, by: change_agreement(by=by, agreement=a, classification="restricted"),
    "officer": lambda a, by: change_agreement(by=by, agreement=a, officer=None),
    "source": lambda a, by: change_agreement(by=by, agreement=a, source="Another paper"),
    "nature": lambda a, by: change_agreement(by=by, agreement=a, nature="treaty"),
    "subjects": lambda a, by: change_agreement(by=by, agreement=a, subjects=[make_subject()]),
    "readers": lambda a, by: change_agreement(by=by, agreement=a, readers=[by.user]),
    "order of parties": lambda a, by: change_agreement(
        by=by, agreement=a, parties=[NewParty(each) for each in reversed(institutions(a))]
    ),
    "other documents": lambda a, by: make_document(a, b"More notes", kind="signed_copy", is_authentic=False),
    "title of a text": lambda a, by: change_document(by=by, document=document(a), title="Renamed"),
    "acts": lambda a, by: record_act(
        by=by, agreement=a, act=NewAct("adoption", PartialDate.parse("2026-02-01"), SOURCE)
    ),
    "source of a clause": lambda a, by: correct_clause(
        by=by, clause=clause(a), corrected=NewClause("duration", FOREVER, source="Elsewhere"), reason="Found"
    ),
    "name of a party": lambda a, by: change_institution(
        by=by, institution=institutions(a)[0], names=[NewName("Another name", language="en")]
    ),
    "nothing": lambda a, by: change_agreement(
        by=by, agreement=a, legal_basis="Art. 1", parties=[NewParty(each) for each in institutions(a)]
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", OF_SUBSTANCE.values(), ids=OF_SUBSTANCE)
def test_a_change_of_the_substance_undoes_the_decisions_and_asks_again(agreement, olga, ana, change):
    step, before = decided(agreement, ana), sha256(agreement)
    change(agreement, acting(olga))
    assert sha256(agreement) != before
    assert not Decision.objects.counting().exists()
    event = CaseEvent.objects.get(kind="reset")
    assert (event.before.sha256, event.after.sha256, event.by) == (before, sha256(agreement), olga)
    assert Step.objects.get(pk=step.pk).outcome == "in_progress"
    assert ApprovalSubject.objects.get(pk=agreement.approval_subject_id).edited_by == olga


@pytest.mark.parametrize("change", BESIDE_IT.values(), ids=BESIDE_IT)
def test_whatever_else_changes_leaves_the_decisions_alone(agreement, olga, ana, change):
    decided(agreement, ana)
    before = sha256(agreement)
    change(agreement, acting(olga))
    assert sha256(agreement) == before
    assert Decision.objects.counting().count() == 1
    assert not CaseEvent.objects.filter(kind="reset").exists()
    assert ApprovalSubject.objects.get(pk=agreement.approval_subject_id).edited_by is None


def test_a_form_sent_back_as_it_was_opened_undoes_nothing(agreement, olga, ana, client):
    decided(agreement, ana)
    client.force_login(olga)
    address = f"/agreements/{agreement.reference}/edit/"
    answer = client.post(address, as_opened(client, address))
    assert answer.status_code == 302
    assert Decision.objects.counting().count() == 1


def test_what_changes_and_changes_back_is_still_decided_anew(agreement, olga, ana):
    decided(agreement, ana)
    before = sha256(agreement)
    for basis in ("Art. 2", "Art. 1"):
        change_agreement(by=acting(olga), agreement=agreement, legal_basis=basis)
    assert sha256(agreement) == before
    assert not Decision.objects.counting().exists()


def test_a_change_by_a_side_door_is_noticed_before_the_next_decision(agreement, ana, hugo):
    step = decided(agreement, ana)
    seen = sha256(agreement)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET legal_basis = 'Slipped in' WHERE id = %s", [agreement.pk])
    with refused("substance_changed"):
        decide_step(by=acting(hugo), step=Step.objects.get(pk=step.pk), outcome="approved", seen=seen)
    assert not Decision.objects.counting().exists()
    decide_step(by=acting(hugo), step=Step.objects.get(pk=step.pk), outcome="approved", seen=sha256(agreement))
    assert Decision.objects.counting().get().snapshot.sha256 == sha256(agreement)


def test_before_the_first_decision_only_what_is_asked_about_changes(agreement, olga):
    step = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject)
    started = Step.objects.get(pk=step.pk)
    change_agreement(by=acting(olga), agreement=agreement, legal_basis="Art. 2")
    now = Step.objects.select_related("case__snapshot").get(pk=step.pk)
    assert (now.spell, now.started_at) == (started.spell, started.started_at)
    assert now.case.snapshot.sha256 == sha256(agreement)
    assert not CaseEvent.objects.filter(kind="reset").exists()


OF_AN_ACTIVITY = {
    "kind": {"kind": "workshop"},
    "planned start": {"planned_start": dt.date(2026, 5, 2)},
    "place": {"place": "Faro"},
}
BESIDE_AN_ACTIVITY = {
    "title": {"titles": {"en": "Renamed"}},
    "officer": {"officer": None},
    "outcome": {"outcome": "Good"},
}


@pytest.fixture
def activity(office):
    return make_activity(
        office, state="approval_pending", planned_start=dt.date(2026, 5, 1), place="Lagos",
        participants=[NewParticipant(make_institution()), NewParticipant(make_institution())],
    )  # fmt: skip


@pytest.mark.parametrize("values", OF_AN_ACTIVITY.values(), ids=OF_AN_ACTIVITY)
def test_so_it_is_with_an_activity(activity, olga, ana, values):
    decided(activity, ana)
    change_activity(by=acting(olga), activity=activity, **values)
    assert not Decision.objects.counting().exists()


@pytest.mark.parametrize("values", BESIDE_AN_ACTIVITY.values(), ids=BESIDE_AN_ACTIVITY)
def test_and_with_what_is_beside_it(activity, olga, ana, values):
    decided(activity, ana)
    change_activity(by=acting(olga), activity=activity, **values)
    assert Decision.objects.counting().count() == 1


@pytest.mark.parametrize("state", ["approved", "scheduled", "postponed"])
def test_an_activity_that_is_approved_and_has_not_begun_is_approved_again(activity, olga, ana, hugo, state):
    step = decided(activity, ana)
    decide_step(by=acting(hugo), step=step, outcome="approved")
    type(activity).objects.filter(pk=activity.pk).update(state=state)
    change_activity(by=acting(olga), activity=activity, programme=make_programme())
    assert Step.objects.get(pk=step.pk).outcome == "in_progress"


def test_what_the_system_changes_undoes_decisions_too(agreement, ana):
    decided(agreement, ana)
    change_agreement(by=the_system("import"), agreement=agreement, legal_basis="Art. 2")
    assert not Decision.objects.counting().exists()
    assert CaseEvent.objects.get(kind="reset").at.date() == TODAY


def test_running_cases_of_before_substances_were_kept_are_frozen_once(office, olga, ana):
    agreement, (first, _second) = make_pending_agreement(office)
    Case.objects.update(snapshot=None)
    ApprovalSubject.objects.update(substance_sha256="")
    assert freeze_running(by=the_system("prepare")) == 2
    assert freeze_running(by=the_system("prepare")) == 0
    decide_step(by=acting(ana), step=first, outcome="approved")
    change_agreement(by=acting(olga), agreement=agreement, legal_basis="Another article")
    first.refresh_from_db()
    assert (first.outcome, first.spell) == ("in_progress", 2)
