"""An agreement, where another record names it."""

from __future__ import annotations

from typing import TypedDict

from agreements.models import Agreement
from core.api.shapes import Reading


class AgreementLink(TypedDict):
    """An agreement, where another record names it."""

    reference: str
    title: str
    url: str


def agreement_address(agreement: Agreement, reading: Reading) -> str:
    """Where an agreement is in the API."""
    return f"{reading.root}agreements/{agreement.reference}/"


def agreement_link(agreement: Agreement, reading: Reading) -> AgreementLink:
    """An agreement as another record names it."""
    address = agreement_address(agreement, reading)
    return {"reference": agreement.reference, "title": agreement.title, "url": address}
