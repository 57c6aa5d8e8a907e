"""Clauses, as given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.actions import NewClause
from agreements.api.clause_schema import parameters_schema
from agreements.api.known import KnownAgreement
from agreements.models import Clause
from core.api.input_fields import Day, Text
from core.api.inputs import REASON, Input, RecordInput
from core.api.sources import SOURCE_FIELDS

_APPLIES_FROM = "The day an amendment applies from; left out: from the beginning."
_AMENDED_BY = "The reference of the agreement that amends, where the register holds it."


@extend_schema_field(parameters_schema())
class Parameters(serializers.Field):
    """The fields of a kind of clause. The domain reads them."""

    default_error_messages = {"invalid": _("Give an object.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The object as it is."""
        if not isinstance(data, Mapping):
            self.fail("invalid")
        return dict(data)


class StatedClauseInput(RecordInput):
    """A clause of an agreement that is being recorded."""

    parameters = Parameters()
    amended_by = KnownAgreement(required=False, allow_null=True, help_text=_AMENDED_BY)
    applies_from = Day(required=False, allow_null=True, help_text=_APPLIES_FROM)

    class Meta:
        model = Clause
        fields = ["kind", "parameters", "article", "applies_from", "amended_by", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The clause."""
        return NewClause(**attrs)


class ClauseInput(StatedClauseInput):
    """A clause, or with `applies_from` how it reads from a later day on."""

    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta(StatedClauseInput.Meta):
        fields = [*StatedClauseInput.Meta.fields, "reason"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The clause, and why."""
        reason = attrs.pop("reason", "")
        return {"clause": NewClause(**attrs), "reason": reason}


class ClauseCorrectionInput(StatedClauseInput):
    """What an entry should say. What is not given is as in the entry it corrects; `parameters` are given whole."""

    parameters = Parameters(required=False)
    reason = Text(max_length=1000, help_text="What was wrong with the earlier entry.")

    class Meta(StatedClauseInput.Meta):
        fields = [*(name for name in StatedClauseInput.Meta.fields if name != "kind"), "reason"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As given."""
        return attrs


class RepealInput(RecordInput):
    """From when the clause holds no more, and by what."""

    applies_from = Day(help_text="The first day on which it holds no more.")
    amended_by = KnownAgreement(required=False, allow_null=True, help_text=_AMENDED_BY)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Clause
        fields = ["applies_from", "amended_by", "article", *SOURCE_FIELDS, "reason"]


class WithdrawalInput(Input):
    """Why an entry should never have been made."""

    reason = Text(max_length=1000, help_text="Why the entry should not have been made.")


def corrected(entry: Clause, given: Mapping[str, Any]) -> NewClause:
    """The entry with what a body gives."""
    stays = {name: getattr(entry, name) for name in NewClause.__dataclass_fields__}
    if entry.is_repealed:
        stays["parameters"] = None
    return NewClause(**{**stays, **{name: value for name, value in given.items() if name != "reason"}})
