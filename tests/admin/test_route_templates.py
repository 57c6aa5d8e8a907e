"""Templates of routes on the administration site: kept there, with their steps, and checked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from approvals.actions import lay_out_route
from approvals.models import RouteTemplate
from core.models import HistoryEntry
from tests.cast import acting
from tests.factories import make_agreement, make_institution, make_route_template
from tests.web.forms import as_opened

pytestmark = pytest.mark.django_db
ADD = "/admin/approvals/routetemplate/add/"


def page_of(template: RouteTemplate) -> str:
    return reverse("admin:approvals_routetemplate_change", args=[template.pk])


def step(number: int, **values: Any) -> dict[str, Any]:
    given = {"kind": "mandate", "group": "1", "quorum": "1", "length_unit": "working_days", **values}
    return {f"steps-{number}-{name}": value for name, value in given.items()}


def new(*steps: dict[str, Any], **values: Any) -> dict[str, Any]:
    form = {
        "names_en": "Short route", "names_es": "Ruta corta", "code": "short", "subject_kind": "agreement",
        "is_active": "on", "steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0", **values,
    }  # fmt: skip
    for each in steps:
        form |= each
    return form


def errors_of(response: Any) -> dict[str, Any]:
    found = dict(response.context["adminform"].form.errors)
    for formset in response.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= form.errors
    return found


def test_one_is_made_with_its_steps_and_conditions(as_adam: Client, adam: User) -> None:
    board = make_institution("Management Board")
    sent = new(
        step(0, group="2", body="Management Board", length="40"),
        step(1, kind="data_protection_review", only_if=["personal_data=yes", "personal_data=unknown"]),
        record_kinds=["working_arrangement"], countries=["MX", "ES"],
    )  # fmt: skip
    response = as_adam.post(ADD, sent)
    assert response.status_code == 302, errors_of(response)
    made = RouteTemplate.objects.get(code="short")
    assert (made.names, made.record_kinds) == ({"en": "Short route", "es": "Ruta corta"}, ["working_arrangement"])
    assert (made.countries, made.institution_kinds) == (["MX", "ES"], [])
    rows = [(each.group, each.kind, each.only_if, each.body) for each in made.steps.all()]
    assert rows == [
        (1, "data_protection_review", {"personal_data": ["yes", "unknown"]}, None), (2, "mandate", {}, board),
    ]  # fmt: skip
    entry = HistoryEntry.objects.filter(table_name="approvals_templatestep").order_by("-id")[0]
    assert (entry.actor, entry.reason) == (adam, "Changed on the administration site")


def test_saving_it_as_it_stands_changes_nothing(as_adam: Client) -> None:
    template = make_route_template(
        "kept", {"kind": "mandate", "only_if": {"personal_data": ["yes"]}}, record_kinds=["treaty"], countries=["MX"]
    )
    before = HistoryEntry.objects.count()
    sent = as_selected(as_adam, template)
    assert as_adam.post(page_of(template), sent).status_code == 302
    assert HistoryEntry.objects.count() == before


def as_selected(client: Client, template: RouteTemplate) -> dict[str, Any]:
    """The form as a browser sends it: lists with every choice that is marked."""
    form = client.get(page_of(template)).context
    sent = as_opened(client, page_of(template))
    sent |= {"record_kinds": template.record_kinds, "countries": template.countries, "institution_kinds": []}
    for number, each in enumerate(form["inline_admin_formsets"][0].formset.initial_forms):
        sent[f"steps-{number}-only_if"] = each["only_if"].value()
        for box in ("is_outside", "blocks_signature", "blocks_entry_into_force"):
            sent.pop(f"steps-{number}-{box}", None)
            sent |= {f"steps-{number}-{box}": "on"} if each[box].value() else {}
    return sent


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"only_if": ["colour=red"]}, "only_if"),
        ({"only_if": ["role=member"]}, "only_if"),  # of memberships, not of agreements
        ({"is_outside": "on", "role": "head"}, "is_outside"),
        ({"is_outside": "on", "quorum": "2"}, "quorum"),
        ({"group": "0"}, "group"),
        ({"body": "Nobody so called"}, "body"),
    ],
)
def test_what_a_step_cannot_be_is_said_at_its_field(as_adam: Client, values: dict[str, Any], field: str) -> None:
    response = as_adam.post(ADD, new(step(0, **values)))
    assert response.status_code == 200
    assert set(errors_of(response)) == {field}
    assert not RouteTemplate.objects.filter(code="short").exists()


def test_a_code_is_given_once(as_adam: Client) -> None:
    make_route_template("short")
    assert set(errors_of(as_adam.post(ADD, new(step(0))))) == {"code"}


def test_changing_a_template_changes_no_route_that_was_laid_out(as_adam: Client, office: Office, olga: User) -> None:
    template = make_route_template("kept", {"kind": "mandate", "length": 5})
    agreement = make_agreement(office)
    side = agreement.parties.order_by("id")[0].institution
    subject = agreement.approval_subject
    case = lay_out_route(by=acting(olga), subject=subject, institution=side, template=template)
    before = list(case.steps.values())
    sent = as_selected(as_adam, template) | {"steps-0-length": "50", "steps-0-kind": "legal_opinion"}
    assert as_adam.post(page_of(template), sent).status_code == 302
    assert list(template.steps.values_list("kind", "length")) == [("legal_opinion", 50)]
    assert list(case.steps.values()) == before


def test_code_and_kind_of_record_stay_and_none_is_removed(as_adam: Client) -> None:
    template = make_route_template("kept", {"kind": "mandate"})
    as_adam.post(page_of(template), as_selected(as_adam, template) | {"code": "other", "subject_kind": "activity"})
    assert RouteTemplate.objects.values_list("code", "subject_kind").get(pk=template.pk) == ("kept", "agreement")
    address = reverse("admin:approvals_routetemplate_delete", args=[template.pk])
    assert as_adam.post(address, {"post": "yes"}).status_code == 403


def test_the_list_says_for_whom_each_is_and_its_steps(as_adam: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        make_route_template(f"route-{number}", {"kind": "mandate"}, {"kind": "published", "group": 2}, countries=["MX"])
    with django_assert_max_num_queries(16):
        page = as_adam.get(reverse("admin:approvals_routetemplate_changelist")).content.decode()
    assert page.count("Mandate → Published") == 8
    assert "Mexico" in page
