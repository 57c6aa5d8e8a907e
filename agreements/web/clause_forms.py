"""The forms of clauses. They offer what goes together and read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from agreements.actions import NewClause
from agreements.clause_reading import OTHER_AGREEMENT, seen_among
from agreements.law.clauses import ClauseKind
from agreements.law.recurrence_rules import parts_of
from agreements.models import Agreement, Clause
from agreements.web.choosing import AgreementField
from agreements.web.clause_fields import class_choices, field_for
from agreements.web.clause_modes import fields_of, parameter_of
from agreements.web.clause_ways import carried
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.typed import fingerprint

SOURCED = ("article", "source", "source_quote", "source_note")
FEWEST_QUOTAS = 2


class AmendmentPart(forms.Form):
    """From when, and by which agreement."""

    applies_from = forms.DateField(
        label=gettext_lazy("Applies from"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Left empty: from the beginning. For an amendment, its first day."),
    )
    amended_by = AgreementField(label=gettext_lazy("Amended by"), required=False)


class SourcePart(forms.Form):
    """Where the clause stands."""

    article = forms.CharField(label=gettext_lazy("Article"), required=False, max_length=100)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)


class ClauseForm(VersionedForm, AmendmentPart, SourcePart):
    """A clause of one kind said in one way (`agreements.web.clause_modes`). `sent` is what the browser sent, if any."""

    def __init__(
        self, *args: Any, agreement: Agreement, viewer: Any, kind: ClauseKind, mode: str, sent: QueryDict, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.mode, self._sent = kind, mode, sent
        self.names = [name for name in fields_of(kind, mode) if name != "quotas"]
        for name in self.names:
            self.fields[name] = field_for(kind, name)
        self._offer(agreement, viewer)
        if not self.is_bound:
            self.initial["opened"] = orjson.dumps(fingerprint(self, self.initial)).decode()

    def _offer(self, agreement: Agreement, viewer: Any) -> None:
        parties = agreement.signing_parties
        classes = class_choices(
            [name for party in parties for name in party.classes] + list(self.initial.get("classes", ()))
        )
        for name in ("amended_by", OTHER_AGREEMENT):
            if name in self.fields:
                self.fields[name].viewer = viewer  # type: ignore[attr-defined]
        if "excluded_classes" in self.fields:
            self.fields["excluded_classes"].choices = classes  # type: ignore[attr-defined]
        if "parties" in self.fields:
            named = [(str(party.uid), str(party.institution)) for party in parties]
            self.fields["parties"].choices = named  # type: ignore[attr-defined]
        if "quotas" in fields_of(self.kind, self.mode):
            self._offer_quotas(classes)

    def _offer_quotas(self, classes: list[tuple[str, str]]) -> None:
        typed = sum(name.startswith("quota_class_") for name in self.data) if self.is_bound else 0
        for number in range(min(max(FEWEST_QUOTAS, typed, int(self.initial.get("quotas_given", 0)) + 1), 20)):
            self.fields[f"quota_class_{number}"] = forms.ChoiceField(
                label=gettext_lazy("Class"), required=False, choices=[("", "–"), *classes]
            )
            self.fields[f"quota_least_{number}"] = forms.IntegerField(
                label=gettext_lazy("At least"), required=False, min_value=1, max_value=1000
            )

    def clean(self) -> dict[str, Any]:
        """A class and its number come together."""
        values = super().clean() or self.cleaned_data
        for number in self._quota_numbers:
            if bool(values.get(f"quota_class_{number}")) != bool(values.get(f"quota_least_{number}")):
                self.add_error(f"quota_least_{number}", gettext_lazy("Give both the class and the number, or neither."))
        return values

    @property
    def _quota_numbers(self) -> list[int]:
        return [int(name.removeprefix("quota_class_")) for name in self.fields if name.startswith("quota_class_")]

    @property
    def quotas(self) -> list[tuple[Any, Any]]:
        """The pairs of boxes, to be drawn side by side."""
        return [(self[f"quota_class_{number}"], self[f"quota_least_{number}"]) for number in self._quota_numbers]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values of hidden fields: what was typed in other ways."""
        return carried(self._sent, self.kind, self.mode)

    @property
    def own(self) -> list[Any]:
        """The fields of the parameters, in their order, quotas apart."""
        return [self[name] for name in self.names]

    @property
    def clause(self) -> NewClause:
        """The clause a valid form states."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("applies_from", "amended_by", *SOURCED)}
        return NewClause(self.kind.value, self._parameters(), **plain)

    def _parameters(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self.names}
        found = {name: _written(value) for name, value in values.items() if value}
        found |= parameter_of(self.kind, self.mode)
        if how := found.pop("takes_effect", ""):
            found[how] = True
        if quotas := self._quotas_given():
            found["quotas"] = quotas
        if self.kind is ClauseKind.REPORTING:
            found["rule"] = _rule_of(self.mode, found)
        return found

    def _quotas_given(self) -> list[dict[str, Any]]:
        values = self.cleaned_data
        pairs = ((values[f"quota_class_{n}"], values[f"quota_least_{n}"]) for n in self._quota_numbers)
        return [{"of_class": name, "at_least": least} for name, least in pairs if name]


class CorrectionForm(ClauseForm):
    """What an entry should say, and what was wrong with it."""

    reason = forms.CharField(
        label=gettext_lazy("What was wrong with the earlier entry"),
        max_length=500,
        help_text=gettext_lazy("Both entries stay readable. Kept in the history."),
    )


class RepealForm(VersionedForm, AmendmentPart, SourcePart):
    """From when nothing of the kind is agreed any more."""

    field_order = ("applies_from", "amended_by", *SOURCED)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amended_by"].viewer = viewer  # type: ignore[attr-defined]
        self.fields["amended_by"].label = gettext_lazy("Repealed by")
        day = self.fields["applies_from"]
        day.required, day.label, day.help_text = True, gettext_lazy("Holds no more from"), ""

    @property
    def given(self) -> dict[str, Any]:
        """What a valid form says."""
        return {name: self.cleaned_data[name] for name in ("applies_from", "amended_by", *SOURCED)}


class WithdrawalForm(VersionedForm):
    """Why an entry should never have been made."""

    reason = forms.CharField(
        label=gettext_lazy("Why the entry should not have been made"),
        max_length=500,
        help_text=gettext_lazy("The entry stays readable. Kept in the history."),
    )


def initial_of(clause: Clause, *, viewer: Any) -> dict[str, Any]:
    """A clause as its correction begins. What the person may not see is left empty."""
    parameters = dict(clause.parameters)
    quotas = parameters.pop("quotas", [])
    references = [parameters.pop(OTHER_AGREEMENT, ""), clause.amended_by.reference if clause.amended_by else ""]
    other, amender = (seen_among(viewer, [each]).get(each) if each else None for each in references)
    return {
        **parameters,
        **_rule_in_boxes(str(parameters.get("rule", ""))),
        **{f"quota_class_{n}": quota["of_class"] for n, quota in enumerate(quotas)},
        **{f"quota_least_{n}": quota["at_least"] for n, quota in enumerate(quotas)},
        "quotas_given": len(quotas),
        "classes": [*parameters.get("excluded_classes", []), *(quota["of_class"] for quota in quotas)],
        "takes_effect": next((name for name in ("first_of_month", "at_end_of_term") if parameters.get(name)), ""),
        OTHER_AGREEMENT: other,
        "amended_by": amender,
        "applies_from": clause.applies_from,
        **{name: getattr(clause, name) for name in SOURCED},
    }


def _written(value: Any) -> Any:
    if isinstance(value, Agreement):
        return value.reference
    return value.isoformat() if hasattr(value, "isoformat") else value


def _rule_of(mode: str, found: dict[str, Any]) -> str:
    """The recurrence rule that the boxes say; they are taken out of what was found."""
    if mode == "yearly":
        return f"FREQ=YEARLY;BYMONTH={found.pop('month')};BYMONTHDAY={found.pop('day')}"
    if mode == "every":
        number, unit = found.pop("number"), found.pop("unit")
        return f"FREQ={unit}" + (f";INTERVAL={number}" if number > 1 else "")
    return str(found["rule"]).strip()


def _rule_in_boxes(rule: str) -> Mapping[str, Any]:
    parts = parts_of(rule) or {}
    boxes = {"unit": "FREQ", "number": "INTERVAL", "month": "BYMONTH", "day": "BYMONTHDAY"}
    return {"number": 1, **{box: parts[name] for box, name in boxes.items() if name in parts}}
