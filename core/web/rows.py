"""Forms with rows: a record's own fields, and tables of further ones such as names or participants.

Rows are added by a button that sends what was typed so far, so it works without scripts and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.web.remade import RemadeForm

ANOTHER = "another"
_OF_ROWS = "of rows: "


class _MaySayNothing(RemadeForm):
    """A form that can be drawn half-filled: `is_silent` keeps it from complaining."""

    is_silent = False

    @property
    def errors(self) -> ErrorDict:
        """The errors, unless it is silent."""
        return ErrorDict() if self.is_silent else super().errors


class RowForm(_MaySayNothing):
    """One row. `viewer` is who fills it in."""

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer


class Rows(BaseFormSet):
    """The rows of one table. Blank rows are left out, and so is a row ticked "remove"."""

    legend: str | Promise
    one: str | Promise

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The values of every row that stays, of valid rows."""
        rows = (form.cleaned_data for form in self.forms)
        return [{k: v for k, v in row.items() if k != "DELETE"} for row in rows if row and not row.get("DELETE")]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Every row can be removed; its box says so."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this row")


def rows_of(
    form: type[RowForm], *, legend: str | Promise, one: str | Promise, most: int = 100, blank: int = 1
) -> type[Rows]:
    """Rows of the form. `legend` names them all, `one` a single row ("Name"); `blank` are shown to begin with."""
    made = formset_factory(form, formset=Rows, extra=blank, can_delete=True, max_num=most, validate_max=True)
    return type(f"{form.__name__}Rows", (made,), {"legend": legend, "one": one})


class FormWithRows(_MaySayNothing):
    """A form whose `cleaned_data` holds, beside its fields, the filled rows of each of `tables` under its name.

    `initial` may hold a list of row values under a table's name; `viewer` is who fills it in.
    """

    tables: ClassVar[dict[str, type[Rows]]] = {}

    def __init__(self, data: Any = None, *, viewer: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.viewer = viewer
        # What is sent is compared with blank rows: the rows of the record may be others by now.
        opened = initial if initial and data is None else {}
        self.row_sets = {
            name: table(data, prefix=name, initial=opened.get(name), form_kwargs={"viewer": viewer})
            for name, table in self.tables.items()
        }

    def clean(self) -> dict[str, Any]:
        """Take in the rows; where one is wrong the whole form is."""
        values = super().clean() or self.cleaned_data
        for name, rows in self.row_sets.items():
            if rows.is_valid():
                values[name] = rows.filled
            else:
                self.add_error_of_rows(name, [*rows.non_form_errors()] or [_("Mend the rows marked below.")])
        return values

    def add_error_of_rows(self, name: str, sentences: Iterable[str]) -> None:
        """Say of a table as a whole what is wrong: the summary leads from each sentence to the table."""
        self.add_error(None, [forms.ValidationError(each, code=f"{_OF_ROWS}{name}") for each in sentences])

    def faults_of_whole(self) -> list[tuple[str, Rows | None]]:
        """What is wrong with no one field: each sentence with the table it is about, if it is about one."""
        return [
            (sentence, self.row_sets.get((error.code or "").removeprefix(_OF_ROWS)))
            for error in self.non_field_errors().as_data()
            for sentence in error.messages
        ]

    @property
    def asks_for_row(self) -> bool:
        """Whether this was sent by the button that adds a row."""
        return self.is_bound and self.data.get(ANOTHER) in self.tables

    def with_another_row(self) -> Self:
        """The form again with everything typed, nothing complained of, and one more row, which has the focus."""
        table = self.row_sets[str(self.data[ANOTHER])]
        data, number = self.data.copy(), table.total_form_count()  # type: ignore[attr-defined]  # a bound form: a QueryDict
        data[f"{table.prefix}-TOTAL_FORMS"] = number + 1
        for name, field in table.empty_form.fields.items():
            data[f"{table.prefix}-{number}-{name}"] = field.initial or ""
        again = self.made_again(data, initial=self.initial)
        again.is_silent = True
        for row in (row for rows in again.row_sets.values() for row in rows):
            row.is_silent = True
        next(iter(again.row_sets[str(table.prefix)].forms[-1].fields.values())).widget.attrs["autofocus"] = True
        return again
