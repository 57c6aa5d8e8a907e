"""What the tests of imports share: files as people hand them in, and the whole way of an import."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Office
from core.actors import Actor
from exchange.actions.starting import start_import, take_in, undo_import
from exchange.actions.working import work_on
from exchange.models import ImportRun
from tests.cast import NOW, the_system

SOURCE = {"constant": "The neighbours' register"}
MAPPING: dict[str, Any] = {
    "name": "neighbours",
    "key": ["id"],
    "dates": ["dd/mm/yyyy", "mm/yyyy"],
    "fields": {
        "title": {"column": "title"},
        "kind": {"column": "form", "values": {"T": "treaty"}, "default": "treaty"},
        "source": SOURCE,
    },
    "stage": {"by_act": [{"act": "signature", "stage": "signed"}], "default": "text_agreed"},
    "parties": [{"cell": {"column": "parties"}, "separator": ";"}],
    "acts": [
        {"kind": "signature", "date": {"column": "signed"}, "source": SOURCE},
        {"kind": "entry_into_force", "date": {"column": "in force"}, "source": SOURCE},
    ],
}
HEADER = "id,title,form,parties,signed,in force\n"
ROWS = (
    "1,Treaty on Firearms,T,Police of Spain;Policía de México,01/02/2019,01/03/2019\n"
    "2,Treaty on Customs,T,Police of Spain;Customs of Chile,05/2020,\n"
)


class Imports:
    """Imports of one office, done at the moment of the tests."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def start(self, content: str | bytes, *, by: Actor | None = None, **values: Any) -> ImportRun:
        """A file handed in and checked."""
        given = {"definition": MAPPING, "file_name": "register.csv", **values}
        data = content.encode() if isinstance(content, str) else content
        run = start_import(by=by or the_system("tests"), office=self.office, content=data, **given)
        return self.work(run)

    def apply(self, content: str | bytes, **values: Any) -> ImportRun:
        """A file taken in."""
        run = self.start(content, **values)
        if run.state == ImportRun.State.CHECKED:
            take_in(by=values.get("by") or the_system("tests"), run=run)
        return self.work(run)

    def undo(self, run: ImportRun, *, by: Actor | None = None) -> ImportRun:
        """An import undone."""
        undo_import(by=by or the_system("tests"), run=run)
        return self.work(run)

    @staticmethod
    def work(run: ImportRun) -> ImportRun:
        """What a worker does with it."""
        work_on(run.pk, clock=lambda: NOW)
        return ImportRun.objects.get(pk=run.pk)


@pytest.fixture
def imports(office: Office) -> Imports:
    """Imports into the Lisbon office."""
    return Imports(office)


def outcomes(run: ImportRun) -> list[str]:
    """What became of each row, in order."""
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def codes(run: ImportRun) -> set[str]:
    """The codes of everything said about the rows."""
    return {notice["code"] for row in run.rows.all() for notice in row.notices}
