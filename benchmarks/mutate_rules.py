"""Plant one slip at a time in the rules, and count those that the tests of rules overlook.

A slip turns a comparison, shifts a whole number by one, or swaps plus and minus, and and or, any
and all, least and most, in ``build``, ``check`` or what they use. It is found if a case of the
rule is judged otherwise, if building and checking part in one of the worlds of the tests, or if
it raises. What is overlooked and changes no judgement stands in ``mutants_explained.toml`` with
its reason; everything else is listed, and the exit code is 1.

    python benchmarks/mutate_rules.py [rule ...]
"""

from __future__ import annotations

import argparse
import ast
import importlib
import operator
import sys
import time
import tomllib
import types
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from staffing.domain.paper import on_paper
from staffing.domain.rule import Case, Rule, Scope
from staffing.rules.no_overlap import NoOverlap
from staffing.rules.registry import catalogue

ROOT = Path(__file__).resolve().parents[1]
EXPLAINED = Path(__file__).with_name("mutants_explained.toml")
SPARED = {"say", "cases", "check_links", "sentence", "_reason", "_hours"} | {
    *("at", "on", "span", "count", "who", "whom", "week_from", "either")
}
"""Functions whose slips change words, toys or messages, not what a rule means."""
SHARED = ("_helpers", "_personal", "_week_days", "_wishes", "_fair", "_cover", "_night")
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
Slip = tuple[int, str, Callable[[], None]]
"""Line, what is changed, and the change."""


class Survivor(NamedTuple):
    """A slip that was overlooked, as ``mutants_explained.toml`` names it."""

    module: str
    slip: str
    line: str


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield line, what is changed, and the changed module."""
    for number in range(len(list(_slips(ast.parse(source))))):
        tree = ast.parse(source)
        line, what, change = list(_slips(tree))[number]
        change()
        yield line, what, ast.fix_missing_locations(tree)


def _slips(tree: ast.Module) -> Iterator[Slip]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name not in SPARED:
            for node in (n for statement in function.body for n in ast.walk(statement)):
                yield from _slips_at(node)


def _slips_at(node: ast.AST) -> Iterator[Slip]:
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


def survives(cls: type[Rule], keyword: str, worlds: int, tests: types.ModuleType) -> bool:
    """Return whether nothing tells a changed rule from what it should be.

    Tried are tables that it must refuse, cases, and worlds.
    """
    return not (
        _accepts_nonsense(cls, keyword)
        or any(_differs(cls, case) for case in catalogue()[keyword].cases())
        or any(_disagrees(cls, keyword, seed, tests) for seed in range(worlds))
    )


def _accepts_nonsense(cls: type[Rule], keyword: str) -> bool:
    for table in importlib.import_module("test_known_mistakes").CONTRADICTIONS:
        if table["rule"] == keyword:
            with suppress(ValueError):
                cls.model_validate(table)
                return True
    return False


def _differs(cls: type[Rule], case: Case) -> bool:
    rule = cls.model_validate(case.rule.model_dump())
    found = Counter(rule.check(case.problem, case.roster))
    if found != Counter(case.breaches):
        return True
    if rule.scope is Scope.STRUCTURE:
        return False
    return Counter(on_paper(rule, case.problem, case.roster).breaches) != found


def _disagrees(cls: type[Rule], keyword: str, seed: int, tests: types.ModuleType) -> bool:
    problem, roster, _ = tests.world(seed)
    rule = cls.model_validate(tests.rule_for(keyword, seed).model_dump())
    if rule.scope is Scope.SLOT and any(NoOverlap().check(problem, roster)):
        return False
    checked = Counter(rule.check(problem, roster))
    if rule.scope is Scope.STRUCTURE:
        return False
    return Counter(on_paper(rule, problem, roster).breaches) != checked


def loaded(name: str, tree: ast.Module) -> types.ModuleType:
    """Return a module made of a changed tree, known by its own name while it is made."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102 - it is our own
    return module


def overlooked_in(
    name: str, keywords: Sequence[str], worlds: int, tests: types.ModuleType
) -> tuple[int, list[Survivor]]:
    """Mutate a module that some rules are made of; return slips planted, and overlooked ones."""
    honest = {key: importlib.import_module(catalogue()[key].__module__) for key in keywords}
    shared = [f"staffing.rules.{module}" for module in SHARED]
    kept = {m: sys.modules[m] for m in (*shared, name, *(m.__name__ for m in honest.values()))}
    sources = {m: Path(str(kept[m].__file__)).read_text(encoding="utf-8") for m in kept}
    planted, overlooked = 0, []
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
            text = sources[name].splitlines()[line - 1].strip()
            overlooked.append(Survivor(name.rpartition(".")[2], what, text))
    return planted, overlooked


def explained() -> Counter[Survivor]:
    """Return the slips that are known to change no judgement."""
    data = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return Counter(
        Survivor(table["module"], slip, table["line"])
        for table in data["equivalent"]
        for slip in table["slips"]
    )


def main() -> int:
    """Mutate the rules that are named, or all with what they share; list what was overlooked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", help="keywords, or modules that rules share")
    parser.add_argument("--worlds", type=int, default=240)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests" / "rules"))
    tests = importlib.import_module("test_agreement")
    begun = time.monotonic()
    chosen = options.rules or [*catalogue(), *SHARED]
    source = {k: sys.modules[c.__module__].__file__ for k, c in catalogue().items()}
    planted, overlooked = 0, Counter[Survivor]()
    for name in chosen:
        users = [name]
        if name in SHARED:
            users = [
                k for k, f in source.items() if f"rules.{name} " in Path(str(f)).read_text("utf-8")
            ]
        count, found = overlooked_in(f"staffing.rules.{name}", users, options.worlds, tests)
        planted += count
        overlooked.update(found)
        for survivor in Counter(found) - explained():
            print(" | ".join(survivor), flush=True)
    known = explained()
    for survivor in known - overlooked:
        if survivor.module in chosen:
            print("explained, and found all the same:", " | ".join(survivor))
    new = (overlooked - known).total()
    seconds = time.monotonic() - begun
    print(f"{planted} slips planted, {overlooked.total()} overlooked, of these {new} unexplained")
    print(f"{seconds:.0f} s")
    return min(new, 1)


if __name__ == "__main__":
    sys.exit(main())
