"""Whether an agreement is in force, since when and why; also as the register knew it on an earlier day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request

from agreements.api.force_items import ForceItem, Question, Writer, named_in
from agreements.api.parties import read_parties
from agreements.api.views import AS_OF, AgreementView
from agreements.force_filters import read_day
from agreements.instruments import determination_of
from agreements.law.engine import Horizon
from agreements.models import Agreement
from core.api.errors import InvalidParameters
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, day_parameter, naming_parameters
from core.errors import InvalidInput

# Deadlines are told of for two years unless asked otherwise, and of at most fifty.
USUAL_HORIZON, LONGEST_HORIZON = dt.timedelta(days=730), dt.timedelta(days=18_263)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


class AgreementForceView(AgreementView):
    """What the law says of one agreement."""

    operations = {
        "GET": Operation(
            "getAgreementForce",
            "Whether the agreement is in force, since when and why: every period of the whole and of each party with "
            "its working, what is missing, what does not agree, and the dates to act by.",
            answers(ForceItem),
            parameters=(
                AS_OF,
                Parameter(
                    "known_on",
                    "Answer from what the register knew then: a day (its end in the responsible office's time zone) "
                    "or a moment (RFC 3339). Parties and relations are those of today.",
                    {"type": "string", "minLength": 1},
                ),
                day_parameter("horizon_from", "The first day deadlines are told of; the day `as_of` unless given."),
                day_parameter(
                    "horizon_until", "The last day deadlines are told of: two years on unless given, fifty at most."
                ),
            ),
        )
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """All periods with their working."""
        record = self.find()
        self.check_parameters()
        asked = self._question(record)
        found = determination_of(record, known_at=asked.known_at, horizon=asked.horizon)
        read_parties([record])
        seen = Agreement.objects.visible_to(self.caller).filter(reference__in=named_in(found)).order_by()
        writer = Writer(
            {str(row.uid): row for row in record.parties.all()}, set(seen.values_list("reference", flat=True))
        )
        return self.answer(writer.force(record.reference, found, asked))

    def _question(self, record: Agreement) -> Question:
        with naming_parameters():
            known_at = read_known_on(self.request.query_params.get("known_on", ""), zone=record.office.time_zone)
            return Question(self.as_of, known_at, self._horizon())

    def _horizon(self) -> Horizon:
        asked = self.request.query_params
        start = read_day(asked, "horizon_from") or self.as_of
        until = read_day(asked, "horizon_until") or _later(start, USUAL_HORIZON)
        if until < start:
            raise InvalidParameters({"horizon_until": [_("The horizon ends before it begins.")]})
        if until > _later(start, LONGEST_HORIZON):
            raise InvalidParameters({"horizon_until": [_("Ask for fifty years at most.")]})
        return start, until


def read_known_on(text: str, *, zone: str) -> dt.datetime | None:
    """The moment a text names: an RFC 3339 moment, or the end of a day in the zone; None for an empty text.

    Raises `InvalidInput` (`known_on`) for any other text and for what lies ahead.
    """
    if not text:
        return None
    moment = _moment(text, ZoneInfo(zone))
    if moment is None:
        sentence = _("Give a day such as 2026-01-31, or a moment such as 2026-01-31T12:00:00Z.")
        raise InvalidInput({"known_on": [sentence]})
    now = timezone.now()
    if moment > now and not (_DAY.fullmatch(text) and moment.date() == now.astimezone(ZoneInfo(zone)).date()):
        sentence = _("Nobody can say what the register will know. Choose today or an earlier day.")
        raise InvalidInput({"known_on": [sentence]})
    return moment


def _moment(text: str, zone: ZoneInfo) -> dt.datetime | None:
    try:
        if _DAY.fullmatch(text):
            return dt.datetime.combine(dt.date.fromisoformat(text), dt.time.max, tzinfo=zone).astimezone(dt.UTC)
        if _MOMENT.fullmatch(text):
            found = parse_datetime(text.upper())
            return found.astimezone(dt.UTC) if found else None
    except (ValueError, OverflowError):
        return None
    return None


def _later(day: dt.date, time: dt.timedelta) -> dt.date:
    """So much later, or the last day of the calendar."""
    return dt.date.max if dt.date.max - day < time else day + time
