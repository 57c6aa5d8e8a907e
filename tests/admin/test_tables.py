"""Every table opens, and what is offered for change is exactly what is declared here."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import Office, User
from activities.models import Activity, Membership
from agreements.actions import NewAct, record_act
from approvals.actions import decide_step
from core.administration.tables import ReadOnly
from core.dates import PartialDate
from core.history import anchor_chains
from core.models import HistoryEntry
from institutions.models import Institution
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_membership,
    make_pending_agreement,
    make_programme,
    make_subject,
    party_of,
)

pytestmark = pytest.mark.django_db

# Nothing else may be changed on the site. A table of the register's records must never be added here.
KEPT_HERE = {
    "accounts.user",
    "accounts.office",
    "agreements.subject",
    "approvals.routetemplate",
    "institutions.institution",  # its identifiers only, see test_identifiers
    "reminders.reminderpolicy",
}
DECIDED_ELSEWHERE = {"stage", "stage_since", "state", "state_since", "outcome", "is_authoritative", "version", "uid"}


def tables() -> list[tuple[type[Model], admin.ModelAdmin]]:
    return sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label_lower)


def request_of(user: User) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


@pytest.fixture
def full_register(office: Office, olga: User, ana: User) -> None:
    """At least one row of nearly every table."""
    agreement, steps = make_pending_agreement(office, subjects=[make_subject("arms")])
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    act = NewAct("signature", PartialDate.parse("2026-02"), "A paper", party_of(agreement))
    record_act(by=acting(olga), agreement=agreement, act=act)
    make_activity(office, programme=make_programme())
    make_membership(office)
    anchor_chains()


def test_only_vocabularies_people_and_policies_can_be_changed_here(adam: User) -> None:
    request = request_of(adam)
    changeable = {
        model._meta.label_lower
        for model, table in tables()
        if table.has_add_permission(request) or table.has_change_permission(request)
    }

    assert changeable <= KEPT_HERE
    assert {label for label in KEPT_HERE if not label.startswith("reminders")} <= changeable


def test_of_an_institution_no_field_is_offered(adam: User) -> None:
    assert list(admin.site._registry[Institution].get_form(request_of(adam)).base_fields) == []


def test_no_form_offers_what_only_an_action_may_set(adam: User) -> None:
    request = request_of(adam)

    for _model, table in tables():
        if table.has_change_permission(request):
            assert not DECIDED_ELSEWHERE & set(table.get_form(request).base_fields)


def test_groups_and_log_in_addresses_of_other_packages_are_not_offered() -> None:
    assert {model._meta.app_label for model, _table in tables()} <= {
        "accounts", "institutions", "approvals", "agreements", "activities", "reminders", "core",
    }  # fmt: skip


@pytest.mark.usefixtures("full_register")
def test_every_list_and_every_row_opens(as_adam: Client) -> None:
    for model, table in tables():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert as_adam.get(reverse(f"{name}_changelist")).status_code == 200, name
        rows = table.get_queryset(request_of(User.objects.get(username="adam")))
        if row := rows.order_by("pk").first():
            assert as_adam.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name


@pytest.mark.usefixtures("full_register")
def test_a_table_to_read_refuses_every_post_and_stays_as_it_is(as_adam: Client) -> None:
    before = HistoryEntry.objects.count()
    read_only = [(model, table) for model, table in tables() if isinstance(table, ReadOnly)]
    assert len(read_only) >= 10

    for model, _table in read_only:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first()
        addresses = [reverse(f"{name}_add")]
        if row:
            addresses += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_delete", args=[row.pk])]
        for address in addresses:
            answer = as_adam.post(address, {"post": "yes", "stage": "signed", "state": "closed", "outcome": "approved"})
            assert answer.status_code == 403, address

    assert HistoryEntry.objects.count() == before


@pytest.mark.usefixtures("full_register")
def test_rows_cannot_be_removed_in_bulk(as_adam: Client) -> None:
    for model in (Activity, Membership, HistoryEntry):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        chosen = list(model._default_manager.values_list("pk", flat=True))

        as_adam.post(address, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})

        assert model._default_manager.filter(pk__in=chosen).count() == len(chosen)


def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(
    as_adam: Client, office: Office, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        make_pending_agreement(office)

    for name in ("agreements_agreement", "approvals_step", "institutions_institution", "core_historyentry"):
        with django_assert_max_num_queries(24):
            as_adam.get(reverse(f"admin:{name}_changelist"))
