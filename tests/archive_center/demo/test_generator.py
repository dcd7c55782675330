from collections import Counter

from archive_center.demo.bodies import bodies
from archive_center.demo.generator import Writer
from records.values.document_numbers import is_plausible, normalise
from records.values.marks import refuse_secrets

YEARS = range(2004, 2026)


def written(years=YEARS):
    writer = Writer(years)
    return [paper for body in bodies(years) for paper in writer.papers(body)]


def test_the_same_files_are_written_every_time():
    assert written(range(2018, 2020)) == written(range(2018, 2020))


def test_the_city_has_37_departments_and_some_that_the_reform_ended():
    made = bodies(YEARS)
    heirs = {body.heir for body in made if body.heir}

    assert len([body for body in made if not body.heir]) == 37
    assert heirs <= {body.number for body in made}
    assert heirs
    assert len({body.number for body in made}) == len(made)
    for body in made:
        assert len({code for code, _name in body.offices}) == len(body.offices)
        assert len({name for _code, name in body.offices}) == len(body.offices)


def test_about_thirty_thousand_files_in_the_proportions_of_order_8():
    papers = written()
    periods = Counter(paper.period for paper in papers if paper.category == "WS")
    whole = sum(periods.values())

    assert 28_000 < len(papers) < 34_000
    assert 0.2 < periods["Y"] / whole < 0.35
    assert 0.3 < periods["D30"] / whole < 0.45
    assert 0.25 < periods["D10"] / whole < 0.45
    assert 0 < periods["C"] + periods["D"] < 300
    assert all(paper.year <= 2006 for paper in papers if paper.period in {"C", "D"})


def test_numbers_run_on_by_issuer_and_year_and_none_is_given_twice():
    papers = [paper for paper in written() if paper.number.startswith(paper.body.sign)]
    own = [paper for paper in papers if "政发" not in paper.number]

    assert all(normalise(paper.number) == paper.number for paper in own)
    assert all(is_plausible(paper.number) for paper in own)
    assert max(Counter(paper.number for paper in own).values()) == 1


def test_days_are_working_days_of_their_year():
    papers = [paper for paper in written() if paper.category != "KU"]

    assert all(paper.dated.weekday() < 5 for paper in papers)
    assert all(paper.dated.year == paper.year for paper in papers)


def test_nothing_bears_the_mark_of_a_state_secret_and_no_brace_is_left():
    papers = written()

    refuse_secrets(*(paper.title for paper in papers))
    assert not [paper.title for paper in papers if "{" in paper.title or not paper.title]
