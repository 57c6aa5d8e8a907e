"""Every table of the register has a history, or stands here with the reason why it has none."""

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.actions.tokens import create_token
from agreements.actions import change_agreement
from approvals.actions import NewCondition, decide_step, delegate_decisions, record_absence
from approvals.actions.links import issue_link
from core.models import HistoryEntry
from institutions.actions.contacts import NewContact, add_contact
from institutions.models import Identifier
from tests.cast import TODAY, acting
from tests.factories import (
    approve_all,
    make_act,
    make_activity,
    make_agreement,
    make_clause,
    make_contact,
    make_document,
    make_institution,
    make_membership,
    make_pending_agreement,
    make_programme,
    make_relation,
    make_subject,
    make_succession,
    maker,
)

OURS = {"core", "accounts", "institutions", "approvals", "agreements", "activities", "reminders", "exchange"}
UNTRACKED = {
    "core.HistoryEntry": "is the history",
    "core.HistoryAnchor": "seals the history",
    "core.OutboxEvent": "is a queue: what it carries is in the history already",
    "core.ReferenceCounter": "follows from the references, which are on the records",
    "core.SearchEntry": "is derived from what is tracked, by triggers of its own",
    "core.SearchWord": "is derived from the search entries",
    "core.Letter": "is a ledger of its own deliveries; what it tells of is tracked where it happened",
    "core.Heartbeat": "says how the product runs, not what it records",
    "agreements.DeadlineRule": "is derived from acts and clauses, which are tracked",
    "agreements.DocumentText": "is derived from the files, whose versions are tracked",
    "agreements.Finding": "is derived from acts and clauses, which are tracked",
    "agreements.ForcePeriod": "is derived from acts and clauses, which are tracked",
    "agreements.UploadBegun": "says how the product runs, not what it records",
    "approvals.Snapshot": "is derived from what is tracked, and never changes",
    "approvals.LinkAttempt": "is a ledger of its own: each try is kept as it was",
    "institutions.ContactDetails": "holds persons' data, which must stay erasable; the history keeps its key only",
    "accounts.User_groups": "grants nothing: what people may do follows from their roles in offices",
    "accounts.User_user_permissions": "grants nothing, as above",
    "exchange.ImportRun": "is a ledger of its own work; what it writes to the register is tracked there",
    "exchange.ImportRow": "is a file as it was handed in, and what became of each row",
    "reminders.Reminder": "is a ledger of its own deliveries, planned anew from what is tracked",
    "reminders.PlanningRun": "says how the product runs, not what it records",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]


def has_history(model: type[models.Model]) -> bool:
    return any(trigger.name == "history" for trigger in getattr(model._meta, "triggers", ()))


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_table_is_tracked_or_says_why_not(model):
    assert has_history(model) != (model._meta.label in UNTRACKED)


def test_no_reason_outlives_its_table():
    assert set(UNTRACKED) <= {model._meta.label for model in our_models()}


def test_the_triggers_stand_in_the_database_and_are_switched_on(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'pgtrigger_history_%%' AND t.tgenabled = 'O' AND (t.tgtype & 29) = 29"
        )
        tracked = {row[0] for row in cursor.fetchall()}
    assert tracked == {model._meta.db_table for model in our_models() if has_history(model)}


def make_rows_of_approvals(office, *, ana, olga):
    """A person asked by name, a condition, a link, a delegation and an absence."""
    _agreement, (asked, _other) = make_pending_agreement(office, steps={"responsible": ana})
    conditions = [NewCondition("A translation")]
    decide_step(by=acting(ana), step=asked, outcome="approved_with_conditions", conditions=conditions)
    _agreement, (outside, _other) = make_pending_agreement(office, steps={"is_outside": True})
    issue_link(by=acting(olga), step=outside, contact=make_contact(outside.case.institution))
    delegate_decisions(by=acting(ana), delegate=olga, first_day=TODAY, last_day=TODAY)
    record_absence(by=acting(ana), user=ana, first_day=TODAY, last_day=TODAY, deputy=olga)


def test_every_tracked_row_begins_its_history_under_a_record_that_is_there(office, cast):
    """A register with a row in every table: each row's first entry says "insert" and names an existing record."""
    olga, ana = cast["olga"], cast["ana"]
    police = make_institution("Police", acronym="PN", aliases=["The police"])
    Identifier.objects.create(institution=police, scheme="wikidata", value="Q1")
    add_contact(by=maker(), institution=police, contact=NewContact(role="Focal point", name="P. Person"))
    subject = make_subject()
    agreement, _steps = make_pending_agreement(office)
    change_agreement(by=acting(olga), agreement=agreement, subjects=[subject], readers=[cast["nadia"]])
    approve_all(agreement.approval_subject, by=acting(ana))
    make_rows_of_approvals(office, ana=ana, olga=olga)
    make_act(agreement)
    make_clause(agreement)
    make_document(agreement)
    programme = make_programme(partners=[])
    programme.partner_links.create(institution=police)
    activity = make_activity(office, agreements=[agreement], subjects=[subject], programme=programme)
    activity.participants.create(institution=police)
    activity.countries.create(country="MX")
    make_membership(office)
    make_succession(make_institution(), police)
    make_relation(agreement, make_agreement(office))
    create_token(by=acting(olga), user=olga, name="script")

    tables = {model._meta.db_table: model for model in our_models()}
    for model in our_models():
        if not has_history(model) or model._meta.app_label in ("reminders", "exchange"):
            continue
        assert model.objects.exists(), f"{model._meta.label}: this test needs a row"
        for row in model.objects.all():
            entries = HistoryEntry.objects.filter(table_name=model._meta.db_table, row_id=row.pk).order_by("sequence")
            assert entries[0].operation == "insert", model._meta.label
            assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
            for entry in entries:
                assert tables[entry.root_table].objects.filter(pk=entry.root_id).exists(), model._meta.label
