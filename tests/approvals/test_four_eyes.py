"""Who submitted, who edited last and who decided already do not decide, whatever door they try."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import get_commands
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.actions.tokens import create_token
from accounts.models import User
from agreements.actions import change_agreement
from approvals.actions import (
    change_step,
    decide_step,
    delegate_decisions,
    dispense_with_step,
    record_absence,
    record_outside_decision,
    remove_step,
)
from approvals.actions.bulk import Choice, decide_steps
from approvals.models import ApprovalSubject, Case, Condition, Decision, Step
from core.actors import Actor
from core.errors import DomainError
from tests.cast import NOW, TODAY, acting
from tests.expectations import forbidden
from tests.factories import give_roles, make_agreement, make_case, make_person, make_step, submit
from tests.web.approvals import filled

OF_APPROVALS = (ApprovalSubject, Case, Step, Decision, Condition)


@pytest.fixture
def boss(office):
    """A superuser who is also head and officer: every role there is gives no right to decide for oneself."""
    boss = make_person("boss", is_superuser=True, is_staff=True)
    give_roles(boss, office, "head", "officer", "approver")
    return boss


@pytest.fixture
def spare(office):
    """Somebody who is barred from nothing."""
    spare = make_person("spare")
    give_roles(spare, office, "approver", "officer")
    return spare


@pytest.fixture
def step(office, boss, olga, spare):
    """In progress, and barred to the boss, who submitted."""
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject, by=acting(boss))
    return Step.objects.select_related("case__subject").get(pk=step.pk)


def edited_by(person, step) -> None:
    change_agreement(by=acting(person), agreement=step.case.subject.agreement, legal_basis="Another one")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


# The doors. Those that answer return their answers.


def by_action(person, step):
    decide_step(by=acting(person), step=step, outcome="approved")


def by_dispensing(person, step):
    dispense_with_step(by=acting(person), step=step, outcome="skipped", comment="Let us be quick")


def by_page(person, step):
    return sent_as_by_one_who_may(person, reverse("approvals:decide", args=[step.uid]), outcome="approved")


def by_page_of_dispensing(person, step):
    address = reverse("approvals:dispense", args=[step.uid])
    return sent_as_by_one_who_may(person, address, outcome="skipped", comment="Let us be quick")


def sent_as_by_one_who_may(person, address, **values):
    """The page's form as the spare person gets it, sent by the other: nothing but the person is wrong with it."""
    form = filled(signed_in(User.objects.get(username="spare")), address, **values)
    own_name = {"on_behalf_of": person.username} if "on_behalf_of" in form else {}
    return [signed_in(person).post(address, form | own_name)]


def by_api(person, step):
    _token, secret = create_token(by=Actor.system("tests"), user=person, name="tests", scope="write")
    return [
        Client(headers={"Authorization": f"Bearer {secret}"}).post(
            f"/api/v1/approvals/steps/{step.uid}/{path}/", body, content_type="application/json"
        )
        for path, body in (
            ("decisions", {"outcome": "approved"}),
            ("dispensations", {"outcome": "skipped", "comment": "Let us be quick"}),
        )
    ]


def by_deciding_several(person, step):
    decide_steps(by=acting(person), choices=[Choice(step)], outcome="approved")


def by_creating_a_row(person, step):
    Decision.objects.create(step=step, outcome="approved", decided_by=person, decided_at=NOW, spell=step.spell)


def by_creating_rows(person, step):
    row = Decision(step=step, outcome="approved", decided_by=person, decided_at=NOW, spell=step.spell)
    Decision.objects.bulk_create([row])


def by_sql(person, step):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_decision (uid, step_id, spell, outcome, comment, decided_by_id, through, decided_at,"
            " completed, source, source_quote, source_note)"
            " VALUES (gen_random_uuid(), %s, %s, 'approved', '', %s, '', now(), true, '', '', '')",
            [step.pk, step.spell, person.pk],
        )


DOORS = [
    by_action, by_dispensing, by_page, by_page_of_dispensing, by_api, by_deciding_several, by_creating_a_row,
    by_creating_rows, by_sql,
]  # fmt: skip
each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)


def tries(door, person, step) -> None:
    """The person goes through the door and comes to nothing."""
    before = Decision.objects.count()
    try:
        with transaction.atomic():
            answers = door(person, step)
    except (DomainError, IntegrityError):
        answers = None
    for answer in answers or []:
        assert answer.status_code in (403, 409), answer.content
    assert Decision.objects.count() == before
    assert Step.objects.get(pk=step.pk).outcome == "in_progress"


@each_door
def test_who_submitted_does_not_decide(step, boss, door):
    tries(door, boss, step)


@each_door
def test_who_edited_last_does_not_decide(step, hugo, office, door):
    give_roles(hugo, office, "officer")
    edited_by(hugo, step)
    step.refresh_from_db()
    tries(door, hugo, step)


