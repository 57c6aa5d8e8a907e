"""People to reach at an institution. Their personal data sits in one erasable table."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import validate_time_zone
from core.tracking import tracked
from institutions.models.institution import Institution


class ContactDetails(models.Model):
    """A person's data. Not tracked: the history keeps only its key, so that erasing here erases everywhere."""

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact details")
        verbose_name_plural = _("contact details")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A focal point of an institution: the role stays when the person is erased or replaced."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="contacts")
    details = models.OneToOneField(ContactDetails, models.SET_NULL, null=True, blank=True, related_name="contact")
    role = models.CharField(_("role"), max_length=120)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC", validators=[validate_time_zone])

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["institution", "role", "id"]
        triggers = [tracked(root="institutions_institution", root_id="r.institution_id")]

    def __str__(self) -> str:
        return self.role
