"""The measures, taken of small trees that are made for it."""

from textwrap import dedent

import pytest

from measures import house


@pytest.fixture
def tree(tmp_path):
    """Writes files of code, by their path, and measures them."""

    def measured(files):
        for name, text in files.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        return {measure.name: measure for measure in house.measures(tmp_path)}

    return measured


def function(lines, *, branches=0):
    """A function of that many lines."""
    tests = [f"    if a == {number}: pass\n" for number in range(branches)]
    return "def f(a):\n" + "".join(tests) + "    a\n" * (lines - 1 - branches)


def test_short_well_named_code_passes_every_limit(tree):
    found = tree({"records/holdings/rules": "A = 1", "records/holdings/numbering": "B = 1"})

    assert [measure.name for measure in found.values() if measure.beyond] == []
    assert found["files"].found == "2"


def test_a_file_may_have_300_lines(tree):
    found = tree({"records/a/rules": "A = 1\n" * 300, "records/a/codes": "A = 1\n" * 301})

    assert found["lines of the longest file"].beyond == ["records/a/codes.py: 301"]


@pytest.mark.parametrize(
    ("lengths", "told", "within"),
    [
        ([6], "6 / 6 / 6", True),
        ([7], "7 / 7 / 7", False),
        ([2] * 8 + [19] * 2, "2 / 19 / 19", False),
        ([2] * 99 + [40], "2 / 2 / 40", True),
        ([2] * 99 + [41], "2 / 2 / 41", False),
    ],
)
def test_functions_have_a_median_a_90th_percentile_and_a_longest(tree, lengths, told, within):
    found = tree({"records/a/rules": "\n".join(function(length) for length in lengths)})

    assert found["lines of a function"].found == told
    assert (not found["lines of a function"].beyond) == within


def test_complexity_is_the_linters(tree):
    found = tree({"records/a/rules": function(12, branches=8)})

    assert found["largest complexity"].beyond == ["records/a/rules.py f: 9"]


def test_tests_are_set_against_code(tree):
    found = tree({"records/a/rules": "A = 1\n" * 10, "tests/test_a": "A = 1\n" * 15})

    assert found["lines of test per line of code"].found == "1.50"


def test_migrations_and_empty_files_do_not_count(tree):
    found = tree(
        {
            "records/migrations/saying": "A = 1\n" * 400,
            "records/a/__init__": "",
            "records/apps": "A = 1",
        }
    )

    assert found["files"].found == "1"
    assert found["names in -ing"].beyond == []


def test_a_floor_has_twelve_modules_beside_its_shelves(tree):
    rooms = {f"records/a/room{number}": "A = 1" for number in range(12)}
    shelf = {"records/a/models/one": "A = 1", "records/a/__init__": "A = 1"}

    assert tree(rooms | shelf)["modules on a floor"].beyond == []
    found = tree({"records/a/thirteenth": "A = 1"})
    assert found["modules on a floor"].beyond == ["records/a: 13"]


def chain_of(length):
    rooms = {f"records/a/r{n}": f"from records.a import r{n + 1}" for n in range(length - 1)}
    return {**rooms, f"records/a/r{length - 1}": "from records.b.rules import A"}


def test_a_chain_of_imports_inside_a_subject_has_six_rooms(tree):
    below = {"records/b/rules": "A = 1"}

    found = tree(chain_of(6) | below)["longest chain of imports in a subject"]
    assert (found.found, found.beyond) == ("6", [])
    assert tree(chain_of(7) | below)["longest chain of imports in a subject"].found == "7"


def test_a_package_that_only_gathers_is_no_room_of_a_chain(tree):
    found = tree(
        {
            "records/a/models/__init__": "from records.a.models.one import One",
            "records/a/models/one": "One = 1",
            "records/a/views": "from records.a.models import One",
        }
    )

    assert found["longest chain of imports in a subject"].found == "2"


@pytest.mark.parametrize(
    "way_back",
    [
        "from records.holdings import actions",
        "import records.holdings.actions",
        "from records.holdings.actions import act",
        "def f():\n    from records.holdings import actions",
        "if TYPE_CHECKING:\n    from records.holdings.actions import act",
    ],
)
def test_a_knot_is_found_whatever_way_it_is_tied(tree, way_back):
    found = tree(
        {
            "records/holdings/actions": "from records.audit import rules",
            "records/audit/models": way_back,
            "records/audit/rules": "A = 1",
        }
    )

    (knot,) = found["knots"].beyond
    assert {"records.holdings", "records.audit"} <= set(knot.split(" → "))


def test_a_knot_of_modules_inside_a_subject_is_one_too(tree):
    found = tree(
        {
            "records/a/codes": "from records.a import rules",
            "records/a/rules": "import records.a.codes",
        }
    )

    assert len(found["knots"].beyond) == 1


def test_names_in_ing_are_the_fields_own_nouns_only(tree):
    found = tree(
        {
            "records/printing/pdf": "A = 1",
            "records/a/showing": "A = 1",
            "records/keeping/__init__": "",
        }
    )

    assert found["names in -ing"].beyond == ["keeping", "showing"]


def test_a_base_name_has_one_meaning(tree):
    found = tree(
        {
            "records/a/codes": "A = 1",
            "records/b/codes/parts": "",
            "records/b/codes/__init__": "",
            "records/a/rules": "",
            "records/b/rules": "",
            "records/a/due_sql": "",
            "records/b/due_sql": "",
            "records/a/models/numbers": "",
            "records/b/numbers": "",
        }
    )

    assert found["names with two meanings"].beyond == ["codes: records/a/codes.py, records/b/codes"]


def test_the_check_fails_where_a_limit_is_passed(tree, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(house, "PROJECT", tmp_path)
    tree({"records/a/rules": "A = 1"})
    assert house.main(["--check"]) == 0

    tree({"records/a/showing": "A = 1"})
    assert house.main(["--check"]) == 1
    assert house.main([]) == 0
    assert "beyond: showing" in capsys.readouterr().out
