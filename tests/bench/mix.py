"""The agreements that are measured: a mix of every way into force and out of it, with acts and clauses of its own."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from agreements.actions import NewAct, NewClause, record_act, state_clause
from agreements.models import Agreement
from core.dates import PartialDate
from tests.factories import make_agreement, make_institution, make_office, maker

Acts = Sequence[tuple[str, int | None, str]]
Clauses = Sequence[tuple[str, dict[str, object]]]
_ENTRY, _TERM, _RENEWAL, _NOTICE = "entry_into_force", "duration", "renewal", "notice"
_SIGNED: Acts = [("signature", 0, "2014-05-20"), ("signature", 1, "2014-07-20")]
# Kind, number of parties, clauses, and acts: what, by which party (None: all), when.
MIX: Sequence[tuple[str, int, Clauses, Acts]] = (
    ("working_arrangement", 2, [(_ENTRY, {"mode": "on_last_signature"}), (_TERM, {"mode": "indefinite"})], _SIGNED),
    (
        "memorandum_of_understanding", 2,
        [
            (_ENTRY, {"mode": "on_last_signature", "delay": {"days": 30}}),
            (_TERM, {"mode": "period", "length": {"years": 3}}),
            (_RENEWAL, {"mode": "tacit", "length": {"years": 1}}),
            (_NOTICE, {"length": {"months": 6}}),
        ],
        _SIGNED,
    ),
    (
        "treaty", 8,
        [
            (_ENTRY, {"mode": "on_consents", "consents": 4, "delay": {"days": 90}, "later_delay": {"days": 30}}),
            ("denunciation", {"mode": "allowed", "notice": {"years": 1}}),
        ],
        [
            *(("signature", number, "2000-12-12") for number in range(8)),
            *(("ratification", number, f"200{1 + number // 2}-0{1 + number}-15") for number in range(7)),
            ("notice_of_denunciation", 3, "2015-03-01"),
        ],
    ),
    (
        "eu_agreement", 2,
        [(_ENTRY, {"mode": "on_last_notification", "delay": {"months": 2}, "first_of_month": True})],
        [*_SIGNED, ("notification_of_completion", 0, "2015-01-10"), ("notification_of_completion", 1, "2015-06")],
    ),
    (
        "memorandum_of_understanding", 3,
        [(_ENTRY, {"mode": "on_last_signature"}), (_TERM, {"mode": "until", "until": "2027-12-31"})], _SIGNED,
    ),
    ("treaty", 2, [], [*_SIGNED, ("entry_into_force", None, "2015-02"), ("termination", None, "2024-01-01")]),
    ("letter_of_intent", 2, [], []),
    (
        "operational_agreement", 2,
        [(_ENTRY, {"mode": "on_signature"}), (_TERM, {"mode": "period", "length": {"years": 5}})],
        [*_SIGNED, ("suspension", None, "2016-01-01"), ("resumption", None, "2016-08-01")],
    ),
)  # fmt: skip


def make_mix(*, times: int) -> list[Agreement]:
    """So many of each, through the register's own actions: all that belongs to an agreement is there."""
    office = make_office(names={"en": "Office measured"})
    institutions = itertools.cycle([make_institution() for _each in range(24)])
    return [
        _make(office, kind, [next(institutions) for _each in range(parties)], clauses, acts)
        for _time in range(times)
        for kind, parties, clauses, acts in MIX
    ]


def _make(office: object, kind: str, institutions: list[object], clauses: Clauses, acts: Acts) -> Agreement:
    stage = "closed" if acts else "negotiating"
    agreement = make_agreement(office, kind=kind, stage=stage, since=dt.date(2014, 8, 1), parties=institutions)  # type: ignore[arg-type]
    parties = list(agreement.parties.order_by("position"))
    for clause, parameters in clauses:
        state_clause(by=maker(), agreement=agreement, clause=NewClause(clause, parameters))
    for what, who, when in acts:
        day = PartialDate.parse(when)
        received = day.date if what.startswith("noti") and len(when) == 10 else None
        party = None if who is None else parties[who]
        act = NewAct(what, day, "A gazette", party=party, received_on=received)
        record_act(by=maker(), agreement=agreement, act=act, confirm_order=True, reason="Measured")
    return agreement
