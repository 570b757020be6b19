"""Settings: the one file that reads the environment.

Values come from the process environment, then from `.env` beside `manage.py` (written by `make run`, never committed).
A missing or malformed value stops the start with a message that names the variable. `.env.example` lists them all.
A secret may stand in a file that `<NAME>_FILE` names, as container platforms hand them over.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def _flag(name: str, *, default: bool = False) -> bool:
    """A yes or no from the environment; a misspelt one is no `no`."""
    words = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)
    raw = env.str(name, default="").strip()
    if raw and raw.lower() not in words:
        raise ImproperlyConfigured(f"{name} must be true or false (or 1, 0, yes, no, on, off); it is {raw!r}.")
    return words[raw.lower()] if raw else default


def _secret(name: str, *, default: str | None = None) -> str:
    """A secret from the environment, or from the file that `<name>_FILE` names; a line's end there is no part of it."""
    path = env.str(f"{name}_FILE", default="")
    if not path:
        return str(env.str(name) if default is None else env.str(name, default=default))
    if env.str(name, default=""):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        text = Path(path).read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which can't be read: {error}.") from error
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty.")
    return text


def _log_level() -> str:
    level = str(env.str("HIRINGKIT_LOG_LEVEL", default="INFO"))
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        raise ImproperlyConfigured(
            f"HIRINGKIT_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL; it is {level!r}."
        )
    return level


def _database_url() -> dict[str, Any]:
    """What DATABASE_URL names, or nothing where it is unset."""
    url = _secret("DATABASE_URL", default="")
    try:
        named = dict(environ.Env.db_url_config(url)) if url else {}
    except Exception as error:  # django-environ lets through whatever urllib and int say
        raise ImproperlyConfigured(f"DATABASE_URL can't be read as an address: {type(error).__name__}.") from error
    if url and "postgresql" not in named.get("ENGINE", ""):
        raise ImproperlyConfigured(
            "DATABASE_URL must start with postgres:// or postgresql://: Hiring Kit runs on nothing else."
        )
    return named


def _mail_url() -> dict[str, Any]:
    """What EMAIL_URL names, or nothing where it is unset."""
    url = _secret("EMAIL_URL", default="")
    try:
        return dict(environ.Env.email_url_config(url)) if url else {}
    except Exception as error:  # django-environ lets through whatever urllib and int say
        raise ImproperlyConfigured(f"EMAIL_URL can't be read as an address: {type(error).__name__}.") from error


def _public_url() -> str:
    """Where people reach the service, without a slash at the end; "" where each request says it."""
    url = str(env.str("HIRINGKIT_PUBLIC_URL", default="")).rstrip("/")
    if url and not re.fullmatch(r"https?://[^/?#\s]+", url):
        raise ImproperlyConfigured(f"HIRINGKIT_PUBLIC_URL must read like https://hiring.example.org; it is {url!r}.")
    return url


def _positive(name: str, default: int) -> int:
    """An integer of at least 1 from the environment."""
    try:
        value = int(env.int(name, default=default))
    except ValueError:
        value = 0
    if value < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least 1.")
    return value


def _peppers(raw: str) -> dict[int, str]:
    """Parse `1:secret,2:secret`: the peppers of API key digests by version; the highest version signs new keys."""
    peppers: dict[int, str] = {}
    for part in filter(None, (piece.strip() for piece in raw.split(","))):
        version, separator, secret = part.partition(":")
        if not separator or not version.isdigit() or len(secret) < 32:
            raise ImproperlyConfigured(
                "HIRINGKIT_KEY_PEPPERS must read `1:secret[,2:secret...]`, each secret at least 32 characters long."
            )
        peppers[int(version)] = secret
    if not peppers:
        raise ImproperlyConfigured("HIRINGKIT_KEY_PEPPERS names no pepper.")
    return peppers


# Development turns on readable errors of the start-up checks, plain-http cookies and static files without a collect
# step.
DEVELOPMENT = _flag("HIRINGKIT_DEVELOPMENT")
DEBUG = False  # never: debug pages leak settings and change error bodies; problems are the same everywhere
SECRET_KEY = _secret("HIRINGKIT_SECRET_KEY")
API_KEY_PEPPERS = _peppers(_secret("HIRINGKIT_KEY_PEPPERS"))
ALLOWED_HOSTS = env.list("HIRINGKIT_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = _public_url()
CSRF_TRUSTED_ORIGINS = env.list("HIRINGKIT_TRUSTED_ORIGINS", default=[])

# --- Applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "hiringkit.admin.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "axes",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
    "hiringkit",
    "hiringkit.people",
    "hiringkit.audit",
    "hiringkit.queue",
    "roles",
    "interviews",
]
if _flag("HIRINGKIT_LINEAR_MIGRATIONS"):  # set by `make check` and the tests: a development tool
    INSTALLED_APPS.append("django_linear_migrations")

