"""Links for decisions: the token in an address, and whether a link still opens anything.

The token is the link's id, signed: nothing secret is stored, and nobody can make one up.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import uuid

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from approvals.models import DecisionLink, LinkAttempt
from approvals.steps import Outcome

Result = LinkAttempt.Result


def token_of(link: DecisionLink) -> str:
    """What stands in the address sent to the contact."""
    return _signer().sign(base64.urlsafe_b64encode(link.uid.bytes).decode().rstrip("="))


def link_of(token: str) -> DecisionLink | None:
    """The link an address names, with all its page needs; None for one that was altered or made up."""
    try:
        text = _signer().unsign(token)
        uid = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{text}=="))
    except (BadSignature, ValueError, binascii.Error):
        return None
    return links_with_all().filter(uid=uid).first()


def links_with_all() -> QuerySet[DecisionLink]:
    """Links with their step, record, contact and sender, in one query; the newest first."""
    return DecisionLink.objects.select_related(
        "contact__details",
        "contact__institution",
        "created_by",
        "revoked_by",
        "decision",
        "step__body",
        "step__case__institution",
        "step__case__snapshot",
        "step__case__subject__office",
    ).order_by("-created_at", "-id")


def dead_because(link: DecisionLink, *, at: dt.datetime) -> LinkAttempt.Result | None:
    """Why nobody can decide through the link at that moment; None while somebody can.

    It dies with the contact's data, and as soon as the step is decided otherwise or asked anew.
    """
    if link.used_at:
        return Result.REPLAYED
    if link.revoked_at or link.contact.details is None:
        return Result.REVOKED
    if link.expires_at <= at:
        return Result.EXPIRED
    waits = link.step.outcome == Outcome.IN_PROGRESS and link.step.spell == link.spell
    return None if waits else Result.OVERTAKEN


def _signer() -> Signer:
    return Signer(sep=".", salt="approvals.link")
