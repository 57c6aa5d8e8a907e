"""Tables of exchange."""

from exchange.models.mappings import Mapping
from exchange.models.runs import ImportedRecord, ImportRow, ImportRun

__all__ = ["ImportRow", "ImportRun", "ImportedRecord", "Mapping"]
