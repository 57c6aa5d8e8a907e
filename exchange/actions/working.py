"""Go on with an import: check it, take it in or undo it, chunk after chunk, wherever the last worker stopped.

Each chunk is one transaction that holds the import's row and moves its cursor with what it writes: a worker that is
killed loses its chunk and nothing else, and two workers cannot do the same chunk.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, transaction

from core.actors import Actor
from core.changes import recorded_change
from core.errors import DomainError, require
from exchange.actions.actors import actor_of, reason_of
from exchange.actions.additions import Additions
from exchange.actions.taking_in import Result, pending, store_results, write_plans
from exchange.actions.undoing import undo_next
from exchange.actions.whole_files import refuse_whole
from exchange.mapping import Definition, Draft, read_definition, translate
from exchange.models import ImportRow, ImportRun
from exchange.notices import Notice, refusal
from exchange.planning.near_duplicates import near_duplicates
from exchange.planning.planner import Planner
from exchange.policies import can_import_into
from exchange.readers import SourceRow

CHUNK = 500
Clock = Callable[[], dt.datetime]
State = ImportRun.State
COUNTED = ("created", "updated", "unchanged", "refused", "warned")


class Overtaken(Exception):
    """Another worker has this import, or it is in another state by now."""


def work_on(run_pk: int, *, clock: Clock, told: Callable[[int], None] = lambda _rows: None) -> None:
    """Do all that is to be done for an import; `told` hears how many rows each step worked through.

    What the domain refuses as a whole (rights that were lost, say) ends the import as refused, with the reason.
    """
    steps = {State.CHECKING: _check, State.APPLYING: _apply, State.UNDOING: _undo}
    run = ImportRun.objects.select_related("office", "asked_by").get(pk=run_pk)
    step = steps.get(State(run.state))
    if step is None:
        return
    by = actor_of(run, at=clock())
    try:
        if by.user:
            require(can_import_into(by.user, run.office_id))
        step(run, by, told)
    except Overtaken:
        return
    except DomainError as fault:
        _give_up(run, str(fault))


def draft_of(row: ImportRow, definition: Definition) -> Draft:
    """A stored row under a mapping."""
    return translate(SourceRow(row.number, row.cells, tuple(Notice(**given) for given in row.given)), definition)


@contextmanager
def _holding(run: ImportRun) -> Iterator[None]:
    """One transaction with the import's row locked, in the state and at the row this worker believes it to be."""
    began = time.monotonic()
    with transaction.atomic():
        held = ImportRun.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            pk=run.pk, state=run.state, cursor=run.cursor
        )
        if not held.exists():
            raise Overtaken
        yield
        run.seconds += time.monotonic() - began
        run.save(update_fields=["state", "cursor", "counts", "report", "seconds", "applied_at", "undone_at"])


def _count(run: ImportRun, results: Sequence[Result]) -> None:
    counted = Counter(run.counts)
    counted.update(each for result in results for each in result.counted_as)
    run.counts = {name: counted[name] for name in COUNTED}


def _check(run: ImportRun, by: Actor, told: Callable[[int], None]) -> None:
    """Foresee every row. Begins at the first row, because rows build on earlier ones that are written nowhere yet."""
    definition = read_definition(run.definition)
    with _holding(run):
        run.cursor, run.counts, run.seconds = 0, dict.fromkeys(COUNTED, 0), 0
        planner = Planner(definition, office=run.office, by=by)
    while rows := pending(run, after=run.cursor, limit=CHUNK):
        with _holding(run):
            plans = planner.plan([draft_of(row, definition) for row in rows])
            results = [Result(plan, plan.record.agreement_id if plan.record else None) for plan in plans]
            store_results(results, run=run)
            _count(run, results)
            run.cursor = rows[-1].number
        told(len(rows))
    with _holding(run):
        run.report = {**run.report, **_foreseen(planner)}
        run.state, run.cursor = State.CHECKED, 0
        if run.mode == ImportRun.Mode.PER_FILE and run.counts["refused"]:
            refuse_whole(run)


def _foreseen(planner: Planner) -> dict[str, object]:
    new = planner.institutions.new
    return {
        "new_institutions": sorted(each.name for each in new.values()),
        "new_subjects": sorted(planner.subjects.new.values()),
        "near_duplicates": near_duplicates(list(new), planner.institutions.every_name()),
    }


