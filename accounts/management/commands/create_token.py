"""`manage.py create_token USERNAME [--scope read|write]`: an API token for scripts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.tokens import create_token
from accounts.models import ApiToken, User
from core.actors import Actor, Source


class Command(BaseCommand):
    """Print a new token's secret on standard output, and nothing else there."""

    help = "Create an API token for a user and print it. It is shown this once only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who the token acts as, and how far it reaches."""
        parser.add_argument("username")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--name", default="command line")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the token."""
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['username']!r}.")
        by = Actor.system("create_token", source=Source.COMMAND)
        _token, secret = create_token(by=by, user=user, name=options["name"], scope=options["scope"])
        self.stdout.write(secret)
