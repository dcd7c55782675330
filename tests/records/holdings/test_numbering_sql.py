"""Each clause of the statements that give numbers and codes, seen in what it writes."""

from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from records.holdings import numbering
from records.holdings.codes import ArchivalCode, Widths, build, parse
from records.holdings.models import CodeAlias, NumberSeries, Record
from records.holdings.rules import Stage
from records.organisation.rules import CodePattern
from records.rules import Refused
from records.values.rules import Level
from tests import make

pytestmark = pytest.mark.django_db
CLASS = ("fonds", "category", "year", "period", "unit", "level", "volume")


def numbered(*drafts):
    """The number and the code that each draft would get."""
    with numbering.chosen(Record.objects.filter(pk__in=[one.pk for one in drafts])):
        numbering.refuse_incomplete()
        numbering.lock_series()
        numbering.give_numbers()
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, coalesce(item, volume), code FROM records_numbered")
            given = {key: (number, code) for key, number, code in cursor.fetchall()}
    return [given.get(one.pk) for one in drafts]


def numbers(*drafts):
    return [given and given[0] for given in numbered(*drafts)]


def alias(code, of=None):
    bearer = make.record(Stage.ACCEPTED, of=of or make.fonds(), year=1999)
    CodeAlias.objects.create(record=bearer, code=code, reason="x", by=make.archivist(), at=make.NOW)


def stands_at(last, of):
    """The series of the usual class of the fonds has given this number last."""
    of_class = {"category": make.category(), "year": 2005, "period": "Y", "level": Level.ITEM}
    NumberSeries.objects.create(fonds=of, **of_class, last=last)


@pytest.fixture
def of():
    return make.fonds("Z109")


def another(part, of):
    """A value of one part of the class that differs from the usual one."""
    return {
        "fonds": lambda: make.fonds("Z110"),
        "category": lambda: make.category("SW", "实物"),
        "year": lambda: 2006,
        "period": lambda: "D30",
        "unit": lambda: make.unit(of),
        "level": lambda: Level.VOLUME,
        "volume": lambda: make.record(Stage.ACCEPTED, of=of, level=Level.VOLUME, number=1),
    }[part]()


@pytest.mark.parametrize("office", ["001", "BGS"])
@pytest.mark.parametrize("pattern", CodePattern)
def test_a_volume_is_never_written_as_an_item_of_another(pattern, office):
    fonds = make.fonds("Z109", code_pattern=pattern)
    given: Any = {"category": make.category("KJ"), "unit": make.unit(fonds, office)}
    last = {"year": 2005, "period": "Y", "level": Level.VOLUME, "last": 999}
    NumberSeries.objects.create(fonds=fonds, **given, **last)
    volume = make.record(of=fonds, level=Level.VOLUME, **given)
    item = make.record(of=fonds, volume=volume, **given)

    for draft, (_number, code) in zip((volume, item), numbered(volume, item), strict=True):
        said = ArchivalCode("Z109", "KJ", 2005, "Y", office, 1000, 1 if draft == item else None)
        assert code == build(said, pattern)
        assert parse(code, pattern, by_volume=["KJ"]) == said


def test_a_loose_item_of_a_category_kept_by_volume_gets_no_number(of):
    loose = make.record(of=of, category=make.category("KJ"))
    below = make.record(of=of, category=make.category("KJ·JJ", "基建"))

    with override("en"), pytest.raises(Refused, match="2 lie in no volume"):
        numbered(loose, below)


@pytest.mark.parametrize("part", CLASS)
def test_every_part_of_the_class_has_its_own_numbers(of, part):
    usual = make.record(of=of)
    other = make.record(
        **{"of": of, part: another(part, of)} if part != "fonds" else {"of": another(part, of)}
    )

    assert numbers(usual, other) == [1, 1]
    assert NumberSeries.objects.filter(last=1).count() == 2


def test_numbers_run_by_date_then_by_key_and_what_has_no_date_comes_last(of):
    undated = make.record(of=of)
    late = make.record(of=of, dated_on="2005-09-01")
    early = make.record(of=of, dated_on="2005-02-01")
    same = make.record(of=of, dated_on="2005-02-01")

    assert numbers(undated, late, early, same) == [4, 3, 1, 2]