def _apply(run: ImportRun, by: Actor, told: Callable[[int], None]) -> None:
    if run.mode == ImportRun.Mode.PER_FILE:
        _apply_whole(run, by, told)
        return
    taking = _TakingIn(run, by)
    while rows := pending(run, after=run.cursor, limit=CHUNK):
        try:
            with _holding(run):
                taking.take(rows)
        except DatabaseError:
            taking = _row_by_row(run, by, rows)
        told(len(rows))
    with _holding(run):
        _finish(run, by)


def _row_by_row(run: ImportRun, by: Actor, rows: Sequence[ImportRow]) -> _TakingIn:
    """A chunk the database refused, each row on its own: the one at fault is refused, the others are taken in."""
    run.refresh_from_db()
    taking = _TakingIn(run, by)
    for row in rows:
        try:
            with _holding(run):
                taking.take([row])
        except DatabaseError as fault:
            run.refresh_from_db()
            taking = _TakingIn(run, by)
            with _holding(run):
                taking.refuse(row, str(fault).splitlines()[0])
    return taking


def _apply_whole(run: ImportRun, by: Actor, told: Callable[[int], None]) -> None:
    """All rows in one transaction; where one is refused at the last moment, none."""
    try:
        with _holding(run):
            taking = _TakingIn(run, by)
            while rows := pending(run, after=run.cursor, limit=CHUNK):
                taking.take(rows)
                if run.counts["refused"]:
                    raise _Spoilt
                told(len(rows))
            _finish(run, by)
    except _Spoilt:
        run.refresh_from_db()
        run.state = State.CHECKING
        with transaction.atomic():
            run.save(update_fields=["state"])
        _check(run, by, lambda _rows: None)


class _Spoilt(Exception):
    """A row is refused in an import that is all or nothing."""


def _finish(run: ImportRun, by: Actor) -> None:
    run.state, run.cursor, run.applied_at = State.APPLIED, 0, by.at


class _TakingIn:
    """Takes in the rows of one import from where it stands."""

    def __init__(self, run: ImportRun, by: Actor) -> None:
        self._run, self._by, self._reason = run, by, reason_of(run)
        self._definition = read_definition(run.definition)
        self._planner = Planner(self._definition, office=run.office, by=by)
        self._planner.remember(run.rows.filter(number__lte=run.cursor).values_list("key", "number"))
        self._additions = Additions(self._planner, by=by)
        if not run.cursor:
            run.counts = dict.fromkeys(COUNTED, 0)

    def take(self, rows: Sequence[ImportRow]) -> None:
        """Plan the rows against the register as it is now, and write. Within `_holding`."""
        run = self._run
        with recorded_change(by=self._by, reason=self._reason):
            plans = self._planner.plan([draft_of(row, self._definition) for row in rows], locking=True)
            results = write_plans(
                plans, run=run, planner=self._planner, additions=self._additions, by=self._by, reason=self._reason
            )
            store_results(results, run=run)
        self._move(rows, results)

    def refuse(self, row: ImportRow, fault: str) -> None:
        """Note that the database refused a row. Within `_holding`."""
        plan = self._planner.plan([draft_of(row, self._definition)])[0]
        results = [Result(plan.refused(refusal("database", "%(fault)s", fault=fault)))]
        store_results(results, run=self._run)
        self._move([row], results)

    def _move(self, rows: Sequence[ImportRow], results: Sequence[Result]) -> None:
        run = self._run
        _count(run, results)
        run.cursor = rows[-1].number
        made = run.report.get("made", {})
        run.report = {
            **run.report,
            "made": {name: [*made.get(name, []), *pks] for name, pks in self._additions.made.items()},
        }
        for pks in self._additions.made.values():
            pks.clear()


def _undo(run: ImportRun, by: Actor, told: Callable[[int], None]) -> None:
    done = False
    while not done:
        with _holding(run), recorded_change(by=by, reason=f"Undoing the import of {run.file_name}"):
            worked = undo_next(run, by=by, limit=CHUNK)
            done = not worked
            if done:
                run.state, run.cursor, run.undone_at = State.UNDONE, 0, by.at
        told(worked)


def _give_up(run: ImportRun, fault: str) -> None:
    """An import the domain refuses as a whole: what was taken in before stays, and can be undone."""
    state = State.APPLIED if run.rows.filter(undo__has_key="version").exists() else State.REFUSED
    ImportRun.objects.filter(pk=run.pk, state=run.state).update(
        state=state, cursor=0, report={**run.report, "fault": fault}
    )
