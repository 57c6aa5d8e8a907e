"""Choosing an agreement by its reference or the words of its title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement

MOST_NAMED = 5


class AgreementField(forms.CharField):
    """An agreement its `viewer` may see; others are as if they did not exist."""

    viewer: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Its reference, or words of its title."))
        super().__init__(**kwargs, max_length=400)

    def prepare_value(self, value: Any) -> Any:
        """An agreement by its reference."""
        return value.reference if isinstance(value, Agreement) else value

    def clean(self, value: Any) -> Agreement | None:
        """The one agreement meant. Refuses what means none, or several, naming them."""
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        seen = Agreement.objects.visible_to(self.viewer)
        found = list(seen.filter(reference__iexact=text)) or list(seen.search(text).order_by("id")[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(_("No agreement fits “%(text)s”.") % {"text": text}, code="unknown")
        if len(found) > 1:
            references = ", ".join(each.reference for each in found[:MOST_NAMED])
            raise ValidationError(
                _("Several agreements fit “%(text)s”. Write a reference, such as one of: %(references)s.")
                % {"text": text, "references": references},
                code="ambiguous",
            )
        return found[0]
