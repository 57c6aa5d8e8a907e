"""Check the values of an agreement before they are written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.visibility import Viewer
from agreements.models import Agreement
from core.actors import Actor
from core.errors import InvalidInput, Refused
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.text import fold, fold_all
from core.validation import wrong_values

EDITABLE = frozenset(
    {
        "external_reference", "kind", "nature", "titles", "summary", "legal_basis", "personal_data", "transfer_basis",
        "classification", "officer", "source", "source_quote", "source_note",
    }
)  # fmt: skip


def check_values(values: dict[str, Any]) -> None:
    """Raise `InvalidInput` for fields that cannot be set and values that cannot hold."""
    errors = {name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE}
    errors = {**wrong_values(Agreement, values), **errors}
    if "titles" in values and not values["titles"]:
        errors["titles"] = [_("Give a title in at least one language.")]
    if errors:
        raise InvalidInput(errors)


def check_officer(officer: User | None, *, office_id: int) -> None:
    """Raise `InvalidInput` unless the officer in charge is an officer or the head of the responsible office."""
    if officer and not officer.has_role(office_id, Role.OFFICER, Role.HEAD):
        raise InvalidInput({"officer": [_("Choose an officer or the head of the responsible office.")]})


def check_outside_reference(reference: str, *, by: Actor, except_for: Agreement | None = None) -> None:
    """Raise `Refused` (`duplicate_reference`) where another agreement the person can see bears the outside reference.

    Restricted agreements are left out on purpose: a refusal must not reveal that they exist.
    """
    viewer: Viewer | None = by.user
    if not reference or viewer is None:
        return
    twins = Agreement.objects.visible_to(viewer).filter(external_reference=reference)
    if except_for:
        twins = twins.exclude(pk=except_for.pk)
    twin = twins.order_by("id").first()
    if twin:
        raise Refused(
            Refusal(
                "duplicate_reference",
                gettext_noop("The outside reference “%(reference)s” is already that of %(twin)s."),
                {"reference": reference, "twin": twin.reference},
            )
        )


def derive_keys(agreement: Agreement) -> None:
    """Set the search and order keys from titles and references."""
    agreement.search_key = fold_all(*agreement.titles.values(), agreement.reference, agreement.external_reference)
    agreement.sort_key = fold(agreement.titles.get("en") or next(iter(agreement.titles.values())))[:300]
