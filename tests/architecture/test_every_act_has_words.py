"""The trail speaks the reader's language: each verb that the code writes has its words."""

import ast
from functools import cache

from django.apps import apps

from archive_center.local.provision import PROJECT
from records.audit.rules import ACTS, NAMES
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


def models():
    apps_of_ours = map(apps.get_app_config, ("records", "transfers", "stacks", "filing"))
    return [model for app in apps_of_ours for model in app.models.values()]


def moves():
    return {move.name for model in models() for move in getattr(model, "FLOW", ())}


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


def told():
    """What entries tell of an act, as far as it is written where the entry is."""
    for path in source.files():
        for function in source.nodes(path, ast.FunctionDef):
            within = list(ast.walk(function))
            named = {
                target.id: node.value
                for node in within
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for call in within:
                if isinstance(call, ast.Call) and source.called(call) in {"note", "note_all"}:
                    given = [one.value for one in call.keywords if one.arg in {"before", "after"}]
                    yield from ((key, path) for one in given for key in keys(one, named))


def keys(value, named):
    """The names in a mapping that is written out, or given a name before; also in its parts."""
    match value:
        case ast.Name(id=name):
            others = {one: kept for one, kept in named.items() if one != name}
            yield from keys(named.get(name), others)
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            yield from (*keys(left, named), *keys(right, named))
        case ast.Dict(keys=names, values=values):
            for told, one in zip(names, values, strict=True):
                if isinstance(told, ast.Constant):
                    yield told.value
                else:
                    yield from keys(one, named)


def test_what_an_entry_tells_has_words():
    fields = {field.name for model in models() for field in model._meta.fields}

    assert {"paper", "virus_scan", "reason"} <= {name for name, _path in told()}
    assert {(name, path) for name, path in told() if name not in {*NAMES, *fields}} == set()
