"""Loading into a register that has records of its own already."""

import pytest

from accounts.models import User
from activities.demo.loading import load_demo
from agreements.models import Agreement
from institutions.models import Institution
from tests.demo.conftest import PASSWORD, loader
from tests.factories import make_institution, make_office, make_person


@pytest.mark.django_db
def test_what_is_there_already_under_the_same_name_is_used_as_it_is() -> None:
    office = make_office(code="DEMO", names={"en": "Our office"})
    make_person("officer", full_name="Somebody else")
    make_institution("Europol", kind="eu_agency")

    load_demo(by=loader(), password=PASSWORD)

    office.refresh_from_db()
    assert office.names == {"en": "Our office"}
    assert User.objects.get(username="officer").full_name == "Somebody else"
    assert Agreement.objects.get().officer is None
    assert Institution.objects.filter(sort_key="europol").count() == 1