def test_a_series_goes_on_where_it_stands_and_remembers_its_last(of):
    stands_at(20, of)

    assert numbers(make.record(of=of), make.record(of=of)) == [21, 22]
    assert NumberSeries.objects.get().last == 22


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ACCEPTED])
def test_a_series_catches_up_with_numbers_that_came_with_a_catalogue(of, stage):
    brought = make.record(stage, of=of, number=7, archival_code="Z109-WS·2005-Y-0007")

    assert numbers(make.record(of=of), *([brought] if stage == Stage.DRAFT else [])) == (
        [8, None] if stage == Stage.DRAFT else [8]
    )


@pytest.mark.parametrize("part", CLASS)
def test_a_series_does_not_catch_up_with_another_class(of, part):
    given = {"of": of, part: another(part, of)}
    if part == "fonds":
        given = {"of": given[part]}
    make.record(Stage.ACCEPTED, **given, number=7, archival_code="X-7")

    assert numbers(make.record(of=of)) == [1]


def test_a_series_never_falls_back(of):
    draft = make.record(of=of)
    stands_at(20, of)
    make.record(Stage.ACCEPTED, of=of, number=7, archival_code="Z109-WS·2005-Y-0007")

    assert numbers(draft) == [21]


@pytest.mark.parametrize(
    ("aliased", "given"),
    [
        ((1,), [2, 3, 4]),
        ((2,), [1, 3, 4]),
        ((2, 3), [1, 4, 5]),
        ((1, 3), [2, 4, 5]),
        ((4,), [1, 2, 3]),
        ((3, 5), [1, 2, 4]),
    ],
)
def test_a_number_that_leads_elsewhere_is_not_given(of, aliased, given):
    for number in aliased:
        alias(f"Z109-WS·2005-Y-{number:04d}")

    assert numbers(*(make.record(of=of) for _ in given)) == given


@pytest.mark.parametrize(
    "code",
    [
        "Z108-WS·2005-Y-0001",
        "Z109-KJ·2005-Y-0001",
        "Z109-WS·2004-Y-0001",
        "Z109-WS·2005-D30-0001",
        "Z109-WS·2005-Y-BGS-0001",
        "Z109-WS·2005-Y-001-0001",
    ],
)
def test_an_alias_of_another_class_skips_nothing(of, code):
    alias(code)

    assert numbers(make.record(of=of)) == [1]


def test_an_alias_behind_the_last_number_skips_nothing_more(of):
    draft = make.record(of=of)
    stands_at(5, of)
    alias("Z109-WS·2005-Y-0003")

    assert numbers(draft) == [6]


def test_volumes_are_numbered_before_their_items_and_lend_them_their_number(of):
    old = make.record(Stage.ACCEPTED, of=of, level=Level.VOLUME, number=1, archival_code="V-1")
    new = make.record(of=of, level=Level.VOLUME)
    inside_new, inside_old = make.record(of=of, volume=new), make.record(of=of, volume=old)

    assert numbered(inside_new, inside_old, new) == [
        (1, "Z109-WS·2005-Y-002-0001"),
        (1, "Z109-WS·2005-Y-001-0001"),
        (2, "Z109-WS·2005-Y-002"),
    ]


def test_an_alias_inside_a_new_volume_is_skipped(of):
    volume = make.record(of=of, level=Level.VOLUME)
    item = make.record(of=of, volume=volume)
    alias("Z109-WS·2005-Y-001-0001")

    assert numbers(volume, item) == [1, 2]


@pytest.mark.parametrize("pattern", CodePattern.values)
@pytest.mark.parametrize("office", ["", "BGS"])
@pytest.mark.parametrize("width", [3, 4, 6])
@pytest.mark.parametrize("level", Level.values)
def test_postgresql_writes_codes_as_python_does(pattern, office, width, level):
    of = make.fonds("Z109", code_pattern=pattern, number_width=width)
    draft = make.record(of=of, unit=make.unit(of, office) if office else None, level=level)
    place = (1, None) if level == Level.VOLUME else (None, 1)

    ((_number, code),) = numbered(draft)

    parts = ArchivalCode("Z109", "WS", 2005, "Y", office, *place)
    assert code == build(parts, pattern, Widths(number=width, unit=of.unit_width))


