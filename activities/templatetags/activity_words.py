"""States of activities and memberships as badges. `{% load activity_words %}`"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from activities.models import Activity, Membership
from activities.web.tones import ACTIVITY_LOOKS, MEMBERSHIP_LOOKS

register = template.Library()


@register.inclusion_tag("activities/parts/state.html")
def activity_state(activity: Activity) -> dict[str, Any]:
    """The state, and "delayed" beside it where the planned end has passed."""
    tone, icon = ACTIVITY_LOOKS[activity.state]
    delayed = activity.is_delayed(timezone.localdate())
    return {"words": activity.get_state_display(), "tone": tone, "icon": icon, "is_delayed": delayed}


@register.inclusion_tag("activities/parts/state.html")
def membership_state(membership: Membership) -> dict[str, Any]:
    """The state of a membership."""
    tone, icon = MEMBERSHIP_LOOKS[membership.state]
    return {"words": membership.get_state_display(), "tone": tone, "icon": icon, "is_delayed": False}
