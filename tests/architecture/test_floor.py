"""What the house does without: signals, custom saves, HTML in Python, junk drawers."""

import ast

from tests.architecture import source

JUNK_DRAWERS = {
    "base",
    "common",
    "constants",
    "core",
    "enums",
    "helpers",
    "misc",
    "services",
    "types",
    "utils",
}
UNWANTED_CALLS = {"mark_safe", "SafeString", "format_html", "format_html_join", "receiver"}


def test_a_module_is_named_for_what_it_does():
    named = source.files(migrations=True)

    assert source.breaking(lambda path: {path.stem, *path.parts} & JUNK_DRAWERS, named) == {}


def test_no_signals_and_no_html_in_python():
    def unwanted(path):
        return {source.called(call) for call in source.nodes(path, ast.Call)} & UNWANTED_CALLS

    # puts together what templates drew
    assert source.breaking(unwanted) == {"records/web/drawn.py": {"SafeString"}}


def test_no_rule_hides_in_save_or_delete():
    def hidden(path):
        bodies = [each.body for each in source.nodes(path, ast.ClassDef)]
        functions = [each for body in bodies for each in body if isinstance(each, ast.FunctionDef)]
        return {"save", "delete"} & {function.name for function in functions}

    assert source.breaking(hidden) == {}


def test_the_search_finds_what_it_looks_for():
    kinds = (ast.Call, ast.ClassDef)
    calls, classes = ([n for p in source.files() for n in source.nodes(p, kind)] for kind in kinds)

    assert {"filter", "note", "advance"} <= {source.called(call) for call in calls}
    assert {"Record", "Handover", "Entry"} <= {each.name for each in classes}
