"""The forms of acts: a new entry of the ledger, and the correction of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.act_kinds import ACT_LABELS, ONCE_PER_PARTY, STANDING_LABELS, Standing
from agreements.act_rules import ANSWERS
from agreements.actions import NewAct
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement
from agreements.party_names import party_names
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.partial_dates import PartialDateField

ANSWERED = frozenset[str]().union(*ANSWERS.values())
BESIDE, INSTEAD = "beside", "instead"


class ActForm(VersionedForm):
    """An act as a source states it, of an agreement of `agreement_page`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=lambda: [("", "…"), *((kind.value, _(label)) for kind, label in ACT_LABELS.items())],
    )
    party = forms.ChoiceField(label=gettext_lazy("By"), required=False)
    date = PartialDateField(label=gettext_lazy("Date of the act"))
    refers_to = forms.ChoiceField(
        label=gettext_lazy("Answers"),
        required=False,
        help_text=gettext_lazy("The notice that is withdrawn, or the reservation that is objected to."),
    )
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
    confirm = forms.BooleanField(label=gettext_lazy("The dates are right as they stand"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.parties = {str(party.uid): party for party in agreement.parties.all() if party.role != PartyRole.OBSERVER}
        self.names = party_names([agreement], today=timezone.localdate())
        named = [(uid, self.names[party.pk].name) for uid, party in self.parties.items()]
        self.fields["party"].choices = [("", _("All parties together")), *named]  # type: ignore[attr-defined]
        self.documents = {str(each.uid): each for each in agreement.documents.held().order_by("id")}
        titles = [(uid, each.title) for uid, each in self.documents.items()]
        self.fields["source_document"].choices = [("", _("No document")), *titles]  # type: ignore[attr-defined]
        self.answerable = {str(act.uid): act for act in agreement.acts.all() if _can_be_answered(act)}
        acts = [(uid, self._say(act)) for uid, act in self.answerable.items()]
        self.fields["refers_to"].choices = [("", _("No other act")), *acts]  # type: ignore[attr-defined]

    def _say(self, act: Act) -> str:
        party = self.names[act.party_id].name if act.party_id else _("all")
        return _("%(act)s of %(date)s – %(party)s") % {
            "act": act.get_kind_display(), "date": act.when, "party": party,
        }  # fmt: skip

    @property
    def asks_for_order(self) -> bool:
        """Whether the dates were found out of order, so that somebody must say that they are right."""
        return self.is_bound and bool(self["confirm"].value() or self.errors.get("confirm"))

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
            refers_to=self.answerable.get(values["refers_to"]),
            **{name: values[name] for name in plain},
        )


def _can_be_answered(act: Act) -> bool:
    return act.recorded_until is None and act.kind in ANSWERED


class NewActForm(ActForm):
    """A new entry. Where the ledger holds entries on the same act, it asks which of them counts."""

    reason = forms.CharField(
        label=gettext_lazy("Why they are right"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )

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


class ChoiceForm(VersionedForm):
    """Why an entry is the one that counts."""

    reason = forms.CharField(
        label=gettext_lazy("Why this entry counts"), max_length=500, help_text=gettext_lazy("Kept in the history.")
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
        "refers_to": str(entry.refers_to.uid) if entry.refers_to else "",
    }
    return {**{name: getattr(entry, name) for name in plain}, **links, "date": entry.when}
