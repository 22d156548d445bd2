"""Settings, read from the environment; docs/operations.md lists the variables."""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import environ
from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from config.databases.connections import Limits, database_settings
from cooperation.api.about import ABOUT

BASE_DIR = Path(__file__).resolve().parent.parent
# Files in them decide what an answer looks like.
SOFTWARE_FOLDERS = [BASE_DIR / name for name in ("config", "sources", "cooperation")]
# The versions of all packages: what they write may differ from one to the next.
SOFTWARE_PACKAGES = BASE_DIR / "requirements.txt"
# What is served below /docs/: Markdown as pages, and the drawings in it.
DOCUMENTS = [
    *(path for path in sorted((BASE_DIR / "docs").rglob("*")) if path.suffix in (".md", ".svg")),
    *(BASE_DIR / name for name in ("CHANGELOG.md", "seeds/README.md", "config/rest/README.md")),
]
# What the embedded installation keeps: database, secret key, collected files, backups. Never committed.
VAR_DIR = BASE_DIR / "var"

VERSION = "0.1.0"
# Letters of a key that cannot be guessed, and different ones among them.
MIN_KEY_LENGTH, MIN_KEY_CHARACTERS = 50, 10

env = environ.Env()


def embedded_secret_key() -> str:
    """The key of an embedded installation, made on first start and kept in a file that only its owner reads."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(mode=0o700, exist_ok=True)
        new = path.with_name(f"secret_key.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        # Of two processes that start at once, the key of the first counts.
        with suppress(FileExistsError):
            path.hardlink_to(new)
        new.unlink()
    return path.read_text()


PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else embedded_secret_key())
if PRODUCTION and (len(SECRET_KEY) < MIN_KEY_LENGTH or len(set(SECRET_KEY)) < MIN_KEY_CHARACTERS):
    raise ImproperlyConfigured(
        f"SECRET_KEY must be set to at least {MIN_KEY_LENGTH} random characters when PRODUCTION is on."
    )
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG shows settings and data to everybody: it must be off when PRODUCTION is on.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Scheme and host in front of every address that the API gives; without it, those of the request.
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/")
# The same in the documents as they are written; a server that gives them out puts its own there.
EXAMPLE_SITE = "https://api.example.org"
# Where the texts of the documents lie, for `verify_seeds` and the tests that need them.
SEED_TEXTS_DIR = Path(env.str("SEED_TEXTS_DIR", default=str(BASE_DIR.parent / "shared" / "seeds")))

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "axes",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "config.databases",
    "sources",
    "cooperation",
    "cooperation.trainings",
]

MIDDLEWARE = [
    "config.rest.middleware.RequestIdMiddleware",
    "config.rest.access.AccessMiddleware",
    "config.rest.caching.middleware.CachingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.rest.middleware.PolicyMiddleware",
    "config.rest.limits.TimeLimitMiddleware",
    "config.rest.limits.RateLimitMiddleware",
    "config.databases.middleware.DatabaseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.rest.caching.middleware.VersionMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

VAR_DIR.mkdir(mode=0o700, exist_ok=True)
# Also where something else has made it: what lies in it is nobody else's.
with suppress(PermissionError):
    VAR_DIR.chmod(0o700)
# The embedded database is named by its path: as part of a URL, a folder could not be called "c++" or "50%".
EMBEDDED = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "db.sqlite3"}
# Seconds after which a question of the public is given up, and by which a replica may be behind and still be read.
STATEMENT_TIMEOUT = env.float("STATEMENT_TIMEOUT", default=10.0)
# Seconds that a request waits for what somebody else has locked.
LOCK_TIMEOUT = env.float("LOCK_TIMEOUT", default=2.0)
REPLICA_MAX_LAG = env.float("REPLICA_MAX_LAG", default=0.5)
DATABASES = database_settings(
    env.db("DATABASE_URL") if env.str("DATABASE_URL", default="") else EMBEDDED,
    [env.db_url_config(url) for url in env.list("REPLICA_URLS", default=[])],
    Limits(pool_size=env.int("DATABASE_POOL_SIZE", default=8), statement_timeout=STATEMENT_TIMEOUT),
)
# What the public reads from: replicas that keep up, else the read-only connection to the primary.
READERS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["config.databases.routing.DatabaseRouter"]

# The role of PostgreSQL that serves, where another one owns the tables; whoever migrates gives it what it needs.
SERVING_ROLE = env.str("SERVING_ROLE", default="")

# Signs backups; where it is set, only what was signed with it is restored.
BACKUP_KEY = env.str("BACKUP_KEY", default="")

# For how many seconds a process believes what it has read of the dataset's version.
DATASET_VERSION_SECONDS = 1.0
# Answers that are ready are kept in each process, and where CACHE_URL names a Redis or Valkey, for all of them beside it.
CACHE_MEGABYTES = env.int("CACHE_MEGABYTES", default=64)
# How many rows lists have is kept as well, also where no answers are.
COUNTS_MEGABYTES = 4
CACHE_URL = env.str("CACHE_URL", default="")
# Seconds for which browsers and proxies may repeat an answer without asking.
MAX_AGE = env.int("MAX_AGE", default=60)
# Requests a minute from one address that may cost us something (0: any number), seconds that answering it may take of each
# process in a minute (0: all), and the proxies that name that address.
RATE_LIMIT = env.int("RATE_LIMIT", default=1200)
TIME_LIMIT = env.float("TIME_LIMIT", default=30.0)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# A line of the log for each request; and, whatever that says, for each that takes so many seconds (0: for none).
ACCESS_LOG = env.bool("ACCESS_LOG", default=False)
SLOW_SECONDS = env.float("SLOW_SECONDS", default=1.0)
# What Prometheus has to send to read /metrics; without it nothing is counted, and there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_DIR = VAR_DIR / "metrics"
# Where to tell of weaknesses, an address of mail or the web, for /.well-known/security.txt; without it there is none.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

# Logins that may be tried in a minute from one address (0: any number), and wrong passwords after which it is locked out of
# the account: that address alone, for nobody is to be able to lock a curator out.
LOGIN_LIMIT = env.int("LOGIN_LIMIT", default=10)
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_LOCK_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Who comes again while locked does not wait longer for it, and causes no write.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "config.rest.limits.client_ip"
AXES_LOCKOUT_CALLABLE = "sources.admin.login.locked"
# What happens to accounts is in sources.models.account, for people to read; this is for counting alone.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Days after which `prune_accounts` removes what happened to accounts; no fewer than the database keeps it for.
ACCOUNT_EVENT_DAYS = env.int("ACCOUNT_EVENT_DAYS", default=365)
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Where a login leads that names no page of ours.
LOGIN_REDIRECT_URL = "admin:index"
# Threads of each process that answer what is not ready; how many requests may wait for one, and for how many seconds.
THREADS = env.int("THREADS", default=2)
QUEUE = 64
QUEUE_TIMEOUT = 1.0
# Threads beside them for those who save, who may wait for each other.
WRITERS = 4
# Connections of each process, in all and from one address (behind proxies, that is theirs), and seconds that one may be idle.
CONNECTIONS = env.int("CONNECTIONS", default=2_000)
CONNECTIONS_PER_ADDRESS = env.int("CONNECTIONS_PER_ADDRESS", default=500)
IDLE_TIMEOUT = env.float("IDLE_TIMEOUT", default=15.0)
# Seconds in which the body of a request has to be there.
BODY_TIMEOUT = env.float("BODY_TIMEOUT", default=10.0)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Every page names files with their digest, and maps are for debuggers: collecting takes a tenth of the time so.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
X_FRAME_OPTIONS = "DENY"
# How a proxy that ends TLS says so; only behind one that sets it itself.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
# What pages of other sites may send, and read, beside what browsers let them anyway.
CORS_ALLOW_HEADERS = [
    *default_headers,
    *("if-none-match", "if-modified-since", "if-range", "range", "x-request-id"),
]
CORS_EXPOSE_HEADERS = [
    *(
        "Accept-Ranges",
        "Allow",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Range",
        "Date",
        "ETag",
        "Link",
        "RateLimit",
    ),
    *("RateLimit-Policy", "Retry-After", "Vary", "X-Dataset-Version", "X-File-SHA256", "X-Request-ID", "X-Total-Count"),
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["config.rest.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "config.rest.schema.AutoSchema",
    # `format` is a parameter of lists like any other: what it does not know is a wrong question, not a missing page.
    "URL_FORMAT_OVERRIDE": None,
}
# Seconds that making a file of a whole list and fetching it may take together.
EXPORT_TIMEOUT = env.float("EXPORT_TIMEOUT", default=300.0)
# How many large ones a process makes at once, and sends at once, in all and to one address; where they are kept for the next who asks, up to which size.
EXPORTS_AT_ONCE = env.int("EXPORTS_AT_ONCE", default=1)
EXPORTS_SENT_AT_ONCE, EXPORTS_SENT_TO_ONE = 16, 4
EXPORT_DIR = Path(env.str("EXPORT_DIR", default=str(VAR_DIR / "exports")))
EXPORT_MEGABYTES = env.int("EXPORT_MEGABYTES", default=1_000)

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": ABOUT.name,
    "VERSION": VERSION,
    "DESCRIPTION": f"{ABOUT.description}\n\n{ABOUT.documents_at(EXAMPLE_SITE)}",
    "EXTERNAL_DOCS": {
        "description": "The API guide: how to ask, with real answers.",
        "url": f"{EXAMPLE_SITE}/docs/api-guide/",
    },
    "LICENSE": {"name": "Records: CC BY 4.0. Software: MIT.", "identifier": "CC-BY-4.0"},
    "CONTACT": {"name": ABOUT.name, "url": EXAMPLE_SITE},
    "SERVERS": [{"url": EXAMPLE_SITE, "description": "This server."}],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "SourceKind": "sources.models.SourceKind",
        "OrganizationKind": "cooperation.models.OrganizationKind",
        "PlaceKind": "cooperation.models.PlaceKind",
        "ProgramKind": "cooperation.models.ProgramKind",
        "EventKind": "cooperation.models.EventKind",
        "DiscrepancyKind": "cooperation.models.DiscrepancyKind",
        "CoverageStatus": "cooperation.trainings.coverage.grid.CoverageStatus",
        "AliasKind": "cooperation.models.AliasKind",
        "ProgramStage": "cooperation.models.ProgramStage",
        "FundingStage": "cooperation.models.FundingStage",
        "OrganizationRole": "cooperation.models.OrganizationRole",
        "ParticipantRole": "cooperation.models.ParticipantRole",
        "ReconciliationStatus": "cooperation.reconciliation.comparison.ReconciliationStatus.values",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.rest.schema.only_ids_are_certain",
        "config.rest.schema.nothing_is_written",
        "config.rest.schema.with_headers",
        "cooperation.api.documents.openapi.with_tags",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {request_id} {name}: {message}", "style": "{"}},
    "filters": {"request_id": {"()": "config.rest.middleware.RequestIdFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Wrong questions are the client's; only our own mistakes are logged.
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}

UNFOLD = {
    "SITE_TITLE": "Security Cooperation",
    "SITE_HEADER": "Security Cooperation",
    "SITE_SUBHEADER": "Records and their sources",
    "SITE_SYMBOL": "handshake",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "cooperation.admin.menu.favicon"}],
    "STYLES": ["cooperation.admin.menu.stylesheet"],
    "DASHBOARD_CALLBACK": "cooperation.admin.dashboard.dashboard",
    "SIDEBAR": {"navigation": "cooperation.admin.menu.navigation"},
}
