"""Tables of the core."""

from core.models.heartbeat import Heartbeat
from core.models.history import HistoryAnchor, HistoryEntry
from core.models.letters import Letter
from core.models.outbox import OutboxEvent
from core.models.records import Record, Sourced
from core.models.references import ReferenceCounter
from core.models.search import SearchEntry, SearchWord

__all__ = [
    "Heartbeat",
    "HistoryAnchor",
    "HistoryEntry",
    "Letter",
    "OutboxEvent",
    "Record",
    "ReferenceCounter",
    "SearchEntry",
    "SearchWord",
    "Sourced",
]
