"""Document numbers of a year: what is missing, whose they are, and what was said of it."""

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from filing.sequences import actions
from filing.sequences.models import MissingNumbers, NumberSequence, sequences
from filing.sequences.rules import Answer, Answered, Sequence, completeness
from records.audit.models import Entry
from records.rules import Refused
from records.values import document_numbers
from records.values.page_ranges import Ranges
from tests import make

LIST = reverse("filing:sequence-list")
REAL = Path(__file__).parents[4] / "shared/data/归档文件目录-4678件-gb18030.csv"


def sequence(*filed, said=(), **more) -> Sequence:
    return Sequence("清水发", 2025, filed, len(filed), True, said=tuple(said), **more)


def files_of(fonds, *numbers, sign="清水发", year=2025, **given):
    responsible = given.pop("responsible", fonds.department.name)
    return [
        make.record(
            of=fonds,
            year=year,
            document_number=f"{sign}〔{year}〕{n}号",
            responsible=responsible,
            **given,
        )
        for n in numbers
    ]


def test_what_is_missing_lies_between_one_and_the_last():
    one = sequence(2, 3, 6)

    assert [str(stretch) for stretch in one.stretches] == ["1", "4-5"]
    assert (one.missing, one.unanswered, one.expected) == (3, 3, 6)
    assert sequence(1, 2, told_last=4).missing == 2
    assert sequence().stretches == []


def test_what_was_said_divides_a_stretch_and_lowers_what_is_expected():
    never = Answered(1, 3, 4, Answer.NOT_ISSUED, "作废")
    found = Answered(2, 6, 6, Answer.FOUND, "")
    one = sequence(1, 2, 7, said=(never, found))

    assert [(str(s), s.excused) for s in one.stretches] == [
        ("3-4", True),
        ("5", False),
        ("6", False),
    ]
    assert (one.missing, one.unanswered, one.expected) == (2, 1, 5)
    assert completeness([one, sequence(1, 900)]) == (3, 5)  # the second is no sequence


@pytest.mark.django_db
def test_own_numbers_are_told_from_others_and_years_from_the_number():
    fonds = make.fonds()
    files_of(fonds, 1, 2, 4)
    files_of(fonds, 5, year=2024)
    files_of(fonds, 17, sign="国发", responsible="国务院")
    late, *_rest = files_of(fonds, 6)
    type(late).objects.filter(pk=late.pk).update(year=2026)  # issued in 2025, closed a year later
    make.record(of=fonds, year=2025, document_number="清水发〔2025〕第3-1号", responsible="")
    make.record(of=fonds, year=2025, document_number="水利局2025年便函", responsible="")
    files_of(make.fonds(), 5)

    found = sequences(fonds, 2025)

    assert [(one.sign, one.filed, one.is_own) for one in found] == [
        ("清水发", (1, 2, 3, 4, 6), True),
        ("国发", (17,), False),
    ]


@pytest.mark.django_db
def test_what_a_department_says_of_a_sign_holds_for_the_years_after():
    officer = make.filing_officer()
    fonds = make.fonds(of=officer.department)
    files_of(fonds, 2, sign="政办", responsible="市政府")
    files_of(fonds, 2, sign="政办", responsible="市政府", year=2026)
    told: dict[str, Any] = {"sign": "政办", "is_own": True, "by": officer, "at": make.NOW}
    actions.tell_sequence(fonds, year=2025, last=3, **told)
    actions.tell_sequence(fonds, year=2025, last=3, **told)  # nothing new, nothing noted

    (now,), (then,) = sequences(fonds, 2025), sequences(fonds, 2026)

    assert (now.is_own, now.last, then.is_own, then.last) == (True, 3, True, 2)
    assert Entry.objects.filter(verb="tell sequence").count() == 1
    with pytest.raises(Refused, match="is filed"):
        actions.tell_sequence(fonds, year=2025, last=1, **told)
    with pytest.raises(Refused, match="No record"):
        actions.tell_sequence(fonds, year=2025, **told | {"sign": "无此"})


