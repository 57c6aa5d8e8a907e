"""Running for an office: HTTPS, every secret from the environment, no embedded servers."""

from config.environment import ConfigurationError, missing_for_production
from config.settings.base import *

if _missing := missing_for_production():
    raise ConfigurationError(f"In production these must be set: {', '.join(_missing)}. See docs/configuration.md")

STATIC_ROOT = VAR_DIR / "static"  # filled by `manage.py collectstatic`
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # load balancers ask over plain HTTP
SECURE_HSTS_SECONDS = read("SECURE_HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if TRUST_PROXY_HEADER:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
