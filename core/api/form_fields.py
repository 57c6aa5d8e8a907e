"""Fields of inputs that come as a form with files (`multipart/form-data`), where every value is a text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from core.api.input_fields import Text


@extend_schema_field({"type": "boolean"})
class FlagText(Text):
    """`true` or `false`, as text."""

    default_error_messages = {"invalid": _("Give true or false.")}

    def to_internal_value(self, data: Any) -> Any:
        """The truth it states."""
        text = super().to_internal_value(data)
        if text not in ("true", "false"):
            self.fail("invalid")
        return text == "true"


class FileContent(serializers.FileField):
    """A file with its name."""

    default_error_messages = {
        "required": _("Send the file, in a body of the type multipart/form-data."),
        "invalid": _("Send the file as a file, not as a text."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=None, allow_empty_file=True, **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        """Refuse an empty text, which a form without a chosen file sends."""
        return super().run_validation(empty if data == "" else data)
