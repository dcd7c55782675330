"""Each statement that compares rows with each other and with the fonds, clause by clause."""

from uuid import UUID

import pytest

from records.holdings.models.numbers import CodeAlias
from records.imports.models import Import, ImportRow
from records.imports.rows.comparison import compare
from records.imports.rules import Outcome
from records.values.text import normal
from tests import make
from tests.records.imports import making

pytestmark = pytest.mark.django_db
CODE = "J001-WS·2020-Y-0007"
OK, WARNED, REJECTED, DUPLICATE = Outcome.OK, Outcome.WARNED, Outcome.REJECTED, Outcome.DUPLICATE


@pytest.fixture
def source():
    made = making.sent()
    Import.objects.filter(pk=made.pk).update(
        columns=[{"letter": "B", "field": "archival_code"}, {"letter": "C", "field": "code"}]
    )
    return Import.objects.get(pk=made.pk)


def described(title="关于清淤的通知", number="", date="", body="清岚市水务局", mark=0):
    """What a row and a record have in common; the mark is the fingerprint."""
    return {
        "title": title,
        "document_number": number,
        "date_text": date,
        "responsible": body,
        "normal_text": "\n".join((normal(title), normal(number), normal(body))),
        "fingerprint": UUID(int=mark) if mark else None,
        "year": 2020,
        "period": "Y",
    }


def staged(source, row, *, outcome=OK, code=None, key=None, **given):
    given.setdefault("mark", 1_000 + row)
    return ImportRow.objects.create(
        source=source,
        row=row,
        key=key or row,
        outcome=outcome,
        archival_code=code,
        **described(**given),
    )


def held(of, **given):
    return make.record(of=of, **described(**given))


def outcomes(source):
    compare(source)
    return list(source.rows.order_by("row").values_list("outcome", flat=True))


def said(source, row):
    return [problem["what"] for problem in source.rows.get(row=row).problems]


def test_the_first_of_equal_rows_stays_and_the_others_name_it(source):
    for row in (2, 3, 4):
        staged(source, row, mark=7)
    staged(source, 5, mark=8)

    assert outcomes(source) == [OK, DUPLICATE, DUPLICATE, OK]
    assert "row 2" in said(source, 3)[0]
    assert "row 2" in said(source, 4)[0]


def test_a_warned_row_repeats_and_is_repeated_like_a_good_one(source):
    staged(source, 2, mark=7, outcome=WARNED)
    staged(source, 3, mark=7, outcome=WARNED)

    assert outcomes(source) == [WARNED, DUPLICATE]


def test_a_row_with_faults_is_compared_with_nothing(source):
    staged(source, 2, outcome=REJECTED, mark=7, code=CODE, number="一号")
    staged(source, 3, mark=7, code=CODE, number="一号")

    assert outcomes(source) == [REJECTED, OK]


def test_rows_of_another_import_do_not_count(source):
    other = making.sent(fonds=source.fonds, by=source.made_by)
    staged(other, 2, mark=7, code=CODE, number="一号")
    staged(source, 3, mark=7, code=CODE, number="一号")

    assert outcomes(source) == [OK]
    assert other.rows.get().problems == []


def test_what_is_in_the_fonds_adds_nothing(source):
    held(source.fonds, mark=7)
    staged(source, 2, mark=7)

    assert outcomes(source) == [DUPLICATE]
    assert said(source, 2) == ["Already in the fonds: 关于清淤的通知."]
    assert source.rows.get(row=2).problems[0]["value"] == source.rows.get(row=2).title


def test_another_year_in_the_fonds_is_told(source):
    make.record(of=source.fonds, **described(mark=7) | {"year": 2019})
    staged(source, 2, mark=7)

    assert outcomes(source) == [DUPLICATE]
    assert "There it has 2019" in said(source, 2)[0]


def test_a_box_with_another_year_period_or_office_is_to_be_looked_at(source):
    make.record(of=source.fonds, category=source.category, year=2019, box_number="1")
    for row, box, year, period in (
        *((2, "1", 2020, "Y"), (3, "2", 2020, "Y"), (4, "2", 2020, "Y")),
        *((5, "3", 2020, "Y"), (6, "3", 2020, "D30"), (7, "", 2021, "Y")),
    ):
        staged(source, row)
        source.rows.filter(row=row).update(box_number=box, year=year, period=period)

    assert outcomes(source) == [WARNED, OK, OK, WARNED, WARNED, OK]
    assert said(source, 2) == [
        "This box would hold different years, periods or offices: 2019-Y, 2020-Y."
    ]
    assert "2020-D30, 2020-Y" in said(source, 5)[0]


def test_the_same_in_another_fonds_is_another_file(source):
    held(make.fonds(), mark=7, number="清水发〔2020〕7号")
    staged(source, 2, mark=7, number="清水发〔2020〕7号")

    assert outcomes(source) == [OK]


NUMBER, OTHER = "清水发〔2020〕7号", "清水发〔2020〕8号"


