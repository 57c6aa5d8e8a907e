"""Users, offices, roles and API tokens on the administration site."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.paginator import Paginator
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.actions.tokens import revoke_token
from accounts.models import ApiToken, Office, RoleAssignment, User
from accounts.time_zones import time_zone_choices
from core.actors import Actor
from core.administration.sections import PEOPLE
from core.administration.tables import Administration, ReadOnly, Rows, recorded


class _InTimeZone(Administration):
    """A table whose rows have a time zone: chosen, not typed."""

    section = PEOPLE

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """As declared, with a list of the zones."""
        if db_field.name != "time_zone":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=capfirst(str(db_field.verbose_name)),
            choices=time_zone_choices,
            initial=db_field.default,
            widget=UnfoldAdminSelectWidget,
        )


class _OwnAddress:
    """An e-mail address belongs to one user, however it is written."""

    def clean_email(self) -> str:
        """Refuse one that is another user's."""
        email: str = self.cleaned_data["email"]  # type: ignore[attr-defined]
        others = User.objects.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another user has this e-mail address."))
        return email


class NewUserForm(_OwnAddress, UserCreationForm):
    """A user to be made."""

    class Meta:
        model = User
        fields = ("username", "email")


class UserForm(_OwnAddress, UserChangeForm):
    """A user as they are."""

    class Meta:
        model = User
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = format_html(
            '{} <a href="../password/">{}</a>', _("Nobody can read a password."), _("Set a new one")
        )


class _Roles(Rows):
    """Who is what in which office."""

    model = RoleAssignment


@admin.register(User)
class UserAdmin(DjangoUserAdmin, _InTimeZone):
    """People. They are deactivated, not removed: what they did stays theirs."""

    icon = "person"
    add_form_template = "admin/change_form.html"
    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    inlines = [_Roles]
    list_display = ["username", "full_name", "email", "roles", "is_administrator", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser", "role_assignments__office", "role_assignments__role"]
    search_fields = ["username", "full_name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal: ClassVar[list[str]] = []
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        (_("Preferences"), {"fields": ["language", "time_zone"]}),
        (_("Access"), {"fields": ["is_active", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "language", "time_zone"]}),
        (_("Password"), {"fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the roles a row shows."""
        return super().get_queryset(request).prefetch_related("role_assignments__office")

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Nobody takes their own access away."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj == request.user:
            for name in ("is_active", "is_superuser"):
                form.base_fields[name].disabled = True
        return form

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The one flag that makes an administrator, in the words of the register."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "is_superuser":
            field.label = _("Administrator")
            field.help_text = _("Sets up users, offices and vocabularies. Sees no restricted record by that alone.")
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: deactivate instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Whoever is administrator may open this site, and nobody else."""
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a user's password; recorded like every change."""
        with recorded(request):
            return super().user_change_password(request, id, form_url)

    @admin.display(description=_("Administrator"), boolean=True, ordering="is_superuser")
    def is_administrator(self, user: User) -> bool:
        """Whether the person may open this site."""
        return user.is_superuser

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        """The person's roles in words."""
        held = user.role_assignments.all()
        return ", ".join(f"{each.get_role_display()} ({each.office.code})" for each in held)


@admin.register(Office)
class OfficeAdmin(_InTimeZone):
    """Offices. Their code begins their references, so it stays; an office is not removed."""

    icon = "apartment"
    inlines = [_Roles]
    list_display = ["code", "__str__", "language", "time_zone", "country"]
    search_fields = ["code", "names"]
    fields = ["code", "names", "language", "time_zone", "country"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The code, once it is given."""
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: its records name it."""
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    """Who has given which system access. People make their own tokens; here they can be ended."""

    section = PEOPLE
    icon = "key"
    actions = ["revoke"]
    paginator = Paginator  # few enough to count, which choosing all of them needs
    list_display = ["name", "prefix", "user", "scope", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_filter = ["scope"]
    list_select_related = ["user"]
    search_fields = ["name", "=prefix", "user__username", "user__full_name"]
    fields = ["name", "prefix", "user", "scope", "created_at", "expires_at", "last_used_at", "revoked_at"]

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        """End them at once."""
        usable = list(tokens.filter(revoked_at=None).select_related("user"))
        for token in usable:
            revoke_token(by=Actor.for_request(request), user=token.user, token_id=token.pk)
        sentence = ngettext("%(count)s token revoked.", "%(count)s tokens revoked.", len(usable))
        messages.success(request, sentence % {"count": len(usable)})
