"""One row of a file to one draft of an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from core.dates import PartialDate
from core.sentences import gettext_noop
from core.text import fold
from exchange.mapping.cells import RowReader
from exchange.mapping.definition import ActRule, Definition, PartyRule
from exchange.mapping.drafts import Draft, DraftAct, DraftParty
from exchange.notices import Notice, note, refusal, warning
from exchange.readers.rows import SourceRow

KEY_SEPARATOR = "\x1f"
# An act cannot well come before one further left: register practice, VCLT 10, 24 and 54.
_ORDER = ("adoption", "signature", "entry_into_force", "termination")


def translate(row: SourceRow, definition: Definition) -> Draft:
    """What the row says under the mapping. Never raises for what stands in a cell: that becomes notices."""
    reader = RowReader(row.cells, definition)
    key = KEY_SEPARATOR.join(reader.raw(column) for column in definition.key)
    values = {name: reader.text(cell, field=name) for name, cell in definition.fields.items()}
    parties = _parties(reader, definition.parties)
    acts = tuple(act for number, rule in enumerate(definition.acts) if (act := _act(reader, rule, number)))
    stage, since = _stage(definition, acts)
    subjects: tuple[str, ...] = ()
    if definition.subjects:
        rule = definition.subjects
        subjects = tuple(dict.fromkeys(reader.split(rule.cell, rule.separator, field="subjects")))
    notices = (*row.notices, *_once(reader.notices), *_missing(key, values, parties), *_out_of_order(acts))
    title = values.pop("title", "")
    return Draft(
        number=row.number,
        key=key,
        values={"titles": {definition.language: title} if title else {}, **_given(values)},
        stage=stage,
        since=since,
        parties=parties,
        subjects=subjects,
        acts=acts,
        notices=notices,
    )


def _once(notices: Sequence[Notice]) -> list[Notice]:
    return list({(each.code, each.field, each.value): each for each in notices}.values())


def _given(values: dict[str, str]) -> dict[str, str]:
    """Without empty words for fields that have a default of their own."""
    choices = ("nature", "personal_data", "transfer_basis", "classification")
    return {name: value for name, value in values.items() if value or name not in choices}


def _missing(key: str, values: dict[str, str], parties: Sequence[DraftParty]) -> list[Notice]:
    found = []
    if not key.replace(KEY_SEPARATOR, "").strip():
        sentence = gettext_noop("The columns that identify the row are empty: it could not be found again.")
        found.append(refusal("key_missing", sentence, field="key"))
    if not values.get("title"):
        found.append(refusal("title_missing", gettext_noop("The row has no title."), field="title"))
    signing = {fold(party.name) for party in parties if party.role == "party"}
    if len(signing) < 2:
        sentence = gettext_noop("The row names fewer than two parties.")
        shown = "; ".join(party.name for party in parties)
        found.append(warning("parties_missing", sentence, field="parties", value=shown))
    return found


def _parties(reader: RowReader, rules: Sequence[PartyRule]) -> tuple[DraftParty, ...]:
    """Each institution once in each role; the same name written otherwise is taken together and noted."""
    found: dict[tuple[str, str], DraftParty] = {}
    for rule in rules:
        for name in reader.split(rule.cell, rule.separator, field="parties"):
            twin = found.setdefault((fold(name), rule.role), party := DraftParty(name, rule.role))
            if twin is not party:
                sentence = gettext_noop("The row names “%(name)s” beside “%(twin)s”: taken as one institution.")
                reader.notices.append(
                    warning("party_twice", sentence, field="parties", value=name, name=name, twin=twin.name)
                )
    return tuple(found.values())


def _act(reader: RowReader, rule: ActRule, number: int) -> DraftAct | None:
    field = f"acts/{number}/{rule.kind}"
    when, effective = reader.date(rule.date, field=field), reader.day(rule.effective, field=field)
    if when is None:
        if effective is None or any(notice.field == field for notice in reader.notices):
            return None
        sentence = gettext_noop("Only the day it takes effect is given; it stands for the act's own date too.")
        reader.notices.append(warning("only_effect_dated", sentence, field=field, value=str(effective)))
        when = effective
    received = reader.day(rule.received, field=field)
    return DraftAct(
        kind=rule.kind,
        when=when,
        effective_on=effective.date if effective and effective != when else None,
        received_on=received.date if received else None,
        party=reader.text(rule.party, field=field),
        source=reader.text(rule.source, field=field)[:500],
        source_url=reader.address(rule.source_url, field="source_url"),
        source_quote=reader.text(rule.source_quote, field=field),
        note=reader.text(rule.note, field=field),
    )


def _stage(definition: Definition, acts: Sequence[DraftAct]) -> tuple[str, dt.date | None]:
    dated = {act.kind: act.when.first for act in reversed(acts)}
    for kind, stage in definition.stage.by_act:
        if kind in dated:
            return stage, dated[kind]
    return definition.stage.default, None


def _out_of_order(acts: Sequence[DraftAct]) -> list[Notice]:
    """Real registers hold acts before their predecessors; they are recorded as the source states them, and listed."""
    found = []
    first: dict[str, PartialDate] = {}
    for act in acts:
        if act.kind in _ORDER and (act.kind not in first or act.when.first < first[act.kind].first):
            first[act.kind] = act.when
    kinds = [kind for kind in _ORDER if kind in first]
    for earlier, later in pairwise(kinds):
        if first[later].last < first[earlier].first:
            found.append(
                warning(
                    f"{later}_before_{earlier}",
                    gettext_noop("%(later)s on %(later_date)s is dated before %(earlier)s on %(earlier_date)s; "
                                 "recorded as the source states it."),
                    field=later, value=str(first[later]),
                    later=later, later_date=str(first[later]), earlier=earlier, earlier_date=str(first[earlier]),
                )
            )  # fmt: skip
    found += [
        note("date_partial", gettext_noop("Known to the %(precision)s only."), field=act.kind, value=str(act.when),
             precision=act.when.precision.value)
        for act in acts
        if str(act.when) != act.when.date.isoformat()
    ]  # fmt: skip
    return found
