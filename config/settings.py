"""The one settings file, and the only place that reads the environment.

Every variable has a default, so nothing is needed to run; a wrong value stops the start with a
sentence that names it.
"""

import os
import re
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def setting(name: str, read: Callable[..., Any], default: Any, expected: str) -> Any:
    """Read one variable; raise `ImproperlyConfigured` with a sentence when it makes no sense."""
    try:
        return read(name, default=default)
    except Exception as problem:
        msg = f"The environment variable {name} has a wrong value: expected {expected}."
        raise ImproperlyConfigured(msg) from problem


def days(name: str, default: int) -> int:
    """Read a number of days; raise `ValueError` when it is less than one."""
    number = int(env.int(name, default=default))
    if number < 1:
        raise ValueError(name)
    return number


def switch(name: str, *, default: bool) -> bool:
    """Read an on/off variable."""
    value = env.str(name, default="on" if default else "off").lower()
    if value not in {"on", "off"}:
        msg = f"The environment variable {name} has a wrong value: expected on or off."
        raise ImproperlyConfigured(msg)
    return value == "on"


def database(name: str) -> dict[str, Any]:
    """Read a database address."""
    parsed = setting(name, env.db, f"sqlite:///{VAR_DIR / 'db.sqlite3'}", "a database address")
    engine = parsed.get("ENGINE", "")
    if not engine.endswith(("sqlite3", "postgresql")) or not parsed.get("NAME"):
        msg = (
            f"The environment variable {name} has a wrong value: expected an address such as "
            "sqlite:////path/db.sqlite3 or postgres://user:password@host:5432/name."
        )
        raise ImproperlyConfigured(msg)
    if engine.endswith("sqlite3"):
        # Readers must not wait for an editor who is publishing.
        parsed["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
        }
    else:
        parsed.setdefault("CONN_HEALTH_CHECKS", True)
        # A server that has vanished must not hold up the start.
        parsed.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return parsed


def secret_key() -> str:
    """The secret of this installation: from the environment, or made once and kept in a file."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    file = VAR_DIR / "secret_key"
    try:
        if not file.exists():
            _make_key(file)
        return file.read_text().strip()
    except OSError as problem:
        msg = f"The environment variable SECRET_KEY is not set, and {file} cannot be written."
        raise ImproperlyConfigured(msg) from problem


def _make_key(file: Path) -> None:
    """Write a new secret. Of processes that start at once, one wins and the others use its key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(get_random_secret_key())
    with suppress(FileExistsError):
        os.link(part, file)
    part.unlink()


def inlined(path: str) -> str:
    """A static file as pages carry it inside, without comments."""
    text = (BASE_DIR / "static" / path).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL)


def policy_hash(text: str) -> str:
    """What the content security policy calls a text that pages carry inside."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DEBUG = switch("DEBUG", default=False)
# Off only where the application is reached without TLS, such as on one's own machine.
HTTPS = switch("HTTPS", default=True)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Who may read /metrics; without a token, only this machine.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
PORT = setting("PORT", env.int, 8000, "a number from 1 to 65535")
if not 1 <= PORT <= 65535:
    msg = "The environment variable PORT has a wrong value: expected a number from 1 to 65535."
    raise ImproperlyConfigured(msg)

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "diagnostics.workshop.apps.AdminConfig",  # django.contrib.admin with the workshop as its site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",  # recovery codes
    "diagnostics.catalogue",
    "diagnostics.insights",
    "diagnostics.workshop",
]

MIDDLEWARE = [
    "config.metrics.count_answers",
    "diagnostics.web.counted.count_visits",  # outside of what keeps pages
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.pages.KeepPages",
    "django.middleware.gzip.GZipMiddleware",  # pads its output against BREACH
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "diagnostics.web.preview.show_preview",
    "config.pages.FetchPages",  # needs to know the language
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"blocks": "diagnostics.web.blocks"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database("DATABASE_URL")}
CACHES = {
    "default": setting("CACHE_URL", env.cache, "locmemcache://", "a cache address"),
    # Each process keeps its own pages: some 10 kB each, compressed.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
CACHE_MIDDLEWARE_ALIAS = "pages"

# For how long counts and reports are kept; `manage.py insights prune` removes older ones.
INSIGHTS_KEEP_DAYS = setting("INSIGHTS_KEEP_DAYS", days, 400, "a number of days from 1 up")
REPORTS_KEEP_DAYS = setting("REPORTS_KEEP_DAYS", days, 365, "a number of days from 1 up")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Behind a proxy all requests come from one address: a stranger would lock out the editors.
AXES_CLIENT_IP_CALLABLE = "diagnostics.insights.throttle.address_of"
AXES_RESET_ON_SUCCESS = True
# Else whoever tries again too early would wait for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "diagnostics.workshop.signing_in.locked_out"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
OTP_TOTP_ISSUER = "Fixpath"  # the name in the app on the phone

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "diagnostics" / "locale"]
MODELTRANSLATION_LANGUAGES = ("en", "zh-hans")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A pasted log may be long; the pages refuse more than a million characters with a sentence,
# so a body must be allowed to be somewhat longer than that.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# The page of a provider with a hundred codes sends each of their fields, and what it held at first.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if switch("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# The first page of a visit carries these inside, so that it is painted without a second way to the
# server and back.
INLINE_STYLE = inlined("css/site.css")
INLINE_SCRIPT = inlined("js/early.js")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, policy_hash(INLINE_SCRIPT)],
        "style-src": [SELF, policy_hash(INLINE_STYLE)],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Requests are logged by address only; a pasted text is in a body, and no body is ever logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
