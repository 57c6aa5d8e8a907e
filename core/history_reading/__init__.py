"""The history as people read it: who changed what, when, why and through which door."""

from core.history_reading.changes import Change, FieldChange, Part, read_history
from core.history_reading.latest import latest_changes
from core.history_reading.pages import HistoryPage, history_page, last_entry_of
from core.history_reading.rows import describe_rows

__all__ = [
    "Change",
    "FieldChange",
    "HistoryPage",
    "Part",
    "describe_rows",
    "history_page",
    "last_entry_of",
    "latest_changes",
    "read_history",
]
