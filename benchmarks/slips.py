"""The slips that mutate_rules.py plants: what they change in a module, and where."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from functools import partial

SPARED = {"check_links", "agreeing"}
"""Functions whose slips change neither a judgement nor a price, beside `_spared`."""
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
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
Slip = tuple[str, int, str, Callable[[], None]]
"""Function or class of the module that it is in, line, what is changed, and the change."""


def slips(tree: ast.Module) -> Iterator[Slip]:
    """Yield every slip that can be planted in a module."""
    for owner in tree.body:
        if isinstance(owner, ast.FunctionDef | ast.ClassDef):
            functions = [owner] if isinstance(owner, ast.FunctionDef) else owner.body
            for function in functions:
                if isinstance(function, ast.FunctionDef) and not _spared(function):
                    for node in (n for statement in function.body for n in ast.walk(statement)):
                        for line, what, change in _slips_at(node):
                            yield owner.name, line, what, change


def _spared(function: ast.FunctionDef) -> bool:
    """Return whether a function makes words or toys: neither is what a rule means."""
    returns = "" if function.returns is None else ast.unparse(function.returns)
    return function.name in SPARED or returns == "str" or returns.endswith("[Case]")


def _slips_at(node: ast.AST) -> Iterator[tuple[int, str, Callable[[], None]]]:
    if isinstance(node, ast.Compare):
        for index, sign in enumerate(node.ops):
            other = OTHER[type(sign)]()
            change = partial(operator.setitem, node.ops, index, other)
            yield node.lineno, _names(sign, other), change
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and type(node.op) in OTHER:
        other = OTHER[type(node.op)]()
        yield node.lineno, _names(node.op, other), partial(setattr, node, "op", other)
    elif isinstance(node, ast.Name) and node.id in NAMES:
        swapped = NAMES[node.id]
        yield node.lineno, f"{node.id} -> {swapped}", partial(setattr, node, "id", swapped)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        for value in (node.value + 1, node.value - 1):
            change = partial(setattr, node, "value", value)
            yield node.lineno, f"{node.value} -> {value}", change


def _names(old: ast.AST, new: ast.AST) -> str:
    return f"{type(old).__name__} -> {type(new).__name__}"
