"""Which files are taken: name and content must agree, and nothing is opened that could burst."""

import io
import zipfile

import pytest

from core.files.archives import ArchiveLimits, opened
from core.files.formats import FORMATS
from core.files.refusing import Unacceptable
from core.files.taking import format_of
from tests.sample_files import changed_archive, open_document, pdf, word, zip_bomb

DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def code_of(content: bytes, name: str) -> str:
    """Why the file is refused."""
    with pytest.raises(Unacceptable) as caught:
        format_of(io.BytesIO(content), name=name)
    return caught.value.refusal.code


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (pdf("x"), "a.pdf", "PDF"),
        (pdf("x"), "A.PDF", "PDF"),
        (word("x"), "a.docx", "Word (DOCX)"),
        (open_document("x"), "a.odt", "OpenDocument Text"),
        (b"Text", "a.txt", "plain text"),
        ("Año".encode("latin-1"), "a.txt", "plain text"),
        ("Año".encode("utf-16"), "a.txt", "plain text"),
        (b"a;b\n1;2\n", "a.csv", "CSV"),
        (b"<!DOCTYPE html><html></html>", "a.html", "HTML"),
        (b"From: a@example.org\nSubject: x\n\nText", "a.eml", "e-mail"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpeg", "JPEG"),
        (b"II*\x00\x08\x00", "a.tif", "TIFF"),
    ],
)
def test_what_is_on_the_list_is_taken(content, name, label):
    file = io.BytesIO(content)
    assert format_of(file, name=name).label == label
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<html><body>Hi</body></html>", "a.pdf", "content_differs"),
        (b"\n<!-- x --><!doctype html>", "a.pdf", "content_differs"),
        (b"<script>alert(1)</script>", "a.txt", "content_differs"),
        (b"Just words", "a.pdf", "content_differs"),
        (word("x"), "a.pdf", "content_differs"),
        (word("x"), "a.xlsx", "content_differs"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "a.docx", "content_differs"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.pdf", "content_differs"),
        (b"Words only", "a.eml", "content_differs"),
        (b"a\x00b", "a.txt", "content_differs"),
        (b"MZ", "a.exe", "format_not_taken"),
        (b"PK\x03\x04", "a.zip", "format_not_taken"),
        (b"x", "a", "format_unknown"),
        (word("x"), "a.docm", "macros"),
        (changed_archive(word("x"), {"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (changed_archive(word("x"), {"word/document.xml": DTD}), "a.docx", "entities"),
        (changed_archive(word("x"), {"word/document.xml": DTD.decode().encode("utf-16")}), "a.docx", "entities"),
        (word("x")[:2000], "a.docx", "damaged"),
        (zip_bomb(30_000_000), "a.docx", "unpacks_too_large"),
        (b"", "a.pdf", "empty"),
    ],
)
def test_what_is_not_says_why(content, name, code):
    assert code_of(content, name) == code


def test_an_archive_of_countless_entries_is_refused_before_its_table_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(str(number), b"")
    with pytest.raises(Unacceptable) as caught:
        opened(out, ArchiveLimits(entries=10))
    assert caught.value.refusal.code == "too_many_entries"
    assert opened(out, ArchiveLimits(entries=20))


def test_an_archive_with_a_password_is_refused():
    out = io.BytesIO(word("x"))
    content = bytearray(out.getvalue())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(content), "a.docx") == "password"


def test_every_format_has_a_label_and_extensions_of_its_own():
    extensions = [extension for each in FORMATS for extension in each.extensions]
    assert len(extensions) == len(set(extensions))
    assert all(each.label and each.extensions for each in FORMATS)
