"""Documents of agreements: what they are, the versions of their files, and how they leave the lists."""

import hashlib
import io

import pytest
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InternalError, transaction

from agreements.actions import NewAct, record_act
from agreements.actions.document_files import NewFile
from agreements.actions.documents import (
    NewDocument,
    add_document,
    add_version,
    change_document,
    withdraw_document,
)
from agreements.document_kinds import DOCUMENT_LABELS, DocumentKind
from agreements.document_queries import authentic_hashes, bytes_of_office
from agreements.models import Document, DocumentText, DocumentVersion, UploadBegun
from core.dates import PartialDate
from core.errors import InvalidInput, Refused, StorageFull, TooLarge
from core.history import history_of
from core.models import OutboxEvent
from tests.cast import acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_agreement
from tests.sample_files import SENTENCE, pdf, word, zip_bomb

PDF = pdf(SENTENCE)


@pytest.fixture
def agreement(office):
    return make_agreement(office)


def file(content: bytes = PDF, name: str = "acuerdo.pdf", **values) -> NewFile:
    return NewFile(content=File(io.BytesIO(content), name=name), name=name, **values)


def make_document(agreement, by, content: bytes = PDF, *, name: str = "acuerdo.pdf", **values) -> Document:
    document = NewDocument(**{"kind": "signed_copy", "title": "Signed copy", "language": "es", **values})
    return add_document(by=acting(by), agreement=agreement, document=document, file=file(content, name))


def stored_files() -> set[str]:
    return set(DocumentVersion.objects.values_list("stored_as", flat=True))


def is_stored(name: str) -> bool:
    return default_storage.exists(name)


def test_every_kind_has_a_label():
    assert set(DOCUMENT_LABELS) == set(DocumentKind)


def test_a_document_keeps_its_file_with_what_it_is(agreement, olga):
    document = make_document(agreement, olga)
    version = document.versions.get()
    assert (version.number, version.name, version.media_type) == (1, "acuerdo.pdf", "application/pdf")
    assert (version.size, version.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert version.uploaded_by == olga
    with default_storage.open(version.stored_as) as held:
        assert held.read() == PDF
    assert "acuerdo" not in version.stored_as
    assert not UploadBegun.objects.exists()


def test_the_agreement_moves_on_and_its_history_tells(agreement, olga):
    before = agreement.version
    make_document(agreement, olga)
    agreement.refresh_from_db()
    assert agreement.version == before + 1
    tables = {entry.table_name for entry in history_of([("agreements_agreement", agreement.pk)])}
    assert {"agreements_document", "agreements_documentversion"} <= tables
    assert "agreements_documenttext" not in tables


def test_the_title_is_the_files_name_where_none_is_given(agreement, olga):
    assert make_document(agreement, olga, title="").title == "acuerdo.pdf"


def test_a_version_follows_and_the_earlier_one_stays(agreement, olga):
    document = make_document(agreement, olga)
    second = add_version(by=acting(olga), document=document, file=file(pdf("Two"), note="Article 4"))
    assert second.number == 2
    listed = Document.objects.for_list().get(pk=document.pk)
    assert [each.number for each in listed.versions.all()] == [2, 1]
    assert listed.latest == second
    assert all(is_stored(name) for name in stored_files())
    assert len(stored_files()) == 2


def test_a_version_is_never_changed_or_removed(agreement, olga):
    version = make_document(agreement, olga).versions.get()
    for change in (lambda: version.delete(), lambda: DocumentVersion.objects.update(name="other.pdf")):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_the_same_bytes_are_refused_and_the_refusal_says_where_they_are(agreement, olga):
    document = make_document(agreement, olga)
    with pytest.raises(Refused) as failure:
        add_version(by=acting(olga), document=document, file=file())
    assert "version 1 of “Signed copy”" in str(failure.value)
    with refused("same_file"):
        make_document(agreement, olga, name="another-name.pdf")
    assert DocumentVersion.objects.count() == 1


def test_another_agreement_may_hold_the_same_bytes(agreement, office, olga):
    make_document(agreement, olga)
    make_document(make_agreement(office), olga)
    assert DocumentVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<html><body>Hello</body></html>", "treaty.pdf", "the content is HTML"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "treaty.pdf", "the content is .exe"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "treaty.exe", "are not taken"),
        (word("x"), "treaty.docm", "macros"),
        (zip_bomb(30_000_000), "treaty.docx", "far larger than it looks"),
        (b"", "treaty.pdf", "empty"),
        (b"Some words", "treaty", "does not say what it is"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(agreement, olga, content, name, words):
    with pytest.raises(InvalidInput) as failure:
        make_document(agreement, olga, content, name=name)
    assert list(failure.value.errors) == ["file"]
    assert words in str(failure.value)
    assert not Document.objects.exists()
    assert not UploadBegun.objects.exists()


def test_a_file_above_the_limit_is_refused(agreement, olga, settings):
    settings.UPLOAD_LIMIT = len(PDF) - 1
    with pytest.raises(TooLarge):
        make_document(agreement, olga)
    settings.UPLOAD_LIMIT = len(PDF)
    make_document(agreement, olga)


def test_a_file_above_the_offices_quota_is_refused(agreement, office, olga, settings):
    make_document(agreement, olga)
    settings.OFFICE_QUOTA = bytes_of_office(office.pk) + len(PDF) - 1
    with pytest.raises(StorageFull):
        make_document(agreement, olga, PDF + b"\n", name="again.pdf")
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "given", "found"),
    [("authentic_text", None, True), ("signed_copy", None, False), ("signed_copy", True, True), ("draft", None, False)],
)
def test_a_document_is_authentic_as_its_kind_says(agreement, olga, kind, given, found):
    assert make_document(agreement, olga, kind=kind, is_authentic=given).is_authentic is found


