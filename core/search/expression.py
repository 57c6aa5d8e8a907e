"""A search as the database takes it: one expression, used by the search page, the API and every list's `q`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.models import SearchEntry
from core.search import lookups  # noqa: F401  (registers them)
from core.search.grammar import MOST_CHARACTERS, Term, parse
from core.search.sources import SearchSource, sources

# What a term that names more records than this finds through them is asked of their links instead of their marks.
MOST_MARKS = 300
_READ = """
    SELECT term.own::text, term.loose::text, term.folded, term.is_small,
           ARRAY(SELECT e.source || ':' || e.object_id FROM core_searchentry e
                  WHERE e.vector @@ (%(lenders)s::tsquery && term.own) LIMIT %(most)s)
      FROM (SELECT given.place, core_search_term(given.word, given.is_phrase) AS own,
                   core_search_term(given.word, false) AS loose, core_search_fold(given.word) AS folded,
                   core_search_is_small(given.word) AS is_small
              FROM unnest(%(words)s::text[], %(phrases)s::boolean[]) WITH ORDINALITY AS given(word, is_phrase, place)
            OFFSET 0) AS term
     ORDER BY term.place
"""


@dataclass(frozen=True)
class ReadTerm:
    """A term, what it looks for (`own`), what of a text is to be marked for it (`loose`), and whom it names.

    `folded` is its text in lower case without accents.
    """

    term: Term
    own: str
    loose: str
    folded: str
    marks: tuple[str, ...] = ()

    @property
    def is_broad(self) -> bool:
        """Whether it names too many for their marks to be looked for."""
        return len(self.marks) > MOST_MARKS

    def query(self, *, with_marks: bool) -> str:
        """The term as a tsquery."""
        either = [self.own, *(f"'{mark}'" for mark in self.marks if with_marks and not self.is_broad)]
        return f"{'!' if self.term.is_excluded else ''}({' | '.join(either)})"


@dataclass(frozen=True)
class Expression:
    """What is asked for: every term must be there, or be in a name of a record that takes part."""

    asked: str
    terms: tuple[ReadTerm, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.terms)

    @property
    def words(self) -> str:
        """What is wanted, folded and without quotation marks: a name or reference, perhaps."""
        return " ".join(each.folded for each in self.terms if not each.term.is_excluded)

    @property
    def to_mark(self) -> str:
        """A tsquery of all that is marked in texts."""
        return " | ".join(f"({each.loose})" for each in self.terms if not each.term.is_excluded)

    def query(self, *, with_marks: bool) -> str:
        """The whole as a tsquery; with marks, without the broad terms, which may leave nothing."""
        parts = [each.query(with_marks=with_marks) for each in self.terms if not (with_marks and each.is_broad)]
        return " & ".join(parts)

    def entries(self, source: SearchSource) -> QuerySet[SearchEntry]:
        """The entries of one source that have what is asked for, whoever may see them."""
        if not self.terms:
            return SearchEntry.objects.none()
        if source.linked is None:
            return _having(source.name, self.query(with_marks=False))
        entries = _having(source.name, self.query(with_marks=True))
        for each in (each for each in self.terms if each.is_broad):
            named = SearchEntry.objects.filter(vector__matches=f"({_lenders()}) & ({each.own})").order_by()
            either = Q(vector__matches=each.own) | Q(object_id__in=source.linked(named.values("object_id")))
            entries = entries.exclude(either) if each.term.is_excluded else entries.filter(either)
        return entries

    def ids(self, source: SearchSource) -> QuerySet[SearchEntry, int]:
        """The ids of those entries (a sub-query)."""
        return self.entries(source).values_list("object_id", flat=True)


def read(text: str) -> Expression:
    """What a text asks for, in one query. Raises `InvalidInput` (`q`) for what cannot be searched for."""
    if len(text) > MOST_CHARACTERS:
        sentence = _("That is too long to search for. Use at most %(most)s characters.")
        raise InvalidInput({"q": [sentence % {"most": MOST_CHARACTERS}]})
    if "\x00" in text:
        raise InvalidInput({"q": [_("The text contains a character that cannot be stored (NUL). Remove it.")]})
    terms = _read_terms(parse(text))
    if terms and all(each.term.is_excluded for each in terms):
        raise InvalidInput({"q": [_("Say also what to look for, not only what to leave out.")]})
    return Expression(asked=text, terms=terms)


def read_words(text: str) -> Expression:
    """The words of a text, whatever signs are among them; of a very long one only the first."""
    asked = " ".join(text[:MOST_CHARACTERS].replace("\x00", " ").split())
    return Expression(asked=asked, terms=_read_terms(tuple(Term(word) for word in asked.split())))


def _having(source: str, query: str) -> QuerySet[SearchEntry]:
    """The entries of a source that match a query; each carries a mark of its source, so that one index finds both."""
    of_source = f"'s:{source}'"
    wanted = f"{of_source} & {query}" if query else of_source
    return SearchEntry.objects.filter(source=source, vector__matches=wanted).order_by()


def _lenders() -> str:
    """A tsquery of the entries whose names find others."""
    return " | ".join(f"'s:{source.name}'" for source in sources() if source.lends_names)


def _read_terms(terms: tuple[Term, ...]) -> tuple[ReadTerm, ...]:
    """The terms that have a letter or digit; small words such as "de" and "the" only where there is nothing else."""
    if not terms:
        return ()
    given: dict[str, Any] = {
        "words": [term.text for term in terms],
        "phrases": [term.is_phrase for term in terms],
        "lenders": _lenders(),
        "most": MOST_MARKS + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READ, given)
        rows = list(zip(terms, cursor.fetchall(), strict=True))
    meant = [
        (ReadTerm(term, own, loose, folded, tuple(marks)), is_small)
        for term, (own, loose, folded, is_small, marks) in rows
        if own
    ]
    telling = [each for each, is_small in meant if each.term.is_phrase or not is_small]
    return tuple(telling if any(not each.term.is_excluded for each in telling) else [each for each, _small in meant])