AUTH_USER_MODEL = "people.Person"
ROOT_URLCONF = "hiringkit.urls"
WSGI_APPLICATION = "hiringkit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "hiringkit.api.middleware.RequestIdMiddleware",
    "hiringkit.api.delivery.CachingMiddleware",
    "hiringkit.api.middleware.ProblemMiddleware",
    "hiringkit.api.middleware.BodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "hiringkit.api.delivery.CompressionMiddleware",
    "django.middleware.common.CommonMiddleware",  # refuses unknown hosts before any view
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hiringkit.people.middleware.PageSigningMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hiringkit" / "templates"],
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

# --- Database -------------------------------------------------------------------------------------------------------
# DATABASE_URL names a PostgreSQL server; unset, the engine runs the one of its own whose data is under EMBEDDED_DIR.
_pool: dict[str, Any] = {"min_size": 1, "max_size": _positive("HIRINGKIT_POOL_SIZE", 8), "timeout": 10}
_binds = _flag("HIRINGKIT_SERVER_SIDE_BINDING", default=True)
_database = _database_url()
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "hiringkit.postgres",
        "NAME": _database.get("NAME") or "hiringkit",
        "EMBEDDED_DIR": None
        if _database
        else env.str("HIRINGKIT_EMBEDDED_DIR", default=str(BASE_DIR / "var" / "postgres")),
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            "pool": _pool,
            # Prepared statements on the server double the throughput of the hot paths; off behind a
            # transaction-mode PgBouncer, which hands each transaction another connection.
            "server_side_binding": _binds,
            "prepare_threshold": 3 if _binds else None,
            "options": f"-c statement_timeout={_positive('HIRINGKIT_STATEMENT_TIMEOUT_MS', 15_000)} -c jit=off"
            f" -c lock_timeout={_positive('HIRINGKIT_LOCK_TIMEOUT_MS', 5_000)}"
            f" -c idle_in_transaction_session_timeout={_positive('HIRINGKIT_IDLE_TRANSACTION_TIMEOUT_MS', 60_000)}",
        },
    }
}

# --- People and sessions --------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign-in"
# So many tries with one address from one place, then a pause; a sign-in link by mail still works in it. Another place
# has tries of its own, so that nobody is locked out by what somebody else does.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "hiringkit.people.authentication.tried_address"
AXES_LOCKOUT_CALLABLE = "hiringkit.people.sign_in.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "hiringkit.people.authentication.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is `last_login`
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else int(timedelta(days=365).total_seconds())
# Whether HSTS covers every subdomain is for the owner of the domain to say, at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = _flag("HIRINGKIT_SSL_REDIRECT")
BEHIND_PROXY = _flag("HIRINGKIT_BEHIND_PROXY")  # only where a proxy sets or appends to these headers itself
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Pages load nothing from elsewhere, and no script or style of their own text runs.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/api/",),
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CSRF_FAILURE_VIEW = "hiringkit.api.handlers.csrf_failure"

# --- Mail -----------------------------------------------------------------------------------------------------------
# EMAIL_URL names a mail server; unset, mails are printed, which outside development a check warns of.
_mail = _mail_url()
EMAIL_CONFIGURED = bool(_mail)
EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "hiringkit.people.mail.PrintedMail")
EMAIL_HOST, EMAIL_PORT = _mail.get("EMAIL_HOST") or "localhost", _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_USER") or "", _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_TLS")), bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("HIRINGKIT_MAIL_FROM", default="Hiring Kit <hiringkit@localhost>")

