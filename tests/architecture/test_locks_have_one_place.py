"""Two things that lock never use one key: all keys stand in one enumeration."""

from pathlib import Path

import pytest

from tests.architecture import source

THE_PLACE = Path("records/locks.py")


@pytest.mark.parametrize("path", [p for p in source.files() if p != THE_PLACE], ids=str)
def test_no_other_file_takes_an_advisory_lock(path):
    assert "_advisory_" not in path.read_text()


def test_the_search_finds_what_it_looks_for():
    assert "_advisory_" in THE_PLACE.read_text()
