"""One row of the table, read whole: every cell, then what the cells say to each other."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType

from records.holdings.elements import element
from records.holdings.models.description import FURTHER
from records.imports.columns import (
    DATE_PARTS,
    OF_DATE,
    SPAN,
    YEAR_OF_DATE,
    is_title_name,
    is_total,
)
from records.imports.rows import fields, places
from records.imports.rows.cells import Row, Target, text_of
from records.imports.rows.classes import classify
from records.imports.rows.oddities import refuse_odd
from records.imports.rows.places import bears_mark, refuse_secret
from records.imports.rules import Change
from records.rules import Unreadable
from records.sentences import gettext as _
from records.tables.rules import Cell, letter
from records.values.element import Element
from records.values.marks import may_bear_mark
from records.values.readers import other_year, refuse_reversed
from records.values.rules import Level
from records.values.text import further_form, normal, text_mark

READERS: dict[str, fields.Reader] = {  # of the elements that are not simply texts or words
    "fonds": places.read_fonds,
    "category": places.read_category,
    "title": fields.read_title,
    "document_number": fields.read_document_number,
    "date": fields.read_written_date,
    "unit": places.read_unit,
    "security": places.read_security,
    "pages": fields.read_pages,
    "until": fields.read_until,
    "item_count": fields.choice_reader(element("item_count")),
    "page_numbers": fields.choice_reader(element("page_numbers")),
    "volume": places.read_volume,
    "number": fields.read_number,
}
OF_CLASS = ("year", "period")
TOGETHER = {"code", *OF_CLASS}  # read when the rest of the row is known
PLACED = frozenset({"level", "inside", "number"})  # values by which a row is or has a volume
EACH_ITS_OWN = {"title", "document_number"}  # what one cell says, no other cell will say
REMEMBERED = 1 << 14  # different cells of a table that are no texts; classes of its rows
REMEMBERED_TEXTS = 1 << 12  # different texts of a column
LONGEST_REMEMBERED = 40  # characters of a cell
NOTHING: Mapping[str, str] = MappingProxyType({})


def reader_of(one: Element) -> fields.Reader:
    """How the column of an element is read."""
    if one.key in READERS:
        return READERS[one.key]
    return fields.choice_reader(one) if one.field.choices else fields.text_reader(one)


class Sheet:
    """How the rows of one table are read: which column fills which field."""

    def __init__(self, columns: Sequence[tuple[int, str, str]], target: Target) -> None:
        """`columns` are (position, letter, field)."""
        self.target = target
        self.letters = {key: letter for _position, letter, key in columns}
        self.places = {key: position for position, _letter, key in columns}
        self.readers = {
            key: reader_of(element(key))
            for key in self.places
            if key not in TOGETHER and key not in OF_DATE
        }
        # Periods, bodies, dates and years repeat: what they say is worked out once.
        # Texts are asked for by themselves, which takes half as long as with their column.
        self._texts = {
            key: lru_cache(REMEMBERED_TEXTS)(partial(self._alone, key)) for key in self.places
        }
        self._known = lru_cache(REMEMBERED, typed=True)(self._alone)
        self._class_of = lru_cache(REMEMBERED)(self._classified)
        self.date_parts = {
            sign: self.places[key] for sign, key in DATE_PARTS.items() if key in self.places
        }
        if self.date_parts:
            self.letters["date"] = self.letters[YEAR_OF_DATE]
        elif SPAN in self.places:
            self.letters["date"] = self.letters[SPAN]

    def read(self, number: int, cells: list[Cell], typed: Mapping[str, str] = NOTHING) -> Row:
        """The row as it would become a record, with all that is wrong with it.

        `typed` is what a person put right, by the field: it stands for what the cells say.
        """
        row = Row(number, self.letters, typed)
        if typed:
            cells = self._put_right(row, cells)
        if self._is_no_file(row, cells):
            return row
        odd = self._read_cells(row, cells)
        if row.secret:
            return row
        self._read_typed(row)
        self._read_date_parts(row, cells, odd)
        if not odd & TOGETHER:
            self._classify(row, *(self._written(row, cells, key) for key in ("code", *OF_CLASS)))
        _need_title(row)
        _compare_dates(row)
        if not row.rejected:
            _finish(row)
        return row

    def _read_cells(self, row: Row, cells: list[Cell]) -> set[str]:
        """Read each cell; gives the fields whose cells say nothing that could be taken."""
        odd, width = set(), len(cells)
        skipped = OF_DATE if "date" in row.typed else ()
        for key, place in self.places.items():
            cell = cells[place] if place < width else ""
            if cell == "" or key in skipped:
                continue
            if key in EACH_ITS_OWN or (isinstance(cell, str) and len(cell) > LONGEST_REMEMBERED):
                is_odd = self._read_cell(row, key, cell)
            else:
                said, is_odd = (
                    self._texts[key](cell) if isinstance(cell, str) else self._known(key, cell)
                )
                row.take(said)
            if is_odd:
                odd.add(key)
            if row.secret:
                refuse_secret(row, key)
                break
        return odd

    def _alone(self, key: str, cell: Cell) -> tuple[Row, bool]:
        """What a cell says in a column, whatever stands beside it; whether it says nothing."""
        said = Row(0, self.letters)
        return said, self._read_cell(said, key, cell)

    def _read_cell(self, row: Row, key: str, cell: Cell) -> bool:
        """Read a cell by itself; whether it says nothing that could be taken."""
        if refuse_odd(row, key, cell, self.target.today):
            return True
        cell = cell.strip() if isinstance(cell, str) else cell
        read = self.readers.get(key)
        if read and cell != "":
            read(row, cell, self.target)
        return False

    def _classify(self, row: Row, code: str, year: str, period: str) -> None:
        """Give the row its class, as a row before got it that says the same of it."""
        told, values = {"code": code, "year": year, "period": period}, row.values
        if code or not PLACED.isdisjoint(values):
            classify(row, **told, target=self.target)
            return
        begun = "" if year else values.get("date_text", "")[:4]
        of = (values.get("category_id"), values.get("unit_id"), begun)
        row.take(self._class_of(year, period, of, at_fault=row.rejected))

    def _classified(
        self, year: str, period: str, of: tuple[int | None, int | None, str], *, at_fault: bool
    ) -> Row:
        """The class of a row that names no code and no volume."""
        row = Row(0, self.letters, rejected=at_fault)
        said = zip(("category_id", "unit_id", "date_text"), of, strict=True)
        row.values |= {key: value for key, value in said if value}
        classify(row, code="", year=year, period=period, target=self.target)
        row.values.pop("date_text", None)
        return row

    def _put_right(self, row: Row, cells: list[Cell]) -> list[Cell]:
        """The cells with what was typed laid over them."""
        laid = {self.places[key]: text for key, text in row.typed.items() if key in self.places}
        width = max(len(cells), *(place + 1 for place in laid), 0)
        over: list[Cell] = [*cells, *[""] * (width - len(cells))]
        for place, text in laid.items():
            over[place] = text
        for key, text in row.typed.items():
            row.put_right(key, Change.HAND, text)
        return over

    def _read_typed(self, row: Row) -> None:
        """Read what was typed of elements that no column holds."""
        for key, text in row.typed.items():
            if text and key not in self.places and key not in TOGETHER:
                reader_of(element(key))(row, text, self.target)

    def _read_date_parts(self, row: Row, cells: list[Cell], odd: set[str]) -> None:
        """The date from the cells in which its parts or both its ends stand, if there are such."""
        if "date" in row.typed or odd & OF_DATE:
            return
        if SPAN in self.places and (written := self._cell(cells, SPAN)) != "":
            fields.read_written_span(row, written, self.target)
        if not self.date_parts:
            return
        parts = {sign: self._cell(cells, DATE_PARTS[sign]) for sign in self.date_parts}
        fields.read_date_parts(row, parts, self.target)

    def _cell(self, cells: list[Cell], key: str) -> Cell:
        place = self.places[key]
        return cells[place] if place < len(cells) else ""

    def _is_no_file(self, row: Row, cells: list[Cell]) -> bool:
        """Whether the row bears a state secret's mark, in whatever column, or describes no file."""
        marked = None
        if may_bear_mark("".join(map(str, cells))):
            marked = next((place for place, cell in enumerate(cells) if bears_mark(cell)), None)
        title = self._written(row, cells, "title")
        if marked is not None:
            row.letters = {"marked": letter(marked)}
            refuse_secret(row, "marked")
        elif is_title_name(title):
            row.reject("title", title, _("This is the header once more."), _("Delete the row."))
        elif is_total(title) or (not title and any(map(is_total, cells))):
            row.reject("title", title, _("This is a line of totals."), _("Delete the row."))
        return row.rejected

    def _written(self, row: Row, cells: list[Cell], key: str) -> str:
        place = self.places.get(key)
        if place is None:
            return row.typed.get(key, "").strip()
        return text_of(cells[place]).strip() if place < len(cells) else ""


