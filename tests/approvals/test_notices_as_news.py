"""Letters about approvals are news in Entente too, for those who may still see what they are about."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from approvals.actions import decide_step
from approvals.letters import mark_news_read, news_for
from core.models import Letter
from tests.approvals.notices import tell
from tests.cast import NOW, acting
from tests.factories import make_pending_agreement

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def steps(office, ana, hugo, olga):
    steps = make_pending_agreement(office, by=acting(olga), title="Arrangement on arms")[1]
    tell()
    return steps


def titles(person, *, now=NOW) -> list[str]:
    return [each.notice.title for each in news_for(person, now=now)]


def test_a_letter_is_news_before_the_mail_goes(steps, ana):
    (news,) = news_for(ana, now=NOW)
    assert (news.notice.title, news.at, news.is_new) == ("Please decide: 2 steps", NOW, True)


def test_the_newest_stands_first(steps, ana, olga):
    for number, step in enumerate(steps):
        decide_step(
            by=acting(ana if number else olga.__class__.objects.get(username="hugo")), step=step, outcome="approved"
        )
        tell(at=NOW + number * MINUTE)
    assert titles(olga) == ["Approved by every side", f"Approved on the side of {steps[0].case}"]


def test_it_is_new_until_it_was_looked_at(steps, ana):
    mark_news_read(ana, now=NOW)
    assert [each.is_new for each in news_for(ana, now=NOW)] == [False]
    assert Letter.objects.filter(read_at=NOW).count() == 1


def test_after_thirty_days_it_is_no_news(steps, ana):
    assert titles(ana, now=NOW + dt.timedelta(days=29))
    assert not titles(ana, now=NOW + dt.timedelta(days=31))


def test_what_one_may_not_see_any_more_is_no_news(steps, ana, hugo):
    Agreement.objects.update(classification="restricted")
    assert (len(titles(ana)), len(titles(hugo))) == (0, 1)


def test_what_was_decided_meanwhile_is_asked_no_more(steps, ana, hugo):
    for person, step in zip((ana, hugo), steps, strict=True):
        decide_step(by=acting(person), step=step, outcome="approved")
    assert titles(ana) == []


def test_the_number_of_queries_does_not_grow_with_the_letters(steps, office, ana, olga, hugo):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            news_for(ana, now=NOW)
        return len(seen)

    few = queries()
    for _number in range(4):
        make_pending_agreement(office, by=acting(olga))
    tell()
    assert len(titles(ana)) == 5
    assert queries() == few
