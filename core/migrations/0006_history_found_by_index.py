"""The history's function looks its chain up by index again; what it writes is the same."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).parent / "sql"
_BEFORE = (_SQL / "history_functions_0001.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("core", "0005_search")]

    operations = [
        migrations.RunSQL((_SQL / "history_found_by_index_0006.sql").read_text(encoding="utf-8"), _BEFORE),
    ]
