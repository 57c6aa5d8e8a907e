"""Reference numbers: per series, in order, never reused."""

from django.db import connection

_NEXT = """
    INSERT INTO core_referencecounter (series, last) VALUES (%(series)s, %(count)s)
    ON CONFLICT (series) DO UPDATE SET last = core_referencecounter.last + %(count)s
    RETURNING last
"""


def next_reference(*, series: str) -> str:
    """The series' next reference, such as "DEMO-WA-2026-0001".

    Must run inside the transaction that stores it: until that ends, others of the series wait.
    """
    return next_references(series=series, count=1)[0]


def next_references(*, series: str, count: int) -> list[str]:
    """The series' next `count` references, in order, under the same condition."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"series": series, "count": count})
        last: int = cursor.fetchone()[0]
    return [f"{series}-{number:04d}" for number in range(last - count + 1, last + 1)]
