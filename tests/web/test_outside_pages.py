"""What officers do about decisions taken outside: record them with evidence, send links, see what came of them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.actions.documents import withdraw_document
from agreements.models import Document
from approvals.actions.links import issue_link
from approvals.links import token_of
from approvals.models import Decision, DecisionLink, LinkAttempt
from core.models import Letter
from tests.cast import acting
from tests.factories import make_contact, make_document, make_institution, make_pending_agreement
from tests.sample_files import SENTENCE, pdf
from tests.web.conftest import words_of
from tests.web.forms import as_opened

PDF = pdf(SENTENCE)


@pytest.fixture
def pending(office):
    return make_pending_agreement(office, steps={"is_outside": True})


@pytest.fixture
def step(pending):
    return pending[1][0]


@pytest.fixture
def contact(step):
    return make_contact(step.case.institution, "Carla Contact")


@pytest.fixture
def link(olga, step, contact):
    return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)


def recording(step):
    return f"/approvals/steps/{step.uid}/outside/"


def links(step):
    return f"/approvals/steps/{step.uid}/links/"


def record(client, step, **values):
    sent = as_opened(client, recording(step))
    return client.post(recording(step), {**sent, "outcome": "approved", **values})


def test_an_officer_records_a_decision_with_its_source(browse, olga, step, contact):
    said = {"source": "Letter 5/2026", "contact": contact.pk, "comment": "By letter", "decided_on": "2026-03-01"}
    response = record(browse(olga), step, **said)
    assert response.status_code == 302, words_of(response)
    decision = Decision.objects.get()
    assert (decision.recorded_by, decision.contact, decision.source) == (olga, contact, "Letter 5/2026")
    assert decision.decided_on == dt.date(2026, 3, 1)


def test_without_evidence_nothing_is_recorded(browse, olga, step):
    response = record(browse(olga), step, comment="They said so")
    assert response.status_code == 422
    assert "Name the evidence" in words_of(response)
    assert "They said so" in words_of(response)


def test_a_file_becomes_a_document_and_the_evidence(browse, olga, pending, step):
    assert record(browse(olga), step, file=SimpleUploadedFile("letter.pdf", PDF)).status_code == 302
    document = Document.objects.get()
    assert (document.agreement, document.kind) == (pending[0], "correspondence")
    assert document.versions.get().uploaded_by == olga
    assert Decision.objects.get().document == document.uid


def test_a_file_the_agreement_holds_already_is_not_kept_twice(browse, olga, pending, step):
    held = make_document(pending[0], PDF, name="a.pdf", title="Their letter")
    assert record(browse(olga), step, file=SimpleUploadedFile("again.pdf", PDF)).status_code == 302
    assert Decision.objects.get().document == held.uid
    assert Document.objects.count() == 1


def test_a_document_of_the_record_is_chosen_and_no_other(browse, olga, office, pending, step):
    held = make_document(pending[0], PDF, name="a.pdf", title="Their letter")
    foreign = make_document(make_pending_agreement(office)[0], PDF, name="b.pdf", title="Somebody else's")
    page = words_of(browse(olga).get(recording(step)))
    assert "Their letter" in page
    assert "Somebody else's" not in page
    assert record(browse(olga), step, document=str(foreign.uid)).status_code == 422
    assert record(browse(olga), step, document=str(held.uid)).status_code == 302
    assert Decision.objects.get().document == held.uid


def test_a_document_and_a_file_are_not_both_the_evidence(browse, olga, pending, step):
    held = make_document(pending[0], b"Other words", title="Their letter")
    both = {"document": str(held.uid), "file": SimpleUploadedFile("letter.pdf", PDF)}
    assert record(browse(olga), step, **both).status_code == 422
    assert not Decision.objects.exists()


def test_a_day_to_come_is_refused_and_leaves_no_file(browse, olga, step):
    tomorrow = str(timezone.now().date() + dt.timedelta(days=2))
    response = record(browse(olga), step, decided_on=tomorrow, file=SimpleUploadedFile("letter.pdf", PDF))
    assert response.status_code == 422
    assert "The date lies in the future" in words_of(response)
    assert not Document.objects.exists()


def test_that_a_file_has_to_be_chosen_again_is_said_when_the_form_comes_back(browse, olga, step):
    said = "Choose the file again: it was not kept."
    response = record(browse(olga), step, outcome="rejected", file=SimpleUploadedFile("letter.pdf", PDF))
    assert response.status_code == 422
    assert said in words_of(response)
    stale = record(browse(olga), step, version="99", file=SimpleUploadedFile("letter.pdf", PDF))
    assert stale.status_code == 409
    assert said in words_of(stale)
    assert said not in words_of(record(browse(olga), step, outcome="rejected"))


@pytest.mark.parametrize("name", ["ana", "victor", "aude"])
def test_who_does_not_prepare_reads_why_and_records_nothing(browse, cast, step, name):
    client = browse(cast[name])
    assert "Only an officer or the head" in words_of(client.get(recording(step)))
    assert client.post(recording(step), {"outcome": "approved", "source": "x", "version": 1}).status_code == 403
    assert client.get(links(step)).status_code == 403
    assert not Decision.objects.exists()


def test_who_does_not_see_the_record_finds_no_page(browse, cast, step, link):
    stranger = browse(cast["nadia"])
    for address in (recording(step), links(step)):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/approvals/links/{link.uid}/revoke/").status_code == 404
    assert DecisionLink.objects.get().revoked_at is None


def test_a_link_is_sent_and_listed_without_its_address(browse, olga, step, contact):
    client = browse(olga)
    response = client.post(links(step), {"contact": contact.pk, "valid_days": 7}, follow=True)
    words = words_of(response)
    assert "The link is on its way to Carla Contact" in words
    assert "not opened yet" in words
    link = DecisionLink.objects.get()
    assert (link.created_by, (link.expires_at - link.created_at).days) == (olga, 7)
    assert token_of(link) not in response.content.decode()
    assert Letter.objects.get().address_key == contact.pk


def test_a_contact_from_elsewhere_is_found_by_searching_and_warned_of(browse, olga, step):
    other = make_contact(make_institution("Ministry of Elsewhere"), "Edgar Elsewhere")
    client = browse(olga)
    assert "Edgar" not in words_of(client.get(links(step)))
    found = client.get(links(step), {"q": "elsewhere"})
    assert 'label="Neither the deciding body nor this side"' in found.content.decode()
    sent = {"q": "elsewhere", "contact": other.pk, "valid_days": 14}
    words = words_of(client.post(links(step), sent, follow=True))
    assert "neither the deciding body nor the side" in words


def test_a_contact_without_an_address_is_not_offered(browse, olga, step):
    make_contact(step.case.institution, "Silent Sam", email="")
    assert "Silent Sam" not in words_of(browse(olga).get(links(step)))


def test_what_was_typed_wrong_is_said_at_its_field(browse, olga, step, contact):
    response = browse(olga).post(links(step), {"contact": contact.pk, "valid_days": 0})
    assert response.status_code == 422
    response = browse(olga).post(links(step), {"contact": "", "valid_days": 5})
    assert response.status_code == 422
    assert not DecisionLink.objects.exists()


def test_a_link_is_revoked_once(browse, olga, step, link):
    client = browse(olga)
    words = words_of(client.post(f"/approvals/links/{link.uid}/revoke/", follow=True))
    assert "The link is revoked" in words
    assert "by Olga Officer" in words
    assert "This link was revoked." in words_of(client.post(f"/approvals/links/{link.uid}/revoke/", follow=True))
    assert client.get(f"/approvals/links/{link.uid}/revoke/").status_code == 405


def test_a_link_is_sent_again(browse, olga, link):
    DecisionLink.objects.filter(pk=link.pk).update(created_at=link.created_at - dt.timedelta(hours=1))
    Letter.objects.update(key="an hour ago")
    words = words_of(browse(olga).post(f"/approvals/links/{link.uid}/send/", follow=True))
    assert "The e-mail goes out again" in words
    assert Letter.objects.count() == 2


def test_tries_are_shown_and_the_list_asks_as_much_whatever_its_length(
    browse, olga, step, link, django_assert_max_num_queries
):
    client = browse(olga)
    now = timezone.now()
    for number in range(8):
        other = make_contact(step.case.institution)
        sent = issue_link(by=acting(olga, at=now), step=step, contact=other)
        LinkAttempt.objects.create(link=sent, at=now, result="opened", network=str(number) * 32)
    client.get(links(step))
    with django_assert_max_num_queries(25):
        words = words_of(client.get(links(step)))
    assert words.count("1 try") == 8


def test_a_step_that_was_decided_gets_no_further_link(browse, olga, step, link):
    assert record(browse(olga), step, source="Letter").status_code == 302
    words = words_of(browse(olga).get(links(step)))
    assert "This step was decided already" in words
    assert "the step no longer waits" in words


def test_the_evidence_is_opened_from_the_decision_by_those_who_see_the_record(browse, olga, nadia, step):
    client = browse(olga)
    assert record(client, step, file=SimpleUploadedFile("letter.pdf", PDF)).status_code == 302
    decision = Decision.objects.get()
    address = f"/approvals/decisions/{decision.uid}/evidence/"
    assert f'href="{address}"' in client.get(f"/approvals/steps/{step.uid}/").content.decode()
    response = client.get(address, follow=True)
    assert b"".join(response.streaming_content) == PDF
    assert browse(nadia).get(address).status_code == 404


def test_evidence_that_was_withdrawn_is_not_found(browse, olga, step):
    client = browse(olga)
    record(client, step, file=SimpleUploadedFile("letter.pdf", PDF))
    withdraw_document(by=acting(olga, at=timezone.now()), document=Document.objects.get(), reason="The wrong letter")
    assert client.get(f"/approvals/decisions/{Decision.objects.get().uid}/evidence/").status_code == 404
