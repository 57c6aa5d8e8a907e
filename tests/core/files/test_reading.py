"""The text in files: each format, the encodings people used, and files made to do harm."""

import io
from tempfile import TemporaryFile

import docx
import pytest
from docx.oxml.parser import OxmlElement

from core.files import formats
from core.files.reading.faults import Unreadable
from core.files.reading.process import read_text
from core.files.reading.texts import text_of, tidy
from tests.sample_files import SENTENCE, changed_archive, open_document, pdf, pdf_bomb, word, zip_bomb

MAIL = f"From: a@example.org\nSubject: =?utf-8?q?A=C3=B1o?=\nContent-Type: text/plain; charset=utf-8\n\n{SENTENCE}"
PAGE = f"<html><head><title>T</title><script>let x</script></head><body><p>{SENTENCE}</p><p>Dos</p></body></html>"


def read(content: bytes, media_type: str, **values) -> str:
    return text_of(io.BytesIO(content), media_type, **values)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (formats.PDF, pdf(SENTENCE)),
        (formats.DOCX, word(SENTENCE)),
        (formats.ODT, open_document(SENTENCE)),
        (formats.HTML, PAGE.encode()),
        (formats.HTML, PAGE.encode("latin-1")),
        (formats.HTML, PAGE.replace("<head>", '<head><meta charset="iso-8859-15">').encode("iso-8859-15")),
        (formats.PLAIN, SENTENCE.encode()),
        (formats.PLAIN, SENTENCE.encode("latin-1")),
        (formats.PLAIN, SENTENCE.encode("utf-8-sig")),
        (formats.PLAIN, SENTENCE.encode("utf-16")),
        (formats.CSV, f"a;{SENTENCE}".encode("cp1252")),
        (formats.MAIL, MAIL.encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_accents_come_through_whatever_the_format(media_type, content):
    assert SENTENCE in read(content, media_type)


def test_other_alphabets_before_utf8_are_recognised():
    sentence = "Споразумение за сътрудничество между Европол и полицията на България"
    assert read(sentence.encode("cp1251"), formats.PLAIN) == sentence


def test_what_a_reader_does_not_see_of_a_page_is_left_out():
    text = read(PAGE.encode(), formats.HTML)
    assert text == f"T\n{SENTENCE}\nDos"


def test_pages_follow_one_another():
    assert read(pdf("Uno", "Dos"), formats.PDF).splitlines() == ["Uno", "Dos"]


def test_a_word_document_is_read_with_its_tracked_insertions_and_header():
    document = docx.Document()
    paragraph = document.add_paragraph("Article 1")
    inserted, run, text = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = " as amended"
    run.append(text)
    inserted.append(run)
    paragraph._p.append(inserted)
    struck, run, gone = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    gone.text = " as it was"
    run.append(gone)
    struck.append(run)
    paragraph._p.append(struck)
    document.sections[0].header.paragraphs[0].text = "Restricted"
    out = io.BytesIO()
    document.save(out)
    text = read(out.getvalue(), formats.DOCX)
    assert "Article 1 as amended" in text
    assert "Restricted" in text
    assert "as it was" not in text


def test_a_text_is_cut_at_its_limit():
    assert read(b"a" * 100, formats.PLAIN, longest=10) == "a" * 10


def test_what_a_database_cannot_keep_is_left_out():
    assert tidy("a\x00b\x07c\u00ad\ud800 d\r\n\r\n  e co-\noperation") == "abc d\ne cooperation"


def test_a_format_without_text_has_none():
    assert read(b"\x89PNG\r\n\x1a\n", formats.PNG) == ""


@pytest.mark.parametrize(
    ("media_type", "content", "words"),
    [
        (formats.PDF, b"%PDF-1.4 nothing", "damaged"),
        (formats.PDF, pdf_bomb(60_000_000), "far larger than it looks"),
        (formats.DOCX, zip_bomb(30_000_000), "far larger than it looks"),
        (formats.DOCX, b"PK\x03\x04 nothing", "damaged"),
        (formats.DOCX, changed_archive(word("x"), {"word/document.xml": b"<w"}), "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(media_type, content, words):
    with pytest.raises(Unreadable, match=words):
        read(content, media_type)


def in_a_process(content: bytes, media_type: str, **values):
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return read_text(file, media_type, **values)


def test_reading_happens_in_a_process_of_its_own():
    assert in_a_process(pdf(SENTENCE), formats.PDF).text == SENTENCE
    assert "far larger" in in_a_process(pdf_bomb(60_000_000), formats.PDF).fault


def test_a_file_that_takes_too_long_is_given_up():
    assert in_a_process(pdf(SENTENCE), formats.PDF, seconds=0.01).fault == "Reading it takes too long."
