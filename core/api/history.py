"""The history of a record: who, when, what before and after, why, and through which door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypedDict, TypeVar

from django.db.models import ForeignKey, Model
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from core.api.hints import Components, OneOf, Schema, schema_of
from core.api.lists import page_answer, page_asked_for, page_schema
from core.api.operations import Operation
from core.api.parameters import CURSOR, LIMIT
from core.api.views import RecordView
from core.history import Root, history_of
from core.history_reading.rows import Rows, columns_of, is_told, model_of
from core.listing import Order
from core.models import HistoryEntry, Record

R = TypeVar("R", bound=Record)

NEWEST_FIRST = Order("-at", _("Newest first"), ("-id",))
_PUBLIC_NAMES = ("reference", "username", "code", "uid")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


class HistoryActor(TypedDict):
    """Who made a change. `username` is null for a part of the system."""

    username: str | None
    name: str


class HistoryItem(TypedDict):
    """One change of one row. `before` and `after` hold what changed; of a new or removed row, all of it."""

    id: str
    at: dt.datetime
    operation: Annotated[str, OneOf(HistoryEntry.Operation.values)]
    type: Annotated[str, "The type of the row, such as agreement or approval step."]
    of_record: Annotated[bool, "Whether the row is the record itself, not something that hangs on it."]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    actor: HistoryActor
    reason: str
    source: Annotated[str, "The door: web, api, task, command, or sql for a change in the database itself."]
    request_id: str


class RecordHistory(RecordView[R]):
    """The history of one record, newest change first, for everyone who may see the record."""

    def roots(self, record: R) -> Iterable[Root]:
        """The records whose history it is."""
        raise NotImplementedError

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """A page of changes. Links to records the caller may not see are left out, so a page may be shorter."""
        record = self.find()
        self.check_parameters()
        page = page_asked_for(request, history_of(self.roots(record)), (NEWEST_FIRST,))
        rows = Rows(page.rows, viewer=self.caller)
        items = [item for entry in page.rows if (item := _item(entry, rows))]
        return self.answer(page_answer(request, page, items))


def history_operation(name: str) -> Operation:
    """GET of a history."""
    return Operation(
        name, "What was changed, by whom and why, newest first.", _page_of_history, parameters=(LIMIT, CURSOR)
    )


def _page_of_history(components: Components) -> Schema:
    return page_schema("HistoryPage", schema_of(HistoryItem, components), components, counts=False)


def _item(entry: HistoryEntry, rows: Rows) -> HistoryItem | None:
    """The entry as answered; None where it is of a link that is not open to the caller."""
    model = model_of(entry.table_name)
    if model is None or rows.is_hidden(entry):
        return None
    return {
        "id": str(entry.pk),
        "at": entry.at,
        "operation": entry.operation,
        "type": _WORD.sub("_", model.__name__).lower(),
        "of_record": entry.table_name == entry.root_table,
        "before": _side(model, entry, entry.before, rows),
        "after": _side(model, entry, entry.after, rows),
        "actor": {
            "username": entry.actor.username if entry.actor else None,
            "name": str(entry.actor) if entry.actor else entry.actor_name,
        },
        "reason": entry.reason,
        "source": entry.source,
        "request_id": entry.request_id,
    }


def _side(model: type[Model], entry: HistoryEntry, held: Mapping[str, Any] | None, rows: Rows) -> dict[str, Any] | None:
    return None if held is None else dict(_values(model, entry, held, rows))


def _values(model: type[Model], entry: HistoryEntry, held: Mapping[str, Any], rows: Rows) -> Iterator[tuple[str, Any]]:
    """The values by field, keys as public names; without keys that say nothing outside the database.

    What an app tells in words (because its raw form may name what the caller may not see) is told so here too.
    """
    fields = columns_of(model)
    for column, value in held.items():
        field = fields.get(column)
        if field is None or field.primary_key:
            continue
        if is_told(model, field.name):
            row = rows.row(entry)
            saying = rows.saying(row, field.name)
            yield field.name, saying(value, row) if saying else None
        elif not isinstance(field, ForeignKey):
            yield field.name, value
        elif field.editable and field.related_model._meta.db_table != entry.root_table:
            yield field.name, _public_name(rows.target(field.related_model, value))


def _public_name(record: Any | None) -> str | None:
    """What the API calls a record; None where there is none for this caller."""
    return next((str(getattr(record, name)) for name in _PUBLIC_NAMES if hasattr(record, name)), None)
