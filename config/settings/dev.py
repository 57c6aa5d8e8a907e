"""Running on one machine with `make run`: embedded servers, plain HTTP on loopback."""

from config.embedded.kept import demo_password, secret_key
from config.settings.base import *

SECRET_KEY = SECRET_KEY or secret_key(VAR_DIR)
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost"]
DEMO_PASSWORD = demo_password(VAR_DIR) if EMBEDDED_DATABASE else ""  # demo log-ins exist nowhere else

# Static files are served from where they lie: nothing to collect, nothing to forget.
WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
