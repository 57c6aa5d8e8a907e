"""The text of documents is read after they came in; files that no version names are swept away."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements.actions.document_texts import LEASE, MOST_ATTEMPTS, read_next_text, remove_orphans
from agreements.models import DocumentText, UploadBegun
from agreements.tasks import READ_TEXTS, read_texts, text_waits
from config.timetable import BEAT, ROUTES
from core.models import HistoryEntry, OutboxEvent
from core.registries import registries
from tests.cast import NOW, the_system
from tests.factories import make_agreement, make_document
from tests.sample_files import SENTENCE, pdf, pdf_bomb


@pytest.fixture
def agreement(office):
    return make_agreement(office)


def reader(at: dt.datetime = NOW):
    return the_system("documents", at=at)


def state_of(document) -> DocumentText:
    return DocumentText.objects.get(version__document=document)


def test_the_text_is_read_once(agreement):
    document = make_document(agreement, pdf(SENTENCE), name="a.pdf")
    before = HistoryEntry.objects.count()
    assert read_next_text(by=reader())
    assert not read_next_text(by=reader())
    assert (state_of(document).state, state_of(document).text) == ("extracted", SENTENCE)
    assert HistoryEntry.objects.count() == before
    assert OutboxEvent.objects.filter(topic="document.text_read", payload__document=document.pk).exists()


@pytest.mark.parametrize(
    ("content", "name", "state", "words"),
    [
        (pdf(), "a.pdf", "empty", ""),
        (b"\x89PNG\r\n\x1a\n\x00", "a.png", "empty", ""),
        (pdf_bomb(60_000_000), "a.pdf", "failed", "far larger than it looks"),
        (b"%PDF-1.4 junk", "a.pdf", "failed", "damaged"),
    ],
)
def test_a_file_without_text_or_that_cannot_be_read_says_so(agreement, content, name, state, words):
    document = make_document(agreement, content, name=name)
    read_next_text(by=reader())
    assert state_of(document).state == state
    assert words in state_of(document).reason


def test_a_file_that_brings_down_its_reader_again_and_again_is_given_up(agreement, monkeypatch):
    document = make_document(agreement)

    def die(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("agreements.actions.document_texts.read_text", die)
    at = NOW
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            read_next_text(by=reader(at))
        assert not read_next_text(by=reader(at))
        at += LEASE
    assert read_next_text(by=reader(at))
    assert state_of(document).state == "failed"


def test_a_storage_that_is_away_is_asked_again(agreement):
    document = make_document(agreement)
    name = document.versions.get().stored_as
    content = default_storage.open(name).read()
    default_storage.delete(name)
    assert read_next_text(by=reader())
    assert state_of(document).state == "pending"
    default_storage.save(name, ContentFile(content))
    read_next_text(by=reader(NOW + LEASE))
    assert state_of(document).state == "extracted"


def test_a_file_that_was_exchanged_in_the_storage_is_not_read(agreement):
    document = make_document(agreement)
    name = document.versions.get().stored_as
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"Something else"))
    read_next_text(by=reader())
    assert "SHA-256" in state_of(document).reason


def test_a_new_file_rings_for_a_reader_and_a_sweep_finds_what_a_lost_ring_missed(
    agreement, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr("agreements.tasks.bell.ring", lambda task, queue: rung.append((task, queue)))
    assert text_waits in registries.outbox_handlers["document.version_added"]
    with django_capture_on_commit_callbacks(execute=True):
        text_waits({})
    assert rung == [(READ_TEXTS, "imports")]
    assert {each["task"] for each in BEAT.values()} >= {READ_TEXTS, "agreements.remove_orphans"}
    assert ROUTES[READ_TEXTS] == {"queue": "imports"}


def test_a_round_reads_everything_that_waits(agreement):
    documents = [make_document(agreement, f"Number {number}".encode()) for number in range(3)]
    read_texts(some_old_payload=1)
    assert {state_of(each).state for each in documents} == {"extracted"}


def test_a_file_nobody_names_is_swept_away_and_others_are_not(agreement):
    held = make_document(agreement).versions.get().stored_as
    for name, age in (("documents/aa/old", 48), ("documents/aa/new", 1)):
        default_storage.save(name, ContentFile(b"x"))
        UploadBegun.objects.create(stored_as=name, begun_at=NOW - dt.timedelta(hours=age))
    assert remove_orphans(before=NOW - dt.timedelta(hours=24)) == 1
    assert not default_storage.exists("documents/aa/old")
    assert default_storage.exists("documents/aa/new")
    assert default_storage.exists(held)
    assert remove_orphans(before=NOW - dt.timedelta(hours=24)) == 0


def test_an_upload_that_never_reached_the_storage_is_forgotten(db):
    UploadBegun.objects.create(stored_as="documents/aa/never", begun_at=NOW - dt.timedelta(days=2))
    assert remove_orphans(before=NOW) == 1
    assert not UploadBegun.objects.exists()
