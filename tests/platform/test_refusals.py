"""What keeps the project from starting is said in one sentence."""

import errno
import os

import pytest

from archive_center.embedded.refusal import CannotStart, explained, told_plainly
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
    assert refused.stderr == "SECRET_KEY is not set. Set SECRET_KEY or SECRET_KEY_FILE.\n"


def test_a_database_that_does_not_answer_is_named(empty_house):
    house = given_from_outside(empty_house, SECRET_KEY="x" * 60)

    refused = house.run("manage.py", "up", "--port", "8999")

    assert refused.returncode == 1
    assert refused.stderr.startswith("The database does not answer")
