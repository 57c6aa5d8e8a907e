"""What a failure of the domain becomes on a form: written once, for every view that takes one.

What no form can mend (`NotAllowed`, `NotVisible`) passes through to `core.web.refusals`, which draws the page for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

from django import forms

from core.errors import InvalidInput, Refused, StaleVersion, StorageFull, TooLarge, say
from core.web.rows import FormWithRows

T = TypeVar("T")
_STATUS = {TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE, StorageFull: HTTPStatus.INSUFFICIENT_STORAGE}


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """How one call of the domain went. Where it failed the form says why, and `status` is the answer's.

    `stale` is set when somebody was quicker: show `core.web.conflicts` above the form.
    """

    value: T | None = None
    status: HTTPStatus = HTTPStatus.OK
    stale: StaleVersion | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the change was made."""
        return self.status is HTTPStatus.OK


def attempt(form: forms.Form, call: Callable[[], T], *, fields: Mapping[str, str] | None = None) -> Attempt[T]:
    """Validate the form, make the one domain call, and put what the domain refuses on the form.

    Invalid values go to their fields (422; for a file there is no room for, 413 or 507); unmet conditions and a stale
    version are listed in the summary (409).
    `fields` names the field that mends a refusal, by the refusal's code: such a one goes to its field (422 when
    nothing else stands against the call).
    """
    if not form.is_valid():
        return Attempt(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return Attempt(value=call())
    except InvalidInput as error:
        show_invalid(form, error)
        return Attempt(status=_STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY))
    except Refused as error:
        places = fields or {}
        for refusal in error.refusals:
            form.add_error(places.get(refusal.code), forms.ValidationError(say(refusal), code=refusal.code))
        mended_here = all(refusal.code in places for refusal in error.refusals)
        return Attempt(status=HTTPStatus.UNPROCESSABLE_ENTITY if mended_here else HTTPStatus.CONFLICT)
    except StaleVersion as error:
        form.add_error(None, forms.ValidationError(str(error), code=error.code))
        return Attempt(status=HTTPStatus.CONFLICT, stale=error)


def show_invalid(form: forms.Form, error: InvalidInput) -> None:
    """Put each sentence at its field or its table; one about what the form does not have goes to the summary."""
    for name, sentences in error.errors.items():
        if isinstance(form, FormWithRows) and name in form.tables:
            form.add_error_of_rows(name, sentences)
            continue
        shown = name in form.fields and not form.fields[name].widget.is_hidden
        form.add_error(name if shown else None, list(sentences))
