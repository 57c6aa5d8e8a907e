"""Identifiers are kept here through their action, so that an institution's version tells of them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import HistoryEntry
from institutions.models import Identifier
from tests.factories import make_institution

pytestmark = pytest.mark.django_db


def test_adding_one_gives_the_institution_a_new_version(as_adam: Client, adam: User) -> None:
    institution = make_institution("Europol")

    as_adam.post(
        reverse("admin:institutions_identifier_add"),
        {"institution": institution.pk, "scheme": "wikidata", "value": "Q207203"},
    )

    institution.refresh_from_db()
    assert institution.identifiers.get().value == "Q207203"
    assert institution.version == 2
    entry = HistoryEntry.objects.get(table_name="institutions_identifier")
    assert (entry.root_table, entry.root_id, entry.actor) == ("institutions_institution", institution.pk, adam)


def test_changing_and_removing_one_do_too(as_adam: Client) -> None:
    institution = make_institution("Europol")
    identifier = Identifier.objects.create(institution=institution, scheme="ror", value="wrong")

    as_adam.post(
        reverse("admin:institutions_identifier_change", args=[identifier.pk]), {"scheme": "ror", "value": "right"}
    )
    identifier.refresh_from_db()
    assert identifier.value == "right"

    as_adam.post(reverse("admin:institutions_identifier_delete", args=[identifier.pk]), {"post": "yes"})
    institution.refresh_from_db()
    assert not institution.identifiers.exists()
    assert institution.version == 3


def test_one_that_names_another_institution_already_is_refused(as_adam: Client) -> None:
    first, second = make_institution("First"), make_institution("Second")
    Identifier.objects.create(institution=first, scheme="ror", value="1")

    answer = as_adam.post(
        reverse("admin:institutions_identifier_add"), {"institution": second.pk, "scheme": "ror", "value": "1"}
    )

    assert answer.status_code == 200
    assert Identifier.objects.count() == 1


def test_institutions_are_found_by_any_of_their_names(as_adam: Client) -> None:
    make_institution("Secretaría de Seguridad", acronym="SSPC")
    address = reverse("admin:autocomplete")
    field = {"app_label": "institutions", "model_name": "identifier", "field_name": "institution"}

    for words in ("secretaria", "sspc"):
        found = as_adam.get(address, {"term": words, **field}).json()["results"]
        assert [each["text"] for each in found] == ["Secretaría de Seguridad"]
