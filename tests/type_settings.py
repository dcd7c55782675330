"""The project's settings for mypy, which reads models and connects to nothing."""

import os

os.environ |= {"SECRET_KEY": "none", "DATABASE_URL": "postgresql:///none", "REDIS_URL": "redis://"}

from archive_center.settings import *  # noqa: F403
