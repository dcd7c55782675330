"""The faults that mutants have, and where they have none."""

import pytest

from measures import mutants
from measures.faults import code_of, mutants_of


def faults(code):
    return [mutant.fault for mutant in mutants_of("a.py", code)]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("a <= b", ["a <= b → a < b"]),
        ("a and b", ["a and b → a or b"]),
        ("not a", ["not a → a"]),
        ("~Q(a=b)", ["~Q(a=b) → Q(a=b)", "Q(a=b) → Q()"]),
        ("A = 12", ["12 → 13"]),
        ("A = True", ["True → False"]),
        ("A = (b, c)", ["(b, c) → (b,)"]),
        (
            "rows.filter(a=b, c=d)",
            [
                "rows.filter(a=b, c=d) → pass",
                "rows.filter(a=b, c=d) → rows.filter(c=d)",
                "rows.filter(a=b, c=d) → rows.filter(a=b)",
            ],
        ),
        ("def f():\n    return a", ["return a → return None"]),
        ("def f():\n    raise Refused(_('No.'))", ["raise Refused(_('No.')) → pass"]),
        ("[a for a in b if a.c]", ["for a in b if a.c → for a in b"]),
        ("A = 'WHERE a = b'", ["'WHERE a = b' → 'WHERE a <> b'"]),
        ("A = 'UPDATE t SET a = b'", []),
        ("A = 'a = b'", []),
        ("A = _('12 of them') % 3", ["3 → 4"]),
        ("import a\n'''Says 1 = 1.'''\nb: Literal[1]", []),
        ("class A:\n    b = CharField(max_length=3)\n    class Meta:\n        c = 1", []),
    ],
)
def test_a_node_becomes_another_one(code, found):
    assert faults(code) == found


def test_every_mutant_is_python_and_differs_and_has_a_name_of_its_own():
    code = "def f(a):\n    if a == 1:\n        return 1\n    return a + 1 if a else 1\n"

    made = list(mutants_of("a.py", code))

    codes = {code_of(one, code) for one in made}
    assert len(made) == len({str(one) for one in made}) == len(codes) == 10
    for one in codes:
        compile(one, "a.py", "exec")


def test_mutants_are_drawn_of_the_modules_that_count():
    drawn = list(mutants.all_mutants())

    assert len(drawn) > 500
    assert {"records/workflow/rules.py", "transfers/due/flags_sql.py"} <= {
        one.path for one in drawn
    }
    assert any(one.where == "RecordQuerySet.visible_to" for one in drawn)
    assert drawn[:20] != sorted(drawn)[:20]


def test_a_survivor_that_is_known_has_its_reason():
    known = mutants.reasons()

    assert all(known.values())
    assert set(known) <= {str(one) for one in mutants.all_mutants()}
