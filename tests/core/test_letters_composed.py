"""Every e-mail stands in one frame, in its reader's language; a writer supplies the paragraphs."""

from __future__ import annotations

import pytest

from core.mail import compose
from core.mail.messages import message_of

FRAME = {"url": "https://entente.example/a/", "reader_name": "Ana <Approver>", "at": None}


@pytest.fixture
def letter(settings, tmp_path):
    """A function that composes a letter from templates of its own."""
    settings.BASE_URL = "https://entente.example"
    folder = tmp_path / "asked"
    folder.mkdir()
    (folder / "subject.txt").write_text("{% autoescape off %}Decide on\n{{ name }}{% endautoescape %}")
    (folder / "body.txt").write_text(
        '{% extends "core/mail/body.txt" %}{% block lead %}Decide on {{ name }}{% endblock %}'
        "{% block why %}You are asked.{% endblock %}"
    )
    (folder / "body.html").write_text(
        '{% extends "core/mail/body.html" %}{% block lead %}Decide on {{ name }}{% endblock %}'
        "{% block why %}You are asked.{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    def make(language="en", **context):
        given = {**FRAME, "name": "<arms> & more", **context}
        return compose(to="ana@example.org", language=language, template="asked", context=given)

    return make


def test_it_greets_says_what_is_wanted_where_and_why(letter):
    written = letter()
    assert written.subject == "Decide on <arms> & more"
    for text in (written.text, written.html):
        assert "https://entente.example/a/" in text
        assert "Why you get this mail: You are asked." in text
    assert written.text.startswith("Hello Ana <Approver>,\n\nDecide on <arms> & more\n")
    assert "Hello Ana &lt;Approver&gt;," in written.html
    assert "Decide on &lt;arms&gt; &amp; more" in written.html


def test_somebody_without_a_name_or_a_link_is_greeted_all_the_same(letter):
    written = letter(reader_name="", url="")
    assert written.text.startswith("Good day,")
    assert "Open" not in written.text + written.html


def test_it_is_in_the_readers_language(letter):
    assert '<html lang="es">' in letter(language="es").html
    assert "Why you get" not in letter(language="es").text


def test_a_line_break_cannot_reach_the_header_nor_a_writer_give_another_identity(letter):
    written = letter(name="Two\r\nBcc: everyone@example.org")
    message = message_of(written, identity="letter.1")
    assert "\n" not in message.subject
    assert message.extra_headers["Message-ID"] == "<letter.1@entente.example>"
