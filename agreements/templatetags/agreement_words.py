"""Stages of agreements and their force as badges. `{% load agreement_words %}`"""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from agreements.kinds import Nature
from agreements.law.statuses import EFFECT_LABELS, FORCE_LABELS, ForceStatus
from agreements.stages import STAGE_LABELS, Stage
from agreements.web.tones import FORCE_LOOKS, STAGE_LOOKS

register = template.Library()


@register.inclusion_tag("agreements/parts/stage.html")
def stage(name: str) -> dict[str, str]:
    """A stage in words and shape."""
    tone, icon = STAGE_LOOKS[name]
    return {"words": _(STAGE_LABELS[Stage(name)]), "tone": tone, "icon": icon}


@register.inclusion_tag("agreements/parts/stage.html")
def force(status: str, nature: str = "") -> dict[str, str]:
    """A force status in words and shape; what does not bind in law is "in effect" instead of "in force"."""
    tone, icon = FORCE_LOOKS[status]
    return {"words": force_words(status, nature), "tone": tone, "icon": icon}


@register.simple_tag
def force_words(status: str, nature: str) -> str:
    """A force status of an instrument of that nature."""
    labels = EFFECT_LABELS if nature == Nature.NON_BINDING else FORCE_LABELS
    return _(labels[ForceStatus(status)])
