"""Begin an import: read the file, keep its rows, and ask for what comes next."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from accounts.models import Office
from core.actors import Actor
from core.errors import Refused, require
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from exchange.actions.topics import WANTED
from exchange.mapping import Definition, read_definition
from exchange.models import ImportRow, ImportRun, Mapping
from exchange.policies import can_import_into
from exchange.readers import Source, open_source
from exchange.readers.rows import unreadable

State = ImportRun.State
BATCH = 2_000


def open_for(content: bytes, *, name: str, definition: Definition) -> Source:
    """The file's rows, once it is certain that they have the columns the mapping reads. Raises `Refused`."""
    source = open_source(content, name=name)
    lacking = [column for column in definition.columns() if column not in source.headers]
    if lacking:
        raise unreadable(
            "columns_missing",
            gettext_noop("The mapping reads columns the file does not have: %(lacking)s. The file has: %(present)s."),
            lacking=", ".join(lacking),
            present=", ".join(source.headers),
        )
    return source


def start_import(
    *,
    by: Actor,
    office: Office,
    content: bytes,
    file_name: str,
    definition: dict[str, Any] | None = None,
    mapping: Mapping | None = None,
    mode: str = ImportRun.Mode.PER_ROW,
) -> ImportRun:
    """Keep the rows of a file and have them checked in the background; without a definition it waits for its mapping.

    Raises `NotAllowed`, `Refused` for a file that cannot be read or lacks columns, `InvalidDefinition`.
    """
    if by.user:
        require(can_import_into(by.user, office.pk))
    meant = read_definition(definition) if definition else None
    source = open_for(content, name=file_name, definition=meant) if meant else open_source(content, name=file_name)
    with transaction.atomic():
        run = ImportRun.objects.create(
            office=office, mapping=mapping, definition=definition or {}, file_name=file_name[:255], mode=mode,
            file_digest=hashlib.sha256(content).hexdigest(), headers=list(source.headers),
            state=State.CHECKING if meant else State.MAPPING,
            is_confined=meant is None or meant.may_confine, started_by=by.user, started_name=by.name, asked_by=by.user,
            asked_name=by.name, started_at=by.at,
        )  # fmt: skip
        run.total = _keep_rows(run, source)
        run.report = {"notices": [notice.as_data() for notice in source.remarks()]}
        run.save(update_fields=["total", "report"])
        if run.is_at_work:
            publish(WANTED, by=by, run=run.pk)
    return run


def _keep_rows(run: ImportRun, source: Source) -> int:
    rows = (
        ImportRow(run=run, number=row.number, cells=row.cells, given=[notice.as_data() for notice in row.notices])
        for row in source.rows
    )
    return len(ImportRow.objects.bulk_create(rows, BATCH))


def take_in(*, by: Actor, run: ImportRun) -> ImportRun:
    """Ask for a checked import to be taken in. Raises `NotAllowed`, or `Refused` in any other state."""
    return _ask(by=by, run=run, source=(State.CHECKED,), target=State.APPLYING)


def undo_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """Ask for an import to be undone. Raises `NotAllowed`, or `Refused` unless it was taken in."""
    return _ask(by=by, run=run, source=(State.APPLIED,), target=State.UNDOING)


def discard_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """Forget the rows of an import that is not to be taken in."""
    discarded = _ask(by=by, run=run, source=(State.MAPPING, State.CHECKED, State.REFUSED), target=State.DISCARDED)
    discarded.rows.all().delete()
    return discarded


def check_again(*, by: Actor, run: ImportRun, definition: dict[str, Any], mapping: Mapping | None = None) -> ImportRun:
    """Have the rows checked under a changed mapping. Raises what `start_import` raises."""
    meant = read_definition(definition)
    lacking = [column for column in meant.columns() if column not in run.headers]
    if lacking:
        raise unreadable(
            "columns_missing",
            gettext_noop("The mapping reads columns the file does not have: %(lacking)s. The file has: %(present)s."),
            lacking=", ".join(lacking),
            present=", ".join(run.headers),
        )
    values = {"definition": definition, "mapping": mapping or run.mapping, "is_confined": meant.may_confine}
    return _ask(by=by, run=run, source=(State.MAPPING, State.CHECKED, State.REFUSED), target=State.CHECKING, **values)


def _ask(*, by: Actor, run: ImportRun, source: tuple[State, ...], target: State, **values: Any) -> ImportRun:
    if by.user:
        require(can_import_into(by.user, run.office_id))
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if locked.state not in source:
            raise Refused(
                Refusal(
                    "import_elsewhere",
                    gettext_noop("The import has moved on already: %(state)s."),
                    labels={"state": str(State(locked.state).label)},
                )
            )
        for name, value in values.items():
            setattr(locked, name, value)
        locked.state, locked.cursor, locked.asked_by, locked.asked_name = target, 0, by.user, by.name
        locked.save(update_fields=["state", "cursor", "asked_by", "asked_name", *values])
        if locked.is_at_work:
            publish(WANTED, by=by, run=locked.pk)
    return locked
