"""The trail speaks the reader's language: each verb that the code writes has its words."""

import ast
from functools import cache

from django.apps import apps

from archive_center.local.provision import PROJECT
from records.audit.rules import ACTS
from tests.architecture import source


@cache
def writers() -> dict[str, int]:
    """The functions that are told a verb, and which of their arguments it is."""
    found = {}
    for path in source.files():
        for function in source.nodes(path, ast.FunctionDef):
            names = [argument.arg for argument in function.args.args]
            if "verb" in names:
                found[function.name] = names.index("verb")
    return found


def verbs():
    """The verbs that are written as such; moves bring their own label."""
    for path in source.files():
        for call in source.nodes(path, ast.Call):
            at = writers().get(source.called(call), len(call.args))
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


def test_a_verb_has_words():
    known = {*ACTS, *moves()}

    assert {(verb, path) for verb, path in verbs() if verb not in known} == set()


def test_no_words_are_kept_for_an_act_that_nobody_writes():
    code = "".join((PROJECT / path).read_text() for path in source.files())

    for verb in ACTS:
        assert code.count(f'"{verb}"') > 1, verb


def test_the_search_finds_what_it_looks_for():
    assert {"note", "note_all", "add", "change"} <= set(writers())
    assert {"store copy", "sign in", "add user"} <= {verb for verb, _path in verbs()}
    assert moves()
