"""What keeps the project from starting is said in one sentence."""

import errno
import os

import psycopg
import pytest
from django.db import OperationalError

from archive_center.local.preparation import database_told_plainly
from archive_center.local.refusals import CannotStart, explained, told_plainly
from tests.platform.starting import House


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk quota is used up"),
        (errno.EACCES, "may not be read or written by this user"),
        (errno.EROFS, "is on a read-only file system"),
    ],
)
def test_the_system_s_refusals_have_a_sentence(tmp_path, number, sentence):
    with pytest.raises(CannotStart, match=sentence), told_plainly(tmp_path):
        raise OSError(number, os.strerror(number), str(tmp_path / "file"))


def test_a_fault_of_ours_is_not_dressed_up(tmp_path):
    with pytest.raises(IsADirectoryError), told_plainly(tmp_path):
        (tmp_path).write_text("")


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        (
            "FATAL: could not write lock file: No space left on device",
            "PostgreSQL: The disk is full",
        ),
        ("LOG: starting\nFATAL:  out of memory\nHINT: …", "FATAL:  out of memory"),
        ("", "no message"),
    ],
)
def test_a_server_s_last_words_become_a_sentence(tmp_path, printed, sentence):
    assert sentence in str(explained("PostgreSQL", printed, tmp_path))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            psycopg.errors.DiskFull('could not extend file "base/1": No space left on device'),
            "The disk is full",
        ),
        (OperationalError("could not write: No space left on device"), "The disk is full"),
        (OperationalError("server closed the connection\nunexpectedly"), "The database failed"),
    ],
)
def test_a_database_that_gives_up_during_the_start_is_a_sentence(tmp_path, error, sentence):
    with pytest.raises(CannotStart, match=sentence) as told, database_told_plainly(tmp_path):
        raise error

    assert "\n" not in str(told.value)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_for_the_data_that_is_no_directory_is_refused(empty_house, tmp_path, place):
    (tmp_path / "file").touch()
    empty_house.environment["VAR_DIR"] = str(tmp_path / place)

    refused = empty_house.run("manage.py", "up")

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{tmp_path / place} can't be made a directory")
    assert refused.stderr.count("\n") == 1


def given_from_outside(house: House, **more: str) -> House:
    house.environment |= {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        **more,
    }
    return house


def test_a_missing_secret_stops_the_start_with_its_name(empty_house):
    house = given_from_outside(empty_house)

    refused = house.run("manage.py", "check")

    assert refused.returncode == 1
    assert refused.stderr == 'Environment variable "SECRET_KEY" not set\n'


@pytest.mark.parametrize("forgotten", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_nothing_is_made_up_for_a_site_of_https(empty_house, forgotten):
    house = given_from_outside(empty_house, SECRET_KEY="x" * 60, HTTPS="true")
    del house.environment[forgotten]

    refused = house.run("manage.py", "check", "--deploy")

    assert refused.stderr == f'Environment variable "{forgotten}" not set\n'
    assert list(house.var.iterdir()) == []


def test_a_database_that_does_not_answer_is_named(empty_house):
    house = given_from_outside(empty_house, SECRET_KEY="x" * 60)

    refused = house.run("manage.py", "up", "--port", "8999")

    assert refused.returncode == 1
    assert refused.stderr.startswith("The database does not answer")
