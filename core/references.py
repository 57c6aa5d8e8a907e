"""Reference numbers: per series, in order, never reused."""

from django.db import connection

_NEXT = """
    INSERT INTO core_referencecounter (series, last) VALUES (%s, 1)
    ON CONFLICT (series) DO UPDATE SET last = core_referencecounter.last + 1
    RETURNING last
"""


def next_reference(*, series: str) -> str:
    """The series' next reference, such as "DEMO-WA-2026-0001".

    Must run inside the transaction that stores it: until that ends, others of the series wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        number: int = cursor.fetchone()[0]
    return f"{series}-{number:04d}"
