"""Dates and deadlines as pages say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from core.dates import PartialDate, Precision
from core.web import deadlines, words

DAY = dt.date(2019, 12, 19)
MOMENT = dt.datetime(2019, 12, 19, 23, 30, tzinfo=dt.UTC)
TODAY = dt.date(2020, 3, 1)


@pytest.mark.parametrize(
    ("precision", "english", "spanish", "machine"),
    [
        (Precision.DAY, "19 December 2019", "19 de diciembre de 2019", "2019-12-19"),
        (Precision.MONTH, "December 2019", "diciembre de 2019", "2019-12"),
        (Precision.YEAR, "2019", "2019", "2019"),
    ],
)
def test_a_date_shows_only_its_known_parts(precision, english, spanish, machine):
    assert words.day(DAY, precision) == english
    assert words.machine(DAY, precision) == machine
    with translation.override("es"):
        assert words.day(DAY, precision) == spanish


def test_a_partial_date_brings_its_own_precision():
    assert words.day(PartialDate(DAY, Precision.YEAR)) == "2019"


def test_a_moment_is_shown_in_the_readers_zone_with_the_zone():
    with timezone.override(ZoneInfo("Europe/Madrid")):
        assert words.moment(MOMENT) == "20 December 2019, 00:30 CET"
        assert words.day(MOMENT) == "20 December 2019"
    with timezone.override(ZoneInfo("America/Mexico_City")):
        assert words.moment(MOMENT) == "19 December 2019, 17:30 CST"


def test_no_date_shows_nothing():
    assert words.day(None) == words.moment(None) == words.machine(None) == ""


@pytest.mark.parametrize(
    ("days", "sentence", "tone"),
    [
        (-5, "5 days late", "danger"),
        (-1, "1 day late", "danger"),
        (0, "due today", "warning"),
        (1, "due tomorrow", "warning"),
        (3, "due in 3 days", "warning"),
        (14, "due in 14 days", "warning"),
        (15, "due in 15 days", "neutral"),
        (61, "due on 1 May 2020", "neutral"),
    ],
)
def test_a_deadline_is_said_in_words_with_its_urgency(days, sentence, tone):
    judged = deadlines.judge(TODAY + dt.timedelta(days), today=TODAY)
    assert (judged.words, judged.tone) == (sentence, tone)


@pytest.mark.parametrize(("days", "sentence"), [(61, "due in 61 days"), (15, "due in 15 days"), (0, "due today")])
def test_beside_its_date_a_deadline_does_not_name_the_date_again(days, sentence):
    assert deadlines.judge(TODAY + dt.timedelta(days), today=TODAY, dated=True).words == sentence


def test_what_is_done_is_never_late():
    judged = deadlines.judge(TODAY - dt.timedelta(5), today=TODAY, done=True)
    assert (judged.words, judged.tone) == ("was due on 25 February 2020", "neutral")


def test_the_date_filter_takes_a_precision():
    page = Template("{{ date|day:'month' }}").render(Context({"date": DAY}))
    assert page == "December 2019"
