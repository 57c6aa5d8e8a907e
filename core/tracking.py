"""Declares which tables have a history: a trigger in the model's Meta, and all rows are covered from then on."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

# Set on every change, so they would only repeat what the entry itself says.
ALWAYS_LEFT_OUT = ("version", "updated_at", "search_key", "sort_key")


def tracked(*, root: str = "", root_id: str = "", leave_out: Iterable[str] = ()) -> pgtrigger.Trigger:
    """A trigger that writes each change of the table to the history.

    `root` is the table of the record the row belongs to and `root_id` an SQL expression over the row `r`
    that gives that record's id; without them the row is its own record. Columns in `leave_out` (secrets, and
    persons' data, which must stay erasable) never reach the history.
    """
    left_out = "{" + ",".join((*ALWAYS_LEFT_OUT, *leave_out)) + "}"
    body = f"""
        IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
        PERFORM core_record_history(
            {f"'{root}'" if root else "TG_TABLE_NAME"}, ({root_id or "r.id"}), TG_TABLE_NAME, r.id, TG_OP,
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,
            '{left_out}'::text[]
        );
        RETURN NULL;
    """
    return pgtrigger.Trigger(
        name="history",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("r", "record")],
        func=body,
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers that refuse to change, remove or empty: rows are only ever added."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;",
        ),
    ]
