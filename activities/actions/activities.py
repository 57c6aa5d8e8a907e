"""Create activities and change their data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office, Role
from activities.actions.links import write_links
from activities.models import Activity
from activities.policies import can_create_activities_in, can_keep
from activities.states import ActivityState
from approvals.actions import note_substance
from approvals.models import ApprovalSubject
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.locking import lock, store
from core.outbox import publish
from core.references import next_reference
from core.text import fold, fold_all
from core.validation import wrong_values

APPROVAL_KIND = "activity"
LINKS = ("agreements", "participants", "countries", "subjects")
EDITABLE = frozenset(
    {
        "kind", "titles", "description", "programme", "classification", "officer", "place", "outcome",
        "planned_start", "planned_start_precision", "planned_end", "planned_end_precision", "actual_start",
        "actual_end", "source", "source_quote", "source_note",
    }
)  # fmt: skip


def create_activity(
    *, by: Actor, office: Office, kind: str, titles: dict[str, str], reason: str = "", **values: Any
) -> Activity:
    """A new activity at the state "proposed", with the office's next reference of the year.

    `values` are fields in `EDITABLE` and the links `agreements` (NewLink), `participants` (NewParticipant),
    `countries` (NewCountry), `subjects`. Raises `NotAllowed` or `InvalidInput`.
    """
    return _create(
        by=by, office=office, state=ActivityState.PROPOSED, reason=reason, kind=kind, titles=titles, **values
    )


def register_existing_activity(
    *, by: Actor, office: Office, kind: str, titles: dict[str, str], state: str, reason: str, **values: Any
) -> Activity:
    """Take over an activity that exists already, at any state; `reason` says where it is from.

    `values` are those of `create_activity`. Raises `NotAllowed` or `InvalidInput`.
    """
    if state not in [each.value for each in ActivityState]:
        raise InvalidInput({"state": [_("There is no such state.")]})
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say where the activity is taken over from.")]})
    return _create(by=by, office=office, state=ActivityState(state), reason=reason, kind=kind, titles=titles, **values)


def change_activity(
    *, by: Actor, activity: Activity, expected_version: int | None = None, reason: str = "", **values: Any
) -> Activity:
    """Change an activity's data and links; a link set that is given replaces the whole set.

    `values` are those of `create_activity`. Raises `NotAllowed`, `InvalidInput` or `StaleVersion`.
    """
    if by.user:
        require(can_keep(by.user, activity))
    links = {name: values.pop(name) for name in LINKS if name in values}
    with recorded_change(by=by, reason=reason):
        locked = lock(Activity.objects.all(), pk=activity.pk, expected_version=expected_version)
        _assign(locked, values, today=by.today(locked.office.time_zone))
        store(locked, *values, "planned_end_last", "search_key", "sort_key", by=by)
        write_links(locked, by=by, **links)
        note_substance(by=by, subject=locked.approval_subject)
        publish("activity.changed", by=by, activity=locked.pk)
    return locked


def _create(*, by: Actor, office: Office, state: ActivityState, reason: str, **values: Any) -> Activity:
    if by.user:
        require(can_create_activities_in(by.user, office.pk))
    links = {name: values.pop(name) for name in LINKS if name in values}
    values.setdefault("officer", by.user)
    today = by.today(office.time_zone)
    activity = Activity(office=office, state=state, state_since=today, created_at=by.at, updated_at=by.at)
    _assign(activity, values, today=today)
    with recorded_change(by=by, reason=reason):
        activity.reference = next_reference(series=f"{office.code.upper()}-ACT-{today.year}")
        activity.approval_subject = ApprovalSubject.objects.create(kind=APPROVAL_KIND, office=office)
        _derive(activity)
        activity.save(force_insert=True)
        write_links(activity, by=by, **links)
        note_substance(by=by, subject=activity.approval_subject)
        publish("activity.created", by=by, activity=activity.pk)
    return activity


def _assign(activity: Activity, values: dict[str, Any], *, today: dt.date) -> None:
    unknown = set(values) - EDITABLE
    if unknown:
        raise InvalidInput({name: [_("This cannot be changed here.")] for name in unknown})
    if errors := wrong_values(Activity, values):
        raise InvalidInput(errors)
    for name, value in values.items():
        setattr(activity, name, value)
    if errors := {**_wrong_officer(activity), **_wrong_dates(activity, today)}:
        raise InvalidInput(errors)
    _derive(activity)


def _wrong_officer(activity: Activity) -> dict[str, list[str]]:
    if activity.officer and not activity.officer.has_role(activity.office_id, Role.OFFICER, Role.HEAD):
        return {"officer": [_("Choose an officer or the head of the responsible office.")]}
    return {}


def _wrong_dates(activity: Activity, today: dt.date) -> dict[str, list[str]]:
    errors = {}
    if activity.starts and activity.ends and activity.ends.last < activity.starts.first:
        errors["planned_end"] = [_("The planned end lies before the planned start.")]
    if activity.actual_start and activity.actual_end and activity.actual_end < activity.actual_start:
        errors["actual_end"] = [_("The actual end lies before the actual start.")]
    for name in ("actual_start", "actual_end"):
        value = getattr(activity, name)
        if value and value > today:
            errors[name] = [_("The date lies in the future. Actual dates are recorded once they have come.")]
    return errors


def _derive(activity: Activity) -> None:
    end = activity.ends or activity.starts
    activity.planned_end_last = end.last if end else None
    activity.search_key = fold_all(*activity.titles.values(), activity.reference)
    activity.sort_key = fold(activity.titles.get("en") or next(iter(activity.titles.values())))[:300]
