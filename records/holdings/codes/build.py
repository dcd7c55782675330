"""Writing an archival code down, by either pattern."""

from records.holdings.codes.parts import ArchivalCode, Widths, check, check_room
from records.organisation.rules import CodePattern


def build(code: ArchivalCode, pattern: str, widths: Widths | None = None) -> str:
    """Write a code down. Refused (CodeError) where its parts break the pattern."""
    widths = widths or Widths()
    check(code, pattern, widths)
    check_room(code.number or 0, widths.number)
    held = [code.category, str(code.year or "")]
    numbers = [_padded(code.volume, widths.volume), _padded(code.number, widths.number)]
    if pattern == CodePattern.DAT22:
        levels = [code.fonds, _joined("·", held), code.period, code.unit, *numbers]
    else:
        levels = [code.fonds, _joined("·", [*held, code.period, code.unit]), *numbers]
    return _joined("-", levels)


def _joined(joiner: str, parts: list[str]) -> str:
    return joiner.join(part for part in parts if part)


def _padded(number: int | None, width: int) -> str:
    return "" if number is None else f"{number:0{width}d}"
