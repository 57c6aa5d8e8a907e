"""Running under pytest: real PostgreSQL, quick password hashing, mail kept in memory unless a test starts a server."""

import os

from config.embedded.temporary import use_temporary_servers

# Parallel test processes are called gw0, gw1, …; what follows reads the environment this prepares.
use_temporary_servers(number=1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))

from config.settings.base import *

SECRET_KEY = "test-only-key"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
DEMO_PASSWORD = "test-demo-password"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False  # the tests log in more often than people do; what tests the limits sets them
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_TASK_ALWAYS_EAGER = False
