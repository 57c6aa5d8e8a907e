"""Conditions on entries that the framework has no words for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import FloatField, Func, Lookup


@SearchVectorField.register_lookup
class Matches(Lookup):
    """`vector__matches=query`: the words are there; the query is a written tsquery."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Both sides with the operator between them."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*values, self.rhs]


class Rank(Func):
    """How well an entry fits a query: see `core_search_rank`."""

    function = "core_search_rank"
    template = "%(function)s(vector, reference, called, %(expressions)s)"
    output_field = FloatField()
