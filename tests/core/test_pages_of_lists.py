"""Keyset pages: nothing lost, nothing doubled, whatever is inserted meanwhile."""

import base64
import datetime as dt

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.filters import PROGRAMME_ORDERS
from activities.models import Programme
from core.errors import InvalidInput
from core.listing import HARD_MAXIMUM, Order, choose_order, page_of, read_limit, refuse_unknown_parameters
from tests.cast import NOW
from tests.expectations import invalid

with_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
orders = st.sampled_from(PROGRAMME_ORDERS)
# Few different keys, so that many rows tie.
keys = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=12)
numbers = iter(range(10**9))


class Undone(Exception):
    """Ends one example and undoes what it wrote."""


def insert(rows: list[tuple[str, int]]) -> list[int]:
    programmes = [
        Programme(
            code=f"p{next(numbers)}", names={"en": name}, sort_key=name, created_at=NOW,
            updated_at=NOW + dt.timedelta(microseconds=seconds),
        )
        for name, seconds in rows
    ]  # fmt: skip
    return [programme.pk for programme in Programme.objects.bulk_create(programmes)]


def walk(order: Order, limit: int, between: list[list[tuple[str, int]]], direction: str = "next") -> list[int]:
    """The ids of all pages in one direction; after each page the next batch of rows is inserted."""
    page = page_of(Programme.objects.all(), order=order, cursor="", limit=limit)
    seen = [row.pk for row in page.rows]
    while page.next:
        insert(between.pop(0) if between else [])
        page = page_of(Programme.objects.all(), order=order, cursor=page.next, limit=limit)
        seen += [row.pk for row in page.rows]
    return seen


@pytest.mark.django_db
@with_database
@given(keys, orders, st.integers(1, 5), st.lists(keys, max_size=4))
def test_rows_that_were_there_come_exactly_once_while_others_are_inserted(rows, order, limit, between):
    try:
        with transaction.atomic():
            present = insert(rows)
            seen = walk(order, limit, between)
            assert len(set(seen)) == len(seen)
            assert set(present) <= set(seen)
            expected = Programme.objects.filter(pk__in=seen).order_by(*order.fields).values_list("pk", flat=True)
            assert seen == list(expected)
            raise Undone
    except Undone:
        pass


@pytest.mark.django_db
@with_database
@given(keys, orders, st.integers(1, 5))
def test_going_back_shows_the_pages_one_came_through(rows, order, limit):
    try:
        with transaction.atomic():
            insert(rows)
            pages = [page_of(Programme.objects.all(), order=order, cursor="", limit=limit)]
            while pages[-1].next:
                pages.append(page_of(Programme.objects.all(), order=order, cursor=pages[-1].next, limit=limit))
            assert pages[0].previous is None
            for earlier, later in zip(reversed(pages[:-1]), reversed(pages[1:]), strict=True):
                back = page_of(Programme.objects.all(), order=order, cursor=later.previous, limit=limit)
                assert back.rows == earlier.rows
                assert back.next is not None
            raise Undone
    except Undone:
        pass


@pytest.mark.django_db
@given(st.text(max_size=40), orders)
def test_any_text_as_a_cursor_is_refused_or_taken(text, order):
    with invalid("cursor") if text else transaction.atomic():
        page_of(Programme.objects.all(), order=order, cursor=text, limit=2)


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5), st.just([]), st.just({})
)


@pytest.mark.django_db
@with_database
@given(orders, st.booleans(), values, values)
def test_a_forged_cursor_never_breaks_the_list(order, backwards, first, second):
    try:
        forged = orjson.dumps([order.name, backwards, [first, second]])
    except TypeError:  # an integer JSON cannot hold
        return
    cursor = base64.urlsafe_b64encode(forged).decode().rstrip("=")
    try:
        page_of(Programme.objects.all(), order=order, cursor=cursor, limit=2)
    except InvalidInput as refusal:
        assert list(refusal.errors) == ["cursor"]


def test_a_cursor_of_another_order_is_refused(db):
    insert([("a", 1), ("b", 2), ("c", 3)])
    page = page_of(Programme.objects.all(), order=PROGRAMME_ORDERS[0], cursor="", limit=1)
    with invalid("cursor"):
        page_of(Programme.objects.all(), order=PROGRAMME_ORDERS[1], cursor=page.next, limit=1)


def test_each_page_is_one_query(db, django_assert_num_queries):
    insert([("a", number) for number in range(30)])
    for limit in (1, 10, 25):
        with django_assert_num_queries(2):
            page = page_of(Programme.objects.all(), order=PROGRAMME_ORDERS[0], cursor="", limit=limit)
            page_of(Programme.objects.all(), order=PROGRAMME_ORDERS[0], cursor=page.next, limit=limit)


@pytest.mark.parametrize(("text", "limit"), [("", 50), ("1", 1), ("100", HARD_MAXIMUM), ("7", 7)])
def test_a_limit_is_read(text, limit):
    assert read_limit(text, default=50) == limit


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.0", "ten", "٣", " 5", "9" * 5000, "0" * 20 + "101"])
def test_a_limit_that_is_none_is_refused(text):
    with invalid("limit"):
        read_limit(text, default=50)


def test_an_order_is_one_of_those_offered():
    assert choose_order(PROGRAMME_ORDERS, "") is PROGRAMME_ORDERS[0]
    assert choose_order(PROGRAMME_ORDERS, "-changed").name == "-changed"
    with invalid("ordering"):
        choose_order(PROGRAMME_ORDERS, "password")


def test_a_parameter_that_is_not_offered_is_refused_never_ignored():
    refuse_unknown_parameters({"q": "x", "limit": "5"}, "q", "limit")
    with invalid("stagee", "x"):
        refuse_unknown_parameters({"q": "x", "stagee": "signed", "x": ""}, "q", "limit")
