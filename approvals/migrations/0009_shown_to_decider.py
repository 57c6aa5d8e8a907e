from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who sees a record because of its approval, as a view of the database."""

    dependencies = [
        ("approvals", "0008_bookkeeping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(
            (Path(__file__).parent / "sql" / "shown_to_decider_0009.sql").read_text(),
            "DROP VIEW approvals_shown_to_decider",
        ),
        migrations.CreateModel(
            name="ShownToDecider",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id", "user_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.approvalsubject",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"db_table": "approvals_shown_to_decider", "managed": False, "default_permissions": ()},
        ),
    ]
