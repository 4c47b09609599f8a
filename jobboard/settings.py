"""The one settings file. Every knob is an environment variable; without any, the board runs by itself on SQLite."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from jobboard import env

django_stubs_ext.monkeypatch()  # lets the admin and form classes be subscripted, as their types are

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("JOBBOARD_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

PROFILE = env.one_of("PROFILE", "local", ("local", "production"))
LOCAL = PROFILE == "local"
DEMO = LOCAL and env.flag("DEMO", True)
DEBUG = False

SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS", [])
BOARD = env.json_file(DATA_DIR / "board.json")  # written when a board of one's own is founded
SITE_NAME = env.text("SITE_NAME", BOARD.get("name", "jobboard"))
# A board of one topic, by these alone; docs/niche-board.md explains them.
BOARD_TOPIC = env.text("BOARD_TOPIC", "").strip()
BOARD_ANNOUNCEMENT = env.text("BOARD_ANNOUNCEMENT", "").strip()
BOARD_ANNOUNCEMENT_URL = env.link("BOARD_ANNOUNCEMENT_URL")
BOARD_FACETS = env.names("BOARD_FACETS", [])
BOARD_ACCENT = env.accent("BOARD_ACCENT")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS",
    [urlsplit(SITE_URL).hostname or "localhost", *(["127.0.0.1", "localhost", "[::1]"] if LOCAL else [])],
)
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", [SITE_URL] if HTTPS else [])

INSTALLED_APPS = [
    "jobboard.apps.JobboardConfig",
    "matching",
    "postings",
    "accounts",
    "jobboard.apps.BoardAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "jobboard.middleware.add_security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Tokens against forgery are masked anew in each page, and each answer is padded at random, so its length tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "jobboard.middleware.refuse_unreadable_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "jobboard.middleware.drop_nul_from_forms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jobboard.middleware.require_second_factor",
]

ROOT_URLCONF = "jobboard.urls"
WSGI_APPLICATION = "jobboard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["jobboard.template_loaders.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jobboard.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique whatever its case, by a constraint on Lower(email)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.password_validation.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "matching:mine"
LOGOUT_REDIRECT_URL = "postings:home"
ACCOUNT_ADAPTER = "jobboard.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and in no other
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of password, addresses or second factor is told by mail
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS: dict[str, str] = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "confirm_email": "1/180s/key",
    "reauthenticate": "10/m/user",
    # What ``accounts.limits`` guards.
    "upload": "60/h/ip",
    "create_posting": "60/h/user",
    "apply": "30/h/user",
    "report": "20/h/ip",
    "delete_account": "5/300s/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Staff in the admin and owners of organizations at their desk need a second factor.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", not LOCAL)
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # a cookie would carry addresses in clear text
)

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "jobboard.views.csrf_failure"

# Security

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # probes ask inside the network, over http
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # more than an application may hold, so that its form says how many it may
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Language and time

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"  # never served: resumes leave only through an authorised view
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# The default cache counts what must hold across processes and hosts; ``process`` is what each process may count alone.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if REDIS_URL := env.text("REDIS_URL", ""):
    CACHES = {
        name: {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        for name in ("default", "process")
    }

# Mail

globals().update(env.email("EMAIL_URL", "stored://" if LOCAL else "smtp://localhost:25"))
EMAIL_TIMEOUT = 10
MAIL_DOMAIN = urlsplit(SITE_URL).hostname or "localhost"
CONTACT_EMAIL = env.text("CONTACT_EMAIL", BOARD.get("contact", "contact@jobboard.example"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <accounts@jobboard.example>")
ALERTS_FROM_EMAIL = env.text("ALERTS_FROM_EMAIL", f"{SITE_NAME} alerts <alerts@jobboard.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Celery: a wake-up only. The database is the record, so losing the broker loses nothing.

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL or "filesystem://localhost")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(DATA_DIR / "broker" / "queue"),
        "data_folder_out": str(DATA_DIR / "broker" / "queue"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        "polling_interval": 0.1,
        "store_processed": False,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 0,
    }
# A task that hangs ends with its process, which is replaced; what it was to do is stale and will be done again.
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 120, 100
CELERY_WORKER_MAX_TASKS_PER_CHILD, CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500, 800_000
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "matching.tasks.sweep", "schedule": 5.0},
    "sweep-all": {"task": "matching.tasks.sweep_all", "schedule": 600.0},
    "abouts": {"task": "matching.tasks.refresh_abouts", "schedule": 30.0},
    "mail": {"task": "matching.tasks.send_due_mail", "schedule": 5.0},
    "clock": {"task": "matching.tasks.mind_the_clock", "schedule": 60.0},
    "tend-moderation": {"task": "matching.tasks.tend_moderation", "schedule": 30.0},
    "tidy": {"task": "matching.tasks.tidy", "schedule": 900.0},
}

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["jobboard.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "jobboard.throttles.AnonymousThrottle",
        "jobboard.throttles.MemberThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.text("API_RATE_ANONYMOUS", "60/min"),
        "user": env.text("API_RATE_USER", "600/min"),
    },
    "EXCEPTION_HANDLER": "jobboard.api.answer_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": "Open postings, facet counts and your matches. Reading needs no key.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"TristateEnum": "postings.models.Tristate"},  # of several fields, so of none by name
}

# Matching and search

SEARCH_INDEX_DIR = DATA_DIR / "search"
MATCH_INDEX_DIR = DATA_DIR / "index"
EMBEDDING_MODEL_DIR = Path(env.text("EMBEDDING_MODEL_DIR", str(DATA_DIR / "model")))
OUTBOUND_ALLOW = env.names("OUTBOUND_ALLOW", [])
LISTING_LIFETIME = timedelta(days=30)
VISIT_LIFETIME = timedelta(hours=2)
REPORTS_THAT_HOLD = env.number("REPORTS_THAT_HOLD", 3)
# Whether who hires may sort applicants by how their resume fits. Off: they come as they applied.
SORT_APPLICANTS_BY_MATCH = env.flag("SORT_APPLICANTS_BY_MATCH", False)
RISK_THAT_HOLDS = env.number("RISK_THAT_HOLDS", 50)  # points of the rules from which on a posting waits for a moderator
MAX_ALERT_MAILS_A_DAY = env.number("MAX_ALERT_MAILS_A_DAY", 2)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO" if not LOCAL else "WARNING")},
}
