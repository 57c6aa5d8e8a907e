"""Why somebody is told of something, and how the texts name people and places."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from approvals.models import Decision
from core.sentences import gettext_noop
from institutions.models import Contact


class Reason(StrEnum):
    """Why this person; a letter's payload holds it."""

    DECIDED = "decided"
    PRINCIPAL = "principal"
    ASKED = "asked"
    SUBMITTED = "submitted"
    OFFICER = "officer"
    EDITED = "edited"
    SET_CONDITION = "set_condition"


_SENTENCES = {
    Reason.DECIDED: gettext_noop("You decided on this side's approval."),
    Reason.PRINCIPAL: gettext_noop("It was decided in your name."),
    Reason.ASKED: gettext_noop("You were asked to decide."),
    Reason.SUBMITTED: gettext_noop("You submitted it for approval."),
    Reason.OFFICER: gettext_noop("You are the officer in charge of the record."),
    Reason.EDITED: gettext_noop("You were the last to change what is approved."),
    Reason.SET_CONDITION: gettext_noop("You approved it on this condition."),
}


def say_reason(reason: str) -> str:
    """The reason as a sentence in the active language."""
    return _(_SENTENCES[Reason(reason)])


def say_who_decided(decision: Decision) -> str:
    """Both names where somebody decided for another person; who recorded it where it was decided outside."""
    if decision.decided_by and decision.on_behalf_of:
        places = {"who": decision.decided_by, "principal": decision.on_behalf_of}
        return _("%(who)s, on behalf of %(principal)s") % places
    if decision.decided_by:
        return str(decision.decided_by)
    contact = decision.contact
    outside = _say_contact(contact) if contact else str(decision.step.body or decision.step.body_name or "")
    if decision.recorded_by:
        named = {"who": outside or str(decision.step.case), "recorder": str(decision.recorded_by)}
        return _("%(who)s, recorded by %(recorder)s") % named
    return outside if decision.contact else _("Completed by the act on record")


def _say_contact(contact: Contact) -> str:
    """Name, role and institution, as the page says them; without the name once it is erased."""
    places = {"role": contact.role, "institution": contact.institution}
    if contact.details is None:
        return _("%(role)s, %(institution)s") % places
    return _("%(who)s (%(role)s), %(institution)s") % {"who": contact.details.name, **places}
