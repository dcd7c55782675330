"""The small faults that a mutant can have: one node of the tree, or one word of SQL, is another."""

import ast
import re
from collections.abc import Iterator
from copy import copy
from itertools import chain
from typing import Any, NamedTuple

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SQL = re.compile(r"\b(SELECT|WHERE|AND|CASE|JOIN|UPDATE|INSERT|VALUES|SET)\b")
WORDS = {
    " AND ": " OR ",
    " OR ": " AND ",
    " = ": " <> ",
    " <= ": " < ",
    " >= ": " > ",
    " < ": " <= ",
    " > ": " >= ",
    "IS NOT NULL": "IS NULL",
    "IS NULL": "IS NOT NULL",
    "NOT EXISTS": "EXISTS",
    " NOT IN ": " IN ",
    "LEFT JOIN": "JOIN",
    " + 1": " + 2",
    " DESC": "",
    "DISTINCT ": "",
    "min(": "max(",
    "max(": "min(",
}
CONDITIONS = {"filter", "exclude", "Q", "When"}
LOAD = ast.Load()
# Words for people, and what is no behaviour.
UNTOUCHED = re.compile(
    r"_|n?gettext\w*|Refused|Unreadable|Index|\w+(Field|Key|Constraint)|Meta|__str__|__repr__"
)
SKIPPED = {"annotation", "returns", "decorator_list", "bases", "exc", "msg"}


class Mutant(NamedTuple):
    """One fault in a file; it is told by the fault, not by its line."""

    path: str
    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.path} {self.where}: {self.fault}"


def mutants_of(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file, one after the other."""
    for mutant, _tree in _mutated(path, text):
        yield mutant


def code_of(mutant: Mutant, text: str) -> str:
    """The code of a file with the fault of one of its mutants; ValueError where it has no such."""
    for one, tree in _mutated(mutant.path, text):
        if one == mutant:
            return ast.unparse(ast.fix_missing_locations(tree))
    raise ValueError(mutant)


def _mutated(path: str, text: str) -> Iterator[tuple[Mutant, ast.Module]]:
    """Each mutant, with the tree as long as it has that fault."""
    tree, seen = ast.parse(text), set[str]()
    for where, parent, field, index, node in _places(tree, ""):
        for other in _others(node):
            fault = _fault(node, other)
            told, count = fault, 2
            while f"{where} {told}" in seen:
                told, count = f"{fault} ({count})", count + 1
            seen.add(f"{where} {told}")
            _put(parent, field, index, other)
            yield Mutant(path, where, told), tree
            _put(parent, field, index, node)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _fault(node: ast.AST, other: ast.AST) -> str:
    """What was and what is: of a long text the words around the difference."""
    was, now = (" ".join(ast.unparse(one).split()) for one in (node, other))
    start = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    start = max(0, start - 40) if len(was) > 100 else 0
    return f"{was[start : start + 80]} → {now[start : start + 80]}"


def _places(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
    """Every node that may be another one, with the place in its parent."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        where = f"{where}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        if field in SKIPPED:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_untouched(child):
                yield where, node, field, index, child
                yield from _places(child, where)


def _is_untouched(node: ast.AST) -> bool:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring
    called = node.func if isinstance(node, ast.Call) else node
    name = (
        getattr(called, "attr", None) or getattr(called, "id", None) or getattr(called, "name", "")
    )
    wanted = isinstance(node, (ast.Call, ast.FunctionDef, ast.ClassDef))
    return wanted and bool(UNTOUCHED.fullmatch(name or ""))


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be instead."""
    yield from chain(_other_values(node), _other_signs(node), _other_acts(node), _less(node))


def _other_values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if SQL.search(value):
            yield from map(ast.Constant, _other_statements(value))


def _other_signs(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=inner):
            yield inner
        case ast.If(test=test) | ast.IfExp(test=test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            yield _with(node, ops=[OTHER[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in OTHER and not _joins_text(node):
            yield _with(node, op=OTHER[type(op)]())


def _other_acts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _less(node: ast.AST) -> Iterator[ast.AST]:
    """A condition or the last of several is left out."""
    match node:
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Tuple(elts=[*some, last]) | ast.Set(elts=[*some, last]):
            if (
                some
                and not _is_untouched(last)
                and isinstance(getattr(node, "ctx", LOAD), ast.Load)
            ):
                yield _with(node, elts=some)
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), keywords=keywords):
            for one in keywords if name in CONDITIONS else []:
                yield _with(node, keywords=[other for other in keywords if other is not one])


def _with(node: ast.AST, **changed: Any) -> ast.AST:
    other = copy(node)
    for field, value in changed.items():
        setattr(other, field, value)
    return other


def _joins_text(node: ast.AST) -> bool:
    sides = (getattr(node, "left", None), getattr(node, "right", None))
    texts = (ast.JoinedStr, ast.Constant)
    return any(isinstance(side, texts) and not _is_number(side) for side in sides)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _other_statements(statement: str) -> Iterator[str]:
    for word, other in WORDS.items():
        for found in re.finditer(re.escape(word), statement):
            if word == " = " and re.search(r"(SET|,)\s+[\w\"]+$", statement[: found.start()]):
                continue  # sets a column, compares nothing
            yield statement[: found.start()] + other + statement[found.end() :]
