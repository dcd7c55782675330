"""Two things that lock never use one key: all keys stand in one enumeration."""

from archive_center.local.provision import PROJECT
from tests.architecture import source


def test_one_file_alone_takes_advisory_locks():
    taking = source.breaking(lambda path: "_advisory_" in (PROJECT / path).read_text())

    assert taking.keys() == {"records/locks.py"}
