"""How the administration site looks: the product's name, mark and account links. Colours: `entente/admin.css`."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _theme(request: HttpRequest) -> str | None:
    """The reader's own choice; without one the device's."""
    chosen = getattr(request.user, "theme", "auto")
    return None if chosen == "auto" else chosen


UNFOLD = {
    "SITE_TITLE": "Entente",
    "SITE_HEADER": "Entente",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_ICON": lambda _request: static("entente/favicon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("entente/favicon.svg")},
    ],
    "STYLES": [lambda _request: static("entente/admin.css")],
    "THEME": _theme,
    "SHOW_HISTORY": True,
    "ACCOUNT": {
        "navigation": [
            {"title": _("Preferences"), "link": reverse_lazy("accounts:preferences")},
            {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
        ]
    },
}
