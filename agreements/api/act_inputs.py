"""Acts, as given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from agreements.act_kinds import ActKind
from agreements.actions import NewAct
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement, AgreementParty, Document
from approvals.api.inputs import StepInput
from approvals.api.template_inputs import RouteInput
from core.api.input_fields import Choice, Flag, PartialDay, Text, Uid
from core.api.inputs import REASON, Input, RecordInput
from core.api.partial_dates import PRECISION_HELP, PRECISIONS, joined
from core.api.sources import SOURCE_FIELDS
from core.errors import InvalidInput

_PARTY = "The id of a party, or of the institution that is one"


class ActInput(RecordInput):
    """An act as a source states it."""

    party = Uid(required=False, allow_null=True, help_text=f"{_PARTY}; null for an act of all parties.")
    source_document = Uid(
        required=False, allow_null=True, help_text="The id of the agreement's document that is the source."
    )
    date = PartialDay()
    precision = Choice(choices=PRECISIONS, required=False, help_text=PRECISION_HELP)
    source = Text(  # type: ignore[assignment]
        max_length=500, help_text="The document or address that states the act."
    )
    refers_to = Uid(
        required=False, allow_null=True,
        help_text="The id of the act it answers: the notice that is withdrawn, the reservation that is objected to.",
    )  # fmt: skip
    make_authoritative = Flag(required=False, help_text="Let this entry count before another on the same act.")
    confirm = Flag(
        required=False,
        help_text="The act is dated before one it follows by nature, and that is right; `reason` then says why.",
    )
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Act
        fields = [
            "kind", "party", "date", "precision", *SOURCE_FIELDS, "source_url", "source_document", "effective_on",
            "received_on", "standing", "note", "refers_to", "make_authoritative", "confirm", "reason",
        ]  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Join date and precision to `when`."""
        if "date" in attrs:
            attrs["when"] = joined(attrs.pop("date"), attrs.pop("precision", None))
        elif "precision" in attrs:
            raise serializers.ValidationError({"precision": [_("Give the date as well.")]})
        return attrs


class CorrectionInput(ActInput):
    """A corrected entry. What is not given is as in the entry it corrects."""

    date = PartialDay(required=False)
    kind = Choice(choices=[kind.value for kind in ActKind], required=False)
    source = Text(required=False, max_length=500)
    reason = Text(max_length=1000, help_text="What was wrong with the earlier entry.")

    class Meta(ActInput.Meta):
        fields = [name for name in ActInput.Meta.fields if name != "make_authoritative"]

    make_authoritative = None  # type: ignore[assignment]


class ChoiceInput(Input):
    """Why an entry counts."""

    reason = Text(max_length=1000, help_text="Why this entry is the one that counts.")


class PartyStepInput(StepInput):
    """A step to be added to the track of one party."""

    party = Uid(help_text=f"{_PARTY}.")

    class Meta(StepInput.Meta):
        fields = ["party", *StepInput.Meta.fields]


class PartyRouteInput(RouteInput):
    """A route for one party."""

    party = Uid(help_text=f"{_PARTY}.")


def party_in(agreement: Agreement, uid: str | None) -> AgreementParty | None:
    """The party of that id, or the institution of that id as a party. Raises `InvalidInput` (`party`)."""
    if uid is None:
        return None
    rows = list(agreement.parties.select_related("institution").order_by("position", "id"))
    named = [row for row in rows if uid.lower() in (str(row.uid), str(row.institution.uid))]
    if not named:
        raise InvalidInput({"party": [_("Choose one of this agreement's parties.")]})
    return next((row for row in named if row.role == PartyRole.PARTY), named[0])


def document_in(agreement: Agreement, uid: str | None) -> Document | None:
    """The document of that id that was not withdrawn. Raises `InvalidInput` (`source_document`)."""
    if uid is None:
        return None
    found = agreement.documents.held().filter(uid=uid).first()
    if found is None:
        raise InvalidInput({"source_document": [_("Choose one of this agreement's documents.")]})
    return found


def act_in(agreement: Agreement, uid: str | None) -> Act | None:
    """The entry of that id in the ledger. Raises `InvalidInput` (`refers_to`)."""
    if uid is None:
        return None
    found = agreement.acts.filter(uid=uid).first()
    if found is None:
        raise InvalidInput({"refers_to": [_("Choose an act of this agreement.")]})
    return found


def act_given(agreement: Agreement, given: dict[str, Any], *, instead_of: Act | None = None) -> NewAct:
    """The act in a body; what the body leaves out is taken from the entry it corrects. Raises `InvalidInput`."""
    earlier = {name: getattr(instead_of, name) for name in NewAct.__dataclass_fields__} if instead_of else {}
    values = {name: value for name, value in given.items() if name in NewAct.__dataclass_fields__}
    if "party" in given:
        values["party"] = party_in(agreement, given["party"])
    if "source_document" in given:
        values["source_document"] = document_in(agreement, given["source_document"])
    if "refers_to" in given:
        values["refers_to"] = act_in(agreement, given["refers_to"])
    return NewAct(**{**earlier, **values})
