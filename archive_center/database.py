"""DATABASE_URL as Django wants it, read by PostgreSQL's own library."""

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

OURS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def from_url(url: str) -> dict[str, Any]:
    """The database's settings; what follows the `?` goes to the driver as it is (sslmode, …).

    The address itself is not repeated in a refusal: it holds the password.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        known = f" ({str(error).strip()})" if "query parameter" in str(error) else ""
        raise ImproperlyConfigured(
            f"DATABASE_URL can't be read{known}: write postgresql://USER:PASSWORD@HOST:PORT/NAME, "
            "special characters of the password as %xx."
        ) from error
    if not given.get("dbname"):
        raise ImproperlyConfigured("DATABASE_URL names no database: add /NAME after the host.")
    options = {name: value for name, value in given.items() if name not in OURS}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(given.get(name) or "") for name, ours in OURS.items()},
        "OPTIONS": options,
    }
