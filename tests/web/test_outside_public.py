"""The page a link opens: without an account it shows what is asked, takes one decision, and refuses everything else."""

import datetime as dt
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from activities.models import Activity
from agreements.actions import change_agreement
from agreements.models import Agreement, Document, UploadBegun
from approvals.actions.attempts import MOST_TRIES
from approvals.actions.links import issue_link, revoke_link
from approvals.links import token_of
from approvals.models import Decision, DecisionLink, LinkAttempt, Step
from core.secret_addresses import LeaveOutKeys
from institutions.actions.contacts import erase_contact_details
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_case,
    make_contact,
    make_institution,
    make_pending_agreement,
    make_step,
    submit,
)
from tests.sample_files import SENTENCE, pdf
from tests.web.conftest import hidden, words_of

PDF = pdf(SENTENCE)


@pytest.fixture
def pending(office):
    return make_pending_agreement(office, title="Memorandum on lost art", steps={"is_outside": True})


@pytest.fixture
def step(pending):
    return pending[1][0]


@pytest.fixture
def contact(step):
    return make_contact(step.case.institution, "Carla Contact")


@pytest.fixture
def link(olga, step, contact):
    return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)


@pytest.fixture
def anybody():
    """A browser that never saw the register."""
    return Client()


def page(link, end=""):
    return f"/approvals/decide/{token_of(link)}/{end}"


def rows(**values):
    return {
        "conditions-TOTAL_FORMS": "1",
        "conditions-INITIAL_FORMS": "0",
        "conditions-MIN_NUM_FORMS": "0",
        "conditions-MAX_NUM_FORMS": "20",
        **values,
    }


def send(client, link, outcome="approved", **values):
    read = hidden(client.get(page(link)), "substance")
    return client.post(page(link), {**rows(), "outcome": outcome, **read, **values})


def results():
    return list(LinkAttempt.objects.order_by("id").values_list("result", flat=True))


def test_it_says_what_is_asked_by_whom_and_until_when(anybody, link, pending):
    response = anybody.get(page(link))
    words = words_of(response)
    for said in (
        pending[0].reference,
        "Memorandum on lost art",
        "Executive approval",
        "Olga Officer",
        "olga@example.org",
        "Carla Contact, Liaison officer",
        "This link is valid until",
        "What is approved",
        "SHA-256",
    ):
        assert said in words


def test_it_leads_nowhere_into_the_register(anybody, link, pending):
    text = anybody.get(page(link)).content.decode()
    assert f"/agreements/{pending[0].reference}" not in text
    assert 'href="/' not in text.replace('href="/static/', "")


def test_it_is_kept_by_nobody_and_named_to_nobody(anybody, link):
    for response in (anybody.get(page(link)), anybody.get("/approvals/decide/x/"), send(anybody, link)):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]


def test_a_mail_scanner_that_opens_it_a_hundred_times_changes_nothing(anybody, link):
    def everything():
        steps = list(Step.objects.order_by("id").values())
        return steps, list(DecisionLink.objects.values()), list(Agreement.objects.values()), Session.objects.count()

    before = everything()
    for _look in range(50):
        assert anybody.get(page(link)).status_code == 200
        assert anybody.head(page(link)).status_code == 200
    assert everything() == before
    assert results() == ["opened"]
    assert send(anybody, link).status_code == 302


def test_one_decision_is_taken_and_the_contact_reads_so(anybody, link, step):
    response = send(anybody, link, comment="Agreed by the board")
    assert response["Location"] == page(link, "done/")
    decision = Decision.objects.get()
    assert (decision.step, decision.outcome, decision.contact) == (step, "approved", link.contact)
    words = words_of(anybody.get(page(link, "done/")))
    assert "Your decision is recorded" in words
    assert "Approved" in words


def test_the_page_of_thanks_leads_back_while_nothing_is_decided(anybody, link):
    assert anybody.get(page(link, "done/"))["Location"] == page(link)


def test_a_browser_that_sends_no_cookie_and_no_referrer_is_served(link):
    strict = Client(enforce_csrf_checks=True)
    read = hidden(strict.get(page(link)), "substance")
    response = Client(enforce_csrf_checks=True).post(
        page(link), {**rows(), "outcome": "approved", **read}, headers={"origin": "null"}
    )
    assert response.status_code == 302


def test_a_rejection_says_why_at_its_field(anybody, link):
    response = send(anybody, link, outcome="rejected")
    assert response.status_code == 422
    assert "this decision needs a comment" in words_of(response)
    assert results() == ["opened", "refused"]
    assert not Decision.objects.exists()


def test_conditions_come_with_it(anybody, link):
    send(anybody, link, outcome="approved_with_conditions", **{"conditions-0-text": "A translation"})
    assert [each.text for each in Decision.objects.get().conditions.all()] == ["A translation"]


