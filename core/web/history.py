"""Where a page of history begins."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import InvalidInput

_GREATEST = 2**63 - 1


def before_of(request: HttpRequest) -> int | None:
    """The entry older ones of which are asked for; None for the newest. Raises `InvalidInput`."""
    text = request.GET.get("before", "")
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:20]) <= _GREATEST:
        return int(text)
    raise InvalidInput({"before": [_("This is not a point in a history. Begin again from the record's page.")]})
