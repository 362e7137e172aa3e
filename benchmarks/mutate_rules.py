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
from collections.abc import Iterator, Sequence
from pathlib import Path

from staffing.domain.paper import on_paper
from staffing.domain.rule import Rule, Scope
from staffing.rules.no_overlap import NoOverlap
from staffing.rules.registry import catalogue

ROOT = Path(__file__).resolve().parents[1]
SPARED = {"say", "cases", "check_links", "sentence", "_reason", "at", "on", "span", "count"}
"""Functions whose slips change words, toys or messages, not what a rule means."""
SHARED = ("_helpers", "_personal", "_wishes", "_fair", "_cover", "_night")
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


def loaded(name: str, tree: ast.Module) -> types.ModuleType:
    """Return a module made of a changed tree, known by its own name while it is made."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102 - it is our own
    return module


def overlooked_in(
    name: str, keywords: Sequence[str], worlds: int, tests: types.ModuleType
) -> tuple[int, int]:
    """Mutate a module that some rules are made of; return slips planted and overlooked."""
    honest = {key: importlib.import_module(catalogue()[key].__module__) for key in keywords}
    shared = [f"staffing.rules.{module}" for module in SHARED]
    kept = {m: sys.modules[m] for m in (*shared, name, *(m.__name__ for m in honest.values()))}
    sources = {m: Path(str(kept[m].__file__)).read_text(encoding="utf-8") for m in kept}
    planted = overlooked = 0
    for line, what, tree in mutants(sources[name]):
        planted += 1
        alive = True
        try:
            loaded(name, tree)
            for module_name in shared if name in shared else ():
                if module_name != name:
                    loaded(module_name, ast.parse(sources[module_name]))
            for key, module in honest.items():
                own = module.__name__
                made = sys.modules[own] if own == name else loaded(own, ast.parse(sources[own]))
                cls = getattr(made, catalogue()[key].__name__)
                if not survives(cls, key, worlds, tests):
                    alive = False
                    break
        except Exception:
            alive = False  # whatever it is, the slip has been noticed
        finally:
            sys.modules.update(kept)
        if alive:
            overlooked += 1
            text = sources[name].splitlines()[line - 1].strip()
            print(f"{name.rpartition('.')[2]}:{line}  {what:18}  {text}", flush=True)
    return planted, overlooked


def main() -> None:
    """Mutate the rules that are named, or all with what they share; list what was overlooked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*")
    parser.add_argument("--worlds", type=int, default=240)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "rules"))
    tests = importlib.import_module("test_agreement")
    begun = time.monotonic()
    jobs = [(catalogue()[key].__module__, [key]) for key in options.rules or catalogue()]
    for name in () if options.rules else SHARED:
        source = {k: sys.modules[c.__module__].__file__ for k, c in catalogue().items()}
        users = [
            k for k, f in source.items() if f"rules.{name} " in Path(str(f)).read_text("utf-8")
        ]
        jobs.append((f"staffing.rules.{name}", users))
    found = [
        overlooked_in(name, keys, options.worlds // (1 if len(keys) == 1 else 4), tests)
        for name, keys in jobs
    ]
    planted, overlooked = (sum(counts) for counts in zip(*found, strict=True))
    seconds = time.monotonic() - begun
    print(f"{planted} slips planted, {overlooked} overlooked, {seconds:.0f} s")


if __name__ == "__main__":
    main()
