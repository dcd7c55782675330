"""Any part of any text of a real catalogue, or of a made one, finds what reading each row finds."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from records.catalogue import figures
from records.catalogue.division import counted, divided
from records.catalogue.filters import read_again
from records.catalogue.search import Word, words
from records.copies.actions import keep_texts
from records.copies.models import PageText
from records.holdings.models import Component, Record
from records.holdings.rules import Access, Stage
from records.index import engine, folders, work
from records.values.text import further_form, normal_description
from tests import catalogues, make
from tests.records.imports.making import REAL, real_data
from tests.records.index.truth import LAYER, paged

BRACKETS = [
    pair.split() for pair in ("〔 〕", "[ ]", "［ ］", "( )", "（ ）", "【 】", "〖 〗", "﹝ ﹞")
]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
RARE = ("𠮷", "㎡", "龘", "䶮", "🏛", "é", "ﬁ", "①", "Ⅷ", "〇", "％", "_", "\\", "'", "—", "·")
PERIODS = {"永久": "Y", "30年": "D30", "10年": "D10"}
MOST = 10_000


def rows() -> list[list[str]]:
    """Number, year, period, document number, body, title and more."""
    if folder := real_data():
        with (folder / f"{REAL}-gb18030.csv").open(encoding="gb18030", newline="") as file:
            return [row for row in csv.reader(file) if row[0].isdigit()]
    return [[str(cell) for cell in row] for row in catalogues.rows(800)]


def described(n: int, row: list[str], before: list[str], **given: Any) -> Record:
    """A row as a record; some have persons and remarks, some a rare sign in the title."""
    _no, year, period, number, body, title = row[:6]
    title += RARE[n % 97] if n % 97 < len(RARE) else ""
    persons, remarks = "欧阳𠮷" * (n % 50 == 0), before[5] * (n % 40 == 0)
    form = normal_description(title=title, document_number=number, responsible=body)
    return Record(
        title=title,
        document_number=number[:100],
        responsible=body,
        persons=persons,
        remarks=remarks,
        normal_text=form,
        further_text=further_form(persons, remarks),
        year=int(year) if year.isdigit() else None,
        period=PERIODS.get(period, ""),
        access=Access.SHARED if n % 7 == 0 else Access.DEPARTMENT,
        stage=Stage.DRAFT if n % 9 == 0 else Stage.ACCEPTED,
        archival_code=None if n % 9 == 0 else f"J10{n % 5}-WS·{year}-Y-{n:04d}",
        described_at=make.NOW,
        **given,
    )


@pytest.fixture
def readers(monkeypatch):
    """An archivist, and somebody of one of five departments; the index is made."""
    of, by, chance = [make.fonds(f"J10{n}") for n in range(5)], make.archivist(), Random(4)
    kinds, told = [make.category(), make.category("KJ", "科技")], rows()
    records = Record.objects.bulk_create(
        described(
            *(n, row, told[n - 1]),
            fonds=chance.choice(of),
            category=chance.choice(kinds),
            described_by=by,
        )
        for n, row in enumerate(told)
    )
    for n, record in enumerate(records[::90]):
        keep_texts(paged(record, by), {1: told[n][5], 2: f"第{n}号附件，{told[-1 - n][5]}"}, LAYER)
    Component.objects.filter(record__in=records[::360], record__stage=Stage.DRAFT).update(
        position=None
    )
    for folder in folders.root().glob("v*"):
        folders.remove(folder.name)
    assert work.build()
    return by, make.reader(of[0].department)


def spoken() -> dict[int, list[str]]:
    """What may be asked of each record: its elements and pages as they were written."""
    elements = ("title", "document_number", "responsible", "archival_code", "persons", "remarks")
    told = Record.objects.values_list("pk", *elements)
    said = {pk: [text for text in texts if text] for pk, *texts in told}
    for record, text in PageText.objects.in_place().values_list("copy__component__record", "text"):
        said[record].append(text)
    return said


def parts(said: dict[int, list[str]], chance: Random, most: int = 12) -> Iterator[tuple[int, str]]:
    """Parts of texts, cut anywhere, with the record that says them."""
    keys = list(said)
    while True:
        record = chance.choice(keys)
        text = chance.choice(said[record])
        start = chance.randrange(len(text))
        yield record, text[start : start + chance.randint(1, most)]


def questions(said: dict[int, list[str]]) -> Iterator[tuple[int, str]]:
    """What is asked, and the record that says it, 0 where none has to."""
    chance = Random(8)
    some = parts(said, chance)
    for _ in range(160):
        yield next(some)
    for _ in range(40):
        record, text = next(some)
        _record, other = next(parts({record: said[record]}, chance, 3))
        yield record, f"{text} {other}"
    for _ in range(20):
        yield 0, f"{next(some)[1]} -{next(some)[1]}"
    numbered = [(pk, text) for pk, texts in said.items() for text in texts if "〔" in text[:12]]
    for at, (record, text) in enumerate(chance.sample(numbered, 64)):
        opening, closing = BRACKETS[at % len(BRACKETS)]
        number = text[:24].replace("〔", opening).replace("〕", closing)
        yield record, number.translate(WIDE) if at % 3 else number
    yield from ((0, sign) for sign in RARE)


def saying(word: Word, texts: dict[int, str]) -> set[int]:
    """The records whose text is what a word asks for."""
    forms = word.barred or word.forms
    found = {pk for form in forms for pk, text in texts.items() if form in text}
    return texts.keys() - found if word.barred else found


@pytest.mark.django_db(transaction=True)
def test_the_index_finds_and_counts_what_reading_each_row_does(readers):
    texts, said = dict(Record.objects.values_list("pk", "search_text")), spoken()
    pages = PageText.objects.in_place().values_list("copy__component__record", "normal_text")
    for record, form in pages:
        texts[record] += f"\n{form}"
    plain = [read_again("", by) for by in readers]
    visible = [counted(query.visible.order_by(), query.scope) for query in plain]
    assert len(visible[0]) == len(texts) > len(visible[1]) > 100

    asked = [(record, text, found) for record, text in questions(said) if (found := words(text))]

    assert len(asked) > 280
    for record, text, found in asked:
        right = set(texts).intersection(*(saying(word, texts) for word in found))
        assert not record or record in right or any(word.barred for word in found), text
        for query, seen in zip(plain, visible, strict=True):
            rows = [row for row in seen if row[-1] in right]
            answered = figures.figures(replace(query, words=found))
            assert isinstance(answered, figures.Indexed)
            counts = divided(rows)
            counts["unit"].clear()  # not offered, so not counted
            assert (answered.total, answered.counts) == (len(rows), counts), text
            keys = answered.reading.turned(answered.asked, engine.Turn(MOST))
            assert sorted(keys) == sorted(row[-1] for row in rows), text
