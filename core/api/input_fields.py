"""Fields of inputs. Unlike the framework's, they take a value of their own JSON type only and never convert."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.dates import PartialDate
from core.languages import LONGEST_TEXT, validate_texts

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NOT_A_TEXT = _("Give a text.")


class Text(serializers.CharField):
    """A text."""

    default_error_messages = {"invalid": _NOT_A_TEXT}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Refuse numbers, which the framework would take."""
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            self.fail("invalid")
        return super().run_validation(data)


class WebAddress(Text):
    """An address on the web."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(serializers.URLField().validators[-1])


class Flag(serializers.BooleanField):
    """True or false."""

    default_error_messages = {"invalid": _("Give true or false.")}

    def to_internal_value(self, data: Any) -> bool:
        """Refuse "yes", 1 and their like."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """Refuse texts, fractions and truth values."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


@extend_schema_field({"type": "number", "exclusiveMinimum": 0, "maximum": 100})
class Share(serializers.DecimalField):
    """A share in per cent, above 0 and at most 100, with two decimals."""

    default_error_messages = {"invalid": _("Give a number.")}

    def __init__(self, **kwargs: Any) -> None:
        least, most = Decimal("0.01"), Decimal(100)
        super().__init__(
            max_digits=5, decimal_places=2, min_value=least, max_value=most, coerce_to_string=False, **kwargs
        )

    def to_internal_value(self, data: Any) -> Decimal:
        """Refuse texts and truth values."""
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of the values there are."""

    default_error_messages = {"invalid_choice": _("Choose one of: %(choices)s.")}

    def to_internal_value(self, data: Any) -> Any:
        """Say which values there are."""
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, str) or data not in self.choice_strings_to_values:
            choices = ", ".join(str(choice) for choice in self.choices if choice)
            message = self.error_messages["invalid_choice"] % {"choices": choices}
            raise serializers.ValidationError(message, code="invalid_choice")
        return self.choice_strings_to_values[data]


class Day(serializers.DateField):
    """A day, as 2026-01-31."""

    default_error_messages = {"invalid": _("Give a day such as 2026-01-31.")}

    def to_internal_value(self, value: Any) -> dt.date:
        """Take ISO 8601 only."""
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            self.fail("invalid")
        return super().to_internal_value(value)


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2020", "2020-07-01"]})
class PartialDay(Text):
    """A year, a month or a day, as exactly as it is known; becomes a `PartialDate`."""

    default_error_messages = {"invalid": _("Give a year, a month or a day: 2020, 2020-07 or 2020-07-01.")}

    def to_internal_value(self, data: Any) -> Any:
        """Read the date. An empty text, where allowed, is none."""
        text = super().to_internal_value(data)
        if not text.isascii():
            self.fail("invalid")
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.fail("invalid")


class PartialDayText(PartialDay):
    """The same, kept as text; empty: not known."""

    def to_internal_value(self, data: Any) -> Any:
        """The text in its shortest form."""
        return str(super().to_internal_value(data))


@extend_schema_field({"type": "string", "pattern": "^([A-Z]{2})?$", "examples": ["MX"]})
class Country(Text):
    """A country by its ISO 3166 code of two letters; empty, where allowed, for none."""

    default_error_messages = {"unknown": _("Give a country's code of two letters (ISO 3166), such as MX.")}

    def to_internal_value(self, data: Any) -> Any:
        """Refuse codes there are not."""
        code = super().to_internal_value(data)
        if code not in countries:
            self.fail("unknown")
        return code


@extend_schema_field(
    {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z]{2,3}$"},
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        "minProperties": 1,
        "examples": [{"en": "Working arrangement", "es": "Acuerdo de trabajo"}],
    }
)
class Texts(serializers.Field):
    """One text in several languages, each under its code (ISO 639)."""

    default_error_messages = {
        "invalid": _("Give each text under its language code, such as en or es."),
        "too_long": _("A text may have at most {longest} characters; the one under “{language}” has {length}."),
    }

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """The texts without white space around them."""
        try:
            validate_texts(data)
        except DjangoValidationError:
            self.fail("invalid")
        if not data:
            self.fail("invalid")
        texts = {tag: text.strip() for tag, text in data.items()}
        for tag, text in texts.items():
            if len(text) > LONGEST_TEXT:
                self.fail("too_long", longest=LONGEST_TEXT, language=tag, length=len(text))
        return texts


@extend_schema_field({"type": "string", "format": "uuid"})
class Uid(Text):
    """An id, as answered."""

    default_error_messages = {"invalid": _("Give an id in its form of 36 characters.")}

    def to_internal_value(self, data: Any) -> Any:
        """Take the one form that is answered."""
        text = super().to_internal_value(data)
        if not _UUID.fullmatch(text):
            self.fail("invalid")
        return text


class Known(Text):
    """Something the caller may see, by its public name. Subclasses say where it is found."""

    default_error_messages = {"unknown": _("There is no such one, or none that you may see.")}

    def to_internal_value(self, data: Any) -> Any:
        """The record of that name."""
        found = self.find(super().to_internal_value(data))
        if found is None:
            self.fail("unknown")
        return found

    def find(self, name: Any) -> Any:
        """The record, or None."""
        raise NotImplementedError

    @property
    def viewer(self) -> Any:
        """Who sends the input."""
        return self.context["request"].user