@pytest.mark.parametrize("door", [each for each in DOORS if each not in (by_dispensing, by_page_of_dispensing, by_api)])
def test_nobody_decides_twice_on_one_side(step, ana, door):
    other = make_step(step.case)
    decide_step(by=acting(ana), step=other, outcome="approved")
    tries(door, ana, Step.objects.select_related("case__subject").get(pk=step.pk))


@each_door
def test_each_door_is_open_to_others(step, ana, office, door):
    """So that the tests above say something: the same doors let through who may."""
    give_roles(ana, office, "officer")
    door(ana, step)
    assert [each.decided_by for each in Decision.objects.all()] == [ana]


# In somebody else's name


def test_the_delegate_of_who_submitted_does_not_decide_for_them(step, boss, nadia):
    delegate_decisions(by=acting(boss), delegate=nadia, first_day=TODAY, last_day=TODAY)
    with forbidden():
        decide_step(by=acting(nadia), step=step, outcome="approved")
    with forbidden():
        decide_step(by=acting(nadia), step=step, outcome="approved", on_behalf_of=boss)


def test_who_submitted_does_not_decide_for_somebody_else(step, boss, ana):
    delegate_decisions(by=acting(ana), delegate=boss, first_day=TODAY, last_day=TODAY)
    with forbidden():
        decide_step(by=acting(boss), step=step, outcome="approved", on_behalf_of=ana)


def test_the_deputy_of_who_submitted_does_not_decide_for_them(step, boss, nadia):
    record_absence(by=acting(boss), user=boss, deputy=nadia, first_day=TODAY, last_day=TODAY)
    with forbidden():
        decide_step(by=acting(nadia), step=step, outcome="approved")


def test_a_delegation_is_not_passed_on(step, ana, nadia, victor):
    delegate_decisions(by=acting(ana), delegate=nadia, first_day=TODAY, last_day=TODAY)
    delegate_decisions(by=acting(nadia), delegate=victor, first_day=TODAY, last_day=TODAY)
    with forbidden():
        decide_step(by=acting(victor), step=step, outcome="approved")
    decided = decide_step(by=acting(nadia), step=step, outcome="approved")
    assert (decided.decided_by, decided.on_behalf_of, decided.through) == (nadia, ana, "delegation")


def test_neither_of_two_who_stood_for_one_vote_gives_another(step, ana, hugo, nadia):
    other = make_step(step.case)
    delegate_decisions(by=acting(ana), delegate=hugo, first_day=TODAY, last_day=TODAY)
    decide_step(by=acting(hugo), step=other, outcome="approved", on_behalf_of=ana)
    for person in (ana, hugo):
        tries(by_action, person, step)
        tries(by_sql, person, step)


@pytest.mark.parametrize("people", [("boss", "ana"), ("ana", "boss")], ids=["as delegate", "as delegator"])
def test_the_database_refuses_who_submitted_in_either_place(step, boss, ana, people):
    known = {"boss": boss, "ana": ana}
    decider, principal = (known[name] for name in people)
    with pytest.raises(IntegrityError, match="who submitted"), transaction.atomic():
        Decision.objects.create(
            step=step, outcome="approved", decided_by=decider, on_behalf_of=principal, through="delegation",
            decided_at=NOW,
        )  # fmt: skip


# By way of the route


@pytest.mark.parametrize("changes", [{"is_outside": True}, {"blocks_signature": False}, {"quorum": 2}, {"group": 2}])
def test_who_submitted_or_edited_last_does_not_change_the_route_that_runs(step, boss, olga, otto, changes):
    edited_by(olga, step)
    for person in (boss, olga):
        with forbidden():
            change_step(by=acting(person), step=step, changes=changes)
        with forbidden():
            remove_step(by=acting(person), step=step)
    change_step(by=acting(otto), step=step, changes=changes)


def test_who_edited_does_not_have_it_decided_outside_and_record_that(step, olga):
    edited_by(olga, step)
    with forbidden():
        change_step(by=acting(olga), step=step, changes={"is_outside": True})
    with forbidden():
        record_outside_decision(
            by=acting(olga), step=step, outcome="approved", decided_on=TODAY, source="A letter of my own"
        )


# The administration site and commands


@pytest.mark.parametrize("model", OF_APPROVALS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("what", ["add", "change", "delete"])
def test_the_administration_site_writes_nothing_of_approvals(step, boss, model, what):
    client = signed_in(boss)
    row = model.objects.order_by("id").first()
    try:
        address = reverse(
            f"admin:approvals_{model._meta.model_name}_{what}", args=[] if what == "add" else [row.pk if row else 1]
        )
    except NoReverseMatch:
        assert model not in admin.site._registry
        return
    before = list(model.objects.order_by("id").values())
    client.post(address, {"outcome": "approved", "post": "yes", "edited_by": "", "submitted_by": ""})
    assert list(model.objects.order_by("id").values()) == before


def test_no_command_decides(db):
    """The commands there are; whoever adds one that decides writes its four eyes here."""
    ours = {config.name for config in apps.get_app_configs() if "site-packages" not in config.path}
    of_approvals = sorted(name for name, app in get_commands().items() if app in ours and app == "approvals")
    assert of_approvals == []
