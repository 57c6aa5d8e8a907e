"""Give somebody the power to decide, take it back, and say who is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import Office, Role, User
from approvals.models import Absence, Delegation
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotAllowed, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import ALLOWED, Refusal, Verdict, denied
from core.sentences import gettext_noop
from core.validation import wrong_values

LONGEST = dt.timedelta(days=731)
FURTHEST = dt.timedelta(days=1827)
_NOT_YOURS = gettext_noop("Only the person who gave it can take it back.")


def delegate_decisions(
    *,
    by: Actor,
    delegate: User,
    first_day: dt.date,
    last_day: dt.date,
    office: Office | None = None,
    subject_kinds: Sequence[str] = (),
    step_kinds: Sequence[str] = (),
    reason: str = "",
) -> Delegation:
    """Let somebody decide on the acting person's behalf, from a first to a last day in that person's time zone.

    It covers what the person may decide by their own right, never what was delegated to them. Raises `InvalidInput`,
    also where the same was given to the same person for some of the days, `NotAllowed` for anyone but a person.
    """
    giver = _person(by)
    values = {"subject_kinds": list(subject_kinds), "step_kinds": list(step_kinds), "reason": reason}
    errors = {**wrong_values(Delegation, values), **_wrong_days(first_day, last_day, today=by.today(giver.time_zone))}
    if delegate == giver:
        errors["delegate"] = [_("Choose somebody else: you decide for yourself already.")]
    elif not delegate.is_active:
        errors["delegate"] = [_("This person cannot log in any more.")]
    if errors:
        raise InvalidInput(errors)
    with recorded_change(by=by, reason=reason):
        _require_new(
            giver, delegate, first_day=first_day, last_day=last_day,
            office=office, subject_kinds=subject_kinds, step_kinds=step_kinds,
        )  # fmt: skip
        given = Delegation.objects.create(
            delegator=giver, delegate=delegate, office=office, created_at=by.at, updated_at=by.at,
            **_span(first_day, last_day, giver), **values,
        )  # fmt: skip
        publish("approval.delegated", by=by, delegation=given.pk)
    return given


def revoke_delegation(*, by: Actor, delegation: Delegation, expected_version: int | None = None) -> Delegation:
    """End a delegation at once; what was decided by it stays. Raises `NotAllowed`, `Refused`, `StaleVersion`."""
    if by.user:
        require(ALLOWED if by.user == delegation.delegator else denied(_NOT_YOURS))
    with recorded_change(by=by):
        locked = lock(Delegation.objects.all(), pk=delegation.pk, expected_version=expected_version)
        _end(locked, by=by)
        publish("approval.delegation_revoked", by=by, delegation=locked.pk)
    return locked


def record_absence(
    *, by: Actor, user: User, first_day: dt.date, last_day: dt.date, deputy: User | None = None
) -> Absence:
    """Say that somebody is away from a first to a last day in their time zone, and who is asked meanwhile.

    People record their own; the head of an office those of its members. Raises `InvalidInput`, `NotAllowed`.
    """
    if by.user:
        require(can_record_absence(by.user, user))
    errors = _wrong_days(first_day, last_day, today=by.today(user.time_zone))
    if deputy and by.user and by.user != user:
        errors["deputy"] = [
            _("Only the person names a deputy. Leave it empty: the head of the responsible office is asked meanwhile.")
        ]
    if deputy == user:
        errors["deputy"] = [_("Choose somebody else as deputy.")]
    elif deputy and not deputy.is_active:
        errors["deputy"] = [_("This person cannot log in any more.")]
    if errors:
        raise InvalidInput(errors)
    with recorded_change(by=by):
        away = Absence.objects.create(
            user=user, deputy=deputy, created_at=by.at, updated_at=by.at, **_span(first_day, last_day, user)
        )
        publish("approval.absence_recorded", by=by, absence=away.pk)
    return away


def end_absence(*, by: Actor, absence: Absence, expected_version: int | None = None) -> Absence:
    """End an absence at once, or take back one that has not begun. Raises as `record_absence`, `Refused`,
    `StaleVersion`.
    """
    if by.user:
        require(can_record_absence(by.user, absence.user))
    with recorded_change(by=by):
        locked = lock(Absence.objects.all(), pk=absence.pk, expected_version=expected_version)
        _end(locked, by=by)
        publish("approval.absence_recorded", by=by, absence=locked.pk)
    return locked


def can_record_absence(user: User, person: User) -> Verdict:
    """The person, or the head of an office in which the person has a role."""
    if user == person or any(person.has_role(office, *Role) for office in user.offices_with(Role.HEAD)):
        return ALLOWED
    return denied(gettext_noop("Only the person, or the head of their office, records when they are away."))


def _person(by: Actor) -> User:
    if not isinstance(by.user, User):
        raise NotAllowed(_("Only a person delegates decisions."))
    return by.user


def _end(row: Delegation | Absence, *, by: Actor) -> None:
    if row.revoked_at or row.ends_at <= by.at:
        raise Refused(Refusal("ended_already", gettext_noop("This has ended already.")))
    row.revoked_at = by.at
    store(row, "revoked_at", by=by)


def _require_new(
    giver: User,
    delegate: User,
    *,
    first_day: dt.date,
    last_day: dt.date,
    office: Office | None,
    subject_kinds: Sequence[str],
    step_kinds: Sequence[str],
) -> None:
    """Raise `InvalidInput` where the same power is given for some of the days; of two at once the second one waits."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
    given = Delegation.objects.filter(
        delegator=giver,
        delegate=delegate,
        office=office,
        revoked_at=None,
        first_day__lte=last_day,
        last_day__gte=first_day,
    )
    scope = set(subject_kinds), set(step_kinds)
    for each in given:
        if (set(each.subject_kinds), set(each.step_kinds)) == scope:
            sentence = _(
                "This person has this power already on some of these days. Take it back first, or choose others."
            )
            raise InvalidInput({"delegate": [sentence]})


def _wrong_days(first_day: dt.date, last_day: dt.date, *, today: dt.date) -> dict[str, list[str]]:
    if last_day < first_day:
        return {"last_day": [_("The last day lies before the first one.")]}
    if last_day < today:
        return {"last_day": [_("These days are over already.")]}
    if last_day - today > FURTHEST:
        return {"last_day": [_("At most five years ahead.")]}
    if last_day - first_day > LONGEST:
        return {"last_day": [_("At most two years at a time.")]}
    return {}


def _span(first_day: dt.date, last_day: dt.date, person: User) -> dict[str, dt.date | dt.datetime]:
    zone = ZoneInfo(person.time_zone)
    after = last_day + dt.timedelta(days=1)
    return {
        "first_day": first_day,
        "last_day": last_day,
        "starts_at": dt.datetime.combine(first_day, dt.time(), tzinfo=zone),
        "ends_at": dt.datetime.combine(after, dt.time(), tzinfo=zone),
    }
