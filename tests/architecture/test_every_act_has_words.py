"""The trail speaks the reader's language: each verb that the code writes has its words."""

import ast

import pytest
from django.apps import apps

from archive_center.local.provision import PROJECT
from records.audit.rules import ACTS
from tests.architecture import source

WRITERS = {"note", "note_all"}


def verbs():
    """The verbs that are written as such; moves bring their own label."""
    for path in source.files():
        for call in source.nodes(path, ast.Call):
            first = call.args[0] if call.args else None
            if source.called(call) in WRITERS and isinstance(first, ast.Constant):
                yield first.value, path


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
