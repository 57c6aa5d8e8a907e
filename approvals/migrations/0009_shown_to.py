from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Who sees a record because of its approval, as a function of the database."""

    dependencies = [("approvals", "0008_bookkeeping")]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "shown_to_0009.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION approvals_shown_to(bigint)",
        ),
    ]
