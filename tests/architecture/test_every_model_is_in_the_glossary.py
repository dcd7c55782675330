import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override

from records.organisation.rules import Role

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
OURS = [
    model
    for app in ("records", "transfers", "stacks", "filing")
    for model in apps.get_app_config(app).get_models()
    if not model._meta.proxy  # what a subject has PostgreSQL keep in another one's table
]
INTERNATIONAL = {"SHA-256", "SM3", "ID"}
# Its columns are those of a record, of which it is the form before it is one; nobody sees them.
STAGING = {"records.ImportRow"}
SHOWN = [model for model in OURS if model._meta.label not in STAGING]


def named() -> set[str]:
    """The classes and members that the glossary names."""
    return set(re.findall(r"`([A-Za-z_.]+)`", GLOSSARY.read_text()))


def test_every_model_and_every_stage_is_in_the_glossary():
    moves = [move for model in OURS for move in getattr(model, "FLOW", ())]
    stages = {stage for move in moves for stage in (*move.sources, move.target)}

    assert {model.__name__ for model in OURS} - named() == set()
    assert {f"Stage.{stage.name}" for stage in stages} - named() == set()


def test_every_role_is_in_the_glossary():
    assert {f"Role.{role.name}" for role in Role} <= named()


def test_every_line_has_the_term_the_word_the_meaning_and_the_class():
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    entries = [line for line in lines if not line.startswith(("| 中文", "| ---"))]

    assert len(entries) > len(OURS)
    for line in entries:
        term, word, meaning, place = (cell.strip() for cell in line.strip("|").split(" | "))
        assert re.search("[一-鿿]", term), line
        assert word.isascii(), line
        assert meaning, line
        assert place.startswith("`"), line


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_a_row_is(model):
    generated = f"{model.__name__}("

    assert model.__doc__
    assert not model.__doc__.startswith(generated)
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_no_two_columns_of_a_row_are_called_the_same(model, language):
    with override(language):
        named = [str(field.verbose_name) for field in model._meta.concrete_fields]
    own = [name for name in named if language == "en" or name not in INTERNATIONAL]

    assert len(set(named)) == len(named)
    if language != "en":
        assert [name for name in own if not re.search("[一-鿿]", name)] == []


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_every_column_says_what_it_is_in_both_languages(model):
    silent = [
        field.name
        for field in model._meta.concrete_fields
        if not isinstance(field.verbose_name, Promise) and field.verbose_name not in INTERNATIONAL
    ]

    assert not silent, "mark the column's verbose_name with gettext"