@pytest.mark.parametrize(("kind", "given"), [("translation", True), ("authentic_text", False)])
def test_a_translation_is_never_authentic_and_an_authentic_text_always(agreement, olga, kind, given):
    with invalid("is_authentic"):
        make_document(agreement, olga, kind=kind, is_authentic=given)


@pytest.mark.parametrize(
    ("field", "value"), [("language", "xx"), ("kind", "poem"), ("title", "x" * 301), ("source", "x" * 501)]
)
def test_values_that_cannot_hold_are_refused(agreement, olga, field, value):
    with invalid(field):
        make_document(agreement, olga, **{field: value})
    assert not Document.objects.exists()


def test_what_is_said_of_a_document_changes_its_file_does_not(agreement, olga):
    document = make_document(agreement, olga)
    changed = change_document(
        by=acting(olga), document=document, kind="authentic_text", language="pt", reason="Misread", expected_version=1
    )
    assert (changed.kind, changed.is_authentic, changed.language, changed.version) == ("authentic_text", True, "pt", 2)
    with invalid("title"):
        change_document(by=acting(olga), document=changed, title="")
    with invalid("withdrawn_at"):
        change_document(by=acting(olga), document=changed, withdrawn_at=None)


def test_a_withdrawn_document_leaves_the_lists_and_keeps_everything_else(agreement, olga):
    document = make_document(agreement, olga)
    withdrawn = withdraw_document(by=acting(olga), document=document, reason="Belongs elsewhere")
    assert withdrawn.withdrawn_by == olga
    assert not agreement.documents.held().exists()
    assert is_stored(document.versions.get().stored_as)
    for change in (
        lambda: add_version(by=acting(olga), document=withdrawn, file=file(pdf("Two"))),
        lambda: change_document(by=acting(olga), document=withdrawn, title="Other"),
        lambda: withdraw_document(by=acting(olga), document=withdrawn, reason="Again"),
    ):
        with refused("withdrawn"):
            change()


def test_withdrawing_needs_a_reason(agreement, olga):
    document = make_document(agreement, olga)
    with invalid("reason"):
        withdraw_document(by=acting(olga), document=document, reason=" ")


