"""`manage.py prepare`: make the database fit the code, and give an empty demonstration database its register."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from agreements.models import Agreement
from approvals.actions import freeze_running
from config.embedded.preparation import PROGRESS
from core.actors import Actor, Source


class Command(BaseCommand):
    """Safe to run at every start: it does only what is missing."""

    help = (
        "Apply migrations and what follows from them; on an empty embedded database load the demonstration register. "
        "`manage.py up` calls this."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then load; each step says what it did."""
        self._migrate()
        if settings.EMBEDDED_DATABASE and not get_user_model().objects.exists():
            self._load_demo()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self._say(f"applying {waiting} migrations")
            call_command("migrate", verbosity=0, interactive=False)
        self._say("tables ready")
        if waiting and Agreement.objects.exists():
            self._say("computing force anew from acts and clauses")
            call_command("rebuild_force", json=True, stdout=StringIO())
        if waiting:
            freeze_running(by=Actor.system("prepare", source=Source.COMMAND))

    def _load_demo(self) -> None:
        self._say("loading the demonstration register")
        with transaction.atomic():  # all of it or nothing: a half-loaded register would never be completed
            call_command("load_demo", verbosity=0)
        self._say("demonstration register ready")

    def _say(self, line: str) -> None:
        self.stdout.write(f"{PROGRESS}{line}")
        self.stdout.flush()