@pytest.mark.parametrize(
    ("there", "here", "outcome"),
    [
        ({"number": NUMBER}, {"number": NUMBER, "body": "别的单位"}, DUPLICATE),
        (
            {"number": NUMBER, "date": "20200101", "title": "甲"},
            {"number": NUMBER, "date": "20200101", "title": "乙"},
            WARNED,
        ),
        (
            {"number": NUMBER, "date": "20200101", "title": "甲"},
            {"number": NUMBER, "date": "20200102", "title": "乙"},
            OK,
        ),
        ({"number": NUMBER, "title": "甲"}, {"number": NUMBER, "title": "乙"}, OK),
        ({"date": "20200101"}, {"date": "20200101"}, DUPLICATE),
        ({"date": "20200101"}, {"date": "20200102"}, OK),
        ({"number": NUMBER, "date": "20200101"}, {"date": "20200101"}, DUPLICATE),
        ({"date": "20200101"}, {"number": NUMBER, "date": "20200101"}, DUPLICATE),
        ({"number": NUMBER, "date": "20200101"}, {"number": OTHER, "date": "20200101"}, OK),
        ({"number": NUMBER}, {}, OK),
        ({"number": NUMBER, "date": "20200101"}, {"date": "20200102"}, OK),
        ({"number": NUMBER, "date": "20200101"}, {"date": "20200101", "body": "别的单位"}, OK),
        ({"number": NUMBER, "date": "20200101"}, {"date": "20200101", "title": "乙"}, OK),
    ],
)
def test_a_row_that_was_corrected_since_is_the_same_file_still(source, there, here, outcome):
    held(source.fonds, **there)
    staged(source, 2, **here)

    assert outcomes(source) == [outcome]


def test_what_differs_is_named(source):
    one = held(source.fonds, number=NUMBER, date="20200101", title="甲", body="子")
    staged(source, 2, number=NUMBER, date="20200102", title="甲", body="丑")

    assert outcomes(source) == [DUPLICATE]
    assert said(source, 2) == ["Already in the fonds, but differs in date, responsible body: 甲."]
    assert source.rows.get().problems[0]["record"] == one.pk


def test_another_title_under_the_same_number_and_date_is_told_by_its_record(source):
    one = held(source.fonds, number=NUMBER, date="20200101", title="甲")
    make.record(of=source.fonds, pk=one.pk + 10**6, **described("丙", NUMBER, "20200101"))
    staged(source, 2, number=NUMBER, date="20200101", title="乙")

    assert outcomes(source) == [WARNED]
    (problem,) = source.rows.get().problems
    assert problem["what"].endswith("number and date: 甲.")
    assert (problem["record"], problem["blocks"]) == (one.pk, False)
    assert source.rows.get().fingerprint is not None


def test_a_code_leads_to_one_file_of_the_table(source):
    staged(source, 2, code=CODE)
    staged(source, 3, code=CODE)
    staged(source, 4)
    staged(source, 5)

    assert outcomes(source) == [OK, REJECTED, OK, OK]
    second = source.rows.get(row=3)
    assert (second.archival_code, second.fingerprint) == (None, None)
    assert (second.problems[0]["column"], second.problems[0]["blocks"]) == ("C", True)
    assert source.rows.get(row=2).archival_code == CODE


def test_a_code_that_leads_to_another_record_is_refused_by_its_title(source):
    make.record(of=source.fonds, title="甲", archival_code=CODE)
    staged(source, 2, code=CODE)

    assert outcomes(source) == [REJECTED]
    assert "“甲”" in said(source, 2)[0]


def test_a_code_that_a_record_once_had_is_taken_too(source):
    former = make.record(of=source.fonds, title="甲")
    CodeAlias.objects.create(
        record=former, code=CODE, reason="更正", by=source.made_by, at=make.NOW
    )
    staged(source, 2, code=CODE)

    assert outcomes(source) == [REJECTED]


def test_a_title_of_another_fonds_is_not_told(source):
    make.record(of=make.fonds(), title="别人的事", archival_code=CODE)
    staged(source, 2, code=CODE)

    assert outcomes(source) == [REJECTED]
    assert "别人的事" not in said(source, 2)[0]


def test_a_row_that_is_there_already_is_not_blamed_for_its_code(source):
    make.record(of=source.fonds, **described(mark=7), archival_code=CODE)
    staged(source, 2, mark=7, code=CODE)

    assert outcomes(source) == [DUPLICATE]


def test_the_same_number_is_to_be_looked_at_and_both_are_kept(source):
    staged(source, 2, number=NUMBER)
    staged(source, 3, number=NUMBER, title="乙")
    staged(source, 4)
    staged(source, 5)

    assert outcomes(source) == [OK, WARNED, OK, OK]
    assert "Row 2" in said(source, 3)[0]
    assert source.rows.get(row=3).fingerprint is not None


def test_a_warning_is_added_to_those_that_are_there(source):
    staged(source, 2, number=NUMBER)
    row = staged(source, 3, number=NUMBER, title="乙", outcome=WARNED)
    ImportRow.objects.filter(source=source, row=row.row).update(problems=[{"what": "before"}])

    assert outcomes(source) == [OK, WARNED]
    assert said(source, 3)[0] == "before"
    assert len(said(source, 3)) == 2


def test_a_row_that_differs_in_look_alikes_alone_is_there_already():
    signs = {"题名": "李乾坤、阿卜杜拉·买买提的“函”"}, {"题名": "李乾坤，阿卜杜拉．买买提的「函」"}
    one, other = (making.row(文号="", 责任者="甲—乙局", **title) for title in signs)
    into = make.fonds()
    making.committed(making.checked_rows(one, fonds=into))

    again = making.checked_rows([*other[:4], "甲－乙局", *other[5:]], fonds=into)

    assert making.counts(again) == (1, 0, 0, 0, 1)
