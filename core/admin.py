"""The history, its seals, the outbox and letters on the administration site, to read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from core.actors import Source
from core.administration.sections import MACHINERY
from core.administration.tables import ReadOnly, has_history
from core.history_reading import FieldChange, read_history
from core.history_reading.rows import Rows, model_of
from core.models import HistoryAnchor, HistoryEntry, Letter, OutboxEvent


def of_visible_records(entries: QuerySet[HistoryEntry], viewer: Any) -> QuerySet[HistoryEntry]:
    """Without the entries of records the person may not see, whatever the table they are of."""
    for model in apps.get_models():
        rows = model._default_manager.all()
        if has_history(model) and hasattr(rows, "visible_to"):
            seen = rows.visible_to(viewer).order_by().values("pk")
            entries = entries.exclude(Q(root_table=model._meta.db_table) & ~Q(root_id__in=seen))
    return entries


class _Named(ChangeList):
    """Each entry with the name of its row, all read at once; links to records the person may not see are left out."""

    def get_results(self, request: HttpRequest) -> None:
        """The page's entries, named."""
        super().get_results(request)
        found: list[Any] = list(self.result_list)  # type: ignore[has-type]
        rows = Rows(found, viewer=request.user)
        for entry in found:
            entry.row_name = rows.name(entry)
        self.result_list = [entry for entry in found if not rows.is_hidden(entry)]


_DOORS = {
    Source.WEB: _("Page"),
    Source.API: _("API"),
    Source.TASK: _("Background task"),
    Source.COMMAND: _("Command"),
    Source.IMPORT: _("Import"),
    "sql": _("Database"),
}


class _DoorFilter(admin.SimpleListFilter):
    """Which door the changes came through."""

    title = _("door")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Every door there is."""
        return [(str(door), label) for door, label in _DOORS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries that came through it."""
        return queryset.filter(source=self.value()) if self.value() else queryset


class _TableFilter(admin.SimpleListFilter):
    """Which kind of record the entries are of."""

    title = _("record")
    parameter_name = "root_table"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Every kind of record that has a history of its own."""
        tracked = (model for model in apps.get_models() if has_history(model))
        return sorted(
            ((model._meta.db_table, capfirst(str(model._meta.verbose_name))) for model in tracked),
            key=lambda choice: choice[1],
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries of that kind of record."""
        return queryset.filter(root_table=self.value()) if self.value() else queryset


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnly):
    """Who changed what, when, why and through which door. Written by the database itself."""

    section = MACHINERY
    icon = "history"
    list_display = ["at", "who", "door", "operation", "kind", "row_name", "reason"]
    list_filter = [_DoorFilter, "operation", _TableFilter]
    list_select_related = ["actor"]
    search_fields = ["=actor_name", "=request_id"]
    search_help_text = _("A user name or the id of a request, in full.")
    ordering = ["-id"]
    sortable_by: tuple[str, ...] = ()
    fields = ["at", "who", "door", "reason", "request_id", "what", "chain"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Entries of records the person may see."""
        return of_visible_records(super().get_queryset(request), request.user)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """With names."""
        return _Named

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> HistoryEntry | None:
        """One entry as this person may read it; None where it speaks of a record they may not see."""
        entry: Any = super().get_object(request, object_id, from_field)
        if entry is None:
            return None
        entry.read = read_history([entry], viewer=request.user)
        return None if Rows([entry], viewer=request.user).is_hidden(entry) else entry

    @admin.display(description=_("Who"))
    def who(self, entry: HistoryEntry) -> str:
        """The person, or the part of the system."""
        return str(entry.actor or entry.actor_name)

    @admin.display(description=_("Door"))
    def door(self, entry: HistoryEntry) -> str:
        """How the change came."""
        return str(_DOORS.get(entry.source, entry.source))

    @admin.display(description=_("Table"))
    def kind(self, entry: HistoryEntry) -> str:
        """What kind of row it is of."""
        model = model_of(entry.table_name)
        return capfirst(str(model._meta.verbose_name)) if model else entry.table_name

    @admin.display(description=_("Row"))
    def row_name(self, entry: HistoryEntry) -> str:
        """The row's name as it is now."""
        return getattr(entry, "row_name", "") or f"{entry.row_id}"

    @admin.display(description=_("What changed"))
    def what(self, entry: Any) -> SafeString:
        """Each field before and after, in words."""
        parts = [part for change in entry.read for part in change.parts]
        lines = [line for part in parts for line in (part.what, *map(_in_words, part.changes))]
        return format_html_join("\n", '<div class="e-line">{}</div>', ((line,) for line in lines))

    @admin.display(description=_("Place in the chain"))
    def chain(self, entry: HistoryEntry) -> SafeString:
        """Which change of which row, and its hash."""
        place = f"{entry.table_name} {entry.row_id}, {entry.sequence}: {bytes(entry.hash).hex()}"
        return format_html('<div class="e-line">{}</div>', place)


def _in_words(change: FieldChange) -> str:
    values = [change.before, change.after] if change.before else [change.after]
    return f"{change.label}: {' → '.join(value or '–' for value in values)}"


@admin.register(HistoryAnchor)
class HistoryAnchorAdmin(ReadOnly):
    """Seals over the history: `manage.py verify_history` checks them."""

    section = MACHINERY
    icon = "verified"
    list_display = ["at", "last_entry", "entries", "seal"]
    ordering = ["-id"]
    fields = ["at", "last_entry", "entries", "seal"]

    @admin.display(description=_("Digest"))
    def seal(self, anchor: HistoryAnchor) -> str:
        """SHA-256 in hex."""
        return bytes(anchor.digest).hex()


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnly):
    """What waits to be done after a change, and what went wrong. Not what it is about: that may be restricted."""

    section = MACHINERY
    icon = "outbox"
    list_display = ["topic", "created_at", "available_at", "attempts", "done_at", "last_error"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]
    search_fields = ["=topic"]
    ordering = ["-id"]
    fields = ["topic", "created_at", "available_at", "attempts", "done_at", "last_error"]


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """E-mails that wait, that went, and that could not be delivered. Not what they say: that may be restricted."""

    section = MACHINERY
    icon = "forward_to_inbox"
    list_display = ["created_at", "kind", "recipient", "state", "attempts", "retry_at", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["recipient"]
    search_fields = ["=kind", "=recipient__username"]
    search_help_text = _("A kind of letter or a user name, in full.")
    ordering = ["-id"]
    fields = [*list_display, "closed_at", "last_error"]
