"""Taking an archival code apart, by either pattern; a wrong part is named with the right one."""

import re
from collections.abc import Collection

from records.holdings.codes.parts import (
    CATALOGUE,
    LEAST_DIGITS,
    MOST_DIGITS,
    YEAR,
    ArchivalCode,
    CodeError,
    Widths,
    fonds_number,
    no_room,
    not_a_year,
)
from records.organisation.rules import CodePattern
from records.retention.rules import PERIOD_CODE
from records.sentences import gettext as _


def read_22(levels: list[str], widths: Widths, by_volume: Collection[str]) -> ArchivalCode:
    """Fonds, category·year, period, office if any, volume if any, number."""
    if len(levels) < 2:
        raise CodeError(_shape_22(levels))
    fonds = fonds_number(levels[0], CodePattern.DAT22)
    held = levels[1].split("·")
    at = _year_at(held)
    if at < len(held) - 1:
        raise CodeError(_mixed_22(levels, held, at))
    if len(levels) < 4 or len(held) < 2:
        raise CodeError(_shape_22(levels))
    category, year = "·".join(held[:-1]), _year(held[-1])
    unit, volume, number = _tail_22(levels[3:], widths, volumes=is_of(category, by_volume))
    return ArchivalCode(
        fonds,
        category,
        year,
        levels[2],
        unit,
        _digits(volume, widths.volume, longer=True),
        _digits(number, widths.number),
    )


def _tail_22(rest: list[str], widths: Widths, *, volumes: bool) -> tuple[str, str, str]:
    """Office, volume and number. `001-0001` is volume and item where the category has volumes."""
    if not volumes:
        if len(rest) > 2:
            raise CodeError(
                _("“%(tail)s” is too long: after the period come the office code and the number.")
                % {"tail": "-".join(rest)}
            )
        return (rest[0] if len(rest) == 2 else ""), "", rest[-1]
    if len(rest) == 1:
        return "", rest[0], ""
    if len(rest) == 2:
        item = len(rest[1]) == widths.number and re.fullmatch("[0-9]+", rest[0])
        return ("", rest[0], rest[1]) if item else (rest[0], rest[1], "")
    if len(rest) > 3:
        raise CodeError(
            _(
                "“%(tail)s” is too long: after the period come office, volume and item number,"
                " no more."
            )
            % {"tail": "-".join(rest)}
        )
    return rest[0], rest[1], rest[2]


def read_13(levels: list[str], widths: Widths, by_volume: Collection[str]) -> ArchivalCode:
    """Fonds, category·year·period·office, volume if any, number."""
    if any(re.fullmatch(PERIOD_CODE.strip("^$"), level) for level in levels[2:]):
        raise CodeError(_mixed_13(levels))
    held = levels[1].split("·") if len(levels) in {3, 4} else []
    at = _year_at(held)
    if not held or len(held) - at > 3:
        raise CodeError(_shape_13(levels))
    category = "·".join(held[:at])
    old = re.fullmatch(CATALOGUE, category)  # from before DA/T 13-2022 wanted a letter
    fonds = fonds_number(levels[0], CodePattern.DAT22 if old else CodePattern.DAT13)
    year, period, unit = ([*held[at:], "", "", ""])[:3]
    volumes = len(levels) == 4 or old or is_of(category, by_volume)
    if not year and not volumes:
        _year(held[1] if len(held) > 1 else "")
    numbers = [_digits(part, 0, longer=True) for part in levels[2:]]
    volume, number = ([*numbers, None])[:2] if volumes else (None, numbers[0])
    return ArchivalCode(fonds, category, int(year) if year else None, period, unit, volume, number)


def _year_at(held: list[str]) -> int:
    """Where the year stands among the parts of the second level; behind them if nowhere."""
    years = (at for at, part in enumerate(held) if at and re.fullmatch(YEAR, part))
    return next(years, len(held))


def is_of(category: str, categories: Collection[str]) -> bool:
    """Whether a category is one of some, or of a lower level of one (KJ·JJ of KJ)."""
    return any(category == code or category.startswith(f"{code}·") for code in categories)


def _year(text: str) -> int:
    if re.fullmatch("[0-9]{2}", text):
        century = "20" if text < "50" else "19"
        raise CodeError(
            _("“%(part)s” is not a year: write four digits, %(right)s.")
            % {"part": text, "right": century + text}
        )
    if not re.fullmatch("[0-9]{4}", text):
        raise CodeError(
            _("“%(part)s” stands where the year belongs: write four digits, as in 2011.")
            % {"part": text}
        )
    if not re.fullmatch(YEAR, text):
        raise CodeError(not_a_year(text))
    return int(text)


def _digits(text: str, width: int, *, longer: bool = False) -> int | None:
    """A number of exactly `width` digits, or of at least three and at most six."""
    if not text:
        return None
    if not re.fullmatch("[0-9]+", text):
        raise CodeError(
            _("“%(part)s” stands where a number belongs: write digits, as in 0001.")
            % {"part": text}
        )
    least = max(width, LEAST_DIGITS) if longer else width
    if len(text) < least:
        raise CodeError(of_other_digits(text, least))
    most = MOST_DIGITS if longer else width
    if len(text) > most:
        right = text.lstrip("0").zfill(most)
        if len(right) > most:
            raise CodeError(no_room(right, most))
        raise CodeError(
            _("The number “%(part)s” has more than %(most)d digits: write %(right)s.")
            % {"part": text, "most": most, "right": right}
        )
    return int(text)


def of_other_digits(text: str, width: int) -> str:
    return _("The number “%(part)s” is not padded: write %(right)s.") % {
        "part": text,
        "right": text.lstrip("0").zfill(width),
    }


def _shape_22(levels: list[str]) -> str:
    return _(
        "“%(text)s” is not an archival code: write fonds-category·year-period-office-number,"
        " as in Z109-WS·2011-Y-BGS-0001."
    ) % {"text": "-".join(levels)}


def _shape_13(levels: list[str]) -> str:
    return _(
        "“%(text)s” is not an archival code: write fonds-category·year·period·office-number,"
        " as in Z109-WS·2011·Y·办公室-0001."
    ) % {"text": "-".join(levels)}


def _mixed_22(levels: list[str], held: list[str], at: int) -> str:
    right = "-".join([levels[0], "·".join(held[: at + 1]), *held[at + 1 :], *levels[2:]])
    return _(
        "Joiners of two patterns are mixed: in this fonds (DA/T 22) “-” stands between year,"
        " period, office and number. Write %(right)s."
    ) % {"right": right}


def _mixed_13(levels: list[str]) -> str:
    right = f"{levels[0]}-{'·'.join(levels[1:-1])}-{levels[-1]}"
    return _(
        "Joiners of two patterns are mixed: in this fonds (DA/T 13) “·” stands between year,"
        " period and office. Write %(right)s."
    ) % {"right": right}
