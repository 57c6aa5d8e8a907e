"""Each institution of the documents is one record, under all its names."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Membership, Programme
from institutions.models import Institution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

ONE_BODY_MANY_NAMES = [
    ("Secretariat of Citizen Security and Protection", "Mexican Secretariat of Public Safety"),
    ("Secretariat of Citizen Security and Protection", "Ministry of Security and Citizen Protection"),
    ("Secretariat of Citizen Security and Protection", "SSPC"),
    ("Secretariat of Citizen Security and Protection", "SSCP"),
    ("Secretariat of Citizen Security and Protection", "secretaria de seguridad"),
    ("Office of the Attorney General of the Republic", "Prosecutor's Office"),
    ("Office of the Attorney General of the Republic", "Prosecutor’s Office"),
    ("Office of the Attorney General of the Republic", "Attorney General's Office"),
    ("Ministry of Foreign Affairs", "Mexican Ministry of Foreign Affairs"),
    ("Jaguar network", "environmental crime police network"),
]


def test_search_finds_the_one_record_by_each_name() -> None:
    for name, words in ONE_BODY_MANY_NAMES:
        assert [each.name for each in Institution.objects.search(words)] == [name], words


def test_no_two_records_share_a_name() -> None:
    official = list(Institution.objects.values_list("sort_key", flat=True))

    assert len(official) == len(set(official))


def test_the_programme_has_its_eleven_mexican_partners() -> None:
    programme = Programme.objects.get(code="EL-PACCTO")

    assert programme.starts == "2017"
    assert programme.funder.name == "European Union"
    assert {each.name for each in programme.partners.all()} == {
        "Secretariat of Citizen Security and Protection",
        "Federal Police",
        "National Guard",
        "Office of the Attorney General of the Republic",
        "Council of the Federal Judiciary",
        "Decentralised Administrative Body for Social Prevention and Readaptation",
        "Ministry of Foreign Affairs",
        "Justice System Support Unit",
        "Ministry of the Interior",
        "National Search Commission",
        "Financial Intelligence Unit",
    }
    assert {each.country.code for each in programme.partners.all()} == {"MX"}


def test_europol_sits_in_the_hague_and_belongs_to_no_one_country() -> None:
    europol = Institution.objects.get(sort_key="europol")

    assert (europol.kind, europol.seat, europol.country.code) == ("eu_agency", "The Hague", "")


def test_the_sspc_was_established_in_2018() -> None:
    assert Institution.objects.get(acronym="SSPC").established == "2018"


def test_the_specialised_unit_is_part_of_the_prosecution_service() -> None:
    unit = Institution.objects.get(sort_key__startswith="specialised unit")

    assert unit.parent.name == "Office of the Attorney General of the Republic"


def test_mexico_is_in_two_networks_and_its_place_in_clasi_is_pending() -> None:
    states = {each.body.name: each.state for each in Membership.objects.filter(member_country="MX")}

    assert states == {
        "Network of specialised police officers covering Latin America and the European Union": "active",
        "Jaguar network": "active",
        "Committee on Internal Security": "approval_pending",
    }
    assert Membership.objects.count() == 3


def test_a_spanish_name_says_on_its_page_that_it_is_not_from_the_document(client: Client) -> None:
    client.force_login(User.objects.get(username="viewer"))
    sspc = Institution.objects.get(acronym="SSPC")

    page = client.get(reverse("institutions:detail", args=[sspc.uid])).content.decode()

    assert "Secretaría de Seguridad y Protección Ciudadana" in page
    assert "official name, not in the document" in page
