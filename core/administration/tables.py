"""What a table on the administration site is: recorded where it may be changed, closed where it may not."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, Model, QuerySet
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline
from unfold.paginator import InfinitePaginator

from core.actors import Actor
from core.administration.sections import OTHERS, Section
from core.administration.texts import TextsField
from core.changes import recorded_change
from core.languages import validate_texts

REASON = "Changed on the administration site"


def recorded(request: HttpRequest) -> AbstractContextManager[None]:
    """For a request that may change something: the history will say who did it, and that it was here."""
    if request.method != "POST":
        return nullcontext()
    return recorded_change(by=Actor.for_request(request), reason=REASON)


def _plain(field: FormField | None) -> FormField | None:
    """The control without the theme's menu for opening what it points to: that needs a mouse and a second window."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def has_history(model: type[Model]) -> bool:
    """Whether the database keeps the history of this table's rows."""
    return any(trigger.name == "history" for trigger in getattr(model._meta, "triggers", ()))


class Administration(ModelAdmin):
    """A table administrators may change. Rows the person may not see are not shown."""

    section: Section = OTHERS
    icon = "table_rows"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows the person may see."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The register's own search where the table has one: any accent, any word of any name."""
        if search_term and hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> FormField | None:
        """Texts in several languages get a control for each."""
        if validate_texts in db_field.validators:
            label, help_text = db_field.verbose_name, db_field.help_text
            return TextsField(label=capfirst(str(label)), help_text=help_text, required=not db_field.blank)
        return _plain(super().formfield_for_dbfield(db_field, request, **kwargs))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of one row; what it writes is in the history with the person's name."""
        with recorded(request):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove one row; also in the history."""
        with recorded(request):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, with what can be done to several rows at once; also in the history."""
        with recorded(request):
            return super().changelist_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The button "History" only where there is one."""
        return super().render_change_form(
            request, {**context, "show_history": has_history(self.model)}, *args, **kwargs
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's real history, which also holds what was changed elsewhere."""
        query = urlencode({"root_table": self.model._meta.db_table, "root_id": object_id})
        return redirect(f"{reverse('admin:core_historyentry_changelist')}?{query}")


class ReadOnly(Administration):
    """A table that is shown and never changed here, whoever asks and however."""

    actions: Any = None
    show_full_result_count = False
    paginator = InfinitePaginator  # such tables grow: nothing counts their rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes here."""
        return False


class Rows(TabularInline):
    """Rows of a record, changed with it."""

    extra = 0
    hide_title = True

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> FormField | None:
        """Controls that say what they are: the head of their column does not reach them."""
        field = _plain(super().formfield_for_dbfield(db_field, request, **kwargs))
        if field and field.label:
            field.widget.attrs["aria-label"] = capfirst(str(field.label))
        return field


class ReadOnlyRows(TabularInline):
    """Rows of a record, shown with it and never changed."""

    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes here."""
        return False
