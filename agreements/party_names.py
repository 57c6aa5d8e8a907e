"""What the institutions of agreements were called when each agreement was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Min

from agreements.act_kinds import SIGNATURES, ActKind, Standing
from agreements.models import Act, Agreement
from institutions.names_then import NameThen, names_then

MADE_BY = frozenset({*SIGNATURES, ActKind.ENTRY_INTO_FORCE})


def party_names(agreements: Sequence[Agreement], *, today: dt.date) -> dict[int, NameThen]:
    """The name of its agreement's time for each prefetched party, by the party's id, in two queries.

    An agreement's time is the day of its earliest signature or entry into force (of a month or year, its first day);
    today, while neither is recorded.
    """
    days = _days_made([each.pk for each in agreements])
    parties = [(party, days.get(each.pk, today)) for each in agreements for party in each.parties.all()]
    found = names_then((party.institution, day) for party, day in parties)
    return {party.pk: found[party.institution_id, day] for party, day in parties}


def _days_made(pks: Sequence[int]) -> dict[int, dt.date]:
    acts = Act.objects.current().filter(agreement__in=pks, kind__in=MADE_BY, is_authoritative=True)
    acts = acts.exclude(standing=Standing.DISPUTED)
    return dict(acts.order_by().values_list("agreement_id").annotate(Min("date")))
