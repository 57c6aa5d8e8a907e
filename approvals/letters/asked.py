"""Whether a letter asks a person for what a reminder of a step would tell them as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from approvals.letters.news import KEPT_FOR
from approvals.letters.occasions import ASKED
from approvals.models import Step
from core.models import Letter
from core.registries import Asked

JUST_BEGUN = dt.timedelta(minutes=2)  # the letters of a step are posted in that time, once it has started
AWAITED = dt.timedelta(hours=1)  # a letter that has not gone by then is not waited for
_RECENT = dt.timedelta(days=2)


def letters_asking(asked: Collection[Asked], *, now: dt.datetime) -> dict[Asked, dt.datetime | None]:
    """See `core.registries.Registries.letters_asking`. A letter counts while the step stands in the same spell and, by
    the date it was posted with, is due on the same day; one that was refused, failed or was cancelled does not.
    """
    steps = {
        pk: (spell, started_at)
        for pk, spell, started_at in Step.objects.filter(pk__in={item for item, _person, _due_on in asked})
        .order_by("id")
        .values_list("pk", "spell", "started_at")
    }
    spells = {pk: spell for pk, (spell, _started_at) in steps.items()}
    begun = {pk for pk, (_spell, started_at) in steps.items() if started_at and started_at > now - JUST_BEGUN}
    found: dict[Asked, dt.datetime | None] = {each: None for each in asked if each[0] in begun}
    for letter in _letters({person for _item, person, _due_on in asked}, now=now):
        for pk, spell in letter.payload["steps"]:
            due_on = letter.payload.get("due", {}).get(str(pk))
            if due_on and letter.recipient_id and spells.get(pk) == spell:
                found[pk, letter.recipient_id, dt.date.fromisoformat(due_on)] = letter.sent_at
    return {each: found[each] for each in asked if each in found}


def _letters(people: Collection[int], *, now: dt.datetime) -> Collection[Letter]:
    """Those that went lately, and those on their way."""
    gone = Q(state=Letter.State.SENT, sent_at__gt=now - _RECENT)
    on_their_way = Q(state__in=[Letter.State.PLANNED, Letter.State.SENDING], attempts=0, created_at__gt=now - AWAITED)
    letters = Letter.objects.filter(gone | on_their_way, kind=ASKED.kind, recipient__in=people)
    return letters.filter(created_at__gt=now - KEPT_FOR).order_by("id")
