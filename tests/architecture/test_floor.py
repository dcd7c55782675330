"""What the house does without: signals, custom saves, HTML in Python, junk drawers."""

import ast

import pytest

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


@pytest.mark.parametrize("path", source.files(migrations=True), ids=str)
def test_a_module_is_named_for_what_it_does(path):
    assert not {path.stem, *path.parts} & JUNK_DRAWERS


@pytest.mark.parametrize("path", source.files(), ids=str)
def test_no_signals_and_no_html_in_python(path):
    names = {source.called(call) for call in source.nodes(path, ast.Call)}

    assert not names & UNWANTED_CALLS


@pytest.mark.parametrize("path", source.files(), ids=str)
def test_no_rule_hides_in_save_or_delete(path):
    methods = [
        function.name
        for each in source.nodes(path, ast.ClassDef)
        for function in each.body
        if isinstance(function, ast.FunctionDef)
    ]

    assert not {"save", "delete"} & set(methods)


def test_the_search_finds_what_it_looks_for():
    kinds = (ast.Call, ast.ClassDef)
    calls, classes = ([n for p in source.files() for n in source.nodes(p, kind)] for kind in kinds)

    assert {"filter", "note", "advance"} <= {source.called(call) for call in calls}
    assert {"Record", "Handover", "Entry"} <= {each.name for each in classes}
