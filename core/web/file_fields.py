"""The control by which a file is brought."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from core.files.taking import known_extensions


class FileField(forms.FileField):
    """A file to choose, or to drop on the control: what is taken is in the help text and in `accept`.

    The size and the content are judged by the actions, so that the API says the same.
    """

    def __init__(self, **kwargs: Any) -> None:
        extensions = known_extensions()
        widget = forms.FileInput(attrs={"accept": extensions.replace(" ", ""), "class": "e-file"})
        super().__init__(widget=widget, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file. After an error elsewhere it must be chosen again: browsers keep none."""
        if data is None and self.required:
            raise forms.ValidationError(_("Choose a file."), code="required")
        return super().clean(data, initial)


def what_is_taken() -> str:
    """The help text of such a control: how large a file may be, and of which kinds."""
    return _("Choose it or drop it here. At most %(most)s MB: %(known)s.") % {
        "most": settings.UPLOAD_LIMIT // 1024**2,
        "known": known_extensions(),
    }