def test_a_number_without_room_in_its_digits_is_refused():
    of = make.fonds("Z109", number_width=3)
    draft = make.record(of=of)
    stands_at(999, of)

    with override("en"), pytest.raises(Refused, match="no room"):
        numbers(draft)


def test_a_code_that_another_record_bears_is_refused(of):
    make.record(Stage.ACCEPTED, archival_code="Z109-WS·2005-Y-0001", number=None)

    with override("en"), pytest.raises(Refused, match="1 code is taken already: Z109"):
        numbers(make.record(of=of))


def test_a_brought_code_that_leads_elsewhere_is_refused(of):
    alias("Z109-WS·2005-Y-0009")
    brought = make.record(of=of, number=9, archival_code="Z109-WS·2005-Y-0009")

    with override("en"), pytest.raises(Refused, match="1 code is taken already: Z109"):
        numbers(brought)


@pytest.mark.parametrize(
    ("lack", "told"),
    [
        ({"year": None, "date_text": "2005"}, "1 has no year"),
        ({"period": ""}, "1 has no retention period"),
        ({"date_text": ""}, "1 has no date"),
        ({"responsible": ""}, "1 has no responsible body"),
        ({"archival_code": "Z109-WS·2005-Y-0009"}, "1 brings a code without a number"),
    ],
)
def test_each_thing_that_is_demanded_is_counted_alone(of, lack, told):
    lacking = make.record(of=of, **lack)

    with override("en"), pytest.raises(Refused, match=f"cannot be accepted: {told}\\. "):
        numbers(lacking, make.record(of=of))


def test_an_item_waits_for_its_volume(of):
    volume = make.record(of=of, level=Level.VOLUME)
    item = make.record(of=of, volume=volume)

    with override("en"), pytest.raises(Refused, match="1 lies in a volume that is not accepted"):
        numbers(item)


@pytest.mark.parametrize("part", ["fonds", "category", "year", "period", "unit"])
def test_an_item_that_strayed_from_its_volume_is_refused(of, part):
    volume = make.record(of=of, level=Level.VOLUME)
    item = make.record(of=of, volume=volume)
    Record.objects.filter(pk=item.pk).update(**{part: another(part, of)})

    with override("en"), pytest.raises(Refused, match="1 differs from its volume"):
        numbers(volume, item)


def arriving(**given):
    """One row that is no record yet."""
    of = given.pop("of")
    row = {"year": 2005, "period": "Y", "code": None, "number": None} | given
    query = """
        SELECT 1::bigint AS id, %s::bigint AS fonds_id, %s::bigint AS category_id,
            %s::smallint AS year, %s AS period, NULL::bigint AS unit_id,
            NULL::bigint AS volume_id, 'item' AS level, %s AS archival_code,
            %s::int AS number, NULL::date AS dated_on"""
    values = [of.pk, make.category().pk, row["year"], row["period"], row["code"], row["number"]]
    with numbering.arriving(query, values), connection.cursor() as cursor:
        cursor.execute("SELECT code FROM records_numbered")
        return [code for (code,) in cursor.fetchall()]


def test_what_arrives_without_date_and_body_is_numbered(of):
    assert arriving(of=of) == ["Z109-WS·2005-Y-0001"]


def test_what_arrives_with_its_code_keeps_it_and_the_series_knows_its_number(of):
    assert arriving(of=of, code="Z109-WS·2005-Y-0004", number=4) == []
    assert NumberSeries.objects.get().last == 4


@pytest.mark.parametrize(("part", "none"), [("year", None), ("period", "")])
def test_what_arrives_needs_what_a_code_is_made_of(of, part, none):
    with override("en"), pytest.raises(Refused, match="1 has no"):
        arriving(of=of, **{part: none})
