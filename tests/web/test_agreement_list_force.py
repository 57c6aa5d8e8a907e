"""Force on the list of agreements: as of any day, in words, counted; nothing restricted shows through."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement
from tests.force import hold
from tests.web.conftest import words_of

LIST = "/agreements/"


def counts(response, parameter="force_status"):
    facets = {facet.parameter: choices for facet, choices in response.context["listing"].facets}
    return {choice.label: choice.count for choice in facets[parameter]}


def titles(response):
    return sorted(row.agreement.title for row in response.context["rows"])


@pytest.fixture
def treaty(office):
    agreement = make_agreement(office, title="Treaty", kind="treaty")
    hold(
        agreement,
        ("not_in_force", None, "2003-09-29"),
        ("in_force", "2003-09-29", "2020-01-01"),
        ("expired", "2020-01-01", None),
    )
    return agreement


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2003-09-28", "Not in force until 28 September 2003"),
        ("2003-09-29", "In force since 29 September 2003 until 31 December 2019"),
        ("", "Expired since 1 January 2020"),
    ],
)
def test_a_row_says_its_force_on_the_day(victor, browse, treaty, as_of, words):
    assert words in words_of(browse(victor).get(LIST, {"as_of": as_of}))


def test_what_does_not_bind_in_law_is_in_effect(office, victor, browse):
    hold(make_agreement(office, nature="non_binding"), ("in_force", None, None))
    page = words_of(browse(victor).get(LIST))
    assert "In effect" in page.split("Waits on", 1)[1]


def test_the_day_is_kept_beside_filters_and_can_be_changed(victor, browse, treaty):
    page = browse(victor).get(LIST, {"as_of": "2010-01-01", "stage": "proposed", "q": "treaty"})
    text = page.content.decode()
    form = text.split('id="as-of"', 1)[0].rsplit("<form", 1)[1]
    assert 'name="stage" value="proposed"' in form
    assert 'name="q" value="treaty"' in form
    assert 'name="as_of"' not in form
    assert 'value="2010-01-01"' in text
    assert "Force as of: 1 January 2010" in [chip.words for chip in page.context["listing"].chips]


def test_statuses_are_counted_as_of_the_day(office, victor, browse, treaty):
    hold(make_agreement(office, title="Other"), ("in_force", "2000-01-01", None))
    then = browse(victor).get(LIST, {"as_of": "2010-01-01"})
    assert counts(then) == {"In force or effect": 2}
    now = browse(victor).get(LIST)
    assert counts(now) == {"In force or effect": 1, "Expired": 1}
    assert titles(browse(victor).get(LIST, {"force_status": "expired"})) == ["Treaty"]


def test_a_day_that_cannot_be_is_said(victor, browse, treaty):
    page = browse(victor).get(LIST, {"as_of": "1599-12-31"})
    assert page.status_code == 400
    assert "Force as of:" in words_of(page)


@pytest.mark.parametrize("asked", [{}, {"as_of": "2010-01-01"}, {"force_status": "in_force"}, {"binds": "true"}])
def test_a_restricted_agreement_changes_no_count_for_outsiders(office, victor, hugo, browse, treaty, asked):
    before = browse(victor).get(LIST, asked)
    hold(make_agreement(office, title="Secret", classification="restricted"), ("in_force", None, None))
    after = browse(victor).get(LIST, asked)
    assert (titles(after), counts(after), after.context["listing"].total) == (
        titles(before), counts(before), before.context["listing"].total,
    )  # fmt: skip
    assert "Secret" in titles(browse(hugo).get(LIST, asked))


def test_the_number_of_queries_does_not_grow_with_the_rows(office, victor, browse):
    client = browse(victor)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(LIST, {"as_of": "2010-01-01", "binds": "true"}).status_code == 200
        return len(counted)

    hold(make_agreement(office), ("in_force", None, None))
    few = queries()
    for _number in range(5):
        hold(make_agreement(office), ("in_force", None, None))
    assert queries() == few
