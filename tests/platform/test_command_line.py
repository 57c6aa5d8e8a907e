"""What the person can mend is said in one line, without a traceback."""

import os
import subprocess
import sys

import pytest

from config.embedded.places import CHECKOUT


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["up", "check", "migrate"])
def test_a_wrong_setting_ends_every_command_with_code_2_and_one_line(command):
    ended = manage(command, PORT="abc")

    assert ended.returncode == 2
    assert ended.stderr == "entente: PORT is not a whole number. Example: PORT=8080\n"


def test_production_without_its_settings_names_them(monkeypatch):
    for name in ("DATABASE_URL", "BROKER_URL"):
        monkeypatch.delenv(name)

    ended = manage("check", "--settings", "config.settings.prod")

    assert ended.returncode == 2
    assert ended.stderr.startswith("entente: In production these must be set: DATABASE_URL, BROKER_URL, SECRET_KEY")
    assert "Traceback" not in ended.stderr


def test_a_python_without_the_requirements_is_told_which_one_has_them():
    ended = subprocess.run(
        [sys.executable, "-S", "-E", "manage.py", "check"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "use .venv/bin/python manage.py" in ended.stderr
