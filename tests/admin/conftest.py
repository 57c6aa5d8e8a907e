"""Somebody signed in on the administration site."""

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def as_adam(client: Client, adam: User) -> Client:
    """Adam, the administrator, signed in."""
    client.force_login(adam)
    return client