def test_that_a_file_has_to_be_chosen_again_is_said_when_the_form_comes_back(anybody, link, pending, otto):
    said = "Choose the file again: it was not kept."
    assert said not in words_of(anybody.get(page(link)))
    refused = send(anybody, link, outcome="rejected", file=SimpleUploadedFile("board.pdf", PDF))
    assert said in words_of(refused)
    longer = send(anybody, link, another="conditions", file=SimpleUploadedFile("board.pdf", PDF))
    assert said in words_of(longer)
    assert said not in words_of(send(anybody, link, outcome="rejected"))
    read = hidden(anybody.get(page(link)), "substance")
    agreement = Agreement.objects.get(pk=pending[0].pk)
    change_agreement(by=acting(otto, at=timezone.now()), agreement=agreement, legal_basis="Article 25")
    sent = {**rows(), "outcome": "approved", **read, "file": SimpleUploadedFile("board.pdf", PDF)}
    assert said in words_of(anybody.post(page(link), sent))
    assert not Document.objects.exists()


def test_another_row_of_conditions_is_no_decision(anybody, link):
    response = send(anybody, link, another="conditions", comment="So far")
    assert response.status_code == 200
    assert "So far" in response.content.decode()
    assert not Decision.objects.exists()


def test_used_it_answers_that_it_was(anybody, link):
    send(anybody, link)
    for response in (anybody.get(page(link)), anybody.post(page(link), {**rows(), "outcome": "rejected"})):
        assert response.status_code == 410
        assert "A decision was recorded through it" in words_of(response)
        assert "olga@example.org" in words_of(response)
    assert Decision.objects.count() == 1
    assert results()[-1] == "replayed"


def expire(link, olga, contact):
    link.expires_at = timezone.now() - dt.timedelta(seconds=1)
    link.created_at = link.expires_at - dt.timedelta(days=1)
    link.save()


def revoke(link, olga, contact):
    revoke_link(by=acting(olga, at=timezone.now()), link=link)


def erase(link, olga, contact):
    erase_contact_details(by=acting(olga, at=timezone.now()), contact=contact, reason="Asked for it")


@pytest.mark.parametrize(
    ("deed", "result", "said"),
    [
        (expire, "expired", "It was valid until"),
        (revoke, "revoked", "It was revoked"),
        (erase, "revoked", "It was revoked"),
    ],
)
def test_dead_it_says_why_and_whom_to_ask(anybody, link, olga, contact, deed, result, said):
    deed(link, olga, contact)
    for response in (anybody.get(page(link)), anybody.post(page(link), {**rows(), "outcome": "approved"})):
        assert response.status_code == 410
        assert said in words_of(response)
        assert "olga@example.org" in words_of(response)
    assert results() == [result, result]
    assert not Decision.objects.exists()


def test_overtaken_it_says_so(anybody, link, step):
    Step.objects.filter(pk=step.pk).update(spell=2)
    response = anybody.post(page(link), {**rows(), "outcome": "approved"})
    assert response.status_code == 410
    assert "asked anew" in words_of(response)
    assert results() == ["overtaken"]


def test_every_address_that_names_no_link_gets_the_same_answer(anybody, link):
    token = token_of(link)
    made_up = [token[:-1] + ("A" if token[-1] != "A" else "B"), token.split(".")[0], "x", "..."]
    answers = [anybody.get(f"/approvals/decide/{each}/") for each in made_up]
    answers += [anybody.post(f"/approvals/decide/{each}/", {"outcome": "approved"}) for each in made_up]
    assert {each.status_code for each in answers} == {404}
    assert len({words_of(each) for each in answers}) == 1
    assert set(results()) == {"altered"}


def test_whoever_guesses_too_often_has_to_wait(anybody, link):
    for _guess in range(MOST_TRIES):
        assert anybody.get("/approvals/decide/guess/").status_code == 404
    for _guess in range(3):
        response = anybody.get("/approvals/decide/guess/")
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 600
    assert results().count("limited") == 1
    assert Client(REMOTE_ADDR="192.0.2.7").get("/approvals/decide/guess/").status_code == 404


def test_one_link_is_tried_twenty_times_from_wherever(link):
    for number in range(MOST_TRIES):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert client.post(page(link), {**rows(), "outcome": "rejected"}).status_code == 422
    response = Client(REMOTE_ADDR="192.0.2.200").post(page(link), {**rows(), "outcome": "approved"})
    assert response.status_code == 429
    assert not Decision.objects.exists()
    assert Client().get(page(link)).status_code == 200


