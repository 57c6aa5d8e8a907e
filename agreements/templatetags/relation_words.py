"""Relations between agreements in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from agreements.models import Agreement, Relation
from agreements.relation_kinds import RELATION_LABELS, RelationKind
from agreements.relations import Related

register = template.Library()


@register.simple_tag
def relation_label(related: Related) -> str:
    """A relation as it reads from the end it is seen from: "Amended by"."""
    return _(related.label)


@register.simple_tag
def relation_words(relation: Relation, other: Agreement) -> str:
    """What one agreement is to the other: "Amends LIS-MOU-2020-0001"."""
    return f"{_(RELATION_LABELS[RelationKind(relation.kind)].active)} {other.reference}"
