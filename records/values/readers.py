"""What a written value may be: one check for each kind of value, on every way in.

Forms, imports, commands and actions call them. Each takes what was written and the day
on which it is read, gives the value as it is kept, or raises Unreadable, which says what
is wrong and what would be right.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from records.rules import Unreadable
from records.sentences import gettext as _
from records.sentences import ngettext_lazy, pgettext
from records.values import document_numbers
from records.values.dates import LONGEST as LONGEST_DATE
from records.values.dates import WrittenDate, read_date
from records.values.numerals import number_in
from records.values.rules import MOST_PAGES
from records.values.text import LOOK_ALIKES, says_nothing, tidy, tidy_lines

FIRST_YEAR = 1900  # the first that an archival code can name
LONGEST_TEXT = 32_767  # what a cell of a spreadsheet holds: no export cuts anything off
LONGEST_COMPONENT = 300  # of the title of a component
LONGEST_SPAN = 2 * LONGEST_DATE

Check = Callable[[str, date], Any]


def read_title(written: str, today: date) -> str:
    """A title in one line, which says something that can be seen."""
    title = tidy(written)[0]
    if says_nothing(title):
        raise Unreadable(
            _("A record needs a title."),
            _("Where the document has none, make one and put it in [ ]."),
        )
    return fitting(title, LONGEST_TEXT)


def line_of(most: int) -> Check:
    """The check of a text in one line of at most `most` characters."""
    return lambda written, today: fitting(tidy(written)[0], most)


def read_lines(written: str, today: date) -> str:
    """A text in as many lines as it was written in."""
    return fitting(tidy_lines(written), LONGEST_TEXT)


def read_document_number(written: str, today: date) -> str:
    """A document number in its one form, which may be longer than what was written."""
    return fitting(document_numbers.normalise(written), document_numbers.MOST)


def fitting(text: str, most: int) -> str:
    """The text, if it has room; nothing is cut off unseen."""
    if len(text) <= most:
        return text
    raise Unreadable(
        ngettext_lazy("There is %(count)d character here.", "There are %(count)d characters here.")
        % {"count": len(text)},
        _("Shorten it to %(most)d, and put the rest into the remarks.") % {"most": most},
    )


def read_year(written: str, today: date) -> int:
    """A year of formation: from the first that a code can name to this one."""
    year = number_in(written.strip().removesuffix("年"))
    if year is None or not FIRST_YEAR <= year <= today.year:
        raise Unreadable(
            _("This is no year between %(first)d and %(last)d.")
            % {"first": FIRST_YEAR, "last": today.year},
            _("Write the year in four digits."),
        )
    return year


def other_year(year: int | None, date_text: str) -> Unreadable | None:
    """What to look at where a file is of another year than its date; it may be right."""
    if not year or not date_text or int(date_text[:4]) == year:
        return None
    return Unreadable(
        _("Year %(year)d, dated %(date)s.") % {"year": year, "date": date_text},
        _("Right for plans, meetings and matters closed in another year; else correct it."),
    )


def read_day(written: str | float | date, today: date) -> WrittenDate:
    """The date of a document, as much of it as is known; none is still to come."""
    found = read_date(written)
    if found.first_day > today:
        raise Unreadable(_("This day is still to come."), _("Look at the date on the document."))
    return found


def read_pages(written: str, today: date) -> int:
    """How many pages there are, in figures; what is written in words is refused with the figure."""
    figure = written.strip().removesuffix("页").strip()
    number = number_in(figure)
    if number == 0 or figure.startswith(("-", "−", "－")):
        raise Unreadable(_("A file has at least one page."), _("Count the pages."))
    if number is None or number > MOST_PAGES:
        what = _("Pages are a whole number.")
        raise Unreadable(what, _("Count the pages, and write only the number."))
    if not figure.isascii():
        known = str(number)
        raise Unreadable(_("Pages are a whole number."), _("Write %s.") % known, known)
    return number


def read_last_day(written: str, today: date) -> str:
    """The last date in a volume, in digits; that it was worked out is said with the first."""
    found = read_day(written, today)
    if found.inferred:
        known = found.text
        raise Unreadable(
            _("Brackets stand around the first date, and hold for both."),
            _("Write %s.") % known,
            known,
        )
    return found.text


def refuse_reversed(first: str, last: str) -> None:
    """Refuse a last date that lies before the first, as far as both are known."""
    if first and last and f"{last:9<8}" < f"{first:0<8}":
        raise Unreadable(
            _("The last date, %(last)s, lies before the first, %(first)s.")
            % {"last": last, "first": first},
            _("Look into the volume: the first date in it stands first."),
        )


def read_span(written: str | float | date, today: date) -> tuple[WrittenDate, str]:
    """The first and the last date that one cell says (起止日期); of one date the last is empty.

    Reads 20150103-20151230, 2015.1.3—12.30, 2015年1月至2015年12月 and the like: of the last
    date the year may be left out. Refused where that can be read in no way, or reversed.
    """
    text = str(written).strip() if isinstance(written, str) else ""
    try:
        return read_day(text or written, today), ""
    except Unreadable as fault:
        parts = _BETWEEN.finditer(text if len(text) <= LONGEST_SPAN else "")
        halves = [(text[: one.start()], text[one.end() :]) for one in parts]
        if not halves:
            raise
        found = next(filter(None, (_both(*pair, today) for pair in halves)), None)
        if found is None:
            raise Unreadable(
                fault.what, _("Write both dates in digits: 20150103-20151230.")
            ) from None
    refuse_reversed(found[0].text, found[1].text)
    first = WrittenDate(found[0].text, inferred=found[0].inferred or found[1].inferred)
    return first, "" if found[0].text == found[1].text else found[1].text


_BETWEEN = re.compile(rf"[-{re.escape(LOOK_ALIKES['-'])}至到]+|(?<=[日月年\d])\s+(?=\d)")


def _both(left: str, right: str, today: date) -> tuple[WrittenDate, WrittenDate] | None:
    """Two dates; the second may go without its year."""
    try:
        first = read_day(left, today)
    except Unreadable:
        return None
    year = first.text[:4]
    for said in (right, f"{year}{right}", f"{year}-{right}"):
        try:
            return first, read_day(said, today)
        except Unreadable:
            continue
    return None


def read_count(written: str, today: date) -> int:
    """How many there are, in figures."""
    figure = written.strip().removesuffix("件").strip()
    number = number_in(figure)
    if not number or number > MOST_PAGES or not figure.isascii():
        right = str(number) if number and number <= MOST_PAGES else ""
        raise Unreadable(
            _("This is no whole number from 1 on."),
            _("Count them, and write only the number."),
            right,
        )
    return number


def read_page_numbers(written: str, today: date) -> str:
    """On which pages of its volume an item stands: the first, or first and last with a hyphen."""
    said = unicodedata.normalize("NFKC", written).strip().removeprefix("第").removesuffix("页")
    found = _PAGE_NUMBERS.fullmatch(said.translate(_ONE_HYPHEN))
    if found is None:
        raise Unreadable(
            _("These are no page numbers."),
            _("Write the first page, or the first and the last: 12-15."),
        )
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if last < first:
        raise Unreadable(
            _("The last page stands before the first."), _("Write the first page first: 12-15.")
        )
    return str(first) if not found["last"] else f"{first}-{last}"


_ONE_HYPHEN = dict.fromkeys(map(ord, LOOK_ALIKES["-"]), "-")
_PAGE_NUMBERS = re.compile(r"(?P<first>0*[1-9][0-9]{0,5})(?: *-+ *(?P<last>[0-9]{1,6}))?")


def word_of(words: Mapping[str, str]) -> Check:
    """The check of one of a few words of DA/T 18-2022; `words` gives what each is kept as."""

    def check(written: str, today: date) -> str:
        word = tidy(written)[0]
        if word in words.values():
            return word
        if word in words:
            return words[word]
        listed = pgettext("between words", ", ").join(words)
        raise Unreadable(
            _("This word is not in the standard's list."),
            _("Write one of %(known)s.") % {"known": listed},
        )

    return check