@pytest.mark.django_db
def test_missing_numbers_are_explained_once_and_taken_back():
    officer = make.filing_officer()
    fonds = make.fonds(of=officer.department)
    files_of(fonds, 1, 4, 8)
    told: dict[str, Any] = {"year": 2025, "sign": "清水发", "by": officer, "at": make.NOW}
    never: dict[str, Any] = {"answer": Answer.NOT_ISSUED, "reason": "作废未发"}
    actions.answer(fonds, numbers=Ranges(((2, 3), (5, 5))), **never, **told)

    (one,) = sequences(fonds, 2025)
    assert (one.missing, one.unanswered) == (2, 2)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"numbers": Ranges(((3, 3),)), **never}, "already"),
        ({"numbers": Ranges(((4, 4),)), **never}, "is filed"),
        ({"numbers": Ranges(((9, 9),)), **never}, "goes to 8"),
        ({"numbers": Ranges(((6, 6),)), "answer": Answer.OUT_OF_SCOPE}, "Say why"),
        ({"numbers": Ranges(((6, 6),)), **never, "reason": "机密★10年"}, "secret"),
    ]
    for wrong, why in refused:
        with pytest.raises(Refused, match=why):
            actions.answer(fonds, **wrong, **told)
    with pytest.raises(Refused, match="Only the department"):
        actions.answer(
            fonds, numbers=Ranges(((6, 6),)), **never, **told | {"by": make.filing_officer()}
        )

    row = MissingNumbers.objects.get(first=2)
    actions.take_back(row, by=officer, at=make.NOW)
    actions.take_back(row, by=officer, at=make.NOW)  # sent twice
    (again,) = sequences(fonds, 2025)
    assert again.unanswered == 4
    verbs = Entry.objects.filter(table="filing.MissingNumbers").order_by("pk")
    assert [entry.verb for entry in verbs] == [*["answer for numbers"] * 2, "take back answer"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 5, "last": 4},
        {"first": 0, "last": 4},
        {"answer": "lost"},
        {"answer": Answer.NOT_ISSUED, "reason": ""},
        {"first": 2, "last": 9},
    ],
)
def test_the_database_refuses_what_no_answer_can_be(wrong):
    archivist, fonds = make.archivist(), make.fonds()
    told: dict[str, Any] = {
        "fonds": fonds,
        "year": 2025,
        "sign": "清水发",
        "by": archivist,
        "at": make.NOW,
    }
    told |= {"first": 3, "last": 3, "answer": Answer.FOUND}
    MissingNumbers.objects.create(**told)

    with pytest.raises(IntegrityError), transaction.atomic():
        MissingNumbers.objects.create(**told | {"first": 4, "last": 4} | wrong)


@pytest.mark.django_db
def test_the_page_shows_gaps_takes_answers_and_says_what_is_wrong(client):
    officer = make.filing_officer()
    fonds = make.fonds(of=officer.department)
    files_of(fonds, 1, 3)
    files_of(fonds, 1, sign="国发", responsible="国务院")
    client.force_login(officer)

    empty = client.get(LIST, {"year": "2001"}).content.decode()
    assert "No document numbers of this year" in empty
    page = client.get(LIST, {"fonds": fonds.pk, "year": 2025})
    assert page.context["unanswered"] == 1
    assert '<li class="gap">2' in page.content.decode()
    answer = reverse("filing:sequence-answer", args=[fonds.pk])
    told: dict[str, Any] = {"year": 2025, "sign": "清水发", "numbers": "2", "answer": "not_issued"}
    refused = client.post(answer, told)
    assert refused.status_code == 422
    assert "Say why nothing is filed" in refused.content.decode()
    assert client.post(answer, told | {"numbers": "二"}).status_code == 422
    assert client.post(answer, told | {"reason": "作废"}).status_code == 302
    assert '<li class="told">2' in client.get(LIST, {"year": 2025}).content.decode()
    client.post(reverse("filing:sequence-take-back", args=[MissingNumbers.objects.get().pk]))
    assert not MissingNumbers.objects.exists()
    tell = reverse("filing:sequence-tell", args=[fonds.pk])
    client.post(tell, {"year": 2025, "sign": "国发", "is_own": "1"})
    assert NumberSequence.objects.get().is_own


@pytest.mark.django_db
def test_the_page_asks_no_more_the_more_is_filed(client):
    officer = make.filing_officer()
    fonds = make.fonds(of=officer.department)
    files_of(fonds, 1, 3, 9)
    client.force_login(officer)
    client.get(LIST)
    asked = {}
    for sign in ("", "清水函", "清水办"):
        if sign:
            files_of(fonds, *range(1, 40, 3), sign=sign)
        with CaptureQueriesContext(connection) as counted:
            client.get(LIST, {"year": 2025})
        asked[sign] = len(counted)
    assert len(set(asked.values())) == 1


def _independently() -> dict[tuple[str, int], set[int]]:
    """The numbers of the real catalogue, read by another way than the product's."""
    found = defaultdict(set)
    with REAL.open(encoding="gb18030", newline="") as rows:
        for row in csv.DictReader(rows):
            text = document_numbers.normalise(row["文号"])
            head, _bracket, rest = text.partition("〔")
            year, closing, number = rest.partition("〕")
            digits = re.sub(r"(-\d+)?号$", "", number.removeprefix("第"))
            is_sign = bool(re.fullmatch(r"[\u4e00-\u9fffA-Z·（）()、]+", head))
            if is_sign and closing and digits.isascii() and digits.isdigit() and digits[0] != "0":
                found[head, int(year)].add(int(digits))
    return found


@pytest.mark.skipif(not REAL.exists(), reason="the real catalogue is not here")
@pytest.mark.django_db
def test_the_gaps_of_the_real_catalogue_are_those_of_an_independent_count():
    fonds = make.fonds(of=make.department("广东省人民政府"))
    with REAL.open(encoding="gb18030", newline="") as rows:
        for row in csv.DictReader(rows):
            number = document_numbers.normalise(row["文号"])
            make.record(
                of=fonds,
                title=row["题名"][:50] or "无",
                year=int(row["年度"] or 0) or None,
                document_number=number[:100],
                responsible=row["责任者"],
            )
    expected = _independently()

    compared = 0
    for year in range(1999, 2024):
        for one in sequences(fonds, year):
            numbers = expected.get((one.sign, year))
            if numbers is None:
                continue
            compared += 1
            missing = set(range(1, max(numbers) + 1)) - numbers
            shown = {n for s in one.stretches for n in range(s.first, s.last + 1)}
            assert (set(one.filed), shown) == (numbers, missing), one.prefix
    assert compared > 50
