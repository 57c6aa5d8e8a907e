"""What an entry says: who, when, what before and after, why, and through which door."""

import datetime as dt

import pytest
from django.db import connection, transaction

from accounts.actions.preferences import set_preferences
from accounts.actions.tokens import create_token, find_token
from accounts.models import Office, User
from agreements.actions import change_agreement, change_stage, register_existing
from agreements.models import Agreement
from agreements.queries import history_roots
from core.actors import Actor, Source
from core.changes import recorded_change
from core.history import history_of
from core.models import HistoryEntry
from institutions.actions.contacts import NewContact, add_contact, erase_contact_details
from institutions.models import Contact, ContactDetails
from tests.cast import NOW, PASSWORD, acting, the_system
from tests.factories import make_agreement, make_case, make_institution, make_step


def last() -> HistoryEntry:
    return HistoryEntry.objects.latest("id")


def entries_of(agreement: Agreement) -> list[HistoryEntry]:
    return list(history_of([("agreements_agreement", agreement.pk)]))


def test_a_change_says_who_why_and_from_where_and_only_what_changed(office, olga):
    agreement = make_agreement(office, stage="text_agreed")
    began = dt.datetime.now(dt.UTC)
    change_stage(
        by=acting(olga, source=Source.API), agreement=agreement, to="negotiating", reason="Article 3 was reopened"
    )
    entry = entries_of(agreement)[0]
    assert (entry.actor, entry.actor_name, entry.source) == (olga, "olga", "api")
    assert (entry.reason, entry.operation) == ("Article 3 was reopened", "update")
    assert entry.before == {"stage": "text_agreed", "stage_since": "2026-02-02"}
    assert entry.after == {"stage": "negotiating", "stage_since": "2026-03-02"}
    assert began <= entry.at <= dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("source", list(Source), ids=lambda source: source.value)
def test_every_door_is_named(office, olga, source):
    change_agreement(by=acting(olga, source=source), agreement=make_agreement(office), summary="New")
    assert last().source == source.value


def test_a_part_of_the_system_is_named_and_its_run_has_an_id(office):
    by = the_system("reminders")
    change_agreement(by=by, agreement=make_agreement(office), summary="New")
    assert (last().actor, last().actor_name, last().source, last().request_id) == (
        None, "reminders", "task", by.request_id,
    )  # fmt: skip


def test_the_request_a_change_came_from_is_named(office, olga, rf):
    request = rf.post("/")
    request.user, request.request_id = olga, "6f7c"
    change_agreement(by=Actor.for_request(request), agreement=make_agreement(office), summary="New")
    assert (last().request_id, last().source) == ("6f7c", "web")


def test_a_change_that_changes_nothing_leaves_no_entry(office, olga):
    agreement = make_agreement(office)
    before = HistoryEntry.objects.count()
    change_agreement(by=acting(olga), agreement=agreement, summary="", titles=agreement.titles)
    assert HistoryEntry.objects.count() == before


def test_bulk_changes_are_seen(office, olga):
    agreements = [make_agreement(office) for _each in range(3)]
    with recorded_change(by=acting(olga), reason="All at once"):
        Agreement.objects.update(summary="Same for all")
    for agreement in agreements:
        entry = entries_of(agreement)[0]
        assert (entry.after, entry.reason, entry.actor) == ({"summary": "Same for all"}, "All at once", olga)


def test_raw_sql_outside_the_product_is_seen_and_named_as_such(office):
    agreement = make_agreement(office)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET summary = 'By hand' WHERE id = %s", [agreement.pk])
        cursor.execute("SELECT session_user")
        role = cursor.fetchone()[0]
    entry = entries_of(agreement)[0]
    assert (entry.actor, entry.actor_name, entry.source) == (None, f"database:{role}", "sql")
    assert entry.after == {"summary": "By hand"}


def test_a_removal_keeps_what_was_removed(office, olga):
    agreement = make_agreement(office)
    removed = agreement.parties.last()
    with recorded_change(by=acting(olga), reason="Entered twice"):
        removed.delete()
    entry = entries_of(agreement)[0]
    assert (entry.operation, entry.after, entry.reason) == ("delete", None, "Entered twice")
    assert entry.before["institution_id"] == removed.institution_id


def test_after_an_inner_change_the_outer_ones_reason_holds_again(office, olga, ana):
    agreement = make_agreement(office)
    with recorded_change(by=acting(olga), reason="Outer"):
        Agreement.objects.update(summary="one")
        with recorded_change(by=acting(ana), reason="Inner"):
            Agreement.objects.update(summary="two")
        Agreement.objects.update(summary="three")
    told = [(entry.after["summary"], entry.reason, entry.actor_name) for entry in entries_of(agreement)[:3]]
    assert told == [("three", "Outer", "olga"), ("two", "Inner", "ana"), ("one", "Outer", "olga")]


