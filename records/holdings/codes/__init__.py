"""Archival codes (档号): built, read and put right by DA/T 22-2015 and DA/T 13-2022.

Two patterns are alive, chosen per fonds. DA/T 22 joins levels by “-” and what lies
inside a level by “·”: `Z109-WS·2011-Y-BGS-0001`. DA/T 13 takes category, year, period
and office as one level: `Z109-WS·2011·Y·办公室-0001`. By volume, the number of the
volume comes before the number of the item in both.
"""

from records.holdings.codes.parse import Normalised, normalise, parse, read_given, recognise, shown
from records.holdings.codes.parts import ArchivalCode, CodeError, Widths, build
from records.holdings.codes.patterns import is_of

__all__ = [
    "ArchivalCode",
    "CodeError",
    "Normalised",
    "Widths",
    "build",
    "is_of",
    "normalise",
    "parse",
    "read_given",
    "recognise",
    "shown",
]
