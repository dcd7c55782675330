"""The trail speaks the reader's language: each verb that the code writes has its words."""

import ast

import pytest
from django.apps import apps

from archive_center.local.provision import PROJECT
from records.audit.rules import ACTS
from tests.architecture import source


def writers():
    """The functions that are told a verb, and which of their arguments it is."""
    for path in source.files():
        for function in source.nodes(path, ast.FunctionDef):
            names = [argument.arg for argument in function.args.args]
            if "verb" in names:
                yield function.name, names.index("verb")


WRITERS = dict(writers())


def verbs():
    """The verbs that are written as such; moves bring their own label."""
    for path in source.files():
        for call in source.nodes(path, ast.Call):
            at = WRITERS.get(source.called(call), len(call.args))
            told = call.args[at] if at < len(call.args) else None
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield told.value, path


def moves():
    models = [
        model
        for app in ("records", "transfers")
        for model in apps.get_app_config(app).models.values()
    ]
    return {move.name for model in models for move in getattr(model, "FLOW", ())}


@pytest.mark.parametrize(("verb", "path"), sorted(set(verbs())))
def test_a_verb_has_words(verb, path):
    assert verb in ACTS or verb in moves(), f"{path} writes “{verb}”"


def test_no_words_are_kept_for_an_act_that_nobody_writes():
    code = "".join((PROJECT / path).read_text() for path in source.files())

    for verb in ACTS:
        assert code.count(f'"{verb}"') > 1, verb


def test_the_search_finds_what_it_looks_for():
    assert {"note", "note_all", "add", "change"} <= set(WRITERS)
    assert {"store copy", "sign in", "add user"} <= {verb for verb, _path in verbs()}
    assert moves()
