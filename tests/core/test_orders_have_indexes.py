"""Each order a list offers is that of an index, forwards or backwards, and ends in the id."""

import pytest

from activities import filters as activities
from activities.models import Activity, Programme
from agreements import filters as agreements
from agreements.models import Agreement
from institutions import filters as institutions
from institutions.models import Institution

OFFERED = [
    *((Agreement, order) for order in agreements.ORDERS),
    *((Activity, order) for order in activities.ORDERS),
    *((Programme, order) for order in activities.PROGRAMME_ORDERS),
    *((Institution, order) for order in institutions.ORDERS),
]


def backwards(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)


@pytest.mark.parametrize(("model", "order"), OFFERED, ids=lambda each: getattr(each, "name", each.__class__.__name__))
def test_an_order_is_that_of_an_index(model, order):
    indexed = {tuple(index.fields) for index in model._meta.indexes if index.condition is None}
    assert order.fields in indexed or backwards(order.fields) in indexed


@pytest.mark.parametrize(("model", "order"), OFFERED, ids=lambda each: getattr(each, "name", each.__class__.__name__))
def test_it_runs_one_way_over_columns_that_are_never_empty_and_ends_in_the_id(model, order):
    assert {field.startswith("-") for field in order.fields} == {order.descending}
    assert order.columns[-1] == "id"
    assert not any(model._meta.get_field(column).null for column in order.columns)
