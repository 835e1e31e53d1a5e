"""Django's settings, read from the environment; docs/run/settings.md lists every name."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from folkmoot.kit import environment as env

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "folkmoot"

DATA_DIR = env.folder("FOLKMOOT_DATA", BASE_DIR / "var")
DEMO = env.flag("FOLKMOOT_DEMO")
DEBUG = env.flag("FOLKMOOT_DEBUG")

# The address that people type; links in mails, calendar files and QR codes start with it.
PUBLIC_URL = env.text("FOLKMOOT_URL", "http://127.0.0.1:8000").rstrip("/")
_host = urlsplit(PUBLIC_URL).hostname or "127.0.0.1"
SECURE = PUBLIC_URL.startswith("https://")
_also = [host for host in env.text("FOLKMOOT_ALSO_HOSTS").split(",") if host]
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost", "testserver", *_also]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# What a host may call itself (brand, footer, mails).
HOST_NAME = env.text("FOLKMOOT_HOST_NAME", "Folkmoot")
HOST_EMAIL = env.text("FOLKMOOT_HOST_EMAIL", "hello@folkmoot.example")


def _secret_key() -> str:
    """The signing key: from the environment, else made once and kept in the data folder."""
    given = env.text("FOLKMOOT_SECRET_KEY")
    if given:
        return given
    file = DATA_DIR / "secret.key"
    if not file.exists():
        file.write_text(secrets.token_urlsafe(48))
        file.chmod(0o600)
    return file.read_text().strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "folkmoot.people",
    "folkmoot.programme",
    "folkmoot.record",
    "folkmoot.live",
    "folkmoot.between",
    "folkmoot.balcony",
    "folkmoot.reports",
    "folkmoot.commands",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "folkmoot.config.static_files.StaticFiles",
    "folkmoot.config.security.ContentSecurityPolicy",
    "folkmoot.config.security.NoNulls",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "folkmoot.config.urls"
ASGI_APPLICATION = "folkmoot.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "folkmoot.config.security.page_frame",
            ],
        },
    }
]

# The label that django-tasks-db gives its models.
QUEUE_APPS = {"django_tasks_database"}
DATABASES = {
    "default": env.database("DATABASE_URL", DATA_DIR / "folkmoot.sqlite3"),
}
if not env.text("DATABASE_URL"):
    # The queue of background tasks has a file of its own, so that it never holds up the room's writes.
    DATABASES["queue"] = env.sqlite(DATA_DIR / "queue.sqlite3")
    DATABASE_ROUTERS = ["folkmoot.config.routers.QueueRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")

# Rate limits and sign-in codes are counted here; one process needs no more than its own memory.
CACHES = {
    "default": {"BACKEND": "folkmoot.config.caches.RedisOrMemory", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}}
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION = "none"  # signing in by the code is the proof
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because a stranger typed their address
ACCOUNT_RATE_LIMITS = False  # folkmoot.people.limits counts, and its messages say what to do
ACCOUNT_ADAPTER = "folkmoot.people.adapter.SignInAdapter"
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/home/"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.zone("FOLKMOOT_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # the file server warns of a folder that is not there
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# The build names its files by what is in them, so a browser may keep them for good.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/assets/.+-[\w-]{8}\.\w+$"
MEDIA_ROOT = DATA_DIR / "uploads"
MEDIA_URL = "/uploads/"
DJANGO_VITE = {
    "default": {
        "manifest_path": PACKAGE_DIR / "static" / "build" / ".vite" / "manifest.json",
        "static_url_prefix": "build",
    }
}

SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "SAMEORIGIN"
# A pasted 5 MB text must be refused kindly by us, not with a bare error by the server.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# A whole organisation may book from one address of the internet; within ten minutes no more than these.
BOOKINGS_PER_ADDRESS = env.whole("FOLKMOOT_BOOKINGS_PER_ADDRESS", 60, least=1)

# Limits of the live room. Reaching one is told to whom it concerns, and harms nobody else.
PEOPLE_IN_SESSION = env.whole("FOLKMOOT_PEOPLE_IN_SESSION", 1_500, least=1)
ENTRIES_IN_ACTIVITY = env.whole("FOLKMOOT_ENTRIES_IN_ACTIVITY", 10_000, least=1)
OPERATIONS_A_SECOND = env.whole("FOLKMOOT_OPERATIONS_A_SECOND", 20, least=1)
FRAME_BYTES = env.whole("FOLKMOOT_FRAME_KB", 64, least=16) * 1024
SNAPSHOT_BYTES = env.whole("FOLKMOOT_SNAPSHOT_KB", 16_384, least=16) * 1024

MAIL_URL = env.text("FOLKMOOT_MAIL_URL")
# Who answers questions about personal data, on what ground it is used, and who else is given any: the privacy notice.
PRIVACY_CONTACT = env.text("FOLKMOOT_PRIVACY_CONTACT", HOST_EMAIL)
LAWFUL_BASIS = env.one_of("FOLKMOOT_LAWFUL_BASIS", "legitimate_interests", {"legitimate_interests", "public_task"})
PRIVACY_OTHERS = env.text("FOLKMOOT_PRIVACY_OTHERS")
# Days that each class of things is kept, where the host wants other than the usual: folkmoot.people.retention reads it.
KEEP = env.text("FOLKMOOT_KEEP")
# Ids of what was erased; kept apart from the database, so that restoring a backup does not bring it back.
ERASURE_LEDGER = Path(env.text("FOLKMOOT_ERASURE_LEDGER", str(DATA_DIR / "erasures.ledger")))
DEFAULT_FROM_EMAIL = env.text("FOLKMOOT_MAIL_FROM", f"{HOST_NAME} <{HOST_EMAIL}>")

# Prometheus asks for the figures with this token, or from the computer itself.
METRICS_TOKEN = env.text("FOLKMOOT_METRICS_TOKEN")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "folkmoot.config.logs.Lines"},
        "json": {"()": "folkmoot.config.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.one_of("FOLKMOOT_LOG_FORMAT", "text", {"text", "json"}),
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "folkmoot": {"level": env.text("FOLKMOOT_LOG", "INFO")},
        # What was not found or not allowed is told to whoever asked; its address may be a personal link.
        "django.request": {"level": "ERROR"},
    },
}
