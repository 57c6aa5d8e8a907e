"""Components say in text what they show, and let no text of people through as markup."""

import datetime as dt

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from core.listing import Page


def _component(name, attributes="", slot="", **values):
    template = Template("{% cotton " + name + " " + attributes + " %}" + slot + "{% endcotton %}")
    return template.render(RequestContext(RequestFactory().get("/list/?q=x&cursor=here"), values))


@pytest.mark.parametrize("tone", ["neutral", "info", "progress", "success", "warning", "danger"])
def test_a_badge_has_a_shape_and_its_words(tone):
    page = _component("badge", f'tone="{tone}"', "Approved")
    assert "Approved" in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("component", "attributes"),
    [
        ("page-header", 'title="{{ text }}" lead="{{ text }}"'),
        ("card", 'title="{{ text }}" id="x"'),
        ("callout", 'title="{{ text }}"'),
        ("source", 'source="{{ text }}" quote="{{ text }}" note="{{ text }}"'),
        ("person", 'name="{{ text }}"'),
        ("change", 'label="{{ text }}" :before="text" :after="text"'),
        ("history-entry", 'who="{{ text }}" what="{{ text }}" reason="{{ text }}" origin="{{ text }}"'),
        ("step", 'title="{{ text }}" body="{{ text }}" state="{{ text }}"'),
        ("search-field", 'value="{{ text }}" label="{{ text }}"'),
        ("track", 'label="{{ text }}" :steps="items"'),
        ("checklist", ':items="items"'),
        ("facet", 'title="{{ text }}" :choices="items"'),
        ("bar-chart", 'caption="{{ text }}" :rows="items" :largest="1"'),
        ("confirm", 'title="{{ text }}" :consequences="items"'),
        ("conflict", 'who="{{ text }}" :rows="items"'),
        ("stat", 'label="{{ text }}" value="{{ text }}"'),
    ],
)
def test_text_of_people_is_escaped_once(component, attributes):
    text = '<b>Tom & "Jerry"</b>'
    item = dict.fromkeys(("label", "note", "sentence", "theirs", "yours", "url"), text) | {"value": 1}
    page = _component(component, attributes, text=text, items=[item])
    assert "<b>" not in page
    assert "&lt;b&gt;Tom &amp; " in page
    assert "&amp;lt;" not in page
    assert "&amp;amp;" not in page


def test_a_track_says_the_state_of_each_stage_and_marks_the_current_one():
    steps = [{"label": name, "state": name} for name in ("done", "current", "upcoming", "skipped", "off")]
    page = _component("track", 'label="Stages" :steps="steps"', steps=steps)
    assert page.count('aria-current="step"') == 1
    assert all(word in page for word in ("Done:", "Now:", "To come:", "Passed over:", "Ended:"))


def test_a_deadline_says_how_late_it_is_and_names_the_day_for_machines():
    page = _component("deadline", ':due="due" :today="today"', due=dt.date(2020, 2, 28), today=dt.date(2020, 3, 1))
    assert "2 days late" in page
    assert 'datetime="2020-02-28"' in page


def test_no_deadline_and_no_source_show_nothing():
    assert _component("deadline", ':due="nothing"', nothing=None).strip() == ""
    assert _component("source", 'source="" quote=""').strip() == ""


def test_an_empty_fact_says_so():
    assert "Not recorded" in _component("fact", 'term="Legal basis"', "  ")


def test_pages_lead_on_and_back_and_keep_the_filter():
    page = _component("pagination", ':page="page"', page=Page(rows=[], next="n1", previous="p1"))
    assert 'href="?q=x&amp;cursor=n1"' in page
    assert 'href="?q=x&amp;cursor=p1"' in page
    assert _component("pagination", ':page="page"', page=Page(rows=[], next=None, previous=None)).strip() == ""


def test_a_sorted_column_says_so():
    page = _component("sort-header", 'order="title" turned="-title" default="title"', "Title")
    assert 'aria-sort="ascending"' in page
    assert 'href="?q=x&amp;ordering=-title"' in page


def test_bars_are_a_table_with_their_numbers():
    page = _component("bar-chart", ':rows="rows" :largest="8"', rows=[{"label": "Signed", "value": 3}])
    assert 'width="37.5%"' in page
    assert ">3</td>" in page
