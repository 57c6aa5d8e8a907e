"""Icons: symbols of one sprite, and the shape that goes with each tone."""

from __future__ import annotations

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SHAPES = {
    "neutral": "circle",
    "info": "info-circle-fill",
    "progress": "hourglass-split",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "exclamation-octagon-fill",
}


def icon(name: str, label: str = "") -> SafeString:
    """The markup of a symbol; with a label it is said to screen readers, without one it is decoration."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="e-icon" {} focusable="false"><use href="{}#{}"></use></svg>', said, _sprite(), name)


def shape(tone: str) -> SafeString:
    """The icon of a tone, so that colour never speaks alone; an unknown tone is neutral."""
    return icon(SHAPES.get(tone, SHAPES["neutral"]))


@cache
def _sprite() -> str:
    """The address of the sprite, which stays the same while the process runs."""
    return static("vendor/bootstrap-icons/icons.svg")
