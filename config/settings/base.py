"""Settings shared by every way of running. What varies comes from `config.environment`."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.addresses import broker, cache, database, files, mail
from config.environment import read
from config.settings.admin import UNFOLD  # noqa: F401 -- a setting

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

DEBUG = False
SECRET_KEY = read("SECRET_KEY")
ALLOWED_HOSTS = read("ALLOWED_HOSTS")
TRUST_PROXY_HEADER = read("TRUST_PROXY_HEADER")
BASE_URL = (read("BASE_URL") or f"http://127.0.0.1:{read('PORT')}").rstrip("/")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Our own apps stand first: their templates and translations outrank those of the packages.
INSTALLED_APPS = [
    "config",
    "core",
    "accounts",
    "institutions",
    "approvals",
    "agreements",
    "activities",
    "reminders",
    "exchange",
    "dashboard",
    "unfold.apps.BasicAppConfig",
    "core.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_cotton",
    "django_htmx",
    "django_countries",
    "django_filters",
    "pgtrigger",
    "tree_queries",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.RejectNulBytesMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.files.uploads.RefuseLargeRequestsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.LogInWholePageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.web.refusals.RefusalPagesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.navigation",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "core.templatetags.register"],
        },
    }
]

# Pages: components see only what they are given; forms are drawn one way; dates are written as in core.formats.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "core.web.forms.Renderer"
FORMAT_MODULE_PATH = ["core.formats"]

# The database and the broker: set, or embedded (see config.embedded).
EMBEDDED_DATABASE = not read("DATABASE_URL")
DATABASES = {"default": database(read("DATABASE_URL"))}
CACHES = {"default": cache(read("CACHE_URL"), broker_address=read("BROKER_URL"))}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:my_work"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.web.forms.LogInForm",
    "change_password": "accounts.web.forms.ChangePasswordForm",
    "set_password": "accounts.web.forms.SetPasswordForm",
    "reset_password": "accounts.web.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.web.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.web.forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Entente: "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages and time: stored in UTC, shown in the reader's zone.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "static/"
STORAGES = {
    "default": files(read("FILES_URL")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Uploads: a file above the limit is counted and not kept; a request with several times as much is not read at all.
UPLOAD_LIMIT = read("UPLOAD_LIMIT_MB") * 1024 * 1024
REQUEST_LIMIT = 8 * UPLOAD_LIMIT
OFFICE_QUOTA = read("OFFICE_QUOTA_MB") * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "core.files.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Content-Security-Policy: nothing inline, nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.web.errors.csrf_failure"

# Mail
_MAIL = mail(read("EMAIL_URL"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Reminders
UNTOUCHED_AFTER_DAYS = read("UNTOUCHED_AFTER_DAYS")

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.IsSignedInWithScope"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Entente",
    "DESCRIPTION": "The register of cooperation agreements between institutions.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "EUPL-1.2"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "TAGS": [
        {"name": "agreements", "description": "Instruments, their stages, parties, approvals and acts."},
        {"name": "institutions", "description": "Who makes them and carries them out."},
        {"name": "activities", "description": "What carries them out."},
        {"name": "programmes", "description": "What activities belong to."},
        {"name": "memberships", "description": "Who belongs to networks, committees and platforms."},
    ],
    "SORT_OPERATION_PARAMETERS": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],
}

# Celery: any task may be lost or run twice without harm (see docs/architecture.md).
CELERY_BROKER_URL = broker(read("BROKER_URL"))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A page must not wait for a broker that is away: what it rings for is found by the next sweep.
    "max_retries": 0,
    "socket_connect_timeout": 2,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_BEAT_SCHEDULER = "config.beat:ReportingScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_keys": {"()": "core.secret_addresses.LeaveOutKeys"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_keys"]}},
    "loggers": {name: {"filters": ["no_keys"]} for name in ("django.request", "django.security.csrf")},
    "root": {"handlers": ["stderr"], "level": read("LOG_LEVEL")},
}
