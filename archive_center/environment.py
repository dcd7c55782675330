"""How settings read the environment: what is missing or not understood is refused by its name."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from environs import FileAwareEnv, ValidationError, validate
from psycopg.conninfo import conninfo_to_dict

# NAME_FILE names a file that holds the value of NAME.
env = FileAwareEnv(strip_whitespace=True)
text = env.str
secret = partial(env.str, validate=validate.Length(min=1, error="It is empty."))
number = partial(
    env.int,
    validate=validate.Range(min=0, error="It must be a whole number."),
    error_messages={"invalid": "It must be a whole number."},
)
hour = partial(
    env.int,
    validate=validate.Range(min=0, max=23, error="It must be an hour from 0 to 23."),
    error_messages={"invalid": "It must be an hour from 0 to 23."},
)
switch = partial(
    env.bool,
    truthy={"true", "True", "TRUE"},
    falsy={"false", "False", "FALSE"},
    error_messages={"invalid": "It must be true or false."},
)
domain = partial(
    env.str,
    validate=validate.Regexp(
        r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+\Z",
        error="It must be a domain, as archives.example.",
    ),
)
mailbox = partial(
    env.str,
    validate=validate.Regexp(
        r"[^\s@]+@([^\s@.]+\.)+[^\s@.]+\Z",
        error="It must be an address, as catalogue@archives.example.",
    ),
)


def place(name: str, default: Path) -> Path:
    """The place of a directory; an empty one is the usual one."""
    return Path(env.str(name, "") or default).resolve()


@env.parser_for("names")
def names(value: str) -> list[str]:
    """What stands between commas, without blanks."""
    return [part.strip() for part in value.split(",") if part.strip()]


@env.parser_for("roles")
def roles(value: str) -> list[str]:
    """Roles of the centre, between commas, at least one."""
    found: list[str] = names(value)
    if not found or not set(found) <= {"archivist", "supervisor"}:
        raise ValidationError("It must be archivist, supervisor, or both between commas.")
    return found


@env.parser_for("day_of_year")
def day_of_year(value: str) -> str:
    """A day that every year has, as month and day: 06-30."""
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError as error:
        raise ValidationError("It must be a month and a day, as 06-30.") from error
    return value


@env.parser_for("database")
def database(url: str, **more: Any) -> dict[str, Any]:
    """A database's address as Django wants it; what follows the `?` goes to the driver.

    PostgreSQL's own library is asked first whether it understands all of it. The address
    is not repeated in a refusal: it holds the password.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise ValidationError("It must begin with postgresql://.")
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        known = f" ({str(error).strip()})" if "query parameter" in str(error) else ""
        raise ValidationError(
            f"It can't be read{known}: write postgresql://USER:PASSWORD@HOST:PORT/NAME, "
            "special characters of the password as %xx."
        ) from error
    if not given.get("dbname"):
        raise ValidationError("It names no database: add /NAME after the host.")
    # The directory of a socket keeps its capitals only here.
    return {**dj_database_url.parse(url, **more), "HOST": given.get("host") or ""}
