"""The mail sink takes real SMTP and keeps every message as a file."""

import email
import smtplib
import subprocess
import sys
import time
from email import policy
from email.message import EmailMessage

import pytest

from config.embedded.listeners import listen_for_mail, port_of
from config.embedded.places import CHECKOUT


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


@pytest.fixture
def sink(tmp_path, folder):
    listener = listen_for_mail(tmp_path / "mail-port")
    command = [sys.executable, "-m", "config.embedded.mail_sink", "--descriptor", str(listener.fileno())]
    process = subprocess.Popen(
        [*command, "--folder", folder], pass_fds=[listener.fileno()], cwd=CHECKOUT, stderr=subprocess.DEVNULL
    )
    yield port_of(listener)
    process.terminate()
    assert process.wait(5) == 0
    listener.close()


def send(port, message, *recipients):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as connection:
        connection.send_message(message, "register@example.org", recipients)


def kept(folder, count=1):
    deadline = time.monotonic() + 5
    while len(list(folder.glob("*.eml"))) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


def message(subject):
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "register@example.org", "officer@example.org"
    made.set_content("El plazo vence mañana.")
    return made


def test_a_message_is_kept_as_it_was_sent(sink, folder):
    send(sink, message("Recordatorio: aprobación"), "officer@example.org")

    (only,) = kept(folder)
    assert only["Subject"] == "Recordatorio: aprobación"
    assert only.get_content().strip() == "El plazo vence mañana."


def test_each_recipient_of_the_envelope_is_shown_a_hidden_one_too(sink, folder):
    send(sink, message("Notice"), "officer@example.org", "hidden@example.org")

    (only,) = kept(folder)
    assert only.get_all("X-Envelope-To") == ["officer@example.org", "hidden@example.org"]
    assert only["X-Envelope-From"] == "register@example.org"


def test_messages_are_listed_in_the_order_they_came(sink, folder):
    for number in range(3):
        send(sink, message(f"Message {number}"), "officer@example.org")

    assert [each["Subject"] for each in kept(folder, 3)] == ["Message 0", "Message 1", "Message 2"]


def test_only_the_owner_may_read_the_messages(sink, folder):
    send(sink, message("Private"), "officer@example.org")
    kept(folder)

    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
