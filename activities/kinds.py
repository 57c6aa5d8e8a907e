"""Kinds of activity and roles in one. Pure data."""

from __future__ import annotations

from enum import StrEnum

from core.sentences import gettext_noop

ACTIVITY_KINDS: dict[str, str] = {
    "expert_mission": gettext_noop("Expert mission"),
    "advice": gettext_noop("Advice"),
    "training": gettext_noop("Training"),
    "workshop": gettext_noop("Workshop"),
    "study_visit": gettext_noop("Study visit"),
    "meeting": gettext_noop("Meeting"),
    "conference": gettext_noop("Conference"),
    "network": gettext_noop("Network"),
    "specialised_team": gettext_noop("Specialised team"),
    "assessment": gettext_noop("Assessment"),
    "instrument": gettext_noop("Instrument"),
    "legislation_support": gettext_noop("Legislation support"),
    "joint_operation_support": gettext_noop("Joint operation support"),
    "other": gettext_noop("Other"),
}


class ParticipantRole(StrEnum):
    """What an institution is in an activity."""

    BENEFICIARY = "beneficiary"
    ORGANISER = "organiser"
    HOST = "host"
    EXPERT = "expert"
    PARTICIPANT = "participant"
    SUBJECT = "subject"


PARTICIPANT_ROLE_LABELS = {
    ParticipantRole.BENEFICIARY: gettext_noop("Beneficiary"),
    ParticipantRole.ORGANISER: gettext_noop("Organiser"),
    ParticipantRole.HOST: gettext_noop("Host"),
    ParticipantRole.EXPERT: gettext_noop("Provides experts"),
    ParticipantRole.PARTICIPANT: gettext_noop("Takes part"),
    ParticipantRole.SUBJECT: gettext_noop("Body created or supported"),
}


class MembershipRole(StrEnum):
    """What a member of a standing body is there."""

    MEMBER = "member"
    OBSERVER = "observer"
    CANDIDATE = "candidate"


MEMBERSHIP_ROLE_LABELS = {
    MembershipRole.MEMBER: gettext_noop("Member"),
    MembershipRole.OBSERVER: gettext_noop("Observer"),
    MembershipRole.CANDIDATE: gettext_noop("Candidate"),
}
