"""Names in a file to institutions of the register: case, accents, acronyms and aliases aside."""

from __future__ import annotations

from dataclasses import dataclass

from django_countries import countries

from core.sentences import gettext_noop
from core.text import fold
from exchange.mapping.definition import InstitutionRule
from exchange.notices import Notice, refusal, warning
from institutions.actions.names import NewName, wrong_names
from institutions.models import Identifier, InstitutionName

# An institution of the register by its id, or one to be created by its folded name.
Reference = int | str
_PLAIN = InstitutionName.Type.OFFICIAL


@dataclass(frozen=True)
class NewInstitution:
    """An institution that a file names and the register does not have."""

    name: str
    kind: str
    country: str


class KnownInstitutions:
    """Every name of the register, read once, and those a file adds to it."""

    def __init__(self, rule: InstitutionRule) -> None:
        self._rule = rule
        self.new: dict[str, NewInstitution] = {}
        self._official: dict[str, set[int]] = {}
        self._other: dict[str, set[int]] = {}
        self._labels: dict[int, str] = {}
        for pk, text, kind in InstitutionName.objects.order_by("id").values_list("institution_id", "text", "type"):
            names = self._official if kind == _PLAIN else self._other
            names.setdefault(fold(text), set()).add(pk)
            if kind == _PLAIN:
                self._labels[pk] = text
        for pk, value in Identifier.objects.order_by("id").values_list("institution_id", "value"):
            self._other.setdefault(fold(value), set()).add(pk)
        self._countries = {fold(str(name)): code for code, name in countries.countries.items()}
        self._countries |= {fold(name): code for name, code in rule.countries.items()}

    def find(self, name: str) -> tuple[Reference | None, list[Notice]]:
        """Which institution a name means; None where the row is refused for it."""
        folded = fold(name)
        found = self._official.get(folded) or self._other.get(folded) or set()
        if len(found) > 1:
            return self._choose(name, sorted(found))
        if found:
            return next(iter(found)), []
        return self._propose(name, folded)

    def _choose(self, name: str, found: list[int]) -> tuple[Reference | None, list[Notice]]:
        if self._rule.ambiguous == "refuse":
            sentence = gettext_noop("“%(name)s” is the name of %(count)s institutions of the register.")
            return None, [
                refusal("party_ambiguous", sentence, field="parties", value=name, name=name, count=str(len(found)))
            ]
        sentence = gettext_noop("“%(name)s” is the name of %(count)s institutions; the oldest record is taken.")
        notice = warning("party_ambiguous", sentence, field="parties", value=name, name=name, count=str(len(found)))
        return found[0], [notice]

    def _propose(self, name: str, folded: str) -> tuple[Reference | None, list[Notice]]:
        if folded in self.new:
            return folded, []
        if self._rule.missing == "refuse":
            sentence = gettext_noop("There is no institution called “%(name)s” in the register.")
            return None, [refusal("party_unknown", sentence, field="parties", value=name, name=name)]
        if wrong := wrong_names([NewName(name, language=self._rule.language)]):
            sentence = gettext_noop("“%(name)s” cannot be the name of an institution: %(fault)s")
            return None, [
                refusal("party_name_wrong", sentence, field="parties", value=name[:200], name=name[:80], fault=wrong[0])
            ]
        self.new[folded] = NewInstitution(name, self._kind(folded), self._country(folded))
        return folded, []

    def _kind(self, folded: str) -> str:
        padded = f" {folded} "
        for kind, words in self._rule.kinds.items():
            if any(f" {fold(word)} " in padded for word in words):
                return kind
        return self._rule.kind

    def _country(self, folded: str) -> str:
        return self._countries.get(folded, "") if self._rule.guess_country else ""

    def took(self, folded: str, pk: int) -> None:
        """A new institution is in the register now."""
        self._labels[pk] = self.new.pop(folded).name
        self._official[folded] = {pk}

    def every_name(self) -> dict[str, str]:
        """Folded official names with their spelling, of the register and of the file."""
        known = {fold(text): text for text in self._labels.values()}
        return {**known, **{folded: each.name for folded, each in self.new.items()}}
