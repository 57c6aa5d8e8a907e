"""Force on a day, as the records of agreements and their parties carry it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypedDict

from django.db.models import Prefetch, prefetch_related_objects

from agreements.law.statuses import BINDS, OPERATES, ForceStatus
from agreements.models import Agreement, ForcePeriod
from core.api.shapes import Field, Reading

_DAY = dt.timedelta(days=1)
_READ = "periods_then"


class ForceThen(TypedDict):
    """Force on the day `as_of`. All null for one that is no party, such as a depositary.

    `binds` and `operates` are null too while the status is undetermined: what is recorded does not tell.
    """

    force_status: ForceStatus | None
    force_from: Annotated[dt.date | None, "The first day of this status; null when it has no known beginning."]
    force_until: Annotated[dt.date | None, "The last day of this status; null when it is open."]
    binds: Annotated[bool | None, "In force, under notice or suspended; null while undetermined."]
    operates: Annotated[bool | None, "In force, under notice or provisionally applied; null while undetermined."]


NO_PARTY = ForceThen(force_status=None, force_from=None, force_until=None, binds=None, operates=None)


def force_then(status: ForceStatus, start: dt.date | None, end: dt.date | None) -> ForceThen:
    """A status over `[start, end)`, as answered."""
    is_told = status is not ForceStatus.UNDETERMINED
    return {
        "force_status": status,
        "force_from": start,
        "force_until": end - _DAY if end else None,
        "binds": status in BINDS if is_told else None,
        "operates": status in OPERATES if is_told else None,
    }


UNDETERMINED = force_then(ForceStatus.UNDETERMINED, None, None)


def read_force(agreements: Sequence[Agreement], reading: Reading) -> None:
    """Read the periods that `as_of` lies in, of the agreements and all their parties: one query."""
    rows = ForcePeriod.objects.on(reading.as_of).only("agreement_id", "party_id", "status", "period").order_by()
    prefetch_related_objects(agreements, Prefetch("force_periods", rows, to_attr=_READ))


def force_of_parties(agreement: Agreement) -> Mapping[int | None, ForceThen]:
    """Of an agreement of `read_force`: force by the party's primary key; None is the whole."""
    return {row.party_id: _row(row) for row in getattr(agreement, _READ)}


def _row(row: ForcePeriod) -> ForceThen:
    return force_then(ForceStatus(row.status), row.period.lower, row.period.upper)


def _loading(name: str) -> Any:
    def load(agreements: Sequence[Agreement], reading: Reading) -> dict[int, Any]:
        read_force(agreements, reading)
        return {each.pk: force_of_parties(each).get(None, UNDETERMINED)[name] for each in agreements}  # type: ignore[literal-required]

    return load


def force_fields() -> dict[str, Field[Any]]:
    """The fields of an agreement."""
    return {
        "as_of": Field(dt.date, "The day that force is told of.", lambda _row, reading: reading.as_of),
        "force_status": Field(ForceStatus, "Whether it is in force as a whole.", load=_loading("force_status")),
        "force_from": Field(
            dt.date | None, "The first day of this status; null without a known beginning.", load=_loading("force_from")
        ),
        "force_until": Field(
            dt.date | None, "The last day of this status; null when it is open.", load=_loading("force_until")
        ),
        "binds": Field(
            bool | None, "Whether it binds: in force, under notice or suspended; null while undetermined.",
            load=_loading("binds"),
        ),
        "operates": Field(
            bool | None,
            "Whether it is to be carried out: in force, under notice or provisionally applied; null if undetermined.",
            load=_loading("operates"),
        ),
    }  # fmt: skip
