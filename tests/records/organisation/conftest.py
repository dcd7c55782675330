import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def refusals_in_english():
    """The tests read the sentences of refusals as they stand in the code."""
    with translation.override("en"):
        yield
