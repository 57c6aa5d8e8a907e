"""Conditions of steps in words of the reader's language: one place for pages, API and administration."""

from __future__ import annotations

from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.routes import Condition
from core.registries import registries
from core.sentences import gettext_noop

# What is true of a record whose fact has the value, where a plain clause reads better than "the … is …".
_CLAUSES = {
    ("personal_data", "yes"): gettext_noop("personal data is exchanged"),
    ("personal_data", "no"): gettext_noop("no personal data is exchanged"),
    ("personal_data", "unknown"): gettext_noop("it is not stated whether personal data is exchanged"),
    ("legal_basis", "stated"): gettext_noop("a legal basis is stated"),
    ("legal_basis", "missing"): gettext_noop("no legal basis is stated"),
}
_WHERE_VALUES = {
    "kind": gettext_noop("the kind is %(values)s"),
    "role": gettext_noop("the role is %(values)s"),
}
FACT_LABELS = {
    "kind": gettext_noop("Kind"),
    "personal_data": gettext_noop("Exchange of personal data"),
    "legal_basis": gettext_noop("Legal basis"),
    "role": gettext_noop("Role"),
}


def say_condition(condition: Condition, *, subject_kind: str) -> str:
    """When a step is asked for, such as "Only if personal data is exchanged"; "" for one that always is.

    `subject_kind` is the kind of record the route is of. A fact or value that this kind does not know is named as it
    is stored, so that a condition that can never hold shows.
    """
    if not condition:
        return ""
    clauses = [_clause(fact, list(values), subject_kind=subject_kind) for fact, values in condition.items()]
    whole = reduce(lambda first, next_one: _("%(first)s and %(next)s") % {"first": first, "next": next_one}, clauses)
    return _("Only if %(condition)s") % {"condition": whole}


def fact_label(fact: str) -> str:
    """What a fact is called; its stored name where it has none."""
    return _(FACT_LABELS[fact]) if fact in FACT_LABELS else fact


def value_label(fact: str, value: str, *, subject_kind: str) -> str:
    """What a value of a fact is called for that kind of record; the stored one where it has no name."""
    provider = registries.approval_subjects.get(subject_kind)
    label = provider.fact_choices.get(fact, {}).get(value) if provider else None
    return _(label) if label else value


def _clause(fact: str, values: list[str], *, subject_kind: str) -> str:
    if all((fact, value) in _CLAUSES for value in values):
        return _either([_(_CLAUSES[fact, value]) for value in values])
    named = _either([f"“{value_label(fact, value, subject_kind=subject_kind)}”" for value in values])
    if fact in _WHERE_VALUES:
        return _(_WHERE_VALUES[fact]) % {"values": named}
    return pgettext("condition of a step", "%(fact)s: %(values)s") % {"fact": fact_label(fact), "values": named}


def _either(clauses: list[str]) -> str:
    return reduce(lambda first, other: _("%(first)s or %(other)s") % {"first": first, "other": other}, clauses)
