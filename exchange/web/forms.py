"""Forms of imports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from agreements.act_kinds import ACT_LABELS
from agreements.kinds import KINDS
from agreements.stages import STAGE_LABELS
from exchange.models import ImportRun, Mapping
from exchange.saved import built_in_mappings

ACTS = ("adoption", "signature", "provisional_application", "entry_into_force", "withdrawal", "termination")
_DATES = (
    ("dd/mm/yyyy", _("31/12/2020")),
    ("mm/dd/yyyy", _("12/31/2020")),
    ("dd.mm.yyyy", _("31.12.2020")),
    ("dd mmm yyyy", _("31 Dec 2020")),
    ("yyyy-mm-dd", _("2020-12-31")),
)


class NewImportForm(forms.Form):
    """A file, the office that keeps what is in it, and the mapping."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, XLSX, JSON or JSON Lines, with a line of headers."))
    office = forms.ChoiceField(label=_("Responsible office"))
    mapping = forms.ChoiceField(
        label=_("Mapping"), required=False, help_text=_("How the columns of the file become agreements.")
    )
    mode = forms.ChoiceField(label=_("When a row is refused"), choices=ImportRun.Mode, widget=forms.RadioSelect)

    def __init__(self, *args: Any, viewer: User, offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = Mapping.objects.visible_to(viewer).order_by("name")
        self._saved = {f"saved:{each.pk}": each for each in saved}
        self._shipped = built_in_mappings()
        self.offices = {each.code: each for each in offices}
        self.fields["office"].choices = [(code, str(office)) for code, office in self.offices.items()]  # type: ignore[attr-defined]
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            ("", _("Say which column is what, in the next step")),
            (_("Saved here"), [(key, f"{each} ({each.name})") for key, each in self._saved.items()]),
            (
                _("Shipped with the product"),
                [(name, each.get("title") or name) for name, each in self._shipped.items()],
            ),
        ]
        self.initial.setdefault("mode", ImportRun.Mode.PER_ROW)

    def clean_file(self) -> Any:
        """Files above the limit arrive without content (see `core.files.uploads`)."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            most = settings.UPLOAD_LIMIT // 1024**2
            raise forms.ValidationError(_("A file may have at most %(most)s MB.") % {"most": most})
        return file

    @property
    def chosen(self) -> tuple[Mapping | None, dict[str, Any] | None]:
        """The mapping chosen, and its definition; neither where the columns are to be said next."""
        key = self.cleaned_data["mapping"]
        saved = self._saved.get(key)
        return (saved, saved.definition) if saved else (None, self._shipped.get(key))


class ColumnsForm(forms.Form):
    """Which column is what: enough for most files. What it cannot say is written in the mapping itself."""

    name = forms.SlugField(label=_("Name of the mapping"), max_length=60, help_text=_("Small letters and hyphens."))
    key = forms.ChoiceField(label=_("Identifier"), help_text=_("What names a row for good, so that it is found again."))
    title = forms.ChoiceField(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind of agreement"))
    stage = forms.ChoiceField(label=_("Stage they have reached"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who states this: the name of the register.")
    )
    source_url = forms.ChoiceField(label=_("Address of the source"), required=False)
    parties = forms.ChoiceField(label=_("Parties"), required=False)
    separator = forms.CharField(
        label=_("Parties are divided by"), initial=";", max_length=5, required=False, strip=False
    )
    subjects = forms.ChoiceField(label=_("Subjects"), required=False)
    summary = forms.ChoiceField(label=_("Summary"), required=False)
    dates = forms.ChoiceField(label=_("Dates are written like"), choices=_DATES)

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(each, each) for each in headers]
        for name in ("key", "title", "source_url", "parties", "subjects", "summary"):
            blank = [("", _("Choose a column" if self.fields[name].required else "Not in the file"))]
            self.fields[name].choices = [*blank, *columns]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, str(_(each.label))) for kind, each in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["stage"].choices = [(each.value, str(_(label))) for each, label in STAGE_LABELS.items()]  # type: ignore[attr-defined]
        for kind in ACTS:
            label = next(text for each, text in ACT_LABELS.items() if each == kind)
            self.fields[f"act_{kind}"] = forms.ChoiceField(
                label=_(label), required=False, choices=[("", _("Not in the file")), *columns]
            )

    def clean_name(self) -> str:
        """A name of the office's own; those of mappings shipped with the product are taken."""
        name: str = self.cleaned_data["name"]
        if name in built_in_mappings():
            raise forms.ValidationError(
                _("“%(name)s” is the name of a mapping shipped with the product. Choose another name."),
                params={"name": name},
            )
        return name

    @property
    def act_fields(self) -> list[forms.BoundField]:
        """The fields of the acts."""
        return [self[f"act_{kind}"] for kind in ACTS]

    def definition(self) -> dict[str, Any]:
        """The definition these answers make."""
        given = self.cleaned_data
        source = {"constant": given["source"]}
        address = {"source_url": {"column": given["source_url"]}} if given["source_url"] else {}
        made: dict[str, Any] = {
            "name": given["name"],
            "key": [given["key"]],
            "dates": list(dict.fromkeys([given["dates"], "mm/yyyy"])),
            "fields": {"title": {"column": given["title"]}, "kind": {"constant": given["kind"]}, "source": source},
            "stage": {"default": given["stage"]},
            "acts": [
                {"kind": kind, "date": {"column": given[f"act_{kind}"]}, "source": source, **address}
                for kind in ACTS
                if given[f"act_{kind}"]
            ],
        }
        if given["summary"]:
            made["fields"]["summary"] = {"column": given["summary"]}
        if given["parties"]:
            made["parties"] = [{"cell": {"column": given["parties"]}, "separator": given["separator"]}]
        if given["subjects"]:
            made["subjects"] = {"cell": {"column": given["subjects"]}}
        return made


class DefinitionForm(forms.Form):
    """A mapping as JSON, for whoever needs more than columns."""

    definition = forms.CharField(
        label=_("Mapping (JSON)"), widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"})
    )
    is_shared = forms.BooleanField(label=_("Other offices may use it"), required=False)

    def clean_definition(self) -> dict[str, Any]:
        """A JSON object; whether it holds is for the domain to say."""
        try:
            return dict(json.loads(self.cleaned_data["definition"]))
        except (ValueError, TypeError, RecursionError) as fault:
            raise forms.ValidationError(_("This is no JSON object: %(fault)s") % {"fault": fault}) from fault
