"""What must be true before the web answers; each step is quick where nothing has changed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from archive_center.local.refusals import CannotStart, recognised
from archive_center.messages import translations
from archive_center.roles.owner import as_owner
from archive_center.roles.rights import grant


def reach() -> None:
    """See that the database and Redis answer, wherever they are."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CannotStart(f"The database does not answer (数据库无响应): {error}") from error
    try:
        Redis.from_url(settings.REDIS_URL).ping()
    except RedisError as error:
        raise CannotStart(f"Redis does not answer (Redis 无响应): {error}") from error


@contextmanager
def database_told_plainly(place: Path) -> Iterator[None]:
    """Turn a database that fills the disk or goes away during a step into its sentence."""
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        raise recognised(str(error), place) or CannotStart(
            f"The database failed (数据库出错): {str(error).splitlines()[0]} (see {place})"
        ) from error


def migrate() -> None:
    """Bring the tables in step with the code, and the application's rights with the tables."""
    with as_owner():
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        call_command("migrate", interactive=False, verbosity=0)
    else:
        grant()


def compile_texts() -> None:
    """Make the file of Chinese texts that Django reads."""
    translations.compiled()


def collect_static() -> None:
    """Gather the static files under names that carry their digest."""
    mark = Path(settings.STATIC_ROOT) / "collected-from"
    digest = static_digest()
    if not mark.exists() or mark.read_text() != digest:
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(digest)


def static_digest() -> str:
    """Changes when a static file is added, removed or written."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def fill() -> None:
    """Give an empty database the demonstration's data."""
    if "demo" in get_commands() and not get_user_model().objects.exists():
        call_command("demo")
