"""One file, driven by the environment (README, "Settings"). Bad values end the start with a sentence."""

import os
from pathlib import Path

from csp.constants import NONCE

from portal import env

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var")
PRODUCTION = env.flag("PORTAL_PRODUCTION")
DEMO = env.flag("PORTAL_DEMO")
DEBUG = env.flag("PORTAL_DEBUG")

SECRET_KEY = env.secret("PORTAL_SECRET_KEY", VAR / "secrets", production=PRODUCTION)
SEALING_ACTIVE_KEY = env.integer("PORTAL_SEALING_KEY_NUMBER", 1, least=1)
SEALING_KEYS = {  # the active one seals, all of them open
    **env.mapping("PORTAL_SEALING_OTHER_KEYS"),
    str(SEALING_ACTIVE_KEY): env.secret("PORTAL_SEALING_KEY", VAR / "secrets", production=PRODUCTION),
}
BLIND_INDEX_KEY = env.secret("PORTAL_BLIND_INDEX_KEY", VAR / "secrets", production=PRODUCTION)
# signs the ledger's checkpoints; the name it does so under is for ever, former public keys stay good for old ones
LEDGER_KEY = env.secret("PORTAL_LEDGER_KEY", VAR / "secrets", production=PRODUCTION)
LEDGER_ORIGIN = os.environ.get("PORTAL_LEDGER_ORIGIN") or "yunzhou.example/ledger"
LEDGER_FORMER_KEYS = env.words("PORTAL_LEDGER_FORMER_KEYS", "")
WITNESS_ADDRESSES = env.mapping("PORTAL_WITNESSES")  # name -> address of its data service
WITNESS_FOLDER = Path(os.environ.get("PORTAL_WITNESS_FOLDER") or VAR / "witnesses")
WITNESS_QUORUM = env.integer("PORTAL_WITNESS_QUORUM", 3)
# signs the receipts of consents; former public keys stay good for old ones
RECEIPT_KEY = env.secret("PORTAL_RECEIPT_KEY", VAR / "secrets", production=PRODUCTION)
RECEIPT_FORMER_KEYS = env.words("PORTAL_RECEIPT_FORMER_KEYS", "")
SEAL_FOLDER = Path(os.environ.get("PORTAL_SEAL_FOLDER") or VAR / "seal")
GATEWAY_KEY_FOLDER = Path(os.environ.get("PORTAL_GATEWAY_KEYS") or VAR / "keys")
FONT_FOLDER = Path(os.environ.get("PORTAL_FONT_FOLDER") or VAR / "fonts")

ALLOWED_HOSTS = env.words("PORTAL_HOSTS", "127.0.0.1 localhost [::1] testserver")
PUBLIC_ADDRESS = os.environ.get("PORTAL_ADDRESS", "http://127.0.0.1:8000")
# code of the department -> address of its data service, as JSON; the demo fills it with its simulators
DEPARTMENT_ADDRESSES = env.mapping("PORTAL_DEPARTMENTS")

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "portal.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "django_otp",
    "rest_framework",
    "drf_spectacular",
    "services.events",
    "services.ledger",
    "services.calendars",
    "services.sealing",
    "services.actions",
    "services.people",
    "services.departments",
    "services.rules",
    "services.certificates",
    "services.sharing",
    "services.enquiries",
    "services.catalogue",
    "services.catalogue.search",
    "services.applications",
    "services.aftercare",
    "services.offers",
    "services.watch",
    "services.notifications",
    "services.ratings",
    "services.figures",
    "accessibility",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a third of a page; it blurs lengths against guessing (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.identity.doors.DoorMiddleware",
    "portal.desk.verified.VerifiedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accessibility.middleware.DisplayMiddleware",
    "portal.errors.DomainErrorMiddleware",
    "portal.zero_bytes.ZeroByteMiddleware",  # behind all that decide whether a form is read at all
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accessibility.context_processors.display",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", VAR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # actions open their own durable transactions
CACHES = {"default": env.cache("PORTAL_CACHE")}  # of one process, or a Redis that several share
# Celery's broker; without one `manage.py work` does the same jobs, and nobody is nudged
BROKER = env.address("PORTAL_BROKER", "redis", "rediss", "amqp", "amqps")

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["portal.identity.doors.CitizenDoor", "portal.identity.doors.StaffDoor"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.identity.doors.CitizenAdapter"
ACCOUNT_FORMS = {"reset_password": "portal.identity.doors.CitizenResetPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "portal.identity.doors.SealedMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
HEADLESS_CLIENTS = ("app",)  # only portal/api/session.py calls its views; none of its addresses is served
OTP_TOTP_ISSUER = "Yunzhou desk"
# channel -> provider (services/notifications/providers); none: the channel is not offered
CHANNELS = {
    "EMAIL": os.environ.get("PORTAL_EMAIL", "mail:"),
    "SMS": os.environ.get("PORTAL_SMS", f"stub:{VAR / 'sms.jsonl'}" if DEMO else ""),
}
SMS_SECRET = os.environ.get("PORTAL_SMS_SECRET", "")  # signs what people write back; none: nothing is taken
EMAIL_BACKEND = os.environ.get("PORTAL_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

SESSION_ENGINE = "portal.identity.sessions"
SESSION_COOKIE_AGE = 20 * 60 * 60  # WCAG 2.2.6: nothing typed is lost within 20 hours
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if env.flag("PORTAL_BEHIND_PROXY"):  # one proxy of ours ends TLS and sets these headers itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("PORTAL_HTTPS_REDIRECT", default=True)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION  # collectstatic costs half a minute: production only
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

FILE_UPLOAD_HANDLERS = ["portal.receiving.Bounded"]
DATA_UPLOAD_MAX_NUMBER_FILES = 5  # pages and API send one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # the longest form, a group with all its entries, has some 200

REST_FRAMEWORK = {  # for views that are no ApiView (portal/api/view.py): closed, and JSON only
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Yunzhou One Portal",
    "DESCRIPTION": "Find a service, see what the departments already know, confirm it, and be done. See docs/integrating.md.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # labels are translated, the document is not
    "ENUM_NAME_OVERRIDES": {
        "ApplicationState": "services.applications.models.State",
        "CertificateState": "services.certificates.models.State",
        "VerdictState": "portal.api.verification.STATES",
    },
}

RELAY_LEASE_SECONDS = env.integer("PORTAL_RELAY_LEASE_SECONDS", 30, least=1)
SHARING_REPLY_DAYS = (
    10  # working days to answer a request for a grant, where neither policy nor register says otherwise
)
DEPARTMENT_DEADLINE_SECONDS = 3.0  # for all departments asked for one page together
GATEWAY_SUITE = env.one_of("PORTAL_GATEWAY_SUITE", "ed25519-sha256", "ed25519-sm3")

SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E406", "admin.E408", "admin.E409", "admin.E410"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PORTAL_LOG_LEVEL", "WARNING")},
    "loggers": {
        "pyhanko_certvalidator": {"level": "ERROR"},  # it logs a traceback for every foreign signature
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
