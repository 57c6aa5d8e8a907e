"""A row is locked before it is decided on; a stale reading is noticed."""

import pytest
from django.db import transaction

from agreements.models import Agreement
from core.errors import StaleVersion
from core.locking import lock, store
from tests.cast import NOW, acting
from tests.factories import make_agreement


def test_the_version_that_was_expected_is_locked_and_stored_as_the_next(office, olga):
    made = make_agreement(office)
    with transaction.atomic():
        locked = lock(Agreement.objects.all(), pk=made.pk, expected_version=made.version)
        locked.summary, locked.legal_basis = "New", "Not stored"
        store(locked, "summary", by=acting(olga))
    kept = Agreement.objects.get()
    assert (kept.summary, kept.legal_basis, kept.version, kept.updated_at) == ("New", "", made.version + 1, NOW)


@pytest.mark.parametrize("difference", [-1, 1])
def test_any_other_version_is_stale(office, difference):
    made = make_agreement(office)
    with pytest.raises(StaleVersion) as caught, transaction.atomic():
        lock(Agreement.objects.all(), pk=made.pk, expected_version=made.version + difference)
    assert (caught.value.expected, caught.value.current) == (made.version + difference, made.version)


def test_a_row_is_locked_inside_a_transaction_only(transactional_db, office):
    made = make_agreement(office)
    with pytest.raises(transaction.TransactionManagementError):
        lock(Agreement.objects.all(), pk=made.pk)
