"""A small catalogue with its index, and who asks it."""

import pytest

from records.catalogue import figures
from records.index import engine, folders, work
from tests import make
from tests.records.index.truth import store


@pytest.fixture(autouse=True)
def _ways(monkeypatch):
    """A small catalogue is asked in every way that a large one is."""
    monkeypatch.setattr(engine, "FEW", 2)
    monkeypatch.setattr(engine, "MANY", 6)
    monkeypatch.setattr(engine, "NEAR", 4)


@pytest.fixture
def fonds(monkeypatch):
    monkeypatch.setattr(figures, "CAP", 12)
    monkeypatch.setattr(figures, "SHOWN", 7)
    return [make.fonds(f"J00{n}") for n in range(1, 6)]


@pytest.fixture
def readers(fonds):
    return make.archivist(), make.reader(fonds[0].department)


@pytest.fixture
def filled(fonds, readers):
    store(range(1, 61), fonds, readers[0])
    for folder in folders.root().glob("v*"):
        folders.remove(folder.name)
    assert work.build()
    return work.Follower()
