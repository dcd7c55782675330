"""The files of the departments, written by a seeded generator: the same ones every time."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from archive_center.demo.bodies import CITY, Body, above
from archive_center.demo.paper import Paper, boxed, numbered
from archive_center.demo.vocabulary import (
    CITY_TOPICS,
    DISTRICTS,
    FESTIVALS,
    GIVEN,
    KINDS,
    LEDGERS,
    PROJECT_PAPERS,
    PROJECTS,
    PROVINCE,
    SURNAMES,
    YEARLY,
    Kind,
)

SEED = 20040101
A_YEAR = 31  # text files of one department and year, on average
LEGACY_UNTIL = 2006  # up to here some files still bear the periods of before Order 8
HOLIDAYS = {(5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))}


class Writer:
    """Writes the files of one department after the other; everything comes from one seed."""

    def __init__(self, years: range) -> None:
        self.dice = Random(SEED)  # noqa: S311 - a demonstration, nothing is guarded by it
        self.city = {year: self._city_papers(year) for year in years}

    def papers(self, body: Body) -> Iterator[Paper]:
        """All files of a department, by year and then by date, in the order of filing."""
        for year in body.years:
            made = [*self._text_files(body, year), *self._ledgers(body, year)]
            made += [*self._photographs(body, year), *self._projects(body, year)]
            yield from boxed(sorted(made, key=lambda paper: paper.dated))

    def unfinished(self, body: Body, year: int) -> list[Paper]:
        """Descriptions in which period or year is missing: they stay drafts until it is there."""
        papers = self._text_files(body, year)[:5]
        for paper in papers[:3]:
            paper.period = ""
        for paper in papers[3:]:
            paper.year = None
        return papers

    def _text_files(self, body: Body, year: int) -> list[Paper]:
        how_many = max(12, round(self.dice.gauss(A_YEAR, 5)))
        kinds = self.dice.choices(KINDS, [kind.often for kind in KINDS], k=how_many)
        made = [self._paper(body, year, kind) for kind in (*YEARLY, *kinds)]
        made.sort(key=lambda paper: paper.dated)
        numbered(made, self.dice)
        return made

    def _paper(self, body: Body, year: int, kind: Kind) -> Paper:
        topic = self.dice.choice(body.topics)
        name = self.dice.choice(SURNAMES) + self.dice.choice(GIVEN)
        paper = Paper(
            body=body,
            year=year,
            title=kind.title,
            period=self._period(kind.period, year),
            office=kind.office or self.dice.choice(body.offices[3:])[0],
            dated=self._working_day(year, last_weeks=kind in YEARLY),
            pages=self.dice.randint(*kind.pages),
            genre=kind.genre,
            internal=self.dice.random() < 0.02,
            shared=self.dice.random() < (0.5 if kind.shared else 0.03),
            keywords=topic,
            persons=name if "{name}" in kind.title else "",
        )
        self._issue(paper, kind)
        month = paper.dated.month
        paper.title = paper.title.format(
            body=body.name,
            topic=topic,
            year=year,
            next=year + 1,
            name=name,
            month=month,
            count=2 * month - 1 + paper.dated.day // 16,
            large=self.dice.randint(3, 240),
            festival=FESTIVALS[month],
            above=above(body),
            district=paper.responsible,
        )
        return paper

    def _issue(self, paper: Paper, kind: Kind) -> None:
        """Who issued it, and under which number; the department's own come in `numbered`."""
        body, year = paper.body, paper.year or 0
        through_the_year = paper.dated.timetuple().tm_yday
        if kind.of == "own":
            paper.responsible = f"{body.name}办公室" if kind.sign == "办" else body.name
            paper.number = f"{body.sign}{kind.sign}" if kind.sign else ""
        elif kind.of == "city":
            issued = self.dice.choice(self.city[year])
            paper.title, paper.number, paper.dated, paper.responsible = issued
        elif kind.of == "above":
            paper.responsible = f"{PROVINCE}{above(body)}"
            paper.number = f"云{above(body)[:1]}发〔{year}〕{1 + through_the_year * 3 // 4}号"
        else:
            name, sign = self.dice.choice(DISTRICTS)
            paper.responsible = f"{name}人民政府"
            paper.number = f"{sign}政报〔{year}〕{1 + through_the_year // 4}号"

    def _city_papers(self, year: int) -> list[tuple[str, str, date, str]]:
        """What the city's government issued in a year: every department files some of it."""
        days = sorted(self._working_day(year) for _paper in range(30))
        whose = f"{CITY}市人民政府"
        return [
            (
                f"{whose}关于进一步加强{self.dice.choice(CITY_TOPICS)}工作的意见",
                f"清政发〔{year}〕{place * 2 + 1}号",
                day,
                whose,
            )
            for place, day in enumerate(days)
        ]

    def _ledgers(self, body: Body, year: int) -> Iterator[Paper]:
        """The year's accounts, as volumes."""
        for title, period, month, day in LEDGERS:
            yield Paper(
                body=body,
                year=year,
                title=title.format(year=year),
                category="KU",
                period=period,
                office="CWK",
                dated=date(year, month, day),
                pages=self.dice.randint(60, 180),
                responsible=f"{body.name}财务科",
                genre="会计",
                level="volume",
            )

    def _photographs(self, body: Body, year: int) -> Iterator[Paper]:
        for _photograph in range(self.dice.choice((0, 0, 1, 2))):
            topic = self.dice.choice(body.topics)
            yield Paper(
                body=body,
                year=year,
                title=f"{topic}工作现场照片",
                category="ZP",
                period=self.dice.choice(("Y", "D30")),
                office="BGS",
                dated=self._working_day(year),
                pages=1,
                responsible=f"{body.name}办公室",
                genre="照片",
                known_to=self.dice.choice((8, 8, 6)),
                keywords=topic,
            )

    def _projects(self, body: Body, year: int) -> Iterator[Paper]:
        """A project's papers as a volume of the category KJ, its items inside it."""
        for place, name in enumerate(PROJECTS.get(body.number, ())):
            if year % 4 == place % 4:
                volume = self._technical(body, year, f"{name}工程档案（{year}年）", 0)
                volume.level, volume.keywords = "volume", name
                volume.items = [
                    self._technical(body, year, name + title, self.dice.randint(*pages))
                    for title, pages in PROJECT_PAPERS
                ]
                volume.items.sort(key=lambda item: item.dated)
                volume.pages = sum(item.pages for item in volume.items)
                yield volume

    def _technical(self, body: Body, year: int, title: str, pages: int) -> Paper:
        return Paper(
            body=body,
            year=year,
            title=title,
            category="KJ",
            period="Y",
            office=body.offices[3][0],
            dated=self._working_day(year),
            pages=pages,
            responsible=body.name,
            genre="工程",
        )

    def _period(self, period: str, year: int) -> str:
        """A few of the oldest files still bear 长期 and 短期, which name no years."""
        if year <= LEGACY_UNTIL and period != "Y" and self.dice.random() < 0.04:
            return "C" if period == "D30" else "D"
        return period

    def _working_day(self, year: int, *, last_weeks: bool = False) -> date:
        first, span = (date(year, 12, 15), 12) if last_weeks else (date(year, 1, 4), 356)
        day = first + timedelta(days=self.dice.randrange(span))
        if (day.month, day.day) in HOLIDAYS:
            day += timedelta(days=8)
        return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
