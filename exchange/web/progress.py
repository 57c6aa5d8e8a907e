"""How far an import at work is, in words that are true at every moment of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.models import ImportRun

State = ImportRun.State


@dataclass(frozen=True)
class Progress:
    """Of `total` things `done` are done; `sentence` says which things, and what is going on."""

    done: int
    total: int
    sentence: str

    @property
    def share(self) -> int:
        """Per cent, of which the last is left for what follows the rows."""
        return min(99, 100 * self.done // self.total) if self.total else 0


def progress_of(run: ImportRun) -> Progress:
    """The progress of the present step. Before a worker began, the figures of the step before are still stored."""
    if run.state == State.UNDOING:
        total = run.counts.get("created", 0) + run.counts.get("updated", 0)
        done = sum(run.report.get("undone", {}).values())
    else:
        total = run.total
        worked = sum(run.counts.get(name, 0) for name in ("created", "updated", "unchanged", "refused"))
        done = worked if run.cursor else 0
    return Progress(done, total, _sentence(run, done, total))


def _sentence(run: ImportRun, done: int, total: int) -> str:
    places = {"done": done, "total": total}
    if not done:
        return _waiting(run, places)
    if run.state == State.CHECKING:
        if done >= total:
            return _("All rows are checked. Names that are almost alike are being looked for.")
        return ngettext("%(done)s of %(total)s row checked.", "%(done)s of %(total)s rows checked.", total) % places
    if run.state == State.APPLYING:
        return (
            ngettext("%(done)s of %(total)s row worked through.", "%(done)s of %(total)s rows worked through.", total)
            % places
        )
    if done >= total:
        return _("All agreements are undone. What was made for them is being looked over.")
    return (
        ngettext("%(done)s of %(total)s agreement undone.", "%(done)s of %(total)s agreements undone.", total) % places
    )


def _waiting(run: ImportRun, places: dict[str, int]) -> str:
    total = places["total"]
    if run.state == State.UNDOING:
        return (
            ngettext("Starting: %(total)s agreement to undo.", "Starting: %(total)s agreements to undo.", total)
            % places
        )
    if run.state == State.APPLYING and run.mode == ImportRun.Mode.PER_FILE:
        return (
            ngettext(
                "%(total)s row, all or nothing: no progress is shown before the end.",
                "%(total)s rows, all or nothing: no progress is shown before the end.",
                total,
            )
            % places
        )
    if run.state == State.APPLYING:
        return ngettext("Starting: %(total)s row to take in.", "Starting: %(total)s rows to take in.", total) % places
    return ngettext("Starting: %(total)s row to check.", "Starting: %(total)s rows to check.", total) % places
