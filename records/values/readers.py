"""What a written value may be: one check for each kind of value, on every way in.

Forms, imports, commands and actions call them. Each takes what was written and the day
on which it is read, gives the value as it is kept, or raises Unreadable, which says what
is wrong and what would be right.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from records.rules import Unreadable
from records.sentences import gettext as _
from records.sentences import pgettext
from records.values import document_numbers
from records.values.dates import WrittenDate, read_date
from records.values.numerals import number_in
from records.values.rules import MOST_PAGES
from records.values.text import normal, tidy, tidy_lines

FIRST_YEAR = 1900  # the first that an archival code can name
LONGEST_TEXT = 32_767  # what a cell of a spreadsheet holds: no export cuts anything off
LONGEST_COMPONENT = 300  # of the title of a component

Check = Callable[[str, date], Any]


def read_title(written: str, today: date) -> str:
    """A title in one line, which says something that can be seen."""
    title = tidy(written)[0]
    if not normal(title):
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
        _("There are %(count)d characters here.") % {"count": len(text)},
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
    if number == 0:
        raise Unreadable(_("A file has at least one page."), _("Count the pages."))
    if number is None or number > MOST_PAGES:
        what = _("Pages are a whole number.")
        raise Unreadable(what, _("Count the pages, and write only the number."))
    if not figure.isascii():
        known = str(number)
        raise Unreadable(_("Pages are a whole number."), _("Write %s.") % known, known)
    return number


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
