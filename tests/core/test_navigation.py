"""The primary navigation: who is offered what, and which place this is."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from core import navigation
from core.context_processors import navigation as frame
from core.web.icons import SHAPES


def _frame(path, *, staff=False):
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=True, is_staff=staff, theme="dark")
    return frame(request)


def test_only_staff_are_offered_the_administration():
    assert "admin/" not in [each["place"].path for each in _frame("/")["destinations"]]
    assert "admin/" in [each["place"].path for each in _frame("/", staff=True)["destinations"]]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", {"": "page"}),
        ("/agreements/", {"agreements/": "page"}),
        ("/agreements/DEMO-WA-2019-0001/", {"agreements/": "true"}),
        ("/reminders/", {}),
    ],
)
def test_the_place_one_is_at_is_marked(path, current):
    assert {each["place"].path: each["current"] for each in _frame(path)["destinations"] if each["current"]} == current


def test_nobody_signed_in_is_offered_nothing():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert frame(request)["destinations"] == []


def test_a_request_refused_before_authentication_still_has_a_frame():
    assert frame(RequestFactory().get("/"))["theme"] == "auto"


def test_the_bell_adds_up_what_the_apps_count_and_asks_only_when_shown(monkeypatch):
    asked = []
    monkeypatch.setattr(navigation, "_unread_counters", [])
    navigation.count_unread_with(lambda user: asked.append(user) or 3)
    navigation.count_unread_with(lambda user: 2)
    values = _frame("/")
    assert asked == []
    assert values["unread_reminders"] == 5


def test_every_place_and_every_tone_has_an_icon_that_exists():
    symbols = Path(finders.find("vendor/bootstrap-icons/icons.svg")).read_text(encoding="utf-8")
    assert all(f'<symbol id="{place.icon}"' in symbols for place in navigation.DESTINATIONS)
    assert all(f'<symbol id="{shape}"' in symbols for shape in SHAPES.values())
