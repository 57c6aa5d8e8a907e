"""What `manage.py` does around a management command: sound settings first, then servers for as long as it runs."""

import os
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import CommandParser, execute_from_command_line, handle_default_options

from config.embedded.borrowed import borrowed_servers, description, needs_of
from config.embedded.errors import EmbeddedError
from config.embedded.supervisor import run_everything
from config.environment import ConfigurationError, require_usable

WRONG_SETTING = 2


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. What the person can mend is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        require_usable()
        if list(arguments[1:]) == ["up"]:
            return run_everything()  # at once, without loading the applications
        _load_settings(arguments)
        with borrowed_servers(needs_of(arguments), what=description(arguments)):
            execute_from_command_line(list(arguments))
    except ConfigurationError as fault:
        return _refuse(fault, WRONG_SETTING)
    except EmbeddedError as fault:
        return _refuse(fault, 1)
    except PermissionError as fault:
        return _refuse(f"{fault.filename} belongs to another user. Run as that user, or give it to this one.", 1)
    except KeyboardInterrupt:
        return 130
    return 0


def _load_settings(arguments: Sequence[str]) -> None:
    """Load the settings this command line asks for, as Django would, so that what is wrong with them shows now."""
    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    options, _others = parser.parse_known_args(list(arguments[2:]))
    handle_default_options(options)
    _apps = settings.INSTALLED_APPS


def _refuse(fault: object, code: int) -> int:
    print(f"entente: {fault}", file=sys.stderr)  # noqa: T201 -- for the person at the terminal
    return code