def _need_title(row: Row) -> None:
    if row.values.get("title"):
        return
    if all(problem["field"] != "title" for problem in row.problems):
        row.reject(
            "title",
            "",
            _("A record needs a title."),
            _("Where the document has none, make one and put it in [ ]."),
        )


def _compare_dates(row: Row) -> None:
    """A volume does not end before it begins."""
    if not row.values.get("until"):
        return
    try:
        refuse_reversed(row.values.get("date_text", ""), row.values["until"])
    except Unreadable as fault:
        row.reject("until", row.values["until"], fault.what, fault.remedy)


def _other_year(row: Row) -> Unreadable | None:
    """What to look at where the year is not that of the date; a volume has many years."""
    year, first, last = (row.values.get(key) for key in ("year", "date_text", "until"))
    if year and last and first and int(first[:4]) <= year <= int(last[:4]):
        return None
    return other_year(year, first or "")


def _finish(row: Row) -> None:
    """Compare date and year, and make what search and the recognition of duplicates go by."""
    values = row.values
    written = values.get("date_text", "")
    bears_number = values.get("level") != Level.VOLUME and "document_number" in row.letters
    if bears_number and not values.get("document_number"):
        row.warn(
            "document_number",
            "",
            _("There is no document number."),
            _("If the document bears one, write it; if not, leave it so."),
        )
    if not written:
        row.warn(
            "date",
            "",
            _("There is no date."),
            _("Write what is known of it, in [ ] if it was worked out: [2008]."),
        )
    elif odd := _other_year(row):
        row.warn("year", values["year"], odd.what, odd.remedy)
    number = values.get("document_number", "")
    lines = (normal(values["title"]), normal(number), _body(values.get("responsible", "")))
    values["normal_text"] = "\n".join(lines)
    values["further_text"] = further_form(*(values.get(name, "") for name in FURTHER))
    values["fingerprint"] = text_mark(values["normal_text"], written)


_body: Callable[[str], str] = lru_cache(maxsize=4096)(normal)  # few bodies write most files
