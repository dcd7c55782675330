import pytest

from archive_center.local.ports import listening
from tests.platform.starting import House


@pytest.fixture(scope="module")
def kept_house():
    """One directory for all tests of a file; it takes a while to furnish."""
    made = House()
    started = made.ensure()
    assert started.returncode == 0, started.stderr
    yield made
    made.leave()


@pytest.fixture
def house(kept_house):
    """A directory of its own with both servers running, whatever the last test did to them."""
    kept = kept_house.addresses
    if not (listening(kept.postgres_port) and listening(kept.redis_port)):
        started = kept_house.ensure()
        assert started.returncode == 0, started.stderr
    return kept_house


@pytest.fixture
def empty_house():
    """A directory in which nothing has been started."""
    made = House()
    yield made
    made.leave()


@pytest.fixture(scope="module")
def used_house():
    """A directory for all tests of a file, each of which leaves nothing running in it."""
    made = House()
    yield made
    made.leave()
