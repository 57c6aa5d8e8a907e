"""docs/configuration.md, written from the declared environment variables."""

from config.environment import VARIABLES, Variable
from core.documents import register_document

_OPENING = """\
# Configuration

<!-- Written by `manage.py write_docs` from config/environment.py. Do not edit. -->

Entente takes every setting from environment variables. A value that cannot be used stops the start with one line that
names the variable and the fault (exit code 2). With `config.settings.prod`, those marked "production" must be set.

| Variable | Default | Meaning | Example |
|---|---|---|---|
"""
_CLOSING = """
`DJANGO_SETTINGS_MODULE` chooses the way of running: `config.settings.dev` (the default: one machine, `make run`) or
`config.settings.prod` (an office's installation). The tests use `config.settings.test` by themselves.
"""


def configuration() -> str:
    """The document's text."""
    return _OPENING + "".join(f"{_row(variable)}\n" for variable in VARIABLES) + _CLOSING


def _row(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else "not set"
    name = f"`{variable.name}`" + (" (production)" if variable.required_in_production else "")
    return f"| {name} | {default} | {variable.meaning} | `{variable.example}` |"


register_document("docs/configuration.md", configuration)
