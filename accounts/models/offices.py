"""Offices and the roles people hold in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.time_zones import validate_time_zone
from core.languages import in_language, validate_texts
from core.tracking import tracked


class Role(models.TextChoices):
    """What a person is in an office."""

    VIEWER = "viewer", _("Viewer")
    OFFICER = "officer", _("Officer")
    APPROVER = "approver", _("Approver")
    HEAD = "head", _("Head of office")
    AUDITOR = "auditor", _("Auditor")


# Officers and heads keep their office's records: create and change them, move their stages.
KEEPING_ROLES = (Role.OFFICER, Role.HEAD)


class Office(models.Model):
    """An international office that keeps records: its days are counted in its time zone."""

    code = models.SlugField(
        _("code"), max_length=20, unique=True, help_text=_("Begins the office's reference numbers.")
    )
    names = models.JSONField(_("names"), validators=[validate_texts])
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC", validators=[validate_time_zone])
    country = CountryField(_("country"), blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]
        triggers = [tracked()]

    def __str__(self) -> str:
        return in_language(self.names)


class RoleAssignment(models.Model):
    """A role a person holds in an office. One person may hold several."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments")
    office = models.ForeignKey(Office, models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta:
        verbose_name = _("role in an office")
        verbose_name_plural = _("roles in offices")
        ordering = ["office", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="role_once_per_office"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]
        triggers = [tracked(root="accounts_office", root_id="r.office_id")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} ({self.office})"
