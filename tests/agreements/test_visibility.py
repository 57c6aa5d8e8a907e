"""Who sees which agreement: classification × person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from agreements.actions import change_agreement
from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.queries import agreement_page
from approvals.actions import decide_step
from core.listing import filtered
from tests.cast import acting
from tests.factories import give_roles, make_agreement, make_case, make_institution, make_step, submit

SIGNED_IN = "olga otto hugo ana victor aude oscar nadia adam"
SEEN_BY = {
    "public": SIGNED_IN,
    "internal": "olga otto hugo ana victor aude oscar adam",
    "restricted": "olga hugo aude",
}


def seeing(cast: dict[str, User], agreement: Agreement) -> set[str]:
    """The names of those who see the agreement, by every way of reading."""
    names = {name for name, person in cast.items() if Agreement.objects.visible_to(person).filter(pk=agreement.pk)}
    assert names == {name for name, person in cast.items() if agreement_page(person).filter(pk=agreement.pk)}
    return names


@pytest.mark.parametrize("classification", SEEN_BY)
def test_each_classification_is_seen_by_exactly_these(office, cast, classification):
    agreement = make_agreement(office, classification=classification, officer=cast["olga"])
    assert seeing(cast, agreement) == set(SEEN_BY[classification].split())


@pytest.mark.parametrize("classification", SEEN_BY)
def test_nobody_sees_anything_without_signing_in(office, classification):
    make_agreement(office, classification=classification)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("name", ["otto", "ana", "victor", "oscar", "nadia", "adam"])
def test_a_named_reader_sees_what_is_restricted_until_the_name_is_taken_off(office, cast, name):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
    change_agreement(by=acting(cast["olga"]), agreement=agreement, readers=[cast[name]])
    assert seeing(cast, agreement) == {"olga", "hugo", "aude", name}
    change_agreement(by=acting(cast["olga"]), agreement=agreement, readers=[])
    assert seeing(cast, agreement) == {"olga", "hugo", "aude"}


def test_who_is_asked_to_decide_sees_what_it_is_about(office, cast):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
    make_step(make_case(agreement.approval_subject), responsible=cast["nadia"])
    assert seeing(cast, agreement) == {"olga", "hugo", "aude", "nadia"}


def test_who_decided_goes_on_seeing_it(office, cast):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
    step = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject)
    decide_step(by=acting(cast["ana"]), step=step, outcome="approved")
    assert seeing(cast, agreement) == {"olga", "hugo", "aude", "ana"}


@pytest.mark.parametrize("role", ["head", "auditor", "officer", "approver", "viewer"])
def test_a_role_in_another_office_opens_nothing_restricted_here(office, other_office, nadia, role):
    give_roles(nadia, other_office, role)
    make_agreement(office, classification="restricted")
    assert not Agreement.objects.visible_to(nadia).exists()


def test_the_officer_in_charge_sees_it_only_while_in_charge(office, cast):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
    change_agreement(by=acting(cast["hugo"]), agreement=agreement, officer=cast["otto"])
    assert seeing(cast, agreement) == {"otto", "hugo", "aude"}


def test_being_seen_for_two_reasons_lists_an_agreement_once(office, cast):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"], parties=[])
    change_agreement(by=acting(cast["olga"]), agreement=agreement, readers=[cast["hugo"], cast["olga"]])
    for _step in range(2):
        make_step(make_case(agreement.approval_subject), responsible=cast["hugo"])
    assert list(Agreement.objects.visible_to(cast["hugo"])) == [agreement]


class TestNothingLeaks:
    """Neither search nor any filter tells an outsider that a restricted agreement is there."""

    @pytest.fixture
    def europol(self, db):
        return make_institution("Europol", kind="eu_agency", country="NL")

    @pytest.fixture
    def agreement(self, office, olga, europol):
        agreement = make_agreement(
            office, classification="restricted", officer=olga, title="Undercover operations", parties=[europol]
        )
        make_step(make_case(agreement.approval_subject, europol))
        submit(agreement.approval_subject)
        return agreement

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "undercover"},
            {"q": "europol"},
            {"q": "LIS-MOU-2026-0001"},
            {"stage": ["proposed"]},
            {"kind": ["memorandum_of_understanding"]},
            {"classification": ["restricted"]},
            {"office": "LIS"},
            {"officer": "olga"},
            {"country": ["NL"]},
            {"institution": "europol"},
            {"waiting_on": "europol"},
        ],
        ids=str,
    )
    def test_by(self, query, agreement, europol, olga, oscar):
        query = {name: europol.uid if value == "europol" and name != "q" else value for name, value in query.items()}
        for person, found in ((olga, [agreement]), (oscar, [])):
            request = RequestFactory().get("/")
            request.user = person
            rows = filtered(AgreementFilter, Agreement.objects.visible_to(person), query, request)
            assert list(rows) == found
