"""Forms that can be made again as they were made: with other data, or with other initial values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django import forms


class RemadeForm(forms.Form):
    """A form that remembers the keyword arguments it was made with; data and initial values are given anew."""

    made_with: dict[str, Any]

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember before any `__init__` takes its own arguments away."""
        form = super().__new__(cls)
        form.made_with = {name: value for name, value in kwargs.items() if name not in ("data", "initial")}
        return form

    def made_again(self, data: Any = None, *, initial: Mapping[str, Any]) -> Self:
        """The same form over other values."""
        return type(self)(data, initial=dict(initial), **self.made_with)
