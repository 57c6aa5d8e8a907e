"""A register as large as wanted: every agreement there is, so many times over, with all that belongs to it.

Set by set in the database, without history, and without the derived rows, which are what is measured.
"""

from __future__ import annotations

from django.db import connection, transaction

STEP = 1_000_000
# Each table with its columns that name rows of the others in this list; every id is moved by a step for each copy.
_TABLES = {
    "approvals_approvalsubject": (),
    "agreements_agreement": ("approval_subject_id",),
    "agreements_agreementparty": ("agreement_id",),
    "agreements_act": ("agreement_id", "party_id", "refers_to_id", "supersedes_id"),
    "agreements_clause": ("agreement_id", "supersedes_id"),
}
_TOLD_APART = {"reference", "search_key", "sort_key"}


def multiply(*, copies: int) -> None:
    """Add so many copies of every agreement, and let the planner know."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, links in _TABLES.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
                " AND table_schema = 'public'",
                [table],
            )
            columns = [name for (name,) in cursor.fetchall()]
            values = ", ".join(_value(name, links) for name in columns)
            names = ", ".join(f'"{name}"' for name in columns)
            insert = f"INSERT INTO {table} ({names}) SELECT {values}"
            cursor.execute(f"{insert} FROM {table} AS row, generate_series(1, %s) AS copy", [copies])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _value(column: str, links: tuple[str, ...]) -> str:
    if column == "id" or column in links:
        return f'row."{column}" + copy * {STEP}::bigint'
    if column == "uid":
        return "gen_random_uuid()"
    if column == "updated_at":
        return f"row.\"{column}\" - copy * interval '1 minute'"
    return f"row.\"{column}\" || '-' || copy" if column in _TOLD_APART else f'row."{column}"'
