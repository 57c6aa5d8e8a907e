"""Conditions on entries that the framework has no words for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import FloatField, Func, Lookup


class _OfQuery(Lookup):
    prepare_rhs = False
    template = ""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The template with both sides in it; the right one is a written tsquery."""
        left, left_values = self.process_lhs(compiler, connection)
        return self.template.format(left=left), [*left_values, self.rhs]


@SearchVectorField.register_lookup
class Matches(_OfQuery):
    """`vector__matches=query`: the words are there."""

    lookup_name = "matches"
    template = "{left} @@ %s::tsquery"


@SearchVectorField.register_lookup
class NamedByOther(_OfQuery):
    """`vector__named_by_other=query`: a record that the entry carries a mark of has the words."""

    lookup_name = "named_by_other"
    template = (
        "EXISTS (SELECT 1 FROM unnest({left}) AS marked WHERE marked.lexeme LIKE '%%:%%' AND marked.lexeme IN "
        "(SELECT other.source || ':' || other.object_id FROM core_searchentry other WHERE other.vector @@ %s::tsquery))"
    )


class Rank(Func):
    """How well an entry fits a query: see `core_search_rank`."""

    function = "core_search_rank"
    template = "%(function)s(vector, reference, called, %(expressions)s)"
    output_field = FloatField()
