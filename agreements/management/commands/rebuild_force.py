"""`manage.py rebuild_force`: is what is stored of force what the acts and clauses say?"""

from __future__ import annotations

import dataclasses
import gc
import sys
import time
from collections.abc import Iterator
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from agreements.actions.force_rebuild import Difference, Rebuilt, Stretch, rebuild_force
from agreements.models import Agreement


class Command(BaseCommand):
    """Compute the force of all agreements anew, report what was stored otherwise, and mend it."""

    help = (
        "Compute the force periods and findings of all agreements anew from their acts and clauses, report those that "
        "were stored otherwise, and store what is true. Safe while people work. With --dry-run nothing is written, "
        "and the exit code is 1 when something differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """See `handle`."""
        parser.add_argument("--dry-run", action="store_true", help="only report; exit with 1 when something differs")
        parser.add_argument("--json", action="store_true", help="report as one JSON document")

    def handle(self, *, dry_run: bool, json: bool, **_options: Any) -> None:
        """Rebuild, with a progress bar on standard error and the report on standard output."""
        started = time.monotonic()
        gc.freeze()  # what the program itself consists of need not be looked through again and again
        examined = differing = 0
        differences: list[Difference] = []
        for chunk in _with_progress(rebuild_force(is_dry_run=dry_run)):
            examined, differing = examined + chunk.examined, differing + chunk.differing
            differences += chunk.differences if json else ()
            if not json:
                self._say(chunk)
        seconds = round(time.monotonic() - started, 1)
        if json:
            summary = {"agreements": examined, "differing": differing, "stored": not dry_run, "seconds": seconds}
            document = {**summary, "differences": [_written(each) for each in differences]}
            self.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        else:
            outcome = "nothing was written" if dry_run else "now stored as computed"
            self.stdout.write(f"{examined} agreements computed in {seconds} s; {differing} differed: {outcome}.")
        if dry_run and differing:
            raise CommandError(f"{differing} agreements are stored otherwise than they should be.", returncode=1)

    def _say(self, chunk: Rebuilt) -> None:
        for each in chunk.differences:
            who = each.party or "the whole"
            for what, stored, computed in (
                ("findings", each.stored_findings, each.computed_findings),
                ("deadlines", each.stored_deadlines, each.computed_deadlines),
            ):
                if stored or computed:
                    self.stdout.write(f"{each.reference}, {what}: {_listed(stored)} → {_listed(computed)}")
                    who = ""
            if each.stored or each.computed:
                self.stdout.write(f"{each.reference}, {who}: {_said(each.stored)} → {_said(each.computed)}")
            elif who:
                self.stdout.write(f"{each.reference}, {who}: the working")


def _with_progress(chunks: Iterator[Rebuilt]) -> Iterator[Rebuilt]:
    total = Agreement.objects.count()
    with tqdm(total=total, unit=" agreements", file=sys.stderr, disable=None) as bar:
        for chunk in chunks:
            yield chunk
            bar.update(chunk.examined)


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(kinds) or "none"


def _said(stretches: tuple[Stretch, ...]) -> str:
    if not stretches:
        return "nothing"
    return ", ".join(f"{each.status} {each.start or '…'} to {each.last or '…'}" for each in stretches)


def _written(difference: Difference) -> dict[str, Any]:
    written = dataclasses.asdict(difference)
    return {("agreement" if name == "reference" else name): value for name, value in written.items()}
