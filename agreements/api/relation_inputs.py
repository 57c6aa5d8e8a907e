"""Relations between agreements, as given."""

from __future__ import annotations

from typing import Any

from agreements.actions.relations import NewRelation
from agreements.api.inputs import KnownAgreement
from agreements.models import Relation
from core.api.input_fields import Text
from core.api.inputs import REASON, RecordInput
from core.api.sources import SOURCE_FIELDS


class RelationInput(RecordInput):
    """What the agreement is to another, named by its reference."""

    other = KnownAgreement(help_text="The reference of the other agreement.")
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Relation
        fields = ["kind", "other", "effective_on", "note", *SOURCE_FIELDS, "reason"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The relation apart from its other end."""
        own = {name: attrs.pop(name) for name in NewRelation.__dataclass_fields__ if name in attrs}
        return attrs | {"relation": NewRelation(**own)}


class RelationChangeInput(RecordInput):
    """A relation's details; its kind and its ends do not change."""

    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Relation
        fields = ["effective_on", "note", *SOURCE_FIELDS, "reason"]
