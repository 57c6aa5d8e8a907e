"""`manage.py import_register FILE --mapping NAME_OR_FILE`: take a register of others in."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.models import User
from core.actors import Actor, Source
from core.errors import DomainError
from exchange.actions.foreseeing import foresee
from exchange.actions.starting import start_import, take_in, undo_import
from exchange.actions.working import work_on
from exchange.mapping import InvalidDefinition
from exchange.models import ImportRun
from exchange.reports import summary_of, write_report
from exchange.saved import mapping_called, office_for

Mode, State = ImportRun.Mode, ImportRun.State
# Exit codes beside 0: 1 could not be done, 3 rows were refused (or, when undoing, kept).
INCOMPLETE = 3


class Command(BaseCommand):
    """Check a file, and unless `--dry-run` take it in; or go on with, or undo, an earlier import.

    Exit code 0: every row is in; 1: nothing could be done, the reason on stderr; 3: some rows were refused.
    """

    help = "Import a register from CSV, XLSX or JSON through a mapping. Exit code 3: some rows were refused."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("file", nargs="?", type=Path, help="CSV, XLSX, JSON or JSON Lines")
        parser.add_argument("--mapping", help="name of a saved or built-in mapping, or the path of a JSON file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        modes = parser.add_mutually_exclusive_group()
        modes.add_argument("--per-row", dest="mode", action="store_const", const=Mode.PER_ROW, default=Mode.PER_ROW)
        modes.add_argument("--per-file", dest="mode", action="store_const", const=Mode.PER_FILE, help="all or nothing")
        parser.add_argument("--office", help="code of the office that keeps the records")
        parser.add_argument("--as", dest="username", help="act as this user; default: the system")
        parser.add_argument("--report", type=Path, help="write every row with its outcome to this CSV file")
        parser.add_argument("--resume", metavar="ID", help="go on with an import that was stopped")
        parser.add_argument("--undo", metavar="ID", help="undo an import as a whole")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run it."""
        try:
            summary = self._summary(options)
        except InvalidDefinition as fault:
            raise CommandError(f"The mapping cannot be used: {fault}") from fault
        except (DomainError, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(json.dumps(summary, ensure_ascii=False) if options["json"] else _in_words(summary))
        if summary["refused"] or summary.get("kept"):
            sys.exit(INCOMPLETE)

    def _summary(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["undo"]:
            return self._undo(options)
        if options["resume"]:
            return self._finish(_run(options["resume"]), options)
        if not (options["file"] and options["mapping"]):
            raise CommandError("Give a file and --mapping, or --resume or --undo.")
        mapping, definition = mapping_called(options["mapping"])
        office = office_for(code=options["office"] or definition.get("office", ""), mapping=mapping)
        given = {
            "office": office,
            "content": options["file"].read_bytes(),
            "definition": definition,
            "by": _by(options),
        }
        if options["dry_run"]:
            with _bar("rows", None) as bar:
                foreseen = foresee(**given, file_name=options["file"].name, mode=options["mode"], told=bar.update)
            if options["report"]:
                write_report(foreseen.rows, options["report"], data=definition, foreseen=True)
            return foreseen.summary
        return self._finish(
            start_import(**given, file_name=options["file"].name, mapping=mapping, mode=options["mode"]), options
        )

    def _finish(self, run: ImportRun, options: dict[str, Any]) -> dict[str, Any]:
        """Check it where that was not done, take it in, or go on with either."""
        _work(run, "checked")
        run.refresh_from_db()
        if run.state == State.CHECKED:
            take_in(by=_by(options), run=run)
        _work(run, "taken in")
        run.refresh_from_db()
        if options["report"]:
            rows = run.rows.order_by("number").iterator(2_000)
            write_report(rows, options["report"], data=run.definition, foreseen=run.applied_at is None)
        return summary_of(run)

    def _undo(self, options: dict[str, Any]) -> dict[str, Any]:
        run = _run(options["undo"])
        if run.state != State.UNDOING:
            undo_import(by=_by(options), run=run)
        _work(run, "undone")
        run.refresh_from_db()
        return summary_of(run)


def _work(run: ImportRun, what: str) -> None:
    with _bar(f"rows {what}", run.total) as bar:
        work_on(run.pk, clock=timezone.now, told=bar.update)


def _bar(unit: str, total: int | None) -> Any:
    return tqdm(total=total, unit=f" {unit}", file=sys.stderr, leave=False, mininterval=0.5)


def _by(options: dict[str, Any]) -> Actor:
    if not options["username"]:
        return Actor.system("import_register", source=Source.COMMAND)
    user = User.objects.filter(username=options["username"], is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user called {options['username']}.")
    return Actor.person(user)


def _run(uid: str) -> ImportRun:
    try:
        return ImportRun.objects.get(uid=uid)
    except (ImportRun.DoesNotExist, ValidationError) as fault:
        raise CommandError(f"There is no import {uid}.") from fault


def _in_words(summary: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in summary.items() if not isinstance(value, list | dict))
