"""The letters of approvals: one module for each group of occasions, registered in `approvals.apps`.

Those to people with an account are notices: `approvals.notifying` posts them when something has happened, and their
readers find them in Entente too (`news_for`).
"""

from approvals.letters.news import (
    MOST,
    NEWEST_FIRST,
    News,
    count_new,
    letters_to,
    mark_news_read,
    news_for,
    read_news,
)

__all__ = ["MOST", "NEWEST_FIRST", "News", "count_new", "letters_to", "mark_news_read", "news_for", "read_news"]
