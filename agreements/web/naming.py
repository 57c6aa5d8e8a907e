"""Words for the values of filters that have no choices of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from agreements.models import Subject
from core.dates import PartialDate
from core.web.words import day


def subjects_by_code(codes: Collection[str]) -> Mapping[str, str]:
    """The subjects' names by their codes."""
    return {subject.code: str(subject) for subject in Subject.objects.filter(code__in=codes).order_by("pk")}


def subject_choices() -> list[tuple[str, str]]:
    """Every subject as the tree reads, each below the one it is part of."""
    subjects = Subject.objects.with_tree_fields()
    return [(subject.code, f"{'— ' * subject.tree_depth}{subject}") for subject in subjects]


def days_in_words(days: Collection[str]) -> Mapping[str, str]:
    """Days as the reader writes them; what is no day stays as it is."""
    return {text: _in_words(text) for text in days}


def _in_words(text: str) -> str:
    try:
        return day(PartialDate.parse(text))
    except ValueError:
        return text
