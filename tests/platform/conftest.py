import pytest

from tests.platform.starting import House


@pytest.fixture(scope="module")
def house():
    """A directory of its own with both servers running, for all tests of a file."""
    made = House()
    started = made.ensure()
    assert started.returncode == 0, started.stderr
    yield made
    made.leave()


@pytest.fixture
def empty_house():
    """A directory in which nothing has been started."""
    made = House()
    yield made
    made.leave()
