"""What of an activity or a membership is approved: gathered as data, and read back as words.

Of an activity kind, programme, dates, place and the participants' institutions (docs/domain, "Approvals"; a budget
joins them as soon as activities have one). Of a membership the body, the member, the role and the dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from activities.kinds import (
    ACTIVITY_KINDS,
    MEMBERSHIP_ROLE_LABELS,
    PARTICIPANT_ROLE_LABELS,
    MembershipRole,
    ParticipantRole,
)
from activities.models import Activity, Membership
from core.dates import PartialDate
from core.web.words import day

Line = tuple[str, str, str]
Content = tuple[dict[str, Any], dict[str, str]]


def substance_of_activity(activity: Activity) -> Content:
    """Content and names, as `approvals.substances.Substance` has them."""
    participants = list(activity.participants.select_related("institution").order_by("id"))
    content = {
        "kind": activity.kind,
        "programme": activity.programme.code if activity.programme else "",
        "starts": str(activity.starts or ""),
        "ends": str(activity.ends or ""),
        "place": activity.place,
        "participants": sorted([str(each.institution.uid), each.role] for each in participants),
    }
    names = {str(each.institution.uid): each.institution.name for each in participants}
    if activity.programme:
        names[activity.programme.code] = str(activity.programme)
    return content, names


def lines_of_activity(content: Mapping[str, Any], names: Mapping[str, str]) -> list[Line]:
    """The content in words of the active language: lines of key, label and text."""
    return list(_lines(content, names))


def _lines(content: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Line]:
    yield "kind", _("Kind"), _(ACTIVITY_KINDS[content["kind"]])
    yield "programme", _("Programme"), names.get(content["programme"], "") or _("None")
    yield "starts", _("Planned start"), _day(content["starts"])
    yield "ends", _("Planned end"), _day(content["ends"])
    yield "place", _("Place"), content["place"] or _("Not stated")
    for institution, role in content["participants"]:
        label = _(PARTICIPANT_ROLE_LABELS[ParticipantRole(role)])
        yield f"participant {role} {institution}", label, names.get(institution, _("an institution"))


def substance_of_membership(membership: Membership) -> Content:
    """Content and names of a membership."""
    member = str(membership.member.uid) if membership.member else str(membership.member_country)
    content = {
        "body": str(membership.body.uid),
        "member": member,
        "role": membership.role,
        "starts": membership.starts,
        "ends": membership.ends,
    }
    return content, {str(membership.body.uid): str(membership.body), member: membership.member_name}


def lines_of_membership(content: Mapping[str, Any], names: Mapping[str, str]) -> list[Line]:
    """The content of a membership in words of the active language."""
    return [
        ("body", _("Body"), names.get(content["body"], "")),
        ("member", _("Member"), names.get(content["member"], "")),
        ("role", _("Role"), _(MEMBERSHIP_ROLE_LABELS[MembershipRole(content["role"])])),
        ("starts", _("Since"), _day(content["starts"])),
        ("ends", _("Until"), _day(content["ends"])),
    ]


def _day(written: str) -> str:
    return day(PartialDate.parse(written)) if written else _("Not stated")
