"""A dead link shows nothing of what is approved, however it is asked: it says why it is dead, and whom to ask."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from approvals.actions import withdraw_case
from approvals.actions.links import issue_link, revoke_link
from approvals.links import token_of
from approvals.models import Decision, DecisionLink, LinkAttempt
from core.web.domain_errors import Attempt
from institutions.actions.contacts import erase_contact_details
from tests.cast import acting
from tests.factories import make_contact, make_pending_agreement
from tests.web.test_outside_public import page, rows, send

SUBSTANCE = ("Memorandum on lost art", "What is approved", "SHA-256", "Legal basis", "Executive approval")
WAYS = ("get", "head", "empty", "invalid", "another row", "upload", "valid")
KINDS = {
    "used": "replayed",
    "revoked": "revoked",
    "expired": "expired",
    "overtaken": "overtaken",
    "erased": "revoked",
}


@pytest.fixture
def link(olga, office):
    _agreement, (step, _other) = make_pending_agreement(
        office, title="Memorandum on lost art", steps={"is_outside": True}
    )
    contact = make_contact(step.case.institution, "Carla Contact")
    return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)


def let_die(link, kind, *, olga):
    by = acting(olga, at=timezone.now())
    if kind == "used":
        send(Client(), link)
    elif kind == "revoked":
        revoke_link(by=by, link=link)
    elif kind == "expired":
        ago = {"created_at": by.at - dt.timedelta(days=2), "expires_at": by.at - dt.timedelta(days=1)}
        DecisionLink.objects.filter(pk=link.pk).update(**ago)
    elif kind == "overtaken":
        withdraw_case(by=by, case=link.step.case, reason="Too early")
    else:
        erase_contact_details(by=by, contact=link.contact, reason="Asked for it")


def ask(link, way, *, address=None):
    client, address = Client(), address or page(link)
    if way in ("get", "head"):
        return getattr(client, way)(address)
    sent = {
        "empty": {},
        "invalid": {**rows(), "outcome": "nonsense", "substance": "x" * 9},
        "another row": {**rows(), "outcome": "approved", "another": "conditions"},
        "upload": {**rows(), "outcome": "nonsense", "file": SimpleUploadedFile("a.pdf", b"no document")},
        "valid": {**rows(), "outcome": "approved"},
    }[way]
    return client.post(address, sent)


@pytest.mark.parametrize("kind", KINDS)
def test_a_dead_link_shows_nothing_of_what_is_approved_however_it_is_asked(link, olga, kind):
    alive = ask(link, "empty")
    assert alive.status_code == 422
    assert all(word in alive.content.decode() for word in SUBSTANCE)
    let_die(link, kind, olga=olga)
    decided = Decision.objects.count()
    for way in WAYS:
        response = ask(link, way)
        assert response.status_code == 410, way
        text = response.content.decode()
        assert not [word for word in SUBSTANCE if word in text], way
        assert not response.context or "form" not in response.context, way
    assert Decision.objects.count() == decided
    assert LinkAttempt.objects.latest("id").result == KINDS[kind]


def test_one_that_dies_while_a_refused_decision_is_read_shows_nothing_either(link, olga, monkeypatch):
    def refuse(*_given, **_more):
        revoke_link(by=acting(olga, at=timezone.now()), link=link)
        return Attempt(status=HTTPStatus.UNPROCESSABLE_ENTITY)

    monkeypatch.setattr("approvals.web.public.attempt", refuse)
    response = ask(link, "valid")
    assert response.status_code == 410
    assert not [word for word in SUBSTANCE if word in response.content.decode()]


def test_an_address_that_names_no_link_shows_nothing(link):
    for way in WAYS:
        response = ask(link, way, address=f"/approvals/decide/{token_of(link)}x/")
        assert response.status_code == 404
        assert not [word for word in SUBSTANCE if word in response.content.decode()]
