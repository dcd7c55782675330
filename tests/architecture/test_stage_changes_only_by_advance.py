"""A stage is set in one place, so no move is made without its step and its entry."""

import ast
import re
from pathlib import Path

from tests.architecture import source

THE_PLACE = Path("records/workflow/actions.py")
WRITES = {"update", "update_or_create"}
SET_STAGE = re.compile(r'\bSET\b(?:(?!\bWHERE\b|\bFROM\b).)*?(?<![.\w])"?stage"?\s*=', re.DOTALL)


def assignments(path):
    """Lines that assign to `.stage`, by whatever spelling."""
    for node in source.nodes(path, ast.Assign, ast.AugAssign, ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(each, ast.Attribute) and each.attr == "stage" for each in targets):
            yield node.lineno


def written_in_sets(path):
    """Lines that set the column of many rows, or by its name."""
    for call in source.nodes(path, ast.Call):
        named = [each.value for each in call.args if isinstance(each, ast.Constant)]
        lists = [each for each in call.args if isinstance(each, (ast.List, ast.Tuple))]
        named_in_lists = [
            item.value for each in lists for item in each.elts if isinstance(item, ast.Constant)
        ]
        name = source.called(call)
        keywords = {each.arg for each in call.keywords}
        spread = [each.value for each in call.keywords if isinstance(each.value, ast.Dict)]
        keywords |= {
            key.value for each in spread for key in each.keys if isinstance(key, ast.Constant)
        }
        if (
            (name in WRITES and "stage" in keywords)
            or (name == "setattr" and "stage" in named)
            or (name == "bulk_update" and "stage" in named_in_lists)
        ):
            yield call.lineno


def written_in_sql(path):
    """Lines of statements that update the column."""
    for text in source.nodes(path, ast.Constant):
        if isinstance(text.value, str) and SET_STAGE.search(text.value):
            yield text.lineno


def test_no_other_file_sets_a_stage():
    def setting(path):
        return [*assignments(path), *written_in_sets(path), *written_in_sql(path)]

    assert source.breaking(setting).keys() == {str(THE_PLACE)}


def test_the_search_finds_what_it_looks_for():
    assert list(assignments(THE_PLACE))
    assert list(written_in_sets(THE_PLACE))
    assert SET_STAGE.search("UPDATE records_record SET pages = 1, stage = %s FROM x")
    assert not SET_STAGE.search("UPDATE records_record SET pages = 1 WHERE stage = %s")
