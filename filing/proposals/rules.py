"""Which class of the retention schedule a title suggests, and by what."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _
from records.values.text import normal

# What differs from year to year says nothing of the class.
_CHANGING = re.compile(r"[0-9〇零一二三四五六七八九十百]+(?:年度?|月份?|日|号|次|期|届|批)?")
_SIGNS = re.compile(r"\W+")
_FRAME = re.compile(r"^(?:.{0,24}?)关于(.+)$")  # the issuer before 关于 says little

ALIKE = 0.55  # of the weight of a title that a former one shares, to be proposed by it
TOLD = 0.5  # of the weight of an entry's words that a title bears, to be proposed by them
FEW = 200  # titles that bear a pair, up to which it is always looked at


class Ground(TextChoices):
    """By what an entry is proposed."""

    PRECEDENT = "precedent", _("decided so before")
    WORDS = "words", _("words of the schedule")


class Proposal(NamedTuple):
    """An entry for a title: how much speaks for it (0 to 1), and by what it was found.

    `like` is the former title, or the words of the entry.
    """

    entry: int
    weight: float
    ground: str
    like: str


class Precedent(NamedTuple):
    """A title for which the department decided before."""

    title: str
    entry: int


class Wording(NamedTuple):
    """What the schedule says of an entry."""

    entry: int
    text: str


@lru_cache(maxsize=65_536)
def core(title: str) -> str:
    """A title without what changes from year to year: numbers, years, issuer and signs."""
    tidy = normal(title)
    framed = _FRAME.match(tidy)
    tail = _SIGNS.sub("", _CHANGING.sub("", framed[1] if framed else tidy))
    return tail or _SIGNS.sub("", tidy)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, by which Chinese words are told."""
    return frozenset(text[n : n + 2] for n in range(len(text) - 1)) or frozenset([text])


class Proposer:
    """Proposes entries for titles: by former decisions first, then by the schedule's words.

    Weights are those of an inverted index: a pair of characters that stands in every title
    weighs nothing. `precedents` may be some ten thousand, the latest last: of two that are
    equally like a title, the later one is followed.
    """

    def __init__(self, wordings: Iterable[Wording], precedents: Iterable[Precedent]) -> None:
        latest = {core(one.title): one for one in precedents}
        self._before, self._entries = list(latest.values()), list(wordings)
        self._of_before = [pairs(key) for key in latest]
        self._of_entries = [pairs(core(one.text)) for one in self._entries]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for place, found in enumerate(self._of_before):
            for pair in found:
                self._postings[pair].append(place)
        self._total = len(self._of_before) + len(self._of_entries)
        self._spread = Counter(pair for one in self._of_entries for pair in one)
        for pair, places in self._postings.items():
            self._spread[pair] += len(places)

    def propose(self, title: str) -> Proposal | None:
        """The entry that most speaks for, or None where too little does."""
        known = pairs(core(title))
        return self._by_precedent(known) or self._by_words(known)

    def _weigh(self, found: Iterable[str]) -> float:
        return sum(self._weight(pair) for pair in found)

    def _weight(self, pair: str) -> float:
        return math.log((self._total + 1) / (self._spread[pair] + 0.5))

    def _by_precedent(self, known: frozenset[str]) -> Proposal | None:
        shared: dict[int, float] = defaultdict(float)
        for pair in self._telling(known):
            weight = self._weight(pair)
            for place in self._postings.get(pair, ()):
                shared[place] += weight
        if not shared:
            return None
        whole = self._weigh(known)

        def alike(place: int) -> tuple[float, int]:
            both = whole + self._weigh(self._of_before[place])
            return 2 * shared[place] / both if both else 0.0, place

        nearest = sorted(shared, key=shared.__getitem__)[-20:]
        weight, place = max(alike(one) for one in nearest)
        before = self._before[place]
        if weight < ALIKE:
            return None
        return Proposal(before.entry, min(weight, 1.0), Ground.PRECEDENT, before.title)

    def _telling(self, known: frozenset[str]) -> Iterable[str]:
        """Pairs by which alike titles are looked for: those of every second title find none."""
        few = max(FEW, self._total // 20)
        return [pair for pair in known if self._spread[pair] <= few] or known

    def _by_words(self, known: frozenset[str]) -> Proposal | None:
        best, of = 0.0, None
        for one, words in zip(self._entries, self._of_entries, strict=True):
            whole = self._weigh(words)
            share = self._weigh(known & words) / whole if whole else 0.0
            if share > best:
                best, of = share, one
        if of is None or best < TOLD:
            return None
        return Proposal(of.entry, min(best, 1.0), Ground.WORDS, of.text)
