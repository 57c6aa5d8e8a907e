"""Subject areas, which administrators keep, and agreements and acts, to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from agreements.models import Act, Agreement, AgreementParty, AgreementSubject, Subject
from core.administration.sections import RECORDS, VOCABULARIES
from core.administration.tables import Administration, ReadOnly, ReadOnlyRows


class _InTreeOrder(ChangeList):
    """Each subject directly below the one it is part of."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        """Down the tree, whatever the model's own order."""
        return ["tree_ordering"]


@admin.register(Subject)
class SubjectAdmin(Administration):
    """The tree of subject areas. One with others below it, or in use, cannot be removed."""

    section = VOCABULARIES
    icon = "account_tree"
    actions = None
    sortable_by: tuple[str, ...] = ()
    list_display = ["title", "code", "sector", "position"]
    list_per_page = 500
    search_fields = ["code", "names"]
    fields = ["parent", "code", "names", "sector", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subject]:
        """With each one's place in the tree."""
        subjects: Any = super().get_queryset(request)
        return subjects.with_tree_fields()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """In the order of the tree."""
        return _InTreeOrder

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The code, once it is given: filters and other systems name the subject by it."""
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only a subject with nothing below it."""
        if isinstance(obj, Subject) and obj.children.exists():
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("Subject"))
    def title(self, subject: Subject) -> SafeString:
        """The name, set in by its depth."""
        depth = min(getattr(subject, "tree_depth", 0), 6)
        return format_html('<span class="e-depth-{}">{}</span>', depth, subject)


class _Parties(ReadOnlyRows):
    model = AgreementParty
    fields = ["institution", "role", "signatory", "source_note"]


class _Subjects(ReadOnlyRows):
    model = AgreementSubject
    verbose_name_plural = _("subjects")
    fields = ["subject", "source_note"]


class _Acts(ReadOnlyRows):
    model = Act
    fields = ["kind", "party", "date", "precision", "standing", "is_authoritative", "recorded_at", "recorded_until"]


@admin.register(Agreement)
class AgreementAdmin(ReadOnly):
    """Agreements as the register has them; a restricted one only to whom it names."""

    section = RECORDS
    icon = "contract"
    inlines = [_Parties, _Subjects, _Acts]
    list_display = ["reference", "title", "kind", "stage", "stage_since", "office", "officer"]
    list_filter = ["stage", "kind", "office"]
    list_select_related = ["office", "officer"]
    search_fields = ["search_key"]
    ordering = ["-updated_at", "-id"]
    fields = [
        "reference", "external_reference", "title", "kind", "nature", "stage", "stage_since", "classification",
        "office", "officer", "summary", "legal_basis", "personal_data", "transfer_basis", "source", "source_quote",
        "source_note",
    ]  # fmt: skip

    @admin.display(description=_("Title"), ordering="sort_key")
    def title(self, agreement: Agreement) -> str:
        """The title in the reader's language."""
        return agreement.title

    def view_on_site(self, agreement: Agreement) -> str:
        """Its page."""
        return reverse("agreements:detail", args=[agreement.reference])


@admin.register(Act)
class ActAdmin(ReadOnly):
    """The ledger of acts."""

    section = RECORDS
    icon = "history_edu"
    list_display = ["kind", "agreement", "party", "date", "precision", "standing", "recorded_by", "recorded_until"]
    list_filter = ["kind", "standing"]
    list_select_related = ["agreement", "party__institution", "recorded_by"]
    ordering = ["-date", "-id"]
    fields = [
        "agreement", "kind", "party", "date", "precision", "effective_on", "received_on", "standing",
        "is_authoritative", "note", "source", "source_url", "source_quote", "source_note", "supersedes", "recorded_at",
        "recorded_until", "recorded_by",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those of agreements the person may see."""
        seen = Agreement.objects.visible_to(request.user).order_by()
        return super().get_queryset(request).filter(agreement__in=seen)
