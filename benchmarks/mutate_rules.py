"""Plant one slip at a time in the rules, and count those that the tests of rules overlook.

A slip turns a comparison or shifts a whole number in ``build``, ``check`` or what they use. It
is found if a case of the rule is judged otherwise, if building and checking part in one of the
worlds of the tests, or if it raises. Run with ``python benchmarks/mutate_rules.py [rule ...]``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import sys
import time
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from staffing.domain.paper import on_paper
from staffing.domain.rule import Rule, Scope
from staffing.rules.no_overlap import NoOverlap
from staffing.rules.registry import catalogue

ROOT = Path(__file__).resolve().parents[1]
SPARED = {"say", "cases", "check_links", "sentence"}
"""Functions whose slips change words, toys or messages, not what a rule means."""
OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
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
}


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield line, what is changed, and the changed module."""
    count = len(list(_places(ast.parse(source))))
    for number in range(count):
        tree = ast.parse(source)
        node, index = list(_places(tree))[number]
        if isinstance(node, ast.Compare):
            old = node.ops[index]
            node.ops[index] = OTHER[type(old)]()
            what = f"{type(old).__name__} -> {type(node.ops[index]).__name__}"
        else:
            assert isinstance(node, ast.Constant)
            assert isinstance(node.value, int)
            what = f"{node.value} -> {node.value + 1}"
            node.value += 1
        yield node.lineno, what, ast.fix_missing_locations(tree)


def _places(tree: ast.Module) -> Iterator[tuple[ast.expr, int]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or function.name in SPARED:
            continue
        for node in (n for statement in function.body for n in ast.walk(statement)):
            if isinstance(node, ast.Compare):
                yield from ((node, i) for i, op in enumerate(node.ops) if type(op) in OTHER)
            elif isinstance(node, ast.Constant) and type(node.value) is int:
                yield node, 0


def survives(cls: type[Rule], keyword: str, worlds: int, tests: types.ModuleType) -> bool:
    """Return whether no case and no world tells a changed rule from what it should be."""
    for case in catalogue()[keyword].cases():
        rule = cls.model_validate(case.rule.model_dump())
        found = Counter(rule.check(case.problem, case.roster))
        if found != Counter(case.breaches):
            return False
        if rule.scope is Scope.STRUCTURE:
            continue
        if Counter(on_paper(rule, case.problem, case.roster).breaches) != found:
            return False
    for seed in range(worlds):
        problem, roster, _ = tests.world(seed)
        rule = cls.model_validate(tests.rule_for(keyword, seed).model_dump())
        if rule.scope is Scope.SLOT and any(NoOverlap().check(problem, roster)):
            continue
        checked = Counter(rule.check(problem, roster))
        if rule.scope is Scope.STRUCTURE:
            continue
        if Counter(on_paper(rule, problem, roster).breaches) != checked:
            return False
    return True


def main() -> None:
    """Mutate the rules that are named, or all, and list the slips that were overlooked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*")
    parser.add_argument("--worlds", type=int, default=240)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "rules"))
    tests = importlib.import_module("test_agreement")
    planted = overlooked = 0
    begun = time.monotonic()
    for keyword in options.rules or catalogue():
        name = catalogue()[keyword].__module__
        source = Path(str(sys.modules[name].__file__)).read_text(encoding="utf-8")
        for line, what, tree in mutants(source):
            module = types.ModuleType(name)
            sys.modules[f"{name}__mutant"] = module
            module.__name__ = f"{name}__mutant"
            planted += 1
            try:
                exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102 - it is our own
                cls = getattr(module, catalogue()[keyword].__name__)
                alive = survives(cls, keyword, options.worlds, tests)
            except Exception:
                alive = False
            if alive:
                overlooked += 1
                print(f"{keyword}:{line}  {what:18}  {source.splitlines()[line - 1].strip()}")
    seconds = time.monotonic() - begun
    print(f"{planted} slips planted, {overlooked} overlooked, {seconds:.0f} s")


if __name__ == "__main__":
    main()
