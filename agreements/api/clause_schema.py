"""How the parameters of each kind of clause are published: made from the very classes the law reads them into."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from enum import Enum
from typing import Any

from agreements.law.calendar import Length
from agreements.law.clause_rules import LONGEST_TITLE, LONGEST_YEARS, MOST
from agreements.law.clauses import TERMS_OF, ClauseKind
from core.api.hints import Schema

_ABOUT = {
    "mode": "Which of the ways there are.",
    "consents": "N of “the Nth consent”; with a fixed date, how many it awaits too.",
    "quotas": "Of the consents counted, at least so many by parties of a class.",
    "of_class": "A class of parties, as their `classes` name it.",
    "at_least": "How many of them, at least.",
    "excluded_classes": "Classes of parties whose consents are not counted, such as regional_organisation.",
    "counted_acts": "Which acts count as consents; left out: every instrument of consent.",
    "further_condition": (
        "What the consents must fulfil besides and no act shows, in words: a share of emissions or of tonnage."
    ),
    "further_condition_met_on": "The day that condition was met, as a source states it. Left out: it is not met.",
    "delay": "How long after the event it enters into force.",
    "first_of_month": "Whether the day moves on to the first of the following month.",
    "fixed_date": "The day itself; only with the fixed date.",
    "not_before_date": "It does not enter into force before this day.",
    "not_before_agreement": "It does not enter into force before the agreement of this reference.",
    "later_after_entry": (
        "Whether only who consents after entry into force is a later party, instead of whoever does so after the event."
    ),
    "later_delay": "For a party that consents later: how long after its own consent. Left out: at once.",
    "later_first_of_month": "Whether that day moves on to the first of the following month.",
    "start": "What provisional application begins with.",
    "until": "The last day of the term; only with “until”.",
    "length": "How long.",
    "at_most": "How many times at most. Left out: any number of times.",
    "opens": "How long before the last day of the term notice can be given at the earliest.",
    "notice": "How long after its receipt notice takes effect.",
    "at_end_of_term": "Whether notice takes effect at the end of the running term only.",
    "not_before": "How long after entry into force notice can be given at the earliest.",
    "not_before_by_party": "Whether that is counted for each party from the day it was bound itself.",
    "title": "What the duty is called; it tells duties apart.",
    "rule": "When it is due: an RRULE of RFC 5545 without its start, such as FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31.",
    "starts": "From when it is counted. Left out: entry into force.",
    "parties": "The ids of the parties it binds, or of their institutions. Left out: all of them.",
}
_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    str: {"type": "string", "minLength": 1},
    dt.date: {"type": "string", "format": "date"},
}
_BOUNDED: dict[str, Schema] = {
    "consents": {"minimum": 1, "maximum": MOST},
    "at_least": {"minimum": 1, "maximum": MOST},
    "at_most": {"minimum": 1, "maximum": MOST},
    "title": {"maxLength": LONGEST_TITLE},
    "further_condition": {"maxLength": LONGEST_TITLE},
}
_EXAMPLES: dict[ClauseKind, Schema] = {
    ClauseKind.ENTRY_INTO_FORCE: {
        "mode": "on_consents",
        "consents": 40,
        "delay": {"days": 90},
        "later_delay": {"days": 30},
        "excluded_classes": ["regional_organisation"],
    },
    ClauseKind.PROVISIONAL_APPLICATION: {"start": "own_signature"},
    ClauseKind.DURATION: {"mode": "period", "length": {"years": 5}},
    ClauseKind.RENEWAL: {"mode": "tacit", "length": {"years": 1}, "at_most": 3},
    ClauseKind.NOTICE: {"length": {"months": 6}},
    ClauseKind.DENUNCIATION: {"mode": "allowed", "notice": {"months": 3}, "first_of_month": True},
    ClauseKind.REPORTING: {"title": "Annual report", "rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"},
}


def parameters_schema() -> Schema:
    """The parameters of a clause of any kind."""
    return {
        "description": "What the clause says: the fields of its `kind`. Only combinations that can hold are taken.",
        "anyOf": [
            {"title": kind.value, **_object(terms), "examples": [_EXAMPLES[kind]]} for kind, terms in TERMS_OF.items()
        ],
    }


def _object(cls: type) -> Schema:
    hints = typing.get_type_hints(cls)
    fields = dataclasses.fields(cls)
    needed = [each.name for each in fields if each.default is dataclasses.MISSING]
    properties = {each.name: _property(each.name, hints[each.name]) for each in fields}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": needed} if needed else {}),
    }


def _property(name: str, hint: Any) -> Schema:
    about = {"description": _ABOUT[name]} if name in _ABOUT else {}
    if not isinstance(hint, types.UnionType):
        return {**_of(name, hint), **about}
    (known,) = (each for each in typing.get_args(hint) if each is not type(None))
    schema = _of(name, known)
    return {**schema, "type": [schema["type"], "null"], **about}


def _of(name: str, hint: Any) -> Schema:
    if hint is Length:
        return _length()
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _of("", typing.get_args(hint)[0])}
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast(type, hint))
    if hint is int:
        return {"type": "integer", **_BOUNDED.get(name, {"minimum": 0})}
    if issubclass(hint, Enum):
        return {"type": "string", "enum": [each.value for each in hint]}
    return {**_PLAIN[hint], **_BOUNDED.get(name, {})}


def _length() -> Schema:
    unit = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "properties": dict.fromkeys(("years", "months", "weeks", "days"), unit),
        "additionalProperties": False,
        "description": f"Years and months by the calendar, weeks and days by counting; at most {LONGEST_YEARS} years.",
        "examples": [{"months": 6}],
    }
