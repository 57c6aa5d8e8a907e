"""Choosing subjects from their tree."""

from __future__ import annotations

from typing import Any

from django import forms

from agreements.models import Subject


class SubjectTree(forms.CheckboxSelectMultiple):
    """Boxes in the order the tree is read; each knows its level below the top (`data-level`)."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One box."""
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-level"] = min(getattr(value.instance, "tree_depth", 0), 6)
        return option


class SubjectsField(forms.ModelMultipleChoiceField):
    """Any number of subjects. Its queryset has tree fields."""

    widget = SubjectTree

    def label_from_instance(self, obj: Subject) -> str:
        """The subject's name."""
        return str(obj)
