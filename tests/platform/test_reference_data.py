"""What the migrations put in is there for every test, also after one that emptied the tables."""

import pytest

from records.organisation.models import Category


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_finds_it(time):
    assert Category.objects.exists()


@pytest.mark.browser
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_in_the_browser_finds_it(live, time):
    assert Category.objects.exists()
