"""Recurrence rules that a duty may follow: those of RFC 5545 that name days, in bounds that make sense. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from dateutil.rrule import rrulestr

from core.refusals import Refusal
from core.sentences import gettext_noop

LONGEST_RULE = 200
MOST_TIMES = 10_000
# A hundred years between two reports is the most.
LONGEST_INTERVAL = {"YEARLY": 100, "MONTHLY": 1_200, "WEEKLY": 5_200, "DAILY": 36_500}
_NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_STANDS_WITH = {"BYWEEKNO": ("YEARLY",), "BYYEARDAY": ("YEARLY",), "BYMONTHDAY": ("YEARLY", "MONTHLY", "DAILY")}
_WEEKDAYS = re.compile(r"(([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)(,(?!$)|$))+", re.ASCII)
_NTH = re.compile(r"[+-]?(\d+)(?:MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_WHOLE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_SIGNED = re.compile(r"[+-]?[1-9]\d{0,2}", re.ASCII)
_DAY = re.compile(r"\d{8}", re.ASCII)
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_NUMBERS})
# From here a rule that gives any day at all gives one within the years between two leap days around 1900.
_TRIAL, _TRIAL_END = dt.datetime(1895, 1, 1), dt.datetime(1909, 1, 1)  # noqa: DTZ001


def fault_in_rule(rule: str) -> Refusal | None:
    """Why this is no rule for a duty, or None."""
    parts = parts_of(rule)
    if parts is None or len(rule) > LONGEST_RULE:
        return Refusal(
            "no_rule", gettext_noop("Give a rule of RFC 5545 (RRULE) without its start, such as FREQ=YEARLY;BYMONTH=3.")
        )
    if parts.get("FREQ") not in LONGEST_INTERVAL:
        return Refusal("too_fine", gettext_noop("A duty recurs by the day at most: yearly, monthly, weekly or daily."))
    wrong = next((name for name, value in parts.items() if not _is_sound(name, value, parts)), None)
    if wrong:
        sentence = gettext_noop("The part %(part)s of the rule does not hold, or is beyond what makes sense.")
        return Refusal("wrong_part", sentence, {"part": wrong})
    if "COUNT" in parts and "UNTIL" in parts:
        return Refusal("two_ends", gettext_noop("A rule ends after a number of times or on a day, not both."))
    if not _gives_a_day(parts):
        return Refusal("never_due", gettext_noop("This rule gives no day at all."))
    return None


def parts_of(rule: str) -> dict[str, str] | None:
    """The parts of a rule by name; None where it is not made of the parts there are, each once."""
    pairs = [part.partition("=") for part in rule.split(";")]
    names = [name for name, _equals, _value in pairs]
    if len(set(names)) < len(names) or not set(names) <= _PARTS or not all(value for _name, _equals, value in pairs):
        return None
    return {name: value for name, _equals, value in pairs}


def _is_sound(name: str, value: str, parts: Mapping[str, str]) -> bool:
    if name == "INTERVAL":
        return bool(_WHOLE.fullmatch(value)) and int(value) <= LONGEST_INTERVAL[parts["FREQ"]]
    if name == "COUNT":
        return bool(_WHOLE.fullmatch(value)) and int(value) <= MOST_TIMES
    if name == "UNTIL":
        return bool(_DAY.fullmatch(value)) and _is_day(value)
    if name == "BYDAY":
        return bool(_WEEKDAYS.fullmatch(value)) and _numbers_fit(value, parts)
    if name in _NUMBERS:
        return _may_stand(name, parts) and all(
            _SIGNED.fullmatch(each) and _fits(name, int(each)) for each in value.split(",")
        )
    return name == "FREQ" or value in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}


def _may_stand(name: str, parts: Mapping[str, str]) -> bool:
    """RFC 5545, 3.3.10: which parts stand with which frequency, and that a position is one among other days."""
    if name == "BYSETPOS":
        return any(other.startswith("BY") and other != "BYSETPOS" for other in parts)
    return parts["FREQ"] in _STANDS_WITH.get(name, LONGEST_INTERVAL)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}").year >= 1600
    except ValueError:
        return False


def _numbers_fit(value: str, parts: Mapping[str, str]) -> bool:
    numbers = [int(number) for number in _NTH.findall(value)]
    most = {"YEARLY": 53, "MONTHLY": 5}.get(parts["FREQ"], 0)
    return all(number <= most for number in numbers) and not (numbers and "BYWEEKNO" in parts)


def _fits(name: str, number: int) -> bool:
    return abs(number) <= _NUMBERS[name] and (number > 0 or name != "BYMONTH")


def _gives_a_day(parts: Mapping[str, str]) -> bool:
    """Whether the pattern ever matches, tried at every step of its frequency from one day on."""
    pattern = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("INTERVAL", "COUNT", "UNTIL"))
    try:
        days = rrulestr(f"{pattern};UNTIL={_TRIAL_END:%Y%m%d}", dtstart=_TRIAL)
        return next(iter(days), None) is not None
    except (ValueError, IndexError, TypeError):
        return False
