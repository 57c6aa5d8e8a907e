"""The forms of successions. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.web.rows import FormWithRows, RowForm, Rows, rows_of
from institutions.kinds import SUCCESSIONS
from institutions.models import Institution
from institutions.web.choosing import InstitutionField

FORWARD, BACKWARD = "to", "from"


class OtherRow(RowForm):
    """One institution that came before or after."""

    institution = InstitutionField(label=gettext_lazy("Institution"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].viewer = self.viewer  # type: ignore[attr-defined]


class SuccessionForm(FormWithRows):
    """What became of an institution, or what it came from, as read from its own page."""

    tables: ClassVar[dict[str, type[Rows]]] = {
        "others": rows_of(OtherRow, legend=gettext_lazy("The other institutions"), one=gettext_lazy("Institution"))
    }

    happening = forms.ChoiceField(label=gettext_lazy("What happened"), choices=lambda: _happenings())
    happened = forms.CharField(
        label=gettext_lazy("When"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("A year, a month or a day: 2018, 2018-11 or 2018-11-30."),
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    def values_for(self, institution: Institution) -> dict[str, Any]:
        """What the action takes, from a valid form on the institution's page."""
        direction, kind = self.cleaned_data["happening"].split(":")
        others = [row["institution"] for row in self.cleaned_data["others"]]
        before, after = ([institution], others) if direction == FORWARD else (others, [institution])
        plain = ("happened", "source", "source_quote", "source_note")
        return {
            "kind": kind,
            "predecessors": before,
            "successors": after,
            **{name: self.cleaned_data[name] for name in plain},
        }


class RemoveSuccessionForm(forms.Form):
    """Why a succession is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken away"), max_length=500, help_text=gettext_lazy("Kept in the history.")
    )


def _happenings() -> list[Any]:
    after = [(f"{FORWARD}:{kind.value}", _(words.forward)) for kind, words in SUCCESSIONS.items()]
    before = [(f"{BACKWARD}:{kind.value}", _(words.backward)) for kind, words in SUCCESSIONS.items()]
    return [("", "…"), (_("What became of it"), after), (_("What it came from"), before)]
