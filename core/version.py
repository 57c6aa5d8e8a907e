"""The version of Entente, read once from the one place that states it."""

import tomllib
from pathlib import Path

_PROJECT_FILE = Path(__file__).resolve().parents[1] / "pyproject.toml"

VERSION: str = tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"]
