"""Rows as COPY takes them in its text form (PostgreSQL: COPY, “Text Format”).

A driver writes a row value by value and seeks how each is written. Here the texts of many rows
are set apart by signs that no text holds, and escaped all at once.
"""

from collections.abc import Iterable
from datetime import date

APART = "\0"  # which PostgreSQL does not hold
NULL, END = "\ud800", "\ud801"  # lone surrogates, which UTF-8 does not hold
_WRITTEN = (
    *(("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")),
    *((APART, "\t"), (NULL, r"\N"), (END, "\n")),
)


def value(of: str | int | date | None) -> str:
    """One value of a row."""
    if of is None:
        return NULL
    return of if isinstance(of, str) else str(of)


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """The rows, each of its values."""
    text = "".join(f"{APART.join(row)}{END}" for row in rows)
    for sign, written in _WRITTEN:
        text = text.replace(sign, written)
    return text.encode()