# Pages of other origins call with a key: they never get to use a session.
CORS_ALLOWED_ORIGINS = env.list("HIRINGKIT_CORS_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/(api/|schema$|openapi\.json$)"
CORS_ALLOW_METHODS = ("GET", "POST", "PATCH", "DELETE")
CORS_ALLOW_HEADERS = ("accept", "authorization", "content-type", "if-match", "if-none-match", "x-request-id")
CORS_EXPOSE_HEADERS = ("ETag", "Location", "Retry-After", "X-Request-ID", "Content-Disposition")

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "hiringkit.people.authentication.BearerKeyAuthentication",
        "hiringkit.people.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["hiringkit.people.permissions.Requires"],
    "DEFAULT_PARSER_CLASSES": ["hiringkit.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["hiringkit.api.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "hiringkit.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["hiringkit.api.filters.StrictFilterBackend"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "hiringkit.api.negotiation.OneRepresentation",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS is 405 with `Allow`: the schema says the rest, and truly
    "DEFAULT_SCHEMA_CLASS": "hiringkit.api.schema.HiringKitSchema",
    "EXCEPTION_HANDLER": "hiringkit.api.handlers.problem_handler",
    "COERCE_DECIMAL_TO_STRING": False,
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is an unknown parameter like any other, not a 404
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hiring Kit",
    "DESCRIPTION": "Structured interviewing under an applicant tracking system: interview plans, scorecards per "
    "competency, and honest summaries.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "CONTACT": {"name": "Hiring Kit"},
    "SERVERS": [{"url": "/", "description": "Where this document was found."}],
    "TAGS": [  # in the order of the main job
        {"name": "library", "description": "Roles, competencies with their anchors, and the question bank."},
        {"name": "plans", "description": "Interview plans: assembled for a role, published, frozen."},
        {"name": "hiring", "description": "Jobs, candidates, applications, and the interviews held with them."},
        {"name": "scorecards", "description": "What interviewers record, blind until their own are in."},
        {"name": "summaries", "description": "What the panel found, side by side, and what was decided."},
        {"name": "people", "description": "Who signs in or is named, and who is asking."},
        {"name": "audit", "description": "Who did what to which thing when."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "hiringkit.api.schema_hooks.say_null",
        "hiringkit.api.schema_hooks.add_shared_answers",
    ],
    "ENUM_NAME_OVERRIDES": {
        "GroupNameEnum": "hiringkit.people.groups.GROUP_CHOICES",
        "LibraryKindEnum": "roles.library.serializers.KIND_CHOICES",
        "LibraryActionEnum": "roles.library.serializers.ACTION_CHOICES",
        "AlphaReasonEnum": "interviews.domain.scores.AlphaReason",
        "NullReasonEnum": "interviews.domain.scores.NullReason",
        "SeniorityEnum": "roles.vocabulary.Seniority",
        "PlanDepthEnum": "interviews.vocabulary.Depth",
        "QuestionKindEnum": "roles.vocabulary.QuestionKind",
        "QuestionStatusEnum": "roles.vocabulary.QuestionStatus",
        "QuestionSourceEnum": "roles.vocabulary.SourceKind",
        "StrengthEnum": "roles.vocabulary.Strength",
        "ActivityKindEnum": "roles.vocabulary.ActivityKind",
        "InvolvementEnum": "roles.vocabulary.Involvement",
        "CodeSystemEnum": "roles.vocabulary.CodeSystem",
        "CodeMatchEnum": "roles.vocabulary.CodeMatch",
        "PlanStatusEnum": "interviews.vocabulary.PlanStatus",
        "JobStatusEnum": "interviews.vocabulary.JobStatus",
        "BlindnessEnum": "interviews.vocabulary.Blindness",
        "AuditActionEnum": "hiringkit.audit.models.AuditAction",
        "ApplicationStatusEnum": "interviews.vocabulary.ApplicationStatus",
        "InterviewStatusEnum": "interviews.vocabulary.InterviewStatus",
        "ScorecardStatusEnum": "interviews.vocabulary.ScorecardStatus",
        "ScoreStateEnum": "interviews.vocabulary.ScoreState",
        "RecommendationEnum": "interviews.vocabulary.Recommendation",
        "DecisionOutcomeEnum": "interviews.vocabulary.DecisionOutcome",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Language, time, static files -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True  # the pages' texts are marked; no other language is offered yet
USE_TZ = True
TIME_ZONE = "UTC"
APPEND_SLASH = False
STATIC_URL = "static/"
STATIC_ROOT = None if DEVELOPMENT else BASE_DIR / "var" / "static"  # development serves them from where they are
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = False

# --- Logs -----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "hiringkit.api.middleware.RequestIdFilter"},
        "one_line": {"()": "hiringkit.api.middleware.OneLineFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": _log_level()},
    # Procrastinate says at INFO that each task exists, in every process that starts.
    "loggers": {f"procrastinate.{part}": {"level": "WARNING"} for part in ("blueprints", "periodic")}
    | {"axes": {"level": "WARNING"}}
    | {"django.security": {"filters": ["one_line"]}, "django.security.DisallowedHost": {"filters": ["one_line"]}},
}
