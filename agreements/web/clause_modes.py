"""Which fields the form of each kind of clause offers: only those that go together. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.law.clauses import ClauseKind
from agreements.law.recurrence_rules import parts_of

Modes = tuple[tuple[str, str | Promise], ...]
ONLY, DAY_AND_CONSENTS = "only", "on_fixed_date_after_consents"

# The ways each kind knows, the usual one first; the others have one form only.
MODES: dict[ClauseKind, Modes] = {
    ClauseKind.ENTRY_INTO_FORCE: (
        ("on_last_signature", _("On the last signature")),
        ("on_signature", _("On signature")),
        ("on_exchange_of_instruments", _("On the exchange of instruments")),
        ("on_last_notification", _("On receipt of the last notification")),
        ("on_consents", _("After a number of consents")),
        ("on_all_consents", _("When all have consented")),
        ("on_fixed_date", _("On a fixed day")),
        (DAY_AND_CONSENTS, _("On a fixed day, after a number of consents")),
    ),
    ClauseKind.PROVISIONAL_APPLICATION: (
        ("own_signature", _("From each party's own signature")),
        ("last_signature", _("From the last signature")),
        ("fixed_date", _("From a fixed day")),
        ("act", _("When a party declares so")),
    ),
    ClauseKind.DURATION: (
        ("period", _("For a length of time")),
        ("until", _("Until a day")),
        ("indefinite", _("Indefinite")),
    ),
    ClauseKind.RENEWAL: (("tacit", _("Tacitly")), ("express", _("If the parties say so")), ("none", _("Not at all"))),
    ClauseKind.NOTICE: ((ONLY, _("Notice of non-renewal")),),
    ClauseKind.DENUNCIATION: (("allowed", _("A party may leave")), ("not_allowed", _("No party may leave"))),
    ClauseKind.REPORTING: (
        ("yearly", _("Once a year on a day")),
        ("every", _("At regular intervals")),
        ("rule", _("By a recurrence rule")),
    ),
}
ABOUT = {
    ClauseKind.ENTRY_INTO_FORCE: _("From which event or day the agreement binds, and a party that joins later."),
    ClauseKind.PROVISIONAL_APPLICATION: _("Whether it is applied before it is in force."),
    ClauseKind.DURATION: _("How long the first term lasts."),
    ClauseKind.RENEWAL: _("What happens when a term ends."),
    ClauseKind.NOTICE: _("By when a party must say that it does not want a renewal."),
    ClauseKind.DENUNCIATION: _("Whether a party may leave by notice, and when that takes effect."),
    ClauseKind.REPORTING: _("What must be reported again and again, and by whom."),
}
# The parameter that names the way.
MODE_FIELD = {
    ClauseKind.ENTRY_INTO_FORCE: "mode",
    ClauseKind.PROVISIONAL_APPLICATION: "start",
    ClauseKind.DURATION: "mode",
    ClauseKind.RENEWAL: "mode",
    ClauseKind.DENUNCIATION: "mode",
}
_ENTERS = (
    *("delay", "first_of_month", "not_before_date", "not_before_agreement"),
    *("later_after_entry", "later_delay", "later_first_of_month"),
)
_COUNTS = ("counted_acts", "excluded_classes", "quotas", "further_condition", "further_condition_met_on")
_DUTY = ("starts", "parties")
_FIELDS: dict[ClauseKind, dict[str, tuple[str, ...]]] = {
    ClauseKind.ENTRY_INTO_FORCE: {
        "on_consents": ("consents", *_COUNTS, *_ENTERS),
        "on_all_consents": (*_COUNTS, *_ENTERS),
        "on_fixed_date": ("fixed_date", *_COUNTS[:2], *_ENTERS[2:]),
        DAY_AND_CONSENTS: ("fixed_date", "consents", *_COUNTS, *_ENTERS),
    },
    ClauseKind.PROVISIONAL_APPLICATION: {"fixed_date": ("fixed_date",)},
    ClauseKind.DURATION: {"until": ("until",), "period": ("length",)},
    ClauseKind.RENEWAL: {"tacit": ("length", "at_most"), "express": ("length", "at_most")},
    ClauseKind.NOTICE: {ONLY: ("length", "opens")},
    ClauseKind.DENUNCIATION: {"allowed": ("notice", "takes_effect", "not_before", "not_before_by_party")},
    ClauseKind.REPORTING: {
        "yearly": ("title", "month", "day", *_DUTY),
        "every": ("title", "number", "unit", *_DUTY),
        "rule": ("title", "rule", *_DUTY),
    },
}


def fields_of(kind: ClauseKind, mode: str) -> tuple[str, ...]:
    """The names of the fields a way needs."""
    usual = _ENTERS if kind is ClauseKind.ENTRY_INTO_FORCE else ()
    return _FIELDS[kind].get(mode, usual)


def parameter_of(kind: ClauseKind, mode: str) -> dict[str, str]:
    """How the parameters name a way."""
    return {MODE_FIELD[kind]: mode.removesuffix("_after_consents")} if kind in MODE_FIELD else {}


def mode_of(kind: ClauseKind, parameters: Mapping[str, Any]) -> str:
    """The way in which parameters say what they say."""
    if kind is ClauseKind.REPORTING:
        return _mode_of_rule(str(parameters.get("rule", "")))
    mode = str(parameters.get(MODE_FIELD[kind], "")) if kind in MODE_FIELD else ONLY
    counts = bool(parameters.get("consents") or parameters.get("quotas"))
    return DAY_AND_CONSENTS if mode == "on_fixed_date" and counts else mode


def _mode_of_rule(rule: str) -> str:
    parts = parts_of(rule) or {}
    if set(parts) <= {"FREQ", "INTERVAL"}:
        return "every"
    month, day = parts.get("BYMONTH", ""), parts.get("BYMONTHDAY", "")
    is_day = set(parts) == {"FREQ", "BYMONTH", "BYMONTHDAY"} and month.isdigit() and day.isdigit()
    return "yearly" if is_day and parts["FREQ"] == "YEARLY" else "rule"
