"""`manage.py load_demo` works on the embedded demo database and nowhere else."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_it_refuses_any_other_database_and_loads_nothing(settings: Any) -> None:
    settings.EMBEDDED_DATABASE, settings.DEMO_PASSWORD = False, ""

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_it_refuses_another_database_even_where_a_demo_password_is_kept(settings: Any) -> None:
    settings.EMBEDDED_DATABASE, settings.DEMO_PASSWORD = False, "demo-pass-word-demo"

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo")


def test_it_says_what_it_loaded_and_the_second_time_that_nothing_changed(settings: Any) -> None:
    settings.EMBEDDED_DATABASE, settings.DEMO_PASSWORD = True, "demo-pass-word-demo"
    first, second = StringIO(), StringIO()

    call_command("load_demo", stdout=first)
    call_command("load_demo", stdout=second)

    assert "21 institutions" in first.getvalue()
    assert "nothing changed" in second.getvalue()
    assert User.objects.get(username="viewer").check_password("demo-pass-word-demo")
