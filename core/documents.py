"""Documents under docs/ that are written from the code, so that they cannot say anything else.

Whoever owns the facts registers how they are written; `manage.py write_docs` writes them and, with `--check`, tells
which no longer match.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_WRITERS: dict[str, Callable[[], str]] = {}


@dataclass(frozen=True)
class Document:
    """One generated document: its path inside the checkout, and its text as the code has it now."""

    path: str
    text: str

    def is_current(self, checkout: Path) -> bool:
        """Whether the file says exactly this."""
        file = checkout / self.path
        return file.exists() and file.read_text(encoding="utf-8") == self.text

    def write(self, checkout: Path) -> None:
        """Make the file say this."""
        file = checkout / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text, encoding="utf-8")


def register_document(path: str, writer: Callable[[], str]) -> None:
    """Have `writer` produce the text of the document at `path`. Call it from `AppConfig.ready()`."""
    _WRITERS[path] = writer


def generated_documents() -> list[Document]:
    """Every registered document, in order of path."""
    return [Document(path, _WRITERS[path]()) for path in sorted(_WRITERS)]
