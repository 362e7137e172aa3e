"""Plant one slip at a time in the rules, and count those that the tests of rules overlook.

A slip turns a comparison, shifts a whole number by one, or swaps plus and minus, and and or, any
and all, least and most, in ``build``, ``check`` or what they use. It is found if a case of the
rule is judged otherwise, if building and checking part in one of the worlds of the tests, if
nonsense is accepted, if a test of what rules share fails, if it raises, or if it does not end.
What is overlooked and changes no judgement stands in ``mutants_explained.toml`` with its reason;
everything else is listed, with a world that it judges otherwise than the honest rule if there is
one, and the exit code is 1.

    python benchmarks/mutate_rules.py [rule ...] [--jobs 2] [--record]
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import operator
import os
import platform
import re
import signal
import sys
import time
import tomllib
import types
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import PROTOCOL, Record, code_version, cpu, git
from benchmarks.slips import slips
from staffing.domain.paper import on_paper
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Rule, Scope
from staffing.rules.no_overlap import NoOverlap
from staffing.rules.registry import catalogue

ROOT = Path(__file__).resolve().parents[1]
EXPLAINED = Path(__file__).with_name("mutants_explained.toml")
RESULTS = ROOT / "benchmarks" / "results" / "mutations"
JUDGES = ("test_agreement", "test_known_mistakes", "test_shared")
"""The tests of rules that decide, beside cases, which slips are found."""
ROOM = "staffing.rules."
WORLDS = 240
LIMIT_S = 20
"""Processor seconds after which a changed rule is taken not to end; an honest one takes two."""
SHARED = ("_helpers", "_personal", "_week_days", "_wishes", "_fair", "_cover", "_night")
"""What rules have in common, each before those that import it."""
Trial = Callable[[type[Rule]], bool]
"""Whether a changed rule gives itself away."""


class Survivor(NamedTuple):
    """A slip that was overlooked, as ``mutants_explained.toml`` names it."""

    module: str
    slip: str
    line: str


class Outcome(NamedTuple):
    """What became of a slip.

    Parameters
    ----------
    module
        Where it was planted.
    survivor
        Itself, if it was overlooked.
    unlike
        A rule and a world that an overlooked slip judges otherwise than the honest rule does;
        empty if there is none.
    """

    module: str
    survivor: Survivor | None = None
    unlike: str = ""


@cache
def own_rules() -> list[str]:
    """Return the keywords of the rules of this package."""
    return [key for key, cls in catalogue().items() if cls.__module__ == ROOM + key]


@cache
def source(module: str) -> str:
    """Return the text of a module of the room of rules."""
    return (ROOT / "staffing" / "rules" / f"{module}.py").read_text(encoding="utf-8")


@cache
def honest(module: str) -> types.CodeType:
    """Return the code of an unchanged module."""
    return compile(source(module), module, "exec")


@cache
def needs(module: str) -> frozenset[str]:
    """Return the shared modules that a module is made of, directly or not; itself too."""
    imported = {name for name in SHARED if re.search(rf"\brules\.{name} import", source(module))}
    return frozenset({module}).union(*map(needs, imported))


def loaded(module: str, code: types.CodeType) -> types.ModuleType:
    """Return a module made of some code, known by its own name while it is made."""
    made = types.ModuleType(ROOM + module)
    sys.modules[ROOM + module] = made
    exec(code, made.__dict__)  # noqa: S102 - it is our own
    return made


def tests(name: str) -> types.ModuleType:
    """Return a module of the tests of rules."""
    folder = str(ROOT / "tests" / "rules")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


@cache
def trials(keyword: str) -> tuple[list[Trial], list[Trial]]:
    """Return what may give a changed rule away: nonsense to refuse and cases; worlds."""
    nonsense = tests("test_known_mistakes").CONTRADICTIONS
    tables = [table for table in nonsense if table["rule"] == keyword]
    found: list[Trial] = [partial(_accepts, table) for table in tables]
    for case in catalogue()[keyword].cases():
        judged = Counter(case.breaches)
        found.append(partial(_misjudges, case.rule.model_dump(), case.problem, case.roster, judged))
    drawn = (partial(_misjudges, *world[:3], None) for world in worlds(keyword))
    return found, list(drawn)


@cache
def worlds(keyword: str) -> list[tuple[dict[str, object], Problem, Roster, int]]:
    """Return parameters, problem, roster and seed of the worlds that a rule is tried in."""
    agreement = tests("test_agreement")
    found = []
    for seed in range(WORLDS):
        problem, roster, _ = (getattr(agreement, "random_world", None) or agreement.world)(seed)
        rule = agreement.rule_for(keyword, seed)
        if rule.scope is not Scope.SLOT or not any(NoOverlap().check(problem, roster)):
            found.append((rule.model_dump(), problem, roster, seed))
    return found


def _accepts(table: dict[str, object], cls: type[Rule]) -> bool:
    with suppress(ValueError):
        cls.model_validate(table)
        return True
    return False


def _misjudges(
    table: dict[str, object],
    problem: Problem,
    roster: Roster,
    judged: Counter[Breach] | None,
    cls: type[Rule],
) -> bool:
    rule = cls.model_validate(table)
    found = Counter(rule.check(problem, roster))
    if judged is not None and found != judged:
        return True
    if rule.scope is Scope.STRUCTURE:
        return False
    return Counter(on_paper(rule, problem, roster).breaches) != found


def gives_away(cls: type[Rule], known: list[Trial]) -> bool:
    """Return whether something tells a changed rule from what it should be.

    What did so is tried first the next time: slips of a rule are often found by the same.
    """
    for index, trial in enumerate(known):
        if trial(cls):
            known.insert(0, known.pop(index))
            return True
    return False


def sound(keyword: str) -> None:
    """Raise ValueError if something gives a rule away that is as it should be."""
    if any(gives_away(catalogue()[keyword], known) for known in trials(keyword)):
        raise ValueError(f"nothing can be learned of {keyword}: its tests fail as it stands")


def unlike(cls: type[Rule], keyword: str) -> str:
    """Return a world that a changed rule judges otherwise than the honest one; empty if none."""
    true = catalogue()[keyword]
    for table, problem, roster, seed in worlds(keyword):
        own, right = (c.model_validate(table).check(problem, roster) for c in (cls, true))
        if Counter(own) != Counter(right):
            return f"{keyword} in world {seed}"
    return ""


def users(module: str) -> list[str]:
    """Return the keywords of the rules that a module is part of."""
    return [key for key in own_rules() if module in needs(key)]


@cache
def users_of(module: str, owner: str) -> list[str]:
    """Return the keywords of the rules that a function or class of a module may be part of.

    By name: rules that mention it, or something shared that mentions it.
    """
    if module not in SHARED:
        return [module]
    names = {owner}
    parts = [part for shared in SHARED for part in ast.parse(source(shared)).body]
    for _ in range(len(SHARED)):
        for part in parts:
            if isinstance(part, ast.FunctionDef | ast.ClassDef) and _mentions(part, names):
                names.add(part.name)
    return [key for key in users(module) if _mentions(ast.parse(source(key)), names)]


def _mentions(part: ast.AST, names: Collection[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(part))


def outcome(task: tuple[str, int]) -> Outcome:
    """Plant a slip, named by module and number, and return what becomes of it."""
    module, number = task
    for name in JUDGES:
        tests(name)  # before anything is changed, so that they know the honest rules
    tree = ast.parse(source(module))
    owner, line, what, change = list(slips(tree))[number]
    change()
    code = compile(ast.fix_missing_locations(tree), module, "exec")
    text = source(module).splitlines()[line - 1].strip()
    mine = users_of(module, owner)
    kept = {m: sys.modules[ROOM + m] for m in (*SHARED, *own_rules())}
    try:
        return _tried(code, mine, Survivor(module, what, text))
    except Exception:
        return Outcome(module)  # whatever it is, the slip has been noticed
    finally:
        sys.modules.update({ROOM + m: made for m, made in kept.items()})


def _tried(code: types.CodeType, keywords: list[str], survivor: Survivor) -> Outcome:
    module = survivor.module
    slipped = loaded(module, code)
    for other in SHARED:
        if other != module and module in needs(other):
            loaded(other, honest(other))
    made: dict[str, type[Rule]] = {}
    for part in (0, 1):
        for keyword in keywords:
            with time_limit():
                if keyword not in made:
                    own = slipped if keyword == module else loaded(keyword, honest(keyword))
                    made[keyword] = getattr(own, catalogue()[keyword].__name__)
                if gives_away(made[keyword], trials(keyword)[part]):
                    keywords.remove(keyword)
                    keywords.insert(0, keyword)
                    return Outcome(module)
    if module in SHARED:
        for keyword in set(own_rules()) - set(made):
            loaded(keyword, honest(keyword))
        with time_limit():
            _try_shared()
    seen = (unlike(cls, keyword) for keyword, cls in made.items())
    return Outcome(module, survivor, next(filter(None, seen), ""))


def _try_shared() -> None:
    """Run the tests of what rules share; they raise AssertionError for a slip that they find."""
    for name, test in vars(tests("test_shared")).items():
        if name.startswith("test_"):
            test()


@contextmanager
def time_limit() -> Iterator[None]:
    """Raise TimeoutError inside if it takes too many processor seconds."""
    signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _out_of_time(*_: object) -> None:
    raise TimeoutError(f"{LIMIT_S} s are over")


def explained() -> Counter[Survivor]:
    """Return the slips that are known to change no judgement."""
    data = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return Counter(
        Survivor(table["module"], slip, table["line"])
        for table in data["equivalent"]
        for slip in table["slips"]
    )


def tell(module: str, outcomes: Sequence[Outcome]) -> Counter[str]:
    """Print what is wrong about the slips of a module; return how many there are of each kind."""
    overlooked = Counter(one.survivor for one in outcomes if one.survivor is not None)
    known = Counter({s: n for s, n in explained().items() if s.module == module})
    where = {one.survivor: one.unlike for one in outcomes if one.unlike}
    for survivor in (overlooked - known).elements():
        print(" | ".join(survivor), "|", where.get(survivor, ""), flush=True)
    for survivor in known - overlooked:
        print("explained, and found all the same:", " | ".join(survivor), flush=True)
    for survivor in known & overlooked:
        if survivor in where:
            print("explained, and judges", where[survivor], "otherwise:", " | ".join(survivor))
    new = (overlooked - known).total()
    return Counter(
        planted=len(outcomes),
        overlooked=overlooked.total(),
        explained=overlooked.total() - new,
        unexplained=new,
    )


def main() -> int:
    """Mutate the rules that are named, or all with what they share; list what was overlooked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", help="keywords, or modules that rules share")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--record", action="store_true", help="append a line to the results")
    options = parser.parse_args()
    begun = time.monotonic()
    chosen = options.rules or [*own_rules(), *SHARED]
    tasks = [(m, n) for m in chosen for n in range(len(list(slips(ast.parse(source(m))))))]
    totals: Counter[str] = Counter()
    _try_shared()
    with ProcessPoolExecutor(options.jobs) as pool:
        list(pool.map(sound, {rule for module in chosen for rule in users(module)}))
        for module, outcomes in groupby(
            pool.map(outcome, tasks, chunksize=8), key=operator.attrgetter("module")
        ):
            totals.update(tell(module, list(outcomes)))
    seconds = round(time.monotonic() - begun)
    print(*(f"{count} {what}" for what, count in totals.items()), f"{seconds} s", sep=", ")
    if options.record:
        cpu_s = round(sum(os.times()[:4]))
        record(options.rules, totals, {"jobs": options.jobs, "seconds": seconds, "cpu_s": cpu_s})
    return min(totals["unexplained"], 1)


def record(modules: Sequence[str], totals: Mapping[str, int], run: Mapping[str, int]) -> None:
    """Append a line to the results: what was planted where, in which code, and what became of it.

    The code counts as changed where the tests are, or what is explained, too.
    """
    code = code_version()
    code["dirty"] = code["dirty"] or bool(
        git("status", "--porcelain", "--", "tests/rules", str(EXPLAINED))
    )
    line: Record = {
        "subject": "mutations",
        "protocol": PROTOCOL,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **code,
        "modules": list(modules) or "all",
        "worlds": WORLDS,
        **totals,
        **run,
        "versions": {"python": platform.python_version(), "staffing": version("staffing")},
        "cpu": cpu(),
    }
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{datetime.now(UTC).date()}.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
