"""An import inside a function hides an arrow that points the wrong way."""

import ast

import pytest

from tests.architecture import source

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("path", source.files(), ids=str)
def test_imports_stand_at_the_top(path):
    hidden = [
        node.lineno
        for function in source.nodes(path, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]

    assert hidden == []


@pytest.mark.parametrize("path", source.files(), ids=str)
def test_nothing_is_imported_by_its_name_in_a_string(path):
    calls = [source.called(call) for call in source.nodes(path, ast.Call)]

    assert not {"import_module", "__import__", "import_string"} & set(calls)