def test_an_act_cites_a_document_of_its_own_agreement(agreement, office, olga):
    document = make_document(agreement, olga)
    elsewhere = make_document(make_agreement(office), olga)
    act = NewAct(kind="adoption", when=PartialDate.parse("2020"), source="Minutes", source_document=document)
    entry = record_act(by=acting(olga), agreement=agreement, act=act)
    assert entry.source_document == document
    with refused("cited_by_act"):
        withdraw_document(by=acting(olga), document=document, reason="Not needed")
    with invalid("source_document"):
        record_act(
            by=acting(olga),
            agreement=agreement,
            act=NewAct(kind="adoption", when=PartialDate.parse("2020"), source="x", source_document=elsewhere),
        )


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_only_those_who_keep_the_agreement_change_its_documents(agreement, olga, cast, name):
    document, person = make_document(agreement, olga), cast[name]
    with forbidden():
        make_document(agreement, person, pdf("Two"))
    with forbidden():
        add_version(by=acting(person), document=document, file=file(pdf("Two")))
    with forbidden():
        change_document(by=acting(person), document=document, title="Mine")
    with forbidden():
        withdraw_document(by=acting(person), document=document, reason="Mine")


@pytest.mark.parametrize(
    ("classification", "readers"),
    [
        ("public", {"olga", "otto", "hugo", "ana", "victor", "aude", "oscar", "nadia", "adam"}),
        ("internal", {"olga", "otto", "hugo", "ana", "victor", "aude", "oscar", "adam"}),
        ("restricted", {"hugo", "aude"}),
    ],
)
def test_a_document_is_seen_by_those_who_see_its_agreement(office, olga, cast, classification, readers):
    agreement = make_agreement(office, classification=classification)
    document = make_document(agreement, olga)
    seen = {name for name, person in cast.items() if Document.objects.visible_to(person).filter(pk=document.pk)}
    assert seen == readers


def test_a_withdrawn_document_is_seen_by_keepers_and_auditors_of_its_office_only(agreement, olga, cast):
    document = make_document(agreement, olga)
    withdraw_document(by=acting(olga), document=document, reason="Not needed")
    seen = {name for name, person in cast.items() if Document.objects.visible_to(person).exists()}
    assert seen == {"olga", "otto", "hugo", "aude"}


def test_a_failed_write_takes_its_file_with_it(agreement, olga, monkeypatch):
    kept = []
    monkeypatch.setattr(
        "agreements.actions.documents.record_stored", lambda name: kept.append(name) or (_ for _ in ()).throw(OSError)
    )
    with pytest.raises(OSError):
        make_document(agreement, olga)
    assert kept
    assert not is_stored(kept[0])
    assert not Document.objects.exists()
    assert not UploadBegun.objects.exists()


def test_the_hashes_of_authentic_texts_are_those_of_the_versions_that_hold(agreement, olga):
    spanish = make_document(agreement, olga, kind="authentic_text")
    make_document(agreement, olga, pdf("English"), name="e.pdf", kind="authentic_text", language="en")
    make_document(agreement, olga, pdf("Draft"), name="d.pdf", kind="draft")
    gone = make_document(agreement, olga, pdf("Gone"), name="g.pdf", kind="authentic_text", language="fr")
    withdraw_document(by=acting(olga), document=gone, reason="Not signed")
    add_version(by=acting(olga), document=spanish, file=file(pdf("Dos")))
    found = authentic_hashes(agreement)
    assert [(each.language, each.version) for each in found] == [("en", 1), ("es", 2)]
    assert found[1].sha256 == hashlib.sha256(pdf("Dos")).hexdigest()


def test_a_new_file_waits_for_its_text_and_says_so(agreement, olga):
    document = make_document(agreement, olga)
    assert DocumentText.objects.get(version__document=document).state == "pending"
    event = OutboxEvent.objects.get(topic="document.version_added")
    assert event.payload["document"] == document.pk
