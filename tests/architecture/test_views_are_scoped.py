"""A view reaches a row only through what its user may see."""

import ast

import pytest

from tests.architecture import source

VIEWS = [path for path in source.files() if path.name == "views.py"]
BACK_DOORS = {"_default_manager", "_base_manager", "all_objects"}


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_reach_rows_through_visible_to(path):
    attributes = source.nodes(path, ast.Attribute)
    scoped = [node.value for node in attributes if node.attr == "visible_to"]
    unscoped = [node for node in attributes if node.attr == "objects" and node not in scoped]

    assert [node.lineno for node in unscoped] == []


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_views_use_no_other_manager(path):
    used = [node.lineno for node in source.nodes(path, ast.Attribute) if node.attr in BACK_DOORS]

    assert used == []