def test_after_an_inner_change_that_failed_too(office, olga, ana):
    agreement = make_agreement(office)
    with recorded_change(by=acting(olga), reason="Outer"):
        with pytest.raises(ZeroDivisionError), recorded_change(by=acting(ana), reason="Inner"):
            raise ZeroDivisionError
        Agreement.objects.update(summary="three")
    assert (entries_of(agreement)[0].reason, entries_of(agreement)[0].actor_name) == ("Outer", "olga")


def test_what_follows_a_change_is_not_laid_at_its_door(office, olga):
    agreement = make_agreement(office)
    with transaction.atomic():
        change_agreement(by=acting(olga), agreement=agreement, summary="Olga's")
        Agreement.objects.update(summary="Somebody's")
    assert entries_of(agreement)[0].actor is None
    assert entries_of(agreement)[0].source == "sql"


def test_a_records_history_has_its_parts_and_its_approval(office, olga):
    agreement = make_agreement(office)
    make_step(make_case(agreement.approval_subject))
    other = make_agreement(office)
    tables = {entry.table_name for entry in history_of(history_roots(agreement))}
    assert tables == {
        "agreements_agreement", "agreements_agreementparty", "approvals_approvalsubject", "approvals_case",
        "approvals_step",
    }  # fmt: skip
    assert not set(history_of(history_roots(agreement))) & set(history_of(history_roots(other)))


def test_the_newest_entry_stands_first(office, olga):
    agreement = make_agreement(office)
    for text in ("one", "two"):
        change_agreement(by=acting(olga), agreement=agreement, summary=text)
    assert [entry.after["summary"] for entry in entries_of(agreement)[:2]] == ["two", "one"]


def test_deleting_a_person_leaves_what_they_did(office, olga, nadia):
    with recorded_change(by=acting(nadia), reason="Before leaving"):
        Office.objects.update(country="PT")
    nadia.delete()
    entry = HistoryEntry.objects.get(reason="Before leaving")
    assert (entry.actor_id is not None, entry.actor_name) == (True, "nadia")


class TestNoSecretsAndNoPersonalData:
    """The history cannot be edited, so what must stay secret or erasable never enters it."""

    def texts(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(h::text, ' ') FROM core_historyentry h")
            return cursor.fetchone()[0]

    def test_of_users(self, olga):
        set_preferences(
            by=acting(olga), user=olga, full_name="Olga Ohnegleichen", language="es", time_zone="Europe/Madrid",
            theme="dark",
        )  # fmt: skip
        olga.set_password("another long password")
        olga.email = "olga@elsewhere.example"
        olga.save()
        everything = self.texts()
        for secret in (olga.password, PASSWORD, "Ohnegleichen", "Olga Officer", "elsewhere", "example.org"):
            assert secret not in everything
        assert "Europe/Madrid" in everything

    def test_of_tokens(self, olga):
        token, secret = create_token(by=acting(olga), user=olga, name="script")
        find_token(secret=secret, now=NOW)
        token.refresh_from_db()
        assert token.last_used_at == NOW
        everything = self.texts()
        assert secret not in everything
        assert token.digest not in everything
        assert HistoryEntry.objects.filter(table_name="accounts_apitoken").count() == 1

    def test_of_contacts(self, olga):
        given = NewContact(role="Focal point", name="Pia Person", email="pia@police.example", phone="+34 555 0100")
        contact = add_contact(by=acting(olga), institution=make_institution(), contact=given)
        for secret in ("Pia", "police.example", "555 0100"):
            assert secret not in self.texts()
        erase_contact_details(by=acting(olga), contact=contact, reason="Left the institution")
        assert not ContactDetails.objects.exists()
        contact = Contact.objects.get()
        assert (contact.role, contact.details) == ("Focal point", None)
        assert (last().table_name, last().reason) == ("institutions_contact", "Left the institution")

    def test_of_no_column_that_names_one(self, db):
        forbidden = {"password", "digest", "email", "full_name", "last_login", "phone", "token", "secret"}
        make_institution()
        User.objects.create_user("someone", email="someone@example.org", password=PASSWORD)
        for entry in HistoryEntry.objects.all():
            assert not forbidden & {*(entry.before or {}), *(entry.after or {})}


def test_what_was_taken_over_says_so(office, olga):
    made = register_existing(
        by=acting(olga), office=office, kind="treaty", titles={"en": "T"}, stage="signed", reason="Paper register"
    )
    assert {entry.reason for entry in entries_of(made)} == {"Paper register"}
