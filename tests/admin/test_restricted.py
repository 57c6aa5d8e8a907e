"""Being an administrator opens no restricted record, nor its history, unless they are named."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from agreements.actions import NewAct, change_agreement, record_act
from agreements.models import Agreement
from approvals.actions import decide_step
from core.dates import PartialDate
from core.models import HistoryEntry
from tests.cast import acting
from tests.factories import make_activity, make_pending_agreement, party_of

pytestmark = pytest.mark.django_db
TITLE = "A restricted memorandum"
LISTS = ["agreements_agreement", "agreements_act", "approvals_step", "approvals_decision", "core_historyentry"]


@pytest.fixture
def restricted(office: Office, olga: User, ana: User) -> Agreement:
    """A restricted agreement with a decision, an act and an activity that stands under it alone."""
    agreement, steps = make_pending_agreement(office, title=TITLE, classification="restricted", officer=olga)
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    act = NewAct("signature", PartialDate.parse("2026-02"), "A paper", party_of(agreement))
    record_act(by=acting(olga), agreement=agreement, act=act)
    make_activity(office, title="Training under it", agreements=[agreement])
    return agreement


def rows(client: Client, name: str) -> list[Any]:
    return list(client.get(reverse(f"admin:{name}_changelist")).context_data["cl"].result_list)


def entries_about(agreement: Agreement) -> list[int]:
    subject = agreement.approval_subject_id
    entries = HistoryEntry.objects.filter(root_table="agreements_agreement", root_id=agreement.pk)
    entries |= HistoryEntry.objects.filter(root_table="approvals_approvalsubject", root_id=subject)
    return list(entries.values_list("pk", flat=True))


@pytest.mark.parametrize("name", LISTS[:-1])
def test_lists_leave_it_out(as_adam: Client, restricted: Agreement, name: str) -> None:
    assert rows(as_adam, name) == []


def test_its_history_is_left_out_entry_by_entry(as_adam: Client, restricted: Agreement) -> None:
    about = entries_about(restricted)
    assert len(about) > 8

    shown = {entry.pk for entry in rows(as_adam, "core_historyentry")}

    assert shown
    assert not shown & set(about)
    assert TITLE not in as_adam.get(reverse("admin:core_historyentry_changelist")).content.decode()
    for pk in about:
        assert as_adam.get(reverse("admin:core_historyentry_change", args=[pk])).status_code == 302


def test_its_page_is_not_there(as_adam: Client, restricted: Agreement) -> None:
    answer = as_adam.get(reverse("admin:agreements_agreement_change", args=[restricted.pk]), follow=True)

    assert TITLE not in answer.content.decode()


def test_an_activity_that_stands_under_it_alone_is_left_out(as_adam: Client, restricted: Agreement) -> None:
    assert rows(as_adam, "activities_activity") == []


@pytest.mark.parametrize("name", LISTS)
def test_a_named_reader_sees_it(client: Client, adam: User, olga: User, restricted: Agreement, name: str) -> None:
    change_agreement(by=acting(olga), agreement=restricted, readers=[adam])
    client.force_login(adam)

    shown = rows(client, name)

    assert shown
    if name == "core_historyentry":
        assert {entry.pk for entry in shown} & set(entries_about(restricted))


def test_the_outbox_shows_that_something_waits_and_not_what_it_is_about(as_adam: Client, restricted: Agreement) -> None:
    event = rows(as_adam, "core_outboxevent")[0]

    page = as_adam.get(reverse("admin:core_outboxevent_change", args=[event.pk])).content.decode()

    assert event.topic in page
    assert "payload" not in page.lower()
