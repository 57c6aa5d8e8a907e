"""Send contacts outside links by which they decide one step, revoke them, and take the decisions that come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.evidence import evidence_kept
from approvals.actions.holding import hold_step
from approvals.actions.substance import catch_up
from approvals.actions.votes import NewCondition, Vote, cast, parse_outcome
from approvals.links import dead_because, links_with_all
from approvals.models import Decision, DecisionLink, LinkAttempt, Step
from approvals.policies import can_record_outside
from approvals.steps import BY_ACT_ONLY, COMPLETED_BY_ACT, StepKind, refusals_now
from core.actors import Actor
from core.changes import recorded_change
from core.errors import DomainError, InvalidInput, Refused, require
from core.mail import post
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from institutions.models import Contact

LETTER = "approval_link"
_OF_THE_HOUSE = Q(role_assignments__isnull=False) | Q(is_superuser=True)
VALID_DAYS, LONGEST_DAYS = 14, 90

_DEAD = {
    LinkAttempt.Result.REPLAYED: Refusal("link_used", gettext_noop("This link has been used already.")),
    LinkAttempt.Result.REVOKED: Refusal("link_revoked", gettext_noop("This link was revoked.")),
    LinkAttempt.Result.EXPIRED: Refusal("link_expired", gettext_noop("This link has expired. Send a new one.")),
    LinkAttempt.Result.OVERTAKEN: Refusal(
        "link_overtaken", gettext_noop("The step no longer waits for this link: it was decided or asked anew.")
    ),
}


class LinkDead(DomainError):
    """Nobody can decide through the link any more; `result` says why."""

    code = "link_dead"

    def __init__(self, result: LinkAttempt.Result) -> None:
        self.result = result
        super().__init__(str(result.label))


def issue_link(*, by: Actor, step: Step, contact: Contact, valid_days: int = VALID_DAYS) -> DecisionLink:
    """Send the contact a link that is valid for so many days; an earlier open one of theirs is revoked.

    Raises `InvalidInput`, `NotAllowed`, `Refused` where the step does not wait for a decision from outside.
    """
    _check(contact, valid_days)
    with recorded_change(by=by):
        held = hold_step(step, by=by)
        _require_outside(held, by=by)
        refusals = refusals_now(held.facts, held.case.facts, is_submitted=held.case.is_submitted)
        if StepKind(held.kind) in COMPLETED_BY_ACT:
            refusals.append(BY_ACT_ONLY)
        if refusals:
            raise Refused(*refusals)
        for earlier in _locked_links().filter(step=held, contact=contact, used_at=None, revoked_at=None):
            _revoke(earlier, by=by)
        link = DecisionLink.objects.create(
            step=held,
            spell=held.spell,
            contact=contact,
            created_at=by.at,
            created_by=by.user,
            expires_at=by.at + dt.timedelta(days=valid_days),
        )
        _post(link, by=by)
        publish("approval.link_sent", by=by, subject=held.case.subject_id, step=held.pk, link=link.pk)
    return link


def send_link_again(*, by: Actor, link: DecisionLink) -> None:
    """Send the e-mail with the link once more; pressed twice within a minute it goes once.

    Raises `NotAllowed`, and `Refused` for a link that opens nothing any more.
    """
    with recorded_change(by=by):
        locked = _hold(link, by=by)
        dead = dead_because(locked, at=by.at)
        if dead:
            raise Refused(_DEAD[dead])
        _post(locked, by=by)


def revoke_link(*, by: Actor, link: DecisionLink) -> None:
    """Let the link open nothing any more. Raises `NotAllowed`, and `Refused` where it was used or revoked before."""
    with recorded_change(by=by):
        locked = _hold(link, by=by)
        if locked.used_at:
            raise Refused(_DEAD[LinkAttempt.Result.REPLAYED])
        if locked.revoked_at:
            raise Refused(_DEAD[LinkAttempt.Result.REVOKED])
        _revoke(locked, by=by)


def use_link(
    *,
    by: Actor,
    link: DecisionLink,
    outcome: str,
    comment: str = "",
    conditions: Sequence[NewCondition] = (),
    seen: str = "",
    file: File[Any] | None = None,
    network: str,
) -> Decision:
    """Take the contact's one decision, dated that day in the office's time zone. `network` is where it comes from, see
    `LinkAttempt`. With a file not inside a transaction.

    Raises `LinkDead`; `InvalidInput` and `Refused` as `decide_step` does.
    """
    vote = Vote(parse_outcome(outcome), comment, tuple(conditions), seen)
    dead = dead_because(link, at=by.at)
    if dead:
        raise LinkDead(dead)
    catch_up(subject=link.step.case.subject)
    with evidence_kept(by=by, step=link.step, file=file) as document, recorded_change(by=by, reason=comment):
        held = hold_step(link.step, by=by)
        locked = _locked_links().get(pk=link.pk)
        dead = dead_because(locked, at=by.at)
        if dead:
            raise LinkDead(dead)
        today = by.today(held.case.subject.office.time_zone)
        decision = cast(vote, by=by, step=held, contact=locked.contact, decided_on=today, document=document)
        locked.used_at, locked.decision = by.at, decision
        locked.save(update_fields=["used_at", "decision"])
        LinkAttempt.objects.create(link=locked, at=by.at, result=LinkAttempt.Result.USED, network=network)
    return decision


def _check(contact: Contact, valid_days: int) -> None:
    errors = {}
    if not 1 <= valid_days <= LONGEST_DAYS:
        errors["valid_days"] = [_("A link is valid for 1 to %(most)s days.") % {"most": LONGEST_DAYS}]
    email = contact.details.email if contact.details else ""
    if not email:
        errors["contact"] = [_("This contact has no e-mail address.")]
    elif User.objects.filter(_OF_THE_HOUSE, email__iexact=email, is_active=True).exists():
        errors["contact"] = [_("This address belongs to somebody with an account here, who decides after logging in.")]
    if errors:
        raise InvalidInput(errors)


def _hold(link: DecisionLink, *, by: Actor) -> DecisionLink:
    _require_outside(hold_step(link.step, by=by), by=by)
    return _locked_links().get(pk=link.pk)


def _locked_links() -> QuerySet[DecisionLink]:
    return links_with_all().select_for_update(of=("self",))


def _require_outside(step: Step, *, by: Actor) -> None:
    if by.user:
        require(can_record_outside(by.user, step))


def _revoke(link: DecisionLink, *, by: Actor) -> None:
    link.revoked_at, link.revoked_by = by.at, by.user
    link.save(update_fields=["revoked_at", "revoked_by"])
    publish("approval.link_revoked", by=by, subject=link.step.case.subject_id, step=link.step_id, link=link.pk)


def _post(link: DecisionLink, *, by: Actor) -> None:
    minute = f"{by.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M}"
    post(
        kind=LETTER, key=f"{link.uid} {minute}", address_key=link.contact_id, payload={"link": link.pk}, at=by.at,
    )  # fmt: skip
