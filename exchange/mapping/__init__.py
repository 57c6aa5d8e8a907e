"""How the columns of a foreign file become an agreement: the definition as data, and the translation of a row.

Reads neither the database nor the clock.
"""

from exchange.mapping.definition import Definition
from exchange.mapping.drafts import Draft
from exchange.mapping.places import columns_of, title_of
from exchange.mapping.reading import InvalidDefinition, read_definition
from exchange.mapping.translation import translate

__all__ = ["Definition", "Draft", "InvalidDefinition", "columns_of", "read_definition", "title_of", "translate"]
