"""What the page of the list asks beside the filters it shares with the API: parties by the names people type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import Filter

from agreements.filters import AgreementFilter
from agreements.force_filters import parties_of
from agreements.models.agreement import AgreementQuerySet
from institutions.models import Institution
from institutions.web.choosing import InstitutionField

TYPED = ("party", "other_party")


class NamedPartyFilter(Filter):
    """A party by its name, acronym or alias. A name that several bear is refused, naming them."""

    field_class = InstitutionField


class AgreementPageFilter(AgreementFilter):
    """The filters of the page: "between X and Y" takes both boxes; with `bound_together`, both must be bound."""

    party = NamedPartyFilter(label=_("Party"), method="filter_party")
    other_party = NamedPartyFilter(label=_("And the party"), method="filter_party")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TYPED:
            self.filters[name].field.viewer = self.viewer

    def filter_party(self, queryset: AgreementQuerySet, _name: str, value: Institution) -> AgreementQuerySet:
        """Agreements to which the institution is a party."""
        return self.with_party(queryset, parties_of(institution=value))


class YesBox(forms.CheckboxInput):
    """A box that says true, or nothing."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: value in ("true", "1"))

    def format_value(self, value: Any) -> str:
        """What a ticked box sends."""
        return "true"
