"""OAI-PMH 2.0 as it is asked: verbs and their arguments, dates, tokens, and what is refused.

The rules are those of “The Open Archives Initiative Protocol for Metadata Harvesting”, 2.0.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

PREFIX = "oai_dc"
TOKEN = "resumptionToken"  # noqa: S105 - a place in a list
PERIOD = ("from", "until", "set")
SET = re.compile(r"[A-Za-z0-9_.!~*'():-]+", re.ASCII)
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
FORMS = {  # of a date: how it is read, and how long it lasts
    re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII): ("%Y-%m-%d", timedelta(days=1)),
    re.compile(r"[0-9-]{10}T[0-9:]{8}Z", re.ASCII): (MOMENT, timedelta(seconds=1)),
}


class Verb(NamedTuple):
    """What a verb needs and may have; `turns`: its list goes on behind a token."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    turns: bool = False


VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(may=("identifier",)),
    "ListSets": Verb(may=(TOKEN,)),
    "GetRecord": Verb(needs=("identifier", "metadataPrefix")),
    "ListIdentifiers": Verb(needs=("metadataPrefix",), may=PERIOD, turns=True),
    "ListRecords": Verb(needs=("metadataPrefix",), may=PERIOD, turns=True),
}


class Fault(Exception):
    """An answer that is an error of the protocol: its code, and a sentence for who harvests."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """What is asked for. `given` are the arguments as they came, `told` with those of the token.

    `after` is the place in the list, as the token has it.
    """

    verb: str
    given: dict[str, str]
    told: dict[str, str]
    after: str = ""

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """From when, and before when; None where it is open. Refused: what is no date, or turned.

        Both are whole days or both whole seconds, as the protocol has it.
        """
        read = [_moment(self.told[name]) if name in self.told else None for name in PERIOD[:2]]
        first, last = read
        if first and last and (first[1] != last[1] or first[0] > last[0]):
            raise Fault("badArgument", "from and until differ in granularity, or are turned.")
        return first[0] if first else None, _end(*last) if last else None

    def token(self, after: str) -> str:
        """What the list goes on with behind this place."""
        return urlencode({**self.told, "after": after})


def read(pairs: Iterable[tuple[str, str]]) -> Asked:
    """What an address or a form asks for; refused where the protocol knows no such question."""
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise Fault("badVerb" if name == "verb" else "badArgument", f"{name} comes twice.")
        given[name] = value
    name = given.pop("verb", "")
    if name not in VERBS:
        raise Fault("badVerb", "There is no such verb in OAI-PMH 2.0.")
    verb = VERBS[name]
    if TOKEN in given and (verb.turns or TOKEN in verb.may):
        return _resumed(name, verb, given)
    _refuse_others(given, verb)
    if given.get("metadataPrefix", PREFIX) != PREFIX:
        raise Fault("cannotDisseminateFormat", f"Only {PREFIX} is given.")
    if not SET.fullmatch(given.get("set", "-")):
        raise Fault("badArgument", "There is no such set.")
    return Asked(name, given, given)


def _refuse_others(given: dict[str, str], verb: Verb) -> None:
    if missing := set(verb.needs) - set(given):
        raise Fault("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if not set(given) <= {*verb.needs, *verb.may}:
        raise Fault("badArgument", "The verb has no such argument.")


def _resumed(name: str, verb: Verb, given: dict[str, str]) -> Asked:
    """The question that a token continues; it comes alone."""
    if len(given) > 1:
        raise Fault("badArgument", f"{TOKEN} comes alone.")
    told = dict(parse_qsl(given[TOKEN]))
    after = told.pop("after", "")
    fits = SET.fullmatch(told.get("set", "-")) is not None
    known = fits and set(told) <= {*verb.needs, *PERIOD} and told.get("metadataPrefix") == PREFIX
    if not (verb.turns and after and known):
        raise Fault("badResumptionToken", "Begin the list anew.")
    return Asked(name, given, told, after)


def _end(last: datetime, lasts: timedelta) -> datetime | None:
    """Where a day or second ends; None for the last one that there is (9999-12-31)."""
    return last + lasts if last <= datetime.max.replace(tzinfo=UTC) - lasts else None


def _moment(text: str) -> tuple[datetime, timedelta]:
    for form, (written, lasts) in FORMS.items():
        if form.fullmatch(text):
            try:
                return datetime.strptime(text, written).replace(tzinfo=UTC), lasts
            except ValueError:
                break
    raise Fault("badArgument", "Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
