"""Running under pytest: real PostgreSQL, quick password hashing, mail kept in memory unless a test starts a server."""

from config.settings.base import *

SECRET_KEY = SECRET_KEY or "test-only-key"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False  # the tests log in more often than people do; what tests the limits sets them
STATIC_ROOT = None
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_TASK_ALWAYS_EAGER = False
