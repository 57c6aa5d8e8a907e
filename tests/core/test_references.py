"""Reference numbers: in order, per series, never given twice."""

import pytest
from django.db import transaction

from agreements.actions import create_agreement
from agreements.models import Agreement
from core.models import ReferenceCounter
from core.references import next_reference
from tests.cast import NOW, acting
from tests.factories import make_agreement


def test_a_series_counts_from_one_and_series_do_not_mix(db):
    numbers = [next_reference(series=series) for series in ("A-2026", "A-2026", "B-2026", "A-2026")]
    assert numbers == ["A-2026-0001", "A-2026-0002", "B-2026-0001", "A-2026-0003"]


def test_past_ten_thousand_it_counts_on(db):
    ReferenceCounter.objects.create(series="A", last=9999)
    assert next_reference(series="A") == "A-10000"


def test_a_number_whose_record_failed_is_not_in_use_and_may_come_again(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_reference(series="A")
        raise ZeroDivisionError
    assert next_reference(series="A") == "A-0001"


def test_the_number_of_a_removed_record_never_comes_again(office):
    removed = make_agreement(office, parties=[])
    reference = removed.reference
    Agreement.objects.filter(pk=removed.pk).delete()
    assert make_agreement(office, parties=[]).reference != reference


def test_office_kind_and_year_make_the_series_and_the_year_is_the_offices(office, olga, other_office, oscar):
    given = {"titles": {"en": "A"}}
    first = create_agreement(by=acting(olga), office=office, kind="working_arrangement", **given)
    other_kind = create_agreement(by=acting(olga), office=office, kind="treaty", **given)
    elsewhere = create_agreement(by=acting(oscar), office=other_office, kind="treaty", **given)
    at_midnight = NOW.replace(month=12, day=31, hour=23, minute=30)
    oslo_next_year = create_agreement(by=acting(oscar, at=at_midnight), office=other_office, kind="treaty", **given)
    assert [each.reference for each in (first, other_kind, elsewhere, oslo_next_year)] == [
        "LIS-WA-2026-0001", "LIS-TR-2026-0001", "OSL-TR-2026-0001", "OSL-TR-2027-0001",
    ]  # fmt: skip
