"""Drafts get their numbers and codes: what they get, what is refused, and who."""

import random
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from records.holdings import actions
from records.holdings.codes import ArchivalCode, Widths, build
from records.holdings.models import CodeAlias, NumberSeries, Record
from records.holdings.rules import Stage
from records.models import Entry
from records.organisation.models import Unit
from records.organisation.rules import CodePattern
from records.rules import Refused
from records.values.rules import Level
from tests import make

pytestmark = pytest.mark.django_db


def accept(*records: Record, by=None) -> int:
    chosen = Record.objects.filter(pk__in=[record.pk for record in records])
    return actions.accept(chosen, by=by or make.archivist(), at=make.NOW)


def codes(*records: Record) -> list[str | None]:
    stored = dict(Record.objects.values_list("pk", "archival_code"))
    return [stored[record.pk] for record in records]


def test_numbers_run_on_by_date_in_each_lowest_class():
    of = make.fonds("Z109")
    office = make.unit(of)
    late = make.record(of=of, unit=office, year=2011, dated_on=date(2011, 9, 1))
    early = make.record(of=of, unit=office, year=2011, dated_on=date(2011, 2, 1))
    undated = make.record(of=of, unit=office, year=2011)
    other = make.record(of=of, unit=office, year=2012, period="D30")

    assert accept(late, early, undated, other) == 4

    assert codes(early, late, undated, other) == [
        "Z109-WS·2011-Y-BGS-0001",
        "Z109-WS·2011-Y-BGS-0002",
        "Z109-WS·2011-Y-BGS-0003",
        "Z109-WS·2012-D30-BGS-0001",
    ]
    late.refresh_from_db()
    assert (late.number, late.stage) == (2, Stage.ACCEPTED)


def test_the_next_acceptance_goes_on_where_the_last_ended():
    of = make.fonds("Z109")
    accept(make.record(of=of), make.record(of=of))
    third = make.record(of=of)

    accept(third)

    assert codes(third) == ["Z109-WS·2005-Y-0003"]


def test_each_record_has_an_entry_that_calls_it_by_its_code():
    record = make.record(of=make.fonds("Z109"))
    by = make.archivist()

    accept(record, by=by)

    entry = Entry.objects.about(record).get()
    assert (entry.verb, entry.label, entry.by) == ("accept", "Z109-WS·2005-Y-0001", by)
    assert entry.after["stage"] == Stage.ACCEPTED


def test_a_volume_and_its_items_are_numbered_together():
    of = make.fonds("J001")
    works = make.category("KJ·JJ", "基建")
    given: dict[str, Any] = {"of": of, "category": works, "year": 2022}
    volume = make.record(level=Level.VOLUME, **given)
    second = make.record(level=Level.VOLUME, **given)
    items = [make.record(volume=volume, **given) for _ in range(2)]
    alone = make.record(volume=second, **given)

    accept(alone, *items, second, volume)

    assert codes(volume, *items, second, alone) == [
        "J001-KJ·JJ·2022-Y-001",
        "J001-KJ·JJ·2022-Y-001-0001",
        "J001-KJ·JJ·2022-Y-001-0002",
        "J001-KJ·JJ·2022-Y-002",
        "J001-KJ·JJ·2022-Y-002-0001",
    ]


def test_a_code_from_the_catalogue_is_kept_and_the_series_goes_on_behind_it():
    of = make.fonds("Z109")
    brought = make.record(of=of, archival_code="Z109-WS·2005-Y-0017", number=17)
    new = make.record(of=of)

    accept(new, brought)

    assert codes(brought, new) == ["Z109-WS·2005-Y-0017", "Z109-WS·2005-Y-0018"]
    assert NumberSeries.objects.get().last == 18


def test_a_draft_that_waits_with_its_code_keeps_its_number_free():
    of = make.fonds("Z109")
    make.record(of=of, archival_code="Z109-WS·2005-Y-0001", number=1)
    new = make.record(of=of)

    accept(new)

    assert codes(new) == ["Z109-WS·2005-Y-0002"]


def test_what_lacks_a_demanded_element_is_refused_with_counts_and_nothing_is_written():
    of = make.fonds()
    records = [
        make.record(of=of, year=None, date_text="2005"),
        make.record(of=of, period=""),
        make.record(of=of, date_text=""),
        make.record(of=of, responsible=""),
        make.record(of=of),
    ]
    why = "1 has no responsible body, 1 has no date, 1 has no year, 1 has no retention period"

    with override("en"), pytest.raises(Refused, match=why):
        accept(*records)

    assert not Record.objects.exclude(stage=Stage.DRAFT).exists()
    assert not NumberSeries.objects.exists()
    assert not Entry.objects.exists()


