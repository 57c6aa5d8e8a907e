"""Files of rows, in whatever form they come: one stream of numbered rows of text."""

from exchange.readers.opening import open_source
from exchange.readers.rows import Source, SourceRow

__all__ = ["Source", "SourceRow", "open_source"]
