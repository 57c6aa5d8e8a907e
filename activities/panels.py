"""What activities show on the pages of agreements and institutions: each part only what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityAgreement, Membership, Participant, Programme
from activities.policies import can_create_activities
from agreements.models import Agreement
from core.registries import Panel
from institutions.kinds import STANDING_BODIES
from institutions.models import Institution

SHOWN = 10


def activities_of_agreement(agreement: Agreement, viewer: Any) -> Panel:
    """The activities that carry an agreement out."""
    links = ActivityAgreement.objects.filter(agreement=agreement).order_by()
    found = Activity.objects.visible_to(viewer).filter(pk__in=links.values("activity_id"))
    rows = list(found.for_list().order_by("-updated_at", "-id")[: SHOWN + 1])
    context = {
        "rows": rows[:SHOWN],
        "all_url": f"{reverse('activities:list')}?agreement={agreement.reference}" if len(rows) > SHOWN else "",
        "new_url": f"{reverse('activities:create')}?agreement={agreement.reference}"
        if can_create_activities(viewer)
        else "",
        "nothing": _("No activity carries it out yet."),
    }
    return Panel(_("Activities that carry it out"), "activities/panels/activities.html", context, order=40)


def activities_of_institution(institution: Institution, viewer: Any) -> Panel | None:
    """The activities an institution takes part in, with its roles there."""
    links = Participant.objects.filter(institution=institution).order_by()
    found = Activity.objects.visible_to(viewer).filter(pk__in=links.values("activity_id"))
    own = Prefetch("participants", links.order_by("id"), to_attr="own_roles")
    rows = list(found.for_list().prefetch_related(own).order_by("-updated_at", "-id")[: SHOWN + 1])
    if not rows:
        return None
    context = {
        "rows": rows[:SHOWN],
        "all_url": f"{reverse('activities:list')}?institution={institution.uid}" if len(rows) > SHOWN else "",
    }
    return Panel(_("Activities"), "activities/panels/activities.html", context, order=30)


def memberships_of_institution(institution: Institution, viewer: Any) -> Panel | None:
    """Its members, and where it is a member itself."""
    seen = Membership.objects.visible_to(viewer).for_list()
    members, member_of = list(seen.filter(body=institution)), list(seen.filter(member=institution))
    is_body = institution.kind in STANDING_BODIES
    if not (members or member_of or is_body):
        return None
    side = "body" if is_body else "member"
    context = {
        "members": members,
        "member_of": member_of,
        "is_body": is_body,
        "new_url": f"{reverse('activities:register_membership')}?{side}={institution.uid}"
        if can_create_activities(viewer)
        else "",
    }
    return Panel(_("Memberships"), "activities/panels/memberships.html", context, order=20)


def programmes_of_institution(institution: Institution, viewer: Any) -> Panel | None:
    """The programmes it pays for or works with."""
    seen = Programme.objects.visible_to(viewer)
    funded = list(seen.filter(funder=institution).order_by("sort_key", "id"))
    partner = list(seen.filter(partners=institution).order_by("sort_key", "id"))
    if not (funded or partner):
        return None
    return Panel(_("Programmes"), "activities/panels/programmes.html", {"funded": funded, "partner": partner}, order=25)
