"""What an e-mail reminder says: which record, why, what to do, what otherwise, and where."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from accounts.models import User
from approvals.models import Step
from reminders.delivery.errands import errands_of
from reminders.delivery.messages import identity, message_for
from reminders.models import Reminder
from reminders.planning import plan_everything
from tests.cast import NOW, TODAY, acting
from tests.factories import make_pending_agreement

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def message(office, ana, only, settings):
    """A function that makes the message to Ana about a step due in three days."""
    settings.BASE_URL = "https://entente.example"

    def make(at=NOW, title="Arrangement on <arms> & “more”", **policy):
        only("approval_step_due", offset_days=-3, fallback_roles=["approver"], **policy)
        _agreement, steps = make_pending_agreement(office, title=title, steps={"due_on": TODAY + 3 * DAY})
        Step.objects.filter(pk=steps[1].pk).update(due_on=None)
        plan_everything(now=at)
        (errand,) = errands_of(list(Reminder.objects.filter(channel="email")), now=at)
        return message_for(errand)

    return make


def html_of(message):
    return message.alternatives[0].content


def test_it_says_which_record_why_what_to_do_what_otherwise_and_links_to_it(message):
    made = message()
    for text in (made.body, html_of(made)):
        assert "Decide the approval step “Executive approval”" in text
        assert "Until it is decided, this side" in text
        assert "LIS-MOU-2026-0001" in text
        assert "https://entente.example/agreements/LIS-MOU-2026-0001/" in text
        assert "5 March 2026" in text
        assert "due in 3 days" in text
        assert "Why you get this mail: A test policy. You are an approver of the responsible office." in text
    assert made.subject == "A test policy – LIS-MOU-2026-0001 Arrangement on <arms> & “more” (due in 3 days)"
    assert made.to == ["ana@example.org"]


def test_names_are_escaped_in_html_and_only_there(message):
    made = message()
    assert "Arrangement on <arms> & “more”" in made.body
    assert "Arrangement on &lt;arms&gt; &amp; “more”" in html_of(made)


def test_it_is_in_the_readers_language(message, ana):
    User.objects.filter(pk=ana.pk).update(language="es")
    made = message()
    assert made.subject.startswith("Una política – ")
    assert "5 de marzo de 2026" in made.body
    assert '<html lang="es">' in html_of(made)
    assert "Why you get" not in made.body


def test_days_are_counted_in_the_offices_zone_which_is_named(message, office):
    office.time_zone = "Pacific/Auckland"
    office.save()
    made = message(at=NOW + dt.timedelta(hours=2))  # already the 3rd of March in Auckland
    assert "due in 2 days" in made.body
    assert "time zone of Lisbon office: Pacific/Auckland" in made.body


def test_one_click_unsubscription_is_offered_where_it_is_not_mandatory(message):
    made = message()
    link = made.extra_headers["List-Unsubscribe"].strip("<>")
    assert made.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert urlsplit(link).netloc == "entente.example"
    assert link in made.body
    assert link in html_of(made)


def test_a_mandatory_one_says_so_and_offers_none(message):
    made = message(is_mandatory=True)
    assert "List-Unsubscribe" not in made.extra_headers
    assert "Mails of this kind are mandatory." in made.body
    assert "/unsubscribe/" not in made.body + html_of(made)


def test_the_message_id_of_a_reminder_is_always_the_same_and_another_once_it_was_snoozed(message):
    made = message()
    reminder = Reminder.objects.get(channel="email")
    assert made.extra_headers["Message-ID"] == f"<{identity(reminder)}@entente.example>"
    before = identity(reminder)
    reminder.round = 1
    assert identity(reminder) != before


def test_a_line_break_in_a_title_cannot_reach_the_header(message):
    made = message(title="Two\r\nBcc: everyone@example.org")
    assert "\n" not in made.subject
    assert "Bcc" not in made.message()


def test_one_who_submitted_is_asked_to_see_to_it_not_to_decide(office, hugo, only):
    only("approval_step_due", offset_days=-3, fallback_roles=["head"])
    make_pending_agreement(office, by=acting(hugo), steps={"due_on": TODAY + 3 * DAY})
    plan_everything(now=NOW)
    errand = errands_of(list(Reminder.objects.filter(channel="email"))[:1], now=NOW)[0]
    assert errand.about.what.startswith("See that the approval step")
