"""Settings: everything that differs between machines comes from the environment.

WIRPORTAL_SECRET_KEY  makes this a production server: HTTPS only, no demo
WIRPORTAL_SECRET_KEY_BEFORE  the former key, while it is being changed
WIRPORTAL_HOSTS       names of the server, separated by commas
WIRPORTAL_ADDRESS     what links in mails begin with (default: https:// and the first host)
WIRPORTAL_DATA        folder for the embedded database and the key of a local server (default: var)
WIRPORTAL_TRUST       folder with the trust list for signed PDFs (default: none, nothing counts)
WIRPORTAL_CLAMAV      ClamAV's socket, as /run/clamav/clamd.ctl or host:3310 (default: none)
WIRPORTAL_DEMO        1: demo data and one-click sign-in; refused on a production server
WIRPORTAL_PROXIES     how many proxies stand in front (default: 1 in production, else 0)
WIRPORTAL_OIDC        TOML file with the organisations' identity providers: see people/identity.py
WIRPORTAL_MAIL_SERVER e.g. smtp+tls://user:password@host:587 (default: mails go to the log)
WIRPORTAL_MAIL_FROM   sender of the mails
DATABASE_URL          e.g. postgres://user:password@host/name (default: SQLite in the data folder)
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from wirportal.people.identity import for_allauth, read_providers

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("WIRPORTAL_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

PRODUCTION = "WIRPORTAL_SECRET_KEY" in os.environ
DEMO = os.environ.get("WIRPORTAL_DEMO") == "1"
DEBUG = False
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("WIRPORTAL_DEMO opens the portal to everyone: not in production.")


def _local_secret_key() -> str:
    """A key of this machine's own, so that sign-ins survive a restart."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = os.environ["WIRPORTAL_SECRET_KEY"] if PRODUCTION else _local_secret_key()
SECRET_KEY_FALLBACKS = list(filter(None, [os.environ.get("WIRPORTAL_SECRET_KEY_BEFORE", "")]))
ALLOWED_HOSTS = os.environ.get("WIRPORTAL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
_PORT = os.environ.get("PORT", "8000")
_HERE = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://127.0.0.1:{_PORT}"
ADDRESS = os.environ.get("WIRPORTAL_ADDRESS", _HERE)

INSTALLED_APPS = [
    "wirportal.ledger",
    "wirportal.people",
    "wirportal.notices",
    "wirportal.concepts",
    "wirportal.review",
    "wirportal.privacy",
    "wirportal.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wirportal.web.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "wirportal.web.urls"
WSGI_APPLICATION = "wirportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wirportal.web.context.shell",
            ]
        },
    }
]

# A failed page leaves its traceback on standard error; Django's default would mail it to nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # who is not found is no event
}
CSRF_FAILURE_VIEW = "wirportal.web.access.csrf_failure"

# --- data ------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: with NORMAL, acknowledged saves were lost at power cuts.
    # IMMEDIATE: with deferred transactions, most concurrent saves fail as "locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file like the real one: a database in memory locks in other ways.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
CLAMAV = os.environ.get("WIRPORTAL_CLAMAV", "")
TRUST_FOLDER = Path(os.environ.get("WIRPORTAL_TRUST", DATA_DIR / "trust"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A section with 300 long rows fits; what is larger is refused with a page that says so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = ["wirportal.web.uploads.LimitedUpload"]

# Rate limits and used one-time codes count in all processes alike, so they lie in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MESSAGE_TAGS = {messages.ERROR: "danger"}  # as KERN calls it
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- people ------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["wirportal.people.backend.MembershipBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # NIST SP 800-63B: length instead of rules
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60  # seconds, as all below
SESSION_LIMIT = SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_LIMIT = 60 * 60
SESSION_NOTED_EVERY = 5 * 60  # autosave must not write the session each time
FRESH_SIGN_IN = 10 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- signing in: django-allauth ------------------------------------------------------
IDENTITY_PROVIDERS = read_providers(os.environ.get("WIRPORTAL_OIDC", ""), https_only=PRODUCTION)
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("WIRPORTAL_PROXIES", PRODUCTION))
ACCOUNT_ADAPTER = "wirportal.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account's one address is proven by its invitation
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/h/key",
    "manage_email": "5/h/user",
    "invite": "60/h/user",
}
MFA_ADAPTER = "wirportal.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "WIR-Portal"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "wirportal.people.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = for_allauth(IDENTITY_PROVIDERS)
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends elsewhere would break `form-action`

# --- mail ------------------------------------------------------------
MAIL_SERVER = urlsplit(os.environ.get("WIRPORTAL_MAIL_SERVER", ""))
DEFAULT_FROM_EMAIL = os.environ.get("WIRPORTAL_MAIL_FROM", "wir-portal@localhost")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if MAIL_SERVER.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.hostname, MAIL_SERVER.port or 25
    EMAIL_HOST_USER = unquote(MAIL_SERVER.username or "")
    EMAIL_HOST_PASSWORD = unquote(MAIL_SERVER.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.scheme == "smtp+tls", MAIL_SERVER.scheme == "smtps"
    EMAIL_TIMEOUT = 20

# --- language and time ------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "wirportal" / "locale"]
TIME_ZONE = "Europe/Berlin"

# --- files ------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept there
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- browser ------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN's icons are data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
