"""Running for an office: HTTPS, every secret from the environment, no embedded servers."""

from config.environment import ConfigurationError
from config.settings.base import *

for _name in ("SECRET_KEY", "DATABASE_URL", "BROKER_URL", "EMAIL_URL"):
    if not read(_name):
        raise ConfigurationError(f"{_name} must be set in production: see docs/configuration.md")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = read("SECURE_HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if read("TRUST_PROXY_HEADER"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
