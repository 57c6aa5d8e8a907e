"""Stages of agreements as badges. `{% load agreement_words %}`"""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from agreements.stages import STAGE_LABELS, Stage
from agreements.web.tones import STAGE_LOOKS

register = template.Library()


@register.inclusion_tag("agreements/parts/stage.html")
def stage(name: str) -> dict[str, str]:
    """A stage in words and shape."""
    tone, icon = STAGE_LOOKS[name]
    return {"words": _(STAGE_LABELS[Stage(name)]), "tone": tone, "icon": icon}
