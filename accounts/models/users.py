"""Users."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.offices import Role
from accounts.time_zones import validate_time_zone
from core.tracking import tracked


class User(AbstractUser):
    """A person who can log in. What they may do depends on their roles in offices.

    `is_superuser` is the administrator: sets up users, offices and taxonomies; sees no restricted record and
    decides no approval by that alone.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(
        _("theme"),
        max_length=5,
        default="auto",
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="email_of_one_user"),
        ]
        triggers = [tracked(leave_out=["password", "last_login", "email", "full_name"])]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name shown to others."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The name shown where there is little room."""
        return self.full_name or self.username

    @cached_property
    def roles_by_office(self) -> dict[int, frozenset[str]]:
        """The person's roles by office id, read once per request."""
        roles: dict[int, set[str]] = {}
        for office, role in self.role_assignments.values_list("office_id", "role"):
            roles.setdefault(office, set()).add(role)
        return {office: frozenset(held) for office, held in roles.items()}

    def has_role(self, office_id: int, *roles: Role) -> bool:
        """Whether the person holds any of the roles in the office."""
        return bool(self.roles_by_office.get(office_id, frozenset()) & set(roles))

    def offices_with(self, *roles: Role) -> list[int]:
        """Ids of the offices where the person holds any of the roles."""
        return [office for office, held in self.roles_by_office.items() if held & set(roles)]

    @property
    def is_staff_of_any_office(self) -> bool:
        """Whether the person reads what is internal: a member of any office, or an administrator."""
        return self.is_superuser or bool(self.roles_by_office)
