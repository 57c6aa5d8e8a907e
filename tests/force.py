"""Stored force periods as a test says them, whatever the law would make of the agreement's acts."""

from __future__ import annotations

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from agreements.models import Agreement, AgreementParty, ForcePeriod

Held = tuple[str, dt.date | str | None, dt.date | str | None]


def hold(agreement: Agreement, *periods: Held, party: AgreementParty | None = None) -> None:
    """Have the agreement as a whole, or a party, hold just these: status, first day, first day after it."""
    agreement.force_periods.filter(party=party).delete()
    ForcePeriod.objects.bulk_create(
        ForcePeriod(agreement=agreement, party=party, status=status, period=DateRange(_day(start), _day(end)))
        for status, start, end in periods
    )


def hold_all(agreement: Agreement, *periods: Held) -> None:
    """Have the whole and every party hold the same."""
    hold(agreement, *periods)
    for party in agreement.parties.filter(role="party"):
        hold(agreement, *periods, party=party)


def _day(given: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(given) if isinstance(given, str) else given
