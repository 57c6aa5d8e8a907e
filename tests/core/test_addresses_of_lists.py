"""Links of lists keep the filter and forget the place in the list."""

import pytest
from django.http import QueryDict

from core.web.addresses import ordering_link, with_changes


def test_a_change_keeps_the_rest_and_forgets_the_page():
    assert with_changes(QueryDict("q=europol&cursor=abc"), {"stage": "signed"}) == "?q=europol&stage=signed"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_takes_a_parameter_off(nothing):
    assert with_changes(QueryDict("q=europol&stage=signed"), {"stage": nothing}) == "?q=europol"


def test_a_cursor_that_is_itself_the_change_stays():
    assert with_changes(QueryDict("q=x&cursor=old"), {"cursor": "new"}) == "?q=x&cursor=new"


def test_what_people_typed_is_escaped():
    assert with_changes(QueryDict(), {"q": 'a&b="<'}) == "?q=a%26b%3D%22%3C"


@pytest.mark.parametrize(
    ("query", "aria", "url"),
    [
        ("", "", "?ordering=title"),
        ("ordering=title", "ascending", "?ordering=-title"),
        ("ordering=-title", "descending", "?ordering=title"),
        ("ordering=stage", "", "?ordering=title"),
    ],
)
def test_a_column_turns_its_order_round(query, aria, url):
    link = ordering_link(QueryDict(query), order="title", turned="-title", parameter="ordering", default="-updated")
    assert link == {"aria": aria, "url": url}


def test_the_first_order_of_a_list_holds_when_none_is_asked_for():
    link = ordering_link(QueryDict(), order="-updated", turned="-updated", parameter="ordering", default="-updated")
    assert link == {"aria": "descending", "url": "?ordering=-updated"}
