"""Texts in several languages have a control for each language."""

import pytest
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Office
from agreements.models import Subject
from core.administration.texts import TextsField
from tests.factories import make_subject

pytestmark = pytest.mark.django_db


def test_a_subject_is_named_in_each_language(as_adam: Client) -> None:
    form = {"code": "arms", "names_en": "Arms", "names_es": " Armas ", "names_others": "", "sector": "15240"}

    as_adam.post(reverse("admin:agreements_subject_add"), {**form, "position": "1"})

    subject = Subject.objects.get(code="arms")
    assert subject.names == {"en": "Arms", "es": "Armas"}


def test_one_language_is_enough_and_none_is_refused(as_adam: Client) -> None:
    address = reverse("admin:agreements_subject_add")

    refused = as_adam.post(address, {"code": "nameless", "names_en": " ", "names_es": "", "position": "1"})
    as_adam.post(address, {"code": "one", "names_en": "", "names_es": "Uno", "position": "1"})

    assert "Give a text in at least one language." in refused.content.decode()
    assert {each.code: each.names for each in Subject.objects.all()} == {"one": {"es": "Uno"}}


def test_a_language_that_has_no_control_keeps_its_text(as_adam: Client, office: Office) -> None:
    Office.objects.filter(pk=office.pk).update(names={"en": "Lisbon office", "pt": "Gabinete de Lisboa"})
    address = reverse("admin:accounts_office_change", args=[office.pk])
    shown = as_adam.get(address).context_data["adminform"].form["names"]
    others = shown.field.widget.decompress(shown.value())[-1]
    form = {
        "names_en": "Office in Lisbon", "names_es": "", "names_others": others, "language": "en",
        "time_zone": "Europe/Lisbon", "country": "PT", "role_assignments-TOTAL_FORMS": "0",
        "role_assignments-INITIAL_FORMS": "0",
    }  # fmt: skip

    as_adam.post(address, form)

    office.refresh_from_db()
    assert office.names == {"en": "Office in Lisbon", "pt": "Gabinete de Lisboa"}


def test_the_code_of_a_subject_stays(as_adam: Client) -> None:
    subject = make_subject("arms")
    form = {"code": "other", "names_en": "Arms", "names_es": "", "position": "3"}

    as_adam.post(reverse("admin:agreements_subject_change", args=[subject.pk]), form)

    subject.refresh_from_db()
    assert (subject.code, subject.position) == ("arms", 3)


def test_a_subject_cannot_stand_below_itself(as_adam: Client) -> None:
    above = make_subject("above")
    below = make_subject("below", parent=above)
    form = {"parent": below.pk, "names_en": "Above", "names_es": "", "position": "0"}

    as_adam.post(reverse("admin:agreements_subject_change", args=[above.pk]), form)

    above.refresh_from_db()
    assert above.parent is None


@pytest.mark.parametrize("others", ["nonsense", "[1]", '"text"', '{"<b>": "x"}', '{"fr": 1}'])
def test_what_is_hidden_in_the_form_cannot_bring_in_nonsense(as_adam: Client, others: str) -> None:
    form = {"code": "arms", "names_en": "Arms", "names_es": "", "names_others": others, "position": "1"}

    as_adam.post(reverse("admin:agreements_subject_add"), form)

    assert [each.names for each in Subject.objects.all()] in ([], [{"en": "Arms"}])


def test_a_text_longer_than_a_name_can_be_is_refused() -> None:
    with pytest.raises(ValidationError):
        TextsField().clean(["x" * 301, "", ""])
