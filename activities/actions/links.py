"""What an activity is joined to: agreements, participants, countries, subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.kinds import ParticipantRole
from activities.models import Activity, ActivityAgreement, ActivityCountry, ActivitySubject, Participant
from agreements.models import Agreement, Subject
from core.actors import Actor
from core.errors import InvalidInput
from core.validation import wrong_values
from institutions.models import Institution


@dataclass(frozen=True)
class NewLink:
    """An agreement the activity carries out."""

    agreement: Agreement
    article: str = ""
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


@dataclass(frozen=True)
class NewParticipant:
    """An institution taking part."""

    institution: Institution
    role: str = ParticipantRole.PARTICIPANT
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


@dataclass(frozen=True)
class NewCountry:
    """A country concerned; `percentage` in per cent, or None where shares are not known."""

    country: str
    percentage: Decimal | None = None


def write_links(
    activity: Activity,
    *,
    by: Actor,
    agreements: Sequence[NewLink] | None = None,
    participants: Sequence[NewParticipant] | None = None,
    countries: Sequence[NewCountry] | None = None,
    subjects: Sequence[Subject] | None = None,
) -> None:
    """Make each set given exactly what it says; None leaves a set as it is. The caller holds the lock.

    Links to agreements that the person may not see are neither in the set nor removed.
    """
    if agreements is not None:
        seen = Agreement.objects.visible_to(by.user).order_by() if by.user else Agreement.objects.order_by()
        links = ActivityAgreement.objects.filter(agreement__in=seen)
        _replace(activity, "agreements", links, ("agreement",), [vars(link) for link in agreements])
    if participants is not None:
        _check_roles(participants)
        rows = [vars(each) for each in participants]
        _replace(activity, "participants", Participant.objects.all(), ("institution", "role"), rows)
    if countries is not None:
        _check_shares(countries)
        _replace(activity, "countries", ActivityCountry.objects.all(), ("country",), [vars(each) for each in countries])
    if subjects is not None:
        rows = [{"subject": subject} for subject in subjects]
        _replace(activity, "subjects", ActivitySubject.objects.all(), ("subject",), rows)


def _replace(
    activity: Activity, given_as: str, links: QuerySet[Any], key: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    """Make the activity's rows among `links` exactly `rows`."""
    wanted = {tuple(row[name] for name in key): row for row in rows}
    if errors := _wrong_rows(links.model, rows, distinct=len(wanted)):
        raise InvalidInput({given_as: errors})
    present = {tuple(getattr(row, name) for name in key): row for row in links.filter(activity=activity)}
    for identity, row in present.items():
        if identity not in wanted:
            row.delete()
        elif changed := [part for part, value in wanted[identity].items() if getattr(row, part) != value]:
            for part in changed:
                setattr(row, part, wanted[identity][part])
            row.save(update_fields=changed)
    for identity, values in wanted.items():
        if identity not in present:
            links.model.objects.create(activity=activity, **values)


def _wrong_rows(model: type[Any], rows: list[dict[str, Any]], *, distinct: int) -> list[str]:
    if distinct != len(rows):
        return [_("The same one is named twice.")]
    return [each for row in rows for sentences in wrong_values(model, row).values() for each in sentences]


def _check_roles(participants: Sequence[NewParticipant]) -> None:
    if any(each.role not in [role.value for role in ParticipantRole] for each in participants):
        choices = ", ".join(role.value for role in ParticipantRole)
        raise InvalidInput({"participants": [_("Choose each role from: %(choices)s.") % {"choices": choices}]})


def _check_shares(countries: Sequence[NewCountry]) -> None:
    """Shares are given for all countries, and then sum to 100, or for none (IATI 2.03, recipient-country)."""
    shares = [each.percentage for each in countries if each.percentage is not None]
    if shares and (len(shares) != len(countries) or sum(shares) != 100 or min(shares) <= 0):
        raise InvalidInput({"countries": [_("Give every country its share so that they sum to 100, or none a share.")]})
