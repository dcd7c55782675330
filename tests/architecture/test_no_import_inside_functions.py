"""An import inside a function hides an arrow that points the wrong way."""

import ast

from tests.architecture import source


def hidden(path):
    """The lines on which something is imported inside a function."""
    return [
        node.lineno
        for function in source.nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]


def by_name(path):
    """The calls that import what a string names."""
    calls = {source.called(call) for call in source.nodes(path, ast.Call)}
    return calls & {"import_module", "__import__", "import_string"}


def test_imports_stand_at_the_top():
    assert source.breaking(hidden) == {}


def test_nothing_is_imported_by_its_name_in_a_string():
    # But for the reader of a file: who asks for it has imported it, as everybody else.
    assert source.breaking(by_name) == {"records/confined/forkserver.py": {"import_module"}}


def test_the_search_finds_what_it_looks_for(tmp_path):
    path = tmp_path / "lazy.py"
    path.write_text("def f():\n    import os\n    return __import__('sys')\n")

    assert hidden(path) == [2]
    assert by_name(path) == {"__import__"}
