"""Parties by the names of their agreement's time. `party_names` is that of `agreements.party_names`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from agreements.models import AgreementParty
from institutions.names_then import NameThen

register = template.Library()


@register.simple_tag
def party_then(party: AgreementParty, party_names: Mapping[int, NameThen]) -> str:
    """What the institution was called then."""
    return party_names[party.pk].name


@register.simple_tag
def party_short_then(party: AgreementParty, party_names: Mapping[int, NameThen]) -> str:
    """Its acronym of that time, otherwise the name."""
    return party_names[party.pk].short_name


@register.simple_tag
def party_now(party: AgreementParty, party_names: Mapping[int, NameThen]) -> str:
    """What it is called today where that is another name."""
    return party_names[party.pk].now
