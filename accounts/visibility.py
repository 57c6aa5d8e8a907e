"""Who may see a record: the three classifications, written once (docs: domain, "Visibility")."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User

Rows = TypeVar("Rows", bound=QuerySet[Any])
Viewer = User | AnonymousUser

# In the responsible office these see what is restricted; beside them the officer in charge, readers and deciders.
SEES_RESTRICTED = (Role.HEAD, Role.AUDITOR)


class Classification(models.TextChoices):
    """How widely a record may be seen."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


def visible(queryset: Rows, user: Viewer, *, named: Q) -> Rows:
    """The rows of a classified record type (`classification`, `office`, `officer`) the person may see.

    `named` selects the restricted rows the person may see for other reasons: as a named reader or as a decider
    of a step. Administrators see what is internal, but nothing restricted unless named.
    """
    if not user.is_authenticated:
        return queryset.none()
    allowed = Q(classification=Classification.PUBLIC)
    if user.is_staff_of_any_office:
        allowed |= Q(classification=Classification.INTERNAL)
        allowed |= Q(office_id__in=user.offices_with(*SEES_RESTRICTED)) | Q(officer=user)
    return queryset.filter(allowed | named)
