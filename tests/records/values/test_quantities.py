"""Volumes and items are told apart, in the language of who reads."""

import pytest
from django.utils.translation import override

from records.holdings.models import Record
from records.values.quantities import amount, amount_of, with_inside
from records.values.rules import Level
from tests import make

CASES = [
    ({"volume": 1, "item": 6}, "1 volume, 6 items", "1 卷、6 件"),
    ({"item": 1}, "1 item", "1 件"),
    ({"volume": 1200}, "1,200 volumes", "1,200 卷"),
    ({"item": 0, "volume": 0}, "0 items", "0 件"),
    ({"recording": 2, "photograph": 1}, "1 photograph, 2 recordings", "1 张、2 盘"),
]


@pytest.mark.parametrize(("numbers", "english", "chinese"), CASES)
def test_each_measure_is_told_and_what_there_is_none_of_is_not(numbers, english, chinese):
    with override("en"):
        assert amount(numbers) == english
    with override("zh-hans"):
        assert amount(numbers) == chinese


def test_what_lies_in_volumes_is_told_with_them():
    with override("zh-hans"):
        assert with_inside(amount({"volume": 2}), 14) == "2 卷（卷内 14 件）"
        assert with_inside(amount({"volume": 2}), 0) == "2 卷"
    with override("en"):
        assert with_inside(amount({"volume": 1}), 1) == "1 volume (1 item in volumes)"


@pytest.mark.django_db
def test_rows_are_counted_by_their_level_in_one_statement(django_assert_num_queries):
    fonds = make.fonds()
    make.record(of=fonds, level=Level.VOLUME)
    make.record(of=fonds)
    make.record(of=fonds)

    with override("en"), django_assert_num_queries(1):
        assert amount_of(Record.objects.order_by("title")) == "1 volume, 2 items"