def test_an_item_is_refused_while_its_volume_is_a_draft():
    of = make.fonds()
    volume = make.record(of=of, level=Level.VOLUME)
    item = make.record(of=of, volume=volume)

    with override("en"), pytest.raises(Refused, match="1 lies in a volume"):
        accept(item)


def test_an_item_of_another_class_than_its_volume_is_refused():
    of = make.fonds()
    volume = make.record(of=of, level=Level.VOLUME)
    item = make.record(of=of, volume=volume, year=2006)

    with override("en"), pytest.raises(Refused, match="1 differs from its volume"):
        accept(volume, item)


def test_a_code_that_leads_to_another_record_is_refused_by_name():
    of = make.fonds("Z109")
    other = make.record(Stage.ACCEPTED, year=1999)
    CodeAlias.objects.create(
        record=other, code="Z109-WS·2005-Y-0002", reason="误编", by=make.archivist(), at=make.NOW
    )

    brought = make.record(of=of, archival_code="Z109-WS·2005-Y-0002", number=2)

    with override("en"), pytest.raises(Refused, match=r"1 code is taken.*Z109-WS·2005-Y-0002"):
        accept(make.record(of=of), brought)

    assert not NumberSeries.objects.exists()


def test_a_code_that_another_record_bears_is_refused_by_name():
    make.record(Stage.ACCEPTED, archival_code="Z109-WS·2005-Y-0001", number=1)

    with override("en"), pytest.raises(Refused, match="taken already: Z109-WS·2005-Y-0001"):
        accept(make.record(of=make.fonds("Z109")))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"period": "D20"}, "no period of text files"),
        ({"period": "C", "year": 2011}, "abolished by Order 8"),
        ({"year": 211}, "“211” is no year of a code"),
    ],
)
def test_parts_of_which_no_code_can_be_made_are_refused(given, why):
    with override("en"), pytest.raises(Refused, match=why):
        accept(make.record(of=make.fonds("Z109"), **given))


def test_a_class_that_outgrows_the_digits_of_its_fonds_is_refused():
    of = make.fonds("Z109", number_width=3)
    make.record(Stage.ACCEPTED, of=of, number=999, archival_code="Z109-WS·2005-Y-999")

    with override("en"), pytest.raises(Refused, match="no room in 3 digits"):
        accept(make.record(of=of))


def test_an_accepted_record_is_not_accepted_again():
    of = make.fonds("Z109")
    done = make.record(Stage.ACCEPTED, of=of)
    draft = make.record(of=of)

    with override("en"), pytest.raises(Refused, match="1 of 2"):
        accept(done, draft)

    draft.refresh_from_db()
    assert (draft.stage, draft.archival_code) == (Stage.DRAFT, None)


@pytest.mark.parametrize(
    "person", [make.reader, make.filing_officer, make.supervisor, make.auditor]
)
def test_only_an_archivist_accepts(person):
    record = make.record()

    with pytest.raises(Refused):
        accept(record, by=person())

    record.refresh_from_db()
    assert record.stage == Stage.DRAFT
    assert not NumberSeries.objects.exists()


@pytest.mark.parametrize("pattern", CodePattern)
@pytest.mark.parametrize("width", [3, 4, 6])
def test_the_database_writes_codes_as_the_builder_does(pattern, width):
    chance = random.Random(width)
    of = make.fonds("Z109", code_pattern=pattern, number_width=width, unit_width=3)
    offices = [None, make.unit(of), Unit.objects.create(fonds=of, code="RS1", name="人事")]
    given, by = [], make.archivist()
    for _ in range(30):
        parts: dict[str, Any] = {
            "category": make.category(*chance.choice([("WS", "文书"), ("KJ·JJ", "基建")])),
            "year": chance.randint(1990, 2006),
            "period": chance.choice(["Y", "D30", "D10", "C"]),
            "unit": chance.choice(offices),
            "described_by": by,
        }
        volume = make.record(of=of, level=Level.VOLUME, **parts)
        given += [volume, *[make.record(of=of, volume=volume, **parts) for _ in range(2)]]
        loose = {"category": make.category("WS", "文书"), "year": chance.randint(1950, 1989)}
        given.append(make.record(of=of, **parts | loose))

    accept(*given, by=by)

    widths = Widths(number=width)
    for record in Record.objects.select_related("unit", "category", "volume"):
        volumes = record.level == Level.VOLUME
        inside = record.volume.number if record.volume else None
        assert record.archival_code == build(
            ArchivalCode(
                "Z109",
                record.category.code,
                record.year,
                record.period,
                record.unit.code if record.unit else "",
                record.number if volumes else inside,
                None if volumes else record.number,
            ),
            pattern,
            widths,
        )
