"""The forms of acts: a new entry of the ledger, and the correction of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.act_kinds import ACT_LABELS, ONCE_PER_PARTY, STANDING_LABELS, Standing
from agreements.actions import NewAct
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.partial_dates import PartialDateField

BESIDE, INSTEAD = "beside", "instead"


class ActForm(VersionedForm):
    """An act as a source states it, of an agreement of `agreement_page`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=lambda: [("", "…"), *((kind.value, _(label)) for kind, label in ACT_LABELS.items())],
    )
    party = forms.ChoiceField(label=gettext_lazy("By"), required=False)
    date = PartialDateField(label=gettext_lazy("Date of the act"))
    effective_on = forms.DateField(
        label=gettext_lazy("Takes effect"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("If that is another day."),
    )
    received_on = forms.DateField(
        label=gettext_lazy("Received"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("By the other side or the depositary: notices and deposits count from then (VCLT 78)."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=500, help_text=gettext_lazy("The document that states the act.")
    )
    source_document = forms.ChoiceField(
        label=gettext_lazy("Held here as"),
        required=False,
        help_text=gettext_lazy("The document of this agreement that is the source."),
    )
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"),
        choices=[(each.value, gettext_lazy(label)) for each, label in STANDING_LABELS.items()],
        initial=Standing.REPORTED.value,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.parties = {str(party.uid): party for party in agreement.parties.all() if party.role != PartyRole.OBSERVER}
        named = [(uid, str(party.institution)) for uid, party in self.parties.items()]
        self.fields["party"].choices = [("", _("All parties together")), *named]  # type: ignore[attr-defined]
        self.documents = {str(each.uid): each for each in agreement.documents.held().order_by("id")}
        titles = [(uid, each.title) for uid, each in self.documents.items()]
        self.fields["source_document"].choices = [("", _("No document")), *titles]  # type: ignore[attr-defined]

    @property
    def act(self) -> NewAct:
        """The act a valid form states."""
        values = self.cleaned_data
        plain = ("kind", "effective_on", "received_on", "standing", "note", "source", "source_quote", "source_note")
        return NewAct(
            when=values["date"],
            party=self.parties.get(values["party"]),
            source_url=values["source_url"],
            source_document=self.documents.get(values["source_document"]),
            **{name: values[name] for name in plain},
        )


class NewActForm(ActForm):
    """A new entry. Where the ledger holds entries on the same act, it asks which of them counts."""

    authority = forms.ChoiceField(
        label=gettext_lazy("Which entry counts"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (BESIDE, gettext_lazy("The earlier one. This one stands beside it as a differing source.")),
            (INSTEAD, gettext_lazy("This one, from now on. The earlier one stays readable beside it.")),
        ],
    )

    @property
    def rivals(self) -> list[Act]:
        """The entries the ledger holds now on the act that was typed: a party does such an act once."""
        kind, party = self["kind"].value(), self["party"].value() or ""
        if kind not in ONCE_PER_PARTY:
            return []
        return [
            act
            for act in self.agreement.acts.all()
            if act.recorded_until is None and act.kind == kind and (str(act.party.uid) if act.party else "") == party
        ]

    def clean(self) -> dict[str, Any]:
        """Ask which entry counts where there are several."""
        values = super().clean() or self.cleaned_data
        if self.rivals and not values.get("authority") and "authority" not in self.errors:
            self.add_error("authority", _("The ledger holds an entry on this act already. Say which of them counts."))
        return values

    @property
    def makes_authoritative(self) -> bool:
        """Whether the new entry takes the place of the one that counted."""
        return bool(self.cleaned_data.get("authority") == INSTEAD)


class CorrectionForm(ActForm):
    """What an entry should say, and what was wrong with it."""

    reason = forms.CharField(
        label=gettext_lazy("What was wrong with the earlier entry"),
        max_length=500,
        help_text=gettext_lazy("Both entries stay readable. Kept in the history."),
    )


def initial_of(entry: Act) -> dict[str, Any]:
    """An entry as its correction begins."""
    plain = (
        "kind", "effective_on", "received_on", "standing", "note",
        "source", "source_quote", "source_note", "source_url",
    )  # fmt: skip
    links = {
        "party": str(entry.party.uid) if entry.party else "",
        "source_document": str(entry.source_document.uid) if entry.source_document else "",
    }
    return {**{name: getattr(entry, name) for name in plain}, **links, "date": entry.when}
