"""Create and change programmes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.actions import change_programme, create_programme
from activities.actions.programmes import NewPartner
from activities.models import Programme
from activities.policies import can_edit_programmes
from activities.queries import history_roots, programme_page
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.languages import LONGEST_TEXT
from core.web.conflicts import VersionedForm, join
from core.web.domain_errors import attempt
from core.web.rows import FormWithRows, RowForm, Rows, rows_of
from institutions.web.choosing import InstitutionField

_SOURCE = ("source", "source_quote", "source_note")
_PERIOD = gettext_lazy("A year, a month or a day: 2017, 2017-05 or 2017-05-31.")


class PartnerRow(RowForm):
    """An institution the programme works with."""

    institution = InstitutionField(label=gettext_lazy("Institution"))
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    source_quote = forms.CharField(required=False, widget=forms.HiddenInput)
    source_note = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].viewer = self.viewer  # type: ignore[attr-defined]


class ProgrammeForm(FormWithRows):
    """A programme's data and partners."""

    tables: ClassVar[dict[str, type[Rows]]] = {
        "partners": rows_of(PartnerRow, legend=gettext_lazy("Partner institutions"), one=gettext_lazy("Partner"))
    }

    funder = InstitutionField(label=gettext_lazy("Funder"), required=False)
    starts = forms.CharField(label=gettext_lazy("Begins"), required=False, max_length=10, help_text=_PERIOD)
    ends = forms.CharField(label=gettext_lazy("Ends"), required=False, max_length=10, help_text=_PERIOD)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            f"name_{code}": forms.CharField(
                label=gettext_lazy("Name in %(language)s") % {"language": name}, required=False, max_length=LONGEST_TEXT
            )
            for code, name in settings.LANGUAGES
        }
        self.fields = {**names, **self.fields}
        self.fields["funder"].viewer = self.viewer  # type: ignore[attr-defined]

    @property
    def name_fields(self) -> list[forms.BoundField]:
        """The name in each language."""
        return [self[f"name_{code}"] for code, _name in settings.LANGUAGES]


class NewProgrammeForm(ProgrammeForm):
    """A programme to be added; its code stays."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Short, in its address. It cannot change.")
    )


class ChangeProgrammeForm(VersionedForm, ProgrammeForm):
    """A programme's data as they were when the form was opened, and why they change."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Add a programme."""
    require(can_edit_programmes(request.user))
    form = NewProgrammeForm(request.POST or None, viewer=request.user)
    if form.asks_for_row:
        return _form(request, form=form.with_another_row())
    if request.method != "POST":
        return _form(request, form=form)
    actor = Actor.for_request(request)
    outcome = attempt(form, lambda: create_programme(by=actor, **_values(form.cleaned_data)))
    if not outcome.value:
        return _form(request, form=form, status=outcome.status)
    messages.success(request, _("%(name)s is in the register.") % {"name": outcome.value.name})
    return redirect("activities:programme", outcome.value.code)


@login_required
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a programme's data and partners."""
    programme = get_object_or_404(programme_page(request.user), code=code)
    require(can_edit_programmes(request.user))
    form = ChangeProgrammeForm(request.POST or None, viewer=request.user, initial=_initial(programme))
    if form.asks_for_row:
        return _form(request, form=form.with_another_row(), programme=programme)
    if request.method != "POST":
        return _form(request, form=form, programme=programme)
    outcome = attempt(form, lambda: _save(request, programme, form))
    if outcome.stale:
        now = get_object_or_404(programme_page(request.user), code=code)
        form, conflict = join(form, current=_initial(now), roots=history_roots(now), viewer=request.user)
        return _form(request, form=form, programme=now, conflict=conflict, status=outcome.status)
    if not outcome.value:
        return _form(request, form=form, programme=programme, status=outcome.status)
    messages.success(request, _("The changes are saved."))
    return redirect("activities:programme", code)


def _save(request: HttpRequest, programme: Programme, form: ChangeProgrammeForm) -> Programme:
    return change_programme(
        by=Actor.for_request(request),
        programme=programme,
        expected_version=form.expected_version,
        **_values(form.cleaned_data, names=programme.names),
    )


def _initial(programme: Programme) -> dict[str, Any]:
    partners = [
        {field: getattr(link, field) for field in ("institution", *_SOURCE)} for link in programme.partner_links.all()
    ]
    return {
        **{name: getattr(programme, name) for name in ("funder", "starts", "ends", "description", *_SOURCE, "version")},
        **{f"name_{code}": programme.names.get(code, "") for code, _name in settings.LANGUAGES},
        "partners": partners,
        "seen": last_entry_of(history_roots(programme)),
    }


def _values(cleaned: dict[str, Any], *, names: dict[str, str] | None = None) -> dict[str, Any]:
    """What the action takes. `names` are those of a programme in languages the form lacks."""
    given = {code: cleaned[f"name_{code}"] for code, _name in settings.LANGUAGES}
    left_out = {*VersionedForm.base_fields, *(f"name_{code}" for code in given)}
    return {
        **{name: value for name, value in cleaned.items() if name not in left_out},
        "names": {code: text for code, text in {**(names or {}), **given}.items() if text},
        "partners": [NewPartner(**row) for row in cleaned["partners"]],
    }


def _form(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "activities/programme_form.html", context, status=status)
