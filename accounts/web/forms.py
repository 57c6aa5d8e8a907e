"""The forms about one's own account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User
from accounts.time_zones import time_zone_choices

_LIFETIMES = [(30, _("30 days")), (90, _("90 days")), (365, _("one year"))]


def _own_names() -> list[tuple[str, str]]:
    """The languages offered, each in its own words."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


class PreferencesForm(forms.ModelForm):
    """What people choose for themselves. It only validates; `set_preferences` writes."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of pages and of mails."), choices=_own_names, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on pages and in mails are shown in this zone."),
        choices=time_zone_choices,
    )

    class Meta:
        model = User
        fields = ["full_name", "language", "time_zone", "theme"]
        labels = {"full_name": _("Name shown to others"), "theme": _("Appearance")}
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "theme": forms.RadioSelect,
        }


class NewTokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=_("What it is for"), max_length=100, help_text=_("Such as the name of the system that uses it.")
    )
    scope = forms.ChoiceField(
        label=_("It may"), choices=ApiToken.Scope.choices, widget=forms.RadioSelect, initial=ApiToken.Scope.READ
    )
    days = forms.TypedChoiceField(
        label=_("It works for"), choices=_LIFETIMES, coerce=int, widget=forms.RadioSelect, initial=90
    )

    @property
    def lifetime(self) -> dt.timedelta:
        """How long the token works, of a valid form."""
        return dt.timedelta(days=self.cleaned_data["days"])


class _Plain:
    """Labels say what a field is; nothing is repeated inside it."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LogInForm(_Plain, allauth_forms.LoginForm):
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, allauth_forms.ChangePasswordForm):
    """The password now, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(_Plain, allauth_forms.SetPasswordForm):
    """The first password, twice."""


class ResetPasswordForm(_Plain, allauth_forms.ResetPasswordForm):
    """The address to mail to."""


class ResetPasswordKeyForm(_Plain, allauth_forms.ResetPasswordKeyForm):
    """The new password, twice."""


class ReauthenticateForm(_Plain, allauth_forms.ReauthenticateForm):
    """The password, again."""
