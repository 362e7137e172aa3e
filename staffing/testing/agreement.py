"""The proof that a rule means the same to the solver, to the referee and in its own cases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from staffing.domain.paper import PaperDraft, on_paper
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Case, Rule, Scope
from staffing.domain.ties import broken_ties
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.rules.no_overlap import NoOverlap
from staffing.testing.worlds import World, draw_roster, random_world

WEIGHT = 3
"""The weight with which a rule is tried as a price."""


def assert_rule_agrees(rule: Rule | type[Rule], *, worlds: int = 100, rosters: int = 30) -> None:
    """Raise AssertionError unless a rule's build, check and cases mean the same.

    Parameters
    ----------
    rule
        A class, tried with the parameters of its cases, or a rule, whose own parameters are
        tried beside those.
    worlds
        How many random worlds are tried with each parameters: people, horizons, published days,
        leave and wishes at random, with the shifts and queues of the cases.
    rosters
        How many random rosters are tried inside the solver's model, hard and as a price.

    Raises
    ------
    AssertionError
        With the case or the number of the world, and what only one half says.
    """
    cls = rule if isinstance(rule, type) else type(rule)
    name, cases = cls.model_fields["rule"].default, list(cls.cases())
    faults = [f"{name}, {fault}" for case in cases if (fault := case_fault(case))]
    if not any(case.breaches for case in cases) or all(case.breaches for case in cases):
        faults.append(f"{name}: its cases need one that holds and one that breaks")
    tried = [case.rule for case in cases] if isinstance(rule, type) else [rule, *_rules_of(cases)]
    if cls.scope is not Scope.STRUCTURE and not faults:
        found = (_in_worlds(one, cases, worlds) for one in dict.fromkeys(tried))
        faults += [f"{name}, {fault}" for many in found for fault in islice(many, 1)]
        faults += [f"{name}, {fault}" for fault in islice(_in_models(cases, rosters), 1)]
    if faults:
        raise AssertionError("\n".join(faults))


def _rules_of(cases: Sequence[Case]) -> list[Rule]:
    return [case.rule for case in cases]


def _in_worlds(rule: Rule, cases: Sequence[Case], worlds: int) -> Iterator[str]:
    likes = [case.problem for case in cases if case.rule == rule] or [c.problem for c in cases]
    for seed in range(worlds):
        fault = disagreement(rule, random_world(seed, likes[seed % len(likes)]))
        if fault:
            yield fault


def _in_models(cases: Sequence[Case], rosters: int) -> Iterator[str]:
    rng = random.Random(rosters)  # noqa: S311 - to be repeated, not to be secret
    for number in range(len(cases) + rosters):
        case = cases[number % len(cases)]
        drawn = number >= len(cases)
        roster = draw_roster(case.problem, rng, rng.random()) if drawn else case.roster
        for rule in weighed(case.rule) if expressible(case.problem, roster) else ():
            fault = model_disagreement(rule, case.problem, roster)
            if fault:
                yield f"case {case.name!r}, {fault}"


def case_fault(case: Case) -> str:
    """Return what is wrong with a case; empty if nothing is.

    Check and build must give exactly its breaches, each with a sentence in both languages, and
    the rule must survive being written and read.
    """
    rule, problem = case.rule, case.problem
    halves = {"check": Counter(rule.check(problem, case.roster))}
    if rule.scope is not Scope.STRUCTURE:
        halves["build"] = Counter(on_paper(rule, problem, case.roster).breaches)
    for half, found in halves.items():
        if found != Counter(case.breaches):
            return f"case {case.name!r}: {half} says {list(found)}, the case {case.breaches}"
    for breach in case.breaches:
        for language in ("en", "ko"):
            sentence = rule.say(problem, breach, language)
            if not sentence.strip() or "None" in sentence:
                return f"case {case.name!r}: say({language!r}) is {sentence!r}"
    if type(rule).model_validate_json(rule.model_dump_json()) != rule:
        return f"case {case.name!r}: the rule differs after it was written and read"
    return ""


def disagreement(rule: Rule, world: World, draft: type[PaperDraft] = PaperDraft) -> str:
    """Return where build and check of a rule differ in a world; empty if nowhere.

    Parameters
    ----------
    rule, world
        The rule, and where it is tried.
    draft
        The paper on which build writes.
    """
    problem, roster, seed = world
    if rule.scope is Scope.SLOT and any(NoOverlap().check(problem, roster)):
        return ""  # one person would be on the phones twice
    paper = draft(problem, roster)
    rule.build(problem, paper)
    built, checked = Counter(paper.breaches), Counter(rule.check(problem, roster))
    if built == checked:
        return ""
    only = f"only built {list(built - checked)}, only checked {list(checked - built)}"
    return f"world {seed}, {rule!r}: {only}"


def weighed(rule: Rule) -> list[Rule]:
    """Return a rule as a price, and before that, if it may be hard, as a hard rule."""
    soft = rule.model_copy(update={"weight": WEIGHT})
    try:
        hard = type(rule).model_validate({**rule.model_dump(), "weight": None})
    except ValueError:
        return [soft]
    return [hard, soft]


def model_disagreement(rule: Rule, problem: Problem, roster: Roster) -> str:
    """Return how the solver's model and check differ on an `expressible` roster; empty if not.

    A hard rule forbids exactly the rosters in which check finds a breach; a soft one costs
    weight times the amounts.
    """
    amount = sum(breach.amount for breach in rule.check(problem, roster))
    wanted = rule.weight * amount if rule.weight is not None else None if amount else 0
    charged = model_cost(problem, rule, roster)
    if charged == wanted:
        return ""
    words = [f"costs {cost}" if cost is not None else "is forbidden" for cost in (charged, wanted)]
    says = f"the roster {words[0]} in the model and {words[1]} by check"
    return f"weight {rule.weight or 'hard'}: {says}: {roster.duties}"


def model_cost(problem: Problem, rule: Rule, roster: Roster) -> int | None:
    """Return what the solver's model, with this rule alone, charges for a roster.

    Parameters
    ----------
    problem
        What is to be rostered; its own rules are left out.
    rule
        The only rule.
    roster
        One that is `expressible`.

    Returns
    -------
    Hundredths of a call; None if the model excludes the roster.
    """
    center = problem.center.model_copy(update={"rules": (rule,)})
    draft = compile_problem(problem.model_copy(update={"center": center}))
    values = values_of(draft, roster)
    if values is None or draft.model.impossible or draft.model.violated(values):
        return None
    return draft.model.objective(values.tolist())


def expressible(problem: Problem, roster: Roster) -> bool:
    """Return whether the model has words for a roster.

    Every duty is of a known person and day, in a shift of the contract, its breaks in place.
    """
    center = problem.center
    return len(roster.of) == len(roster.duties) and all(
        d.counselor in center.counselor
        and d.day in problem.horizon
        and d.shift in {s.code for s in center.shifts_of(center.counselor[d.counselor])}
        and {p.code for p in d.breaks} == set(center.shift[d.shift].breaks)
        and all(
            p.start in center.shift[d.shift].starts_of(center.pause[p.code], center.slot_minutes)
            for p in d.breaks
        )
        and not any(
            broken_ties(
                center.breaks_of(center.shift[d.shift]), {p.code: p.start for p in d.breaks}
            )
        )
        for d in roster.duties
    )
