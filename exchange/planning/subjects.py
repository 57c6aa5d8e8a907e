"""Words in a file to subject areas of the taxonomy."""

from __future__ import annotations

import hashlib

from django.utils.text import slugify

from agreements.models import Subject
from core.sentences import gettext_noop
from core.text import fold
from exchange.mapping.definition import SubjectRule
from exchange.notices import Notice, refusal, warning
from exchange.planning.institutions import Reference

_MOST = 60


class KnownSubjects:
    """The taxonomy, read once, and what a file adds to it where `may_create`."""

    def __init__(self, rule: SubjectRule | None, *, may_create: bool) -> None:
        self._rule, self._may_create = rule, may_create
        self.new: dict[str, str] = {}
        self._known: dict[str, int] = {}
        self._codes: set[str] = set()
        for pk, code, names in Subject.objects.order_by("-id").values_list("pk", "code", "names"):
            self._codes.add(code)
            self._known |= {fold(text): pk for text in (*names.values(), code)}

    def find(self, words: str) -> tuple[Reference | None, list[Notice]]:
        """Which subject is meant; None where it is noted in the summary instead, or the row refused for it."""
        folded = fold(words)
        if folded in self._known:
            return self._known[folded], []
        missing = self._rule.missing if self._rule else "note"
        if missing == "create" and self._may_create:
            self.new.setdefault(folded, words)
            return folded, []
        if missing == "refuse":
            sentence = gettext_noop("There is no subject called “%(subject)s” in the taxonomy.")
            return None, [refusal("subject_unknown", sentence, field="subjects", value=words, subject=words)]
        sentence = gettext_noop("There is no subject called “%(subject)s” in the taxonomy; it stands in the summary.")
        return None, [warning("subject_unknown", sentence, field="subjects", value=words, subject=words)]

    def code_for(self, folded: str) -> str:
        """A code that is still free for a new subject."""
        prefix = self._rule.prefix if self._rule else ""
        code = slugify(f"{prefix}{self.new[folded]}")[:_MOST].strip("-") or "subject"
        if code in self._codes:
            code = f"{code[: _MOST - 9]}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}"
        self._codes.add(code)
        return code

    def took(self, folded: str, pk: int) -> None:
        """A new subject is in the taxonomy now."""
        del self.new[folded]
        self._known[folded] = pk