def test_behind_a_trusted_proxy_the_address_it_wrote_counts(db, anybody, settings):
    def guess(forwarded):
        return anybody.get("/approvals/decide/guess/", headers={"x-forwarded-for": forwarded}).status_code

    settings.TRUST_PROXY_HEADER = True
    for number in range(MOST_TRIES):
        assert guess(f"10.0.0.{number}, 192.0.2.1") == 404
    assert guess("10.9.9.9, 192.0.2.1") == 429
    assert guess("192.0.2.1, 192.0.2.2") == 404


def test_the_key_of_the_address_reaches_no_log(anybody, link, olga, contact, caplog):
    caplog.handler.addFilter(LeaveOutKeys())
    caplog.set_level(logging.DEBUG)
    revoke(link, olga, contact)
    anybody.get(page(link))
    anybody.get("/approvals/decide/guess/")
    assert "/approvals/decide/…/" in caplog.text
    assert f"A link for a decision was refused: revoked (link {link.pk}, network " in caplog.text
    assert "A link for a decision was refused: altered (link none, network " in caplog.text
    assert token_of(link) not in caplog.text
    assert "guess" not in caplog.text


def test_what_changed_while_it_was_read_is_shown_and_asked_again(anybody, link, pending, otto):
    read = hidden(anybody.get(page(link)), "substance")
    agreement = Agreement.objects.get(pk=pending[0].pk)
    change_agreement(by=acting(otto, at=timezone.now()), agreement=agreement, legal_basis="Article 25")
    response = anybody.post(page(link), {**rows(), "outcome": "approved", "comment": "Fine", **read})
    words = words_of(response)
    assert response.status_code == 409
    assert "What is to be approved has changed since you opened this page" in words
    assert "Article 25" in words
    assert "Fine" in words
    assert results()[-1] == "changed"
    assert not Decision.objects.exists()
    again = {**rows(), "outcome": "approved", **hidden(response, "substance")}
    assert again["substance"] != read["substance"]
    assert anybody.post(page(link), again).status_code == 302


def test_a_document_comes_with_it_and_is_kept_with_the_agreement(anybody, link, pending):
    send(anybody, link, file=SimpleUploadedFile("board.pdf", PDF))
    document = Document.objects.get()
    assert (document.agreement, document.kind) == (pending[0], "correspondence")
    assert Decision.objects.get().document == document.uid
    assert not UploadBegun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_decision_leaves_no_file(anybody, link, monkeypatch):
    deleted = []
    monkeypatch.setattr(default_storage, "delete", deleted.append)
    response = send(anybody, link, outcome="rejected", file=SimpleUploadedFile("board.pdf", PDF))
    assert response.status_code == 422
    assert len(deleted) == 1
    assert not Document.objects.exists()
    assert not UploadBegun.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("board.pdf", b"<html><body>x</body></html>", 422), ("board.exe", b"MZ\x90", 422)],
)
def test_a_file_that_is_not_taken_decides_nothing(anybody, link, name, content, status):
    response = send(anybody, link, file=SimpleUploadedFile(name, content))
    assert response.status_code == status
    assert not Decision.objects.exists()


def test_a_file_too_large_decides_nothing(anybody, link, settings):
    settings.UPLOAD_LIMIT = 10
    assert send(anybody, link, file=SimpleUploadedFile("board.pdf", PDF)).status_code == 413
    assert not Decision.objects.exists()


def test_records_that_keep_no_files_take_none(anybody, office, olga):
    activity: Activity = make_activity(office, state="approval_pending")
    step = make_step(make_case(activity.approval_subject), is_outside=True)
    submit(activity.approval_subject)
    contact = make_contact(make_institution("Board"))
    link = issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)
    assert 'type="file"' not in anybody.get(page(link)).content.decode()
    assert send(anybody, link, file=SimpleUploadedFile("board.pdf", PDF)).status_code == 302
    assert Decision.objects.get().document is None


def test_it_speaks_the_contacts_language_or_the_one_they_choose(anybody, olga, step):
    contact = make_contact(step.case.institution, language="es")
    link = issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)
    response = anybody.get(page(link))
    assert '<html lang="es"' in response.content.decode()
    assert response["Content-Language"] == "es"
    assert '<html lang="en"' in anybody.get(page(link) + "?language=en").content.decode()


def test_a_restricted_record_shows_only_what_the_page_needs(anybody, office, olga):
    agreement, (step, _other) = make_pending_agreement(
        office, classification="restricted", officer=olga, summary="Secret summary", steps={"is_outside": True}
    )
    contact = make_contact(step.case.institution)
    link = issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)
    text = anybody.get(page(link)).content.decode()
    assert agreement.reference in text
    assert "Secret summary" not in text
    assert anybody.get(f"/agreements/{agreement.reference}/").status_code in (302, 404)
