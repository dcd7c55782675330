"""Settings for every environment; what differs between them is read from the environment."""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from archive_center.environment import (
    domain,
    env,
    hour,
    mailbox,
    number,
    place,
    secret,
    switch,
    text,
)
from archive_center.oversight import appearance

BASE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = place("VAR_DIR", BASE_DIR / "var")

# Application
DEBUG = switch("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", "")
TRUSTED_PROXIES = env.names("TRUSTED_PROXIES", "")
ROOT_URLCONF = "archive_center.urls"
WSGI_APPLICATION = "archive_center.wsgi.application"
AUTH_USER_MODEL = "records.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "unfold",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_filters",
    "template_partials",
    "axes",
    "csp",
    "pgtrigger",
    "records",
    "transfers",
    "stacks",
    "filing",
    "archive_center",
]
MIDDLEWARE = [
    "archive_center.proxy.client_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "archive_center.oversight.policy.admin_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive_center.home.language.CentreLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive_center.sign_in.session.kept_nowhere",
    "archive_center.sign_in.session.longest_life",
    "archive_center.sign_in.views.SignInFirst",
    "records.web.address",
    "records.web.legible",
    "records.web.sent.sending",
    "archive_center.sign_in.views.new_password_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive_center.home.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "records.web.HouseFormRenderer"

# Database
CONNECTION = {"conn_max_age": number("CONN_MAX_AGE", 60), "conn_health_checks": True}
DATABASES = {"default": env.database("DATABASE_URL", **CONNECTION)}
# Who owns the tables: migrations and the granting of rights connect so (archive_center.roles).
OWNER = env.database("MIGRATION_DATABASE_URL", text("DATABASE_URL"), **CONNECTION)

# Cache; the queue has a module of its own (archive_center.schedule)
REDIS_URL = secret("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = place("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = place("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # what every browser is given may be read by a web server of another account, too
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
EXPORT_AT_ONCE = number("EXPORT_AT_ONCE", 10_000)  # records; longer lists are made by a worker
PRINT_AT_ONCE = number("PRINT_AT_ONCE", 2_000)
PACKAGE_DIR = place("PACKAGE_DIR", VAR_DIR / "packages")
SEARCH_DIR = place("SEARCH_DIR", VAR_DIR / "search")  # each machine's own, on a local disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # five a component, where all of a record are corrected
IMPORT_MAX_BYTES = number("IMPORT_MAX_MB", 100) * 1024 * 1024
CONFINED_MEMORY_BYTES = number("CONFINED_MEMORY_MB", 1024) * 1024 * 1024  # of one file's reader
CONFINED_SECONDS = number("CONFINED_SECONDS", 60)
CONFINED_OUTPUT_BYTES = number("CONFINED_OUTPUT_MB", 2048) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
IMPORT_ROWS_DAYS = number("IMPORT_ROWS_DAYS", 90)  # after the import; the marked table stays
IMPORT_UNFINISHED_DAYS = number("IMPORT_UNFINISHED_DAYS", 30)  # sent or checked, never imported
UPLOAD_DIR = place("UPLOAD_DIR", VAR_DIR / "uploads")  # on the disk of MEDIA_ROOT
UPLOAD_DAYS = number("UPLOAD_DAYS", 7)  # that a set of files is kept if nobody goes on with it
FIXITY_BYTES = number("FIXITY_GB", 20) * 1024**3  # of copies that are read again in one night
FIXITY_DAYS = number("FIXITY_DAYS", 30)  # within which no copy is read twice
COPY_MAX_BYTES = number("COPY_MAX_MB", 2048) * 1024 * 1024
COPY_MAX_PIXELS = number("COPY_MAX_MEGAPIXELS", 500) * 1_000_000  # of one page of a picture
PAGE_CACHE_DIR = place("PAGE_CACHE_DIR", VAR_DIR / "pages")  # pictures; what is lost is drawn anew
PAGE_CACHE_BYTES = number("PAGE_CACHE_MB", 2048) * 1024 * 1024
PAGE_SECONDS = number("PAGE_SECONDS", 10)  # that one page may take to be drawn
# Text of pages that bring none, by a library that is heavy: where it is not there, there is none
RECOGNITION = switch("RECOGNITION", default=find_spec("rapidocr") is not None)
RECOGNITION_MEMORY_BYTES = number("RECOGNITION_MEMORY_MB", 1536) * 1024 * 1024  # of the child
RECOGNITION_SECONDS = number("RECOGNITION_SECONDS", 120)  # that one page may take
VIRUS_SCAN_COMMAND = text("VIRUS_SCAN_COMMAND", "")  # reads the file; exit status 0 clean, 1 found
VIRUS_SCAN_SECONDS = number("VIRUS_SCAN_SECONDS", 120)

# Mail, of notices alone: none is sent while there is no host
EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = text("EMAIL_USER", ""), text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = switch("EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", "archive-center@localhost")
CENTRE_URL = text("CENTRE_URL", "")  # where people reach the centre; a mail then has a link
NOTICE_MAIL_DOMAINS = env.names("NOTICE_MAIL_DOMAINS", "")  # none named: any
NOTICE_DAYS = number("NOTICE_DAYS", 365)

# Saved searches
SEARCH_TELL_HOUR = hour("SEARCH_TELL_HOUR", 7)  # those that are told each morning
TELL_OF_OTHERS = switch("TELL_OF_OTHERS", default=False)  # that others have more with the words
# The open part of the catalogue for harvesters (OAI-PMH); the two others name it for ever
OAI_PMH = switch("OAI_PMH", default=False)
OAI_NAMESPACE = domain("OAI_NAMESPACE") if OAI_PMH else ""
OAI_EMAIL = mailbox("OAI_EMAIL") if OAI_PMH else ""

# Language
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["archive_center.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Sign-in
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = reverse_lazy("desk")
LOGOUT_REDIRECT_URL = reverse_lazy("login")
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name", "email")},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
] + [{"NAME": "archive_center.sign_in.words.OwnWords"}]
PASSWORD_WORDS = env.names("PASSWORD_WORDS", "")  # more that everybody here would try first
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # ours is in records.admin
AXES_HANDLER = "archive_center.sign_in.door.Door"
AXES_USERNAME_CALLABLE = "archive_center.sign_in.door.kept_name"
AXES_FAILURE_LIMIT = 5  # of a number, from one address
SIGN_IN_TRIES_OF_NAME = number("SIGN_IN_TRIES_OF_NAME", 20)  # wherever they come from
SIGN_IN_TRIES_OF_ADDRESS = number("SIGN_IN_TRIES_OF_ADDRESS", 20)  # a whole office may share it
SIGN_IN_TRIES_AT_HOME = 25  # of a supervisor, in five minutes, where she lately signed in
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # whose tries a right password gives back
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_HTTP_RESPONSE_CODE = 403
PASSWORD_LINK_HOURS = number("PASSWORD_LINK_HOURS", 72)
LINK_BARS_APPROVAL_DAYS = number("LINK_BARS_APPROVAL_DAYS", 30)
SESSION_COOKIE_AGE = number("SESSION_MINUTES", 60) * 60
SESSION_LONGEST_SECONDS = number("SESSION_HOURS", 10) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Security: HTTPS is a switch because the demo runs on loopback without it
HTTPS = switch("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# The admin
UNFOLD = appearance.UNFOLD

# The centre
CENTRE_NAME = text("CENTRE_NAME", None) or _("Qinglan Municipal Agency Archives Centre")
FILED_BY = env.day_of_year("FILED_BY", "06-30")  # of the next year; most rules have 30 June
HANDOVER_MARK = text("HANDOVER_MARK", "清档移")  # 文号 of the deeds of handover
LOAN_APPROVERS = env.roles("LOAN_APPROVERS", "archivist,supervisor")
LOAN_DAYS = number("LOAN_DAYS", 7)  # that an original is lent at the most, and at each renewal
LOAN_DEPARTMENT_DAYS = number("LOAN_DEPARTMENT_DAYS", 3)  # overdue, until its officers are told
LOAN_RENEWALS = number("LOAN_RENEWALS", 1)
EFFECT_DAYS = number("EFFECT_DAYS", 14)  # after a use, until its effect is asked for, and again
MUNICIPAL_ARCHIVE_NAME = text("MUNICIPAL_ARCHIVE_NAME", "清岚市档案馆")
NAME_OTHER_DEPARTMENTS = switch("NAME_OTHER_DEPARTMENTS", default=False)  # to who may not see

# Access requests
REQUEST_ANSWER_DAYS = number("REQUEST_ANSWER_DAYS", 5)  # for the department, from the request on
REQUEST_RELEASE_DAYS = number("REQUEST_RELEASE_DAYS", 3)  # for the centre, from the consent on
REQUEST_REMIND_DAYS = number("REQUEST_REMIND_DAYS", 3)  # late, until supervisors are told, too
REQUEST_DAYS = number("REQUEST_DAYS", 30)  # what a request is usually for
REQUEST_LONGEST_DAYS = number("REQUEST_LONGEST_DAYS", 90)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {"bagit": {"level": "WARNING"}},  # else a line for each file of a package
}
