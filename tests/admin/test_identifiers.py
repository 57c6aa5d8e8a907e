"""Identifiers are kept on an institution's page through their actions, so that its version tells of them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import HistoryEntry
from institutions.models import Identifier, Institution
from tests.factories import make_institution

pytestmark = pytest.mark.django_db


def post(client: Client, institution: Institution, *rows: dict[str, object], **more: object) -> object:
    """Send the page of an institution with these rows of identifiers."""
    initial = sum(1 for row in rows if "id" in row)
    form = {"identifiers-TOTAL_FORMS": len(rows), "identifiers-INITIAL_FORMS": initial, **more}
    form |= {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        named = {**row, "institution": institution.pk}
        form |= {f"identifiers-{number}-{name}": value for name, value in named.items()}
    return client.post(reverse("admin:institutions_institution_change", args=[institution.pk]), form)


def test_adding_one_gives_the_institution_a_new_version(as_adam: Client, adam: User) -> None:
    institution = make_institution("Europol")

    post(as_adam, institution, {"scheme": "wikidata", "value": "Q207203"})

    institution.refresh_from_db()
    assert institution.identifiers.get().value == "Q207203"
    assert institution.version == 2
    entry = HistoryEntry.objects.get(table_name="institutions_identifier")
    assert (entry.root_table, entry.root_id, entry.actor) == ("institutions_institution", institution.pk, adam)


def test_changing_and_removing_one_do_too(as_adam: Client) -> None:
    institution = make_institution("Europol")
    identifier = Identifier.objects.create(institution=institution, scheme="ror", value="wrong")

    post(as_adam, institution, {"id": identifier.pk, "scheme": "ror", "value": "right"})
    identifier.refresh_from_db()
    assert identifier.value == "right"

    post(as_adam, institution, {"id": identifier.pk, "scheme": "ror", "value": "right", "DELETE": "on"})
    institution.refresh_from_db()
    assert not institution.identifiers.exists()
    assert institution.version == 3


def test_one_that_names_another_institution_already_is_refused(as_adam: Client) -> None:
    first, second = make_institution("First"), make_institution("Second")
    Identifier.objects.create(institution=first, scheme="ror", value="1")

    answer = post(as_adam, second, {"scheme": "ror", "value": "1"})

    assert answer.status_code == 200
    assert not second.identifiers.exists()


def test_nothing_else_of_an_institution_changes_here(as_adam: Client) -> None:
    institution = make_institution("Europol", kind="eu_agency", country="")

    post(as_adam, institution, kind="police", country="MX", seat="Elsewhere", name="Other", version="9")

    stored = Institution.objects.get(pk=institution.pk)
    assert (stored.kind, stored.country.code, stored.seat, stored.name) == ("eu_agency", "", "", "Europol")
    assert stored.version == institution.version
    assert not HistoryEntry.objects.filter(root_id=institution.pk, reason="Changed on the administration site").exists()


def test_institutions_are_found_by_any_of_their_names(as_adam: Client) -> None:
    make_institution("Secretaría de Seguridad", acronym="SSPC")
    make_institution("Another body")

    for words in ("secretaria", "sspc"):
        found = as_adam.get(reverse("admin:institutions_institution_changelist"), {"q": words})
        assert [each.name for each in found.context_data["cl"].result_list] == ["Secretaría de Seguridad"]
