"""What was decided outside the office, as given."""

from __future__ import annotations

from typing import Any

from approvals.api.inputs import ADecisionInput
from core.api.input_fields import Day, Known, Text, Uid, Whole
from institutions.models import Contact, Institution


class KnownContact(Whole):
    """A focal point of an institution the caller may see, by id."""

    default_error_messages = Known.default_error_messages

    def to_internal_value(self, data: Any) -> Any:
        """The contact."""
        number = super().to_internal_value(data)
        seen = Institution.objects.visible_to(self.context["request"].user).order_by().values("pk")
        found = Contact.objects.select_related("institution").filter(pk=number, institution__in=seen).first()
        if found is None:
            self.fail("unknown")
        return found


class OutsideDecisionInput(ADecisionInput):
    """A decision of a body outside, with the evidence."""

    decided_on = Day()
    contact = KnownContact(required=False, allow_null=True, help_text="The id of the institution's focal point.")
    source = Text(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=500, help_text="The letter, e-mail or address."
    )
    source_quote = Text(required=False, allow_blank=True, max_length=10000)
    source_note = Text(required=False, allow_blank=True, max_length=300)
    document = Uid(required=False, allow_null=True, help_text="The id of the record's document that is the evidence.")
