"""The project's settings, after this test process has got its own servers and directories."""

from tests import environment

environment.prepare()

from archive_center.settings import *  # noqa: E402, F403
from archive_center.settings import STORAGES as USUAL  # noqa: E402

# Static files go by their own names: nothing has been collected for a test.
STORAGES = {
    **USUAL,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests read the words of the code; the browser tests and the check of the texts read Chinese.
LANGUAGE_CODE = "en"
# Hundreds of users are made; how passwords are kept is Django's affair.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
