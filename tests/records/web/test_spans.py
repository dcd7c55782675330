"""The two ends of a span, typed the wrong way round."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "asked", "first"),
    [
        ("records:record-list", {"year_from": "2016", "year_to": "2014"}, "Year from"),
        (
            "records:record-list",
            {"dated_from": "2016-02-01", "dated_to": "2016-01-31"},
            "Dated from",
        ),
        ("transfers:due-list", {"year_from": "2016", "year_to": "2014"}, "Year from"),
        ("trail", {"since": "2016-02-01", "until": "2016-01-31"}, "From"),
    ],
)
def test_a_span_typed_the_wrong_way_round_is_told_of(client, page, asked, first):
    client.force_login(make.supervisor())
    said = f"It lies before “{first}”."

    wrong = client.get(reverse(page), asked)
    right = client.get(reverse(page), dict(zip(asked, reversed(asked.values()), strict=True)))

    assert (wrong.status_code, said in wrong.content.decode()) == (422, True)
    assert (right.status_code, said in right.content.decode()) == (200, False)
