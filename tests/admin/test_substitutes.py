"""Delegations and absences on the administration site are read, never written."""

import pytest
from django.urls import reverse

from approvals.models import Absence, Delegation
from tests.approvals.substitutes import gives, is_away


@pytest.mark.parametrize("model", [Delegation, Absence])
def test_administrators_read_and_nobody_writes(as_adam, hugo, ana, model):
    row = {Delegation: gives(hugo, ana), Absence: is_away(hugo, deputy=ana)}[model]
    name = f"admin:approvals_{model._meta.model_name}"
    listed = as_adam.get(reverse(f"{name}_changelist"), {"q": "Hugo"}, follow=True).content.decode()
    shown = as_adam.get(reverse(f"{name}_change", args=[row.pk]), follow=True).content.decode()
    for page in (listed, shown):
        assert "Hugo Head" in page
        assert "Ana Approver" in page
    assert as_adam.get(reverse(f"{name}_add")).status_code == 403
    assert as_adam.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert as_adam.post(reverse(f"{name}_change", args=[row.pk]), {"last_day": "2030-01-01"}).status_code == 403
    assert model.objects.get().last_day == row.last_day
