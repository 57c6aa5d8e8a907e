"""Running on one machine with `make run`: embedded servers, plain HTTP on loopback."""

from config.settings.base import *

SECRET_KEY = SECRET_KEY or "development-only-key-not-for-production"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
