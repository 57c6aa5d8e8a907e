"""IANA time zones."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Use a name such as Europe/Madrid."), params={"name": name}
        )


def time_zone_choices() -> list[tuple[str, str]]:
    """Every zone, for a control to choose one."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]
