"""The site itself: who gets in, its security policy, and how it is divided."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.views import logout
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from core.administration.sections import OTHERS, SECTIONS, Section

# The theme's scripts (Alpine) evaluate the expressions in its own templates and set style attributes.
_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src-attr": [UNSAFE_INLINE]}
View = Callable[..., HttpResponseBase]


class AdministrationSite(UnfoldAdminSite):
    """Administrators only. People log in, log out and change their passwords on the same pages as everywhere."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in what is made for this site, and not what other packages offer (groups, log-in addresses)."""
        if admin_class is not None and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the site: 403 to those signed in who are no administrators, and the policy its theme needs."""
        inner = super().admin_view(view, cacheable)

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return csp_update(_POLICY)(guarded)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator."""
        return request.user.is_active and request.user.is_staff and request.user.is_superuser

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send the person to the log-in everyone uses."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log out as everywhere."""
        return logout(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send the person to the page where everyone changes their password."""
        return redirect("account_change_password")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """As the theme has it; the colours stand in `entente/admin.css`, not in a style element on every page."""
        return {**super().each_context(request), "colors": None}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The tables by section instead of by app; those of one app where `app_label` asks for them."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        tables = [table for app in apps for table in app["models"]]
        return [entry for section in SECTIONS if (entry := self._entry(section, tables))["models"]]

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The sections with a link to each table."""
        return [
            {"title": section["name"], "items": [self._link(table, request) for table in section["models"]]}
            for section in self.get_app_list(request)
        ]

    def _entry(self, section: Section, tables: list[dict[str, Any]]) -> dict[str, Any]:
        models = [table for table in tables if self._section_of(table) is section]
        return {
            "name": section.title,
            "app_label": section.key,
            "app_url": f"{reverse('admin:index')}#{section.key}",
            "has_module_perms": True,
            "models": models,
        }

    def _section_of(self, table: dict[str, Any]) -> Section:
        return getattr(self._registry[table["model"]], "section", OTHERS)

    def _link(self, table: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
        return {
            "title": table["name"],
            "link": table["admin_url"],
            "icon": getattr(self._registry[table["model"]], "icon", "table_rows"),
            "active": request.path.startswith(table["admin_url"]),
            "has_permission": True,
        }
