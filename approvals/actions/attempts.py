"""Every try to use a link is noted, and whoever tries too often has to wait."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import QuerySet

from approvals.models import DecisionLink, LinkAttempt
from core.actors import Actor
from core.changes import recorded_change

logger = logging.getLogger(__name__)

MOST_TRIES, WINDOW = 20, dt.timedelta(minutes=10)
_HARMLESS = (LinkAttempt.Result.OPENED, LinkAttempt.Result.USED, LinkAttempt.Result.LIMITED)


def note_try(*, by: Actor, link: DecisionLink | None, result: LinkAttempt.Result, network: str) -> None:
    """Note a try that failed, or one too many, and log it; of the latter one in each window is enough."""
    if result == LinkAttempt.Result.LIMITED and _lately(by, link=link, network=network, result=result).exists():
        return
    with recorded_change(by=by):
        LinkAttempt.objects.create(link=link, at=by.at, result=result, network=network)
    if result != LinkAttempt.Result.OPENED:
        named = link.pk if link else "none"
        logger.warning("A link for a decision was refused: %s (link %s, network %s)", result.value, named, network)


def note_look(*, by: Actor, link: DecisionLink, result: LinkAttempt.Result, network: str) -> None:
    """Note that a page was opened, once in each window: mail scanners open it again and again."""
    if not _lately(by, link=link, network=network, result=result).exists():
        note_try(by=by, link=link, result=result, network=network)


def wait_before_next(*, at: dt.datetime, link: DecisionLink | None, network: str) -> dt.timedelta | None:
    """How long whoever comes from this network, or uses this link, must wait; None where they need not."""
    failed = LinkAttempt.objects.filter(at__gt=at - WINDOW).exclude(result__in=_HARMLESS)
    counted = [failed.filter(network=network), *([failed.filter(link=link)] if link else [])]
    moments = [oldest for each in counted if (oldest := _oldest_that_counts(each))]
    return max(moments) + WINDOW - at if moments else None


def _oldest_that_counts(attempts: QuerySet[LinkAttempt]) -> dt.datetime | None:
    """When the first of the last `MOST_TRIES` was; None while there were fewer."""
    return attempts.order_by("-at", "-id").values_list("at", flat=True)[MOST_TRIES - 1 : MOST_TRIES].first()


def _lately(by: Actor, *, link: DecisionLink | None, network: str, result: LinkAttempt.Result) -> QuerySet[LinkAttempt]:
    return LinkAttempt.objects.filter(at__gt=by.at - WINDOW, link=link, network=network, result=result)
