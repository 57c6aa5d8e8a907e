"""News of approvals: what a person was told stands beside the lists of steps, until they say that they read it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import change_agreement
from agreements.models import Agreement
from approvals.actions import decide_step
from core.actors import Actor
from core.models import Letter
from tests.approvals.notices import tell
from tests.web.approvals import page_of, pending, steps_of
from tests.web.conftest import hidden, words_of

LIST, WHOM, NEWS, READ = "/approvals/", "/approvals/whom/", "/approvals/news/", "/approvals/news/read/"


@pytest.fixture
def arms(office, ana, hugo, olga):
    """An agreement of which Ana and Hugo are asked to decide."""
    agreement = pending(office, by=olga, title="Arrangement on arms")
    tell(at=timezone.now())
    return agreement


def new_in_tab(client, address=LIST):
    """The number at the tab of news; None where nothing stands there."""
    return {tab["url"]: tab["count"] for tab in client.get(address).context["tabs"]}[NEWS]


def titles(client):
    return [each.notice.title for each, _differences in client.get(NEWS).context["rows"]]


def test_the_tab_counts_what_is_new_wherever_it_stands(arms, ana, victor, browse):
    assert [new_in_tab(browse(ana), address) for address in (LIST, WHOM, NEWS)] == [1, 1, 1]
    assert new_in_tab(browse(victor)) is None


def test_each_leads_to_its_step_and_its_record(office, ana, hugo, olga, browse):
    agreement = pending(office, by=olga, title="Arrangement on arms")
    step, other = steps_of(agreement)
    decide_step(by=Actor.person(hugo), step=other, outcome="approved")
    tell(at=timezone.now())
    page = browse(ana).get(NEWS)
    assert f"New Please decide: {step.name} Arrangement on arms {agreement.reference}" in words_of(page)
    assert f'href="{page_of(step)}"' in page.content.decode()
    assert f'href="/agreements/{agreement.reference}/"' in page.content.decode()


def test_the_newest_stands_first_with_what_was_written(arms, ana, hugo, olga, browse):
    step, other = steps_of(arms)
    for each, decider, minutes, comment in ((step, hugo, 2, "Fine so far"), (other, ana, 1, "As proposed")):
        decide_step(by=Actor.person(decider), step=each, outcome="approved", comment=comment)
        tell(at=timezone.now() - dt.timedelta(minutes=minutes))
    assert len(titles(browse(olga))) == 2
    assert words_of(browse(olga).get(NEWS)).index("As proposed") < words_of(browse(olga).get(NEWS)).index("Fine so far")


def test_opening_changes_nothing_and_the_button_marks_all_as_read(arms, ana, hugo, browse):
    client = browse(ana)
    assert "Mark all as read" in words_of(client.get(NEWS))
    assert not Letter.objects.exclude(read_at=None).exists()
    page = client.post(READ, hidden(client.get(NEWS), "newest"), follow=True)
    assert page.redirect_chain == [(NEWS, 302)]
    assert "All news is marked as read." in words_of(page)
    assert "Mark all as read" not in words_of(page).replace("All news is marked as read.", "")
    assert titles(client) == ["Please decide: 2 steps"]
    assert new_in_tab(client) is None
    assert new_in_tab(browse(hugo)) == 1


def test_what_came_after_the_page_was_opened_stays_new(arms, office, ana, olga, browse):
    client = browse(ana)
    opened = hidden(client.get(NEWS), "newest")
    pending(office, by=olga)
    tell(at=timezone.now())
    client.post(READ, opened)
    assert [each.is_new for each, _differences in client.get(NEWS).context["rows"]] == [True, False]


@pytest.mark.parametrize("newest", ["", "no-id", "00000000-0000-4000-8000-000000000000"])
def test_only_ones_own_letters_can_be_read(arms, ana, newest, browse):
    assert browse(ana).post(READ, {"newest": newest}).status_code == 404
    others = Letter.objects.exclude(recipient=ana).get()
    assert browse(ana).post(READ, {"newest": str(others.uid)}).status_code == 404
    assert browse(ana).get(READ).status_code == 405
    assert not Letter.objects.exclude(read_at=None).exists()


def test_what_one_may_not_see_any_more_is_neither_shown_nor_counted(arms, ana, hugo, browse):
    Agreement.objects.update(classification="restricted")
    assert "Arrangement on arms" not in words_of(browse(ana).get(NEWS))
    assert "No news" in words_of(browse(ana).get(NEWS))
    assert new_in_tab(browse(ana)) is None
    assert new_in_tab(browse(hugo)) == 1


def test_what_changed_is_shown_before_and_after(office, ana, olga, browse):
    agreement = pending(office, by=olga, legal_basis="Article 1")
    decide_step(by=Actor.person(ana), step=steps_of(agreement)[0], outcome="approved")
    change_agreement(by=Actor.person(olga), agreement=agreement, legal_basis="Article 2")
    tell(at=timezone.now())
    words = words_of(browse(ana).get(NEWS))
    assert "Article 1 Article 2" in " ".join(words.replace("Before", "").replace("Now", "").split())


def test_it_speaks_the_language_of_the_page(arms, ana, browse):
    ana.language = "es"
    ana.save()
    assert "Se pide la decisión a su rol" in words_of(browse(ana).get(NEWS))
    ana.language = "en"
    ana.save()
    assert "Your role" in words_of(browse(ana).get(NEWS))


def test_the_number_of_queries_does_not_grow_with_the_news(arms, office, ana, olga, browse):
    client = browse(ana)

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    few = [queries(address) for address in (NEWS, LIST)]
    for _number in range(4):
        pending(office, by=olga)
    tell(at=timezone.now())
    assert len(titles(client)) == 5
    assert [queries(NEWS), queries(LIST)] == few
