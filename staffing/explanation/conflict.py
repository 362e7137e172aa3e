"""Why there is no roster: what contradicts what, and what would have to give."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence

from pydantic import SerializeAsAny

from staffing.domain.base import Frozen
from staffing.domain.outcome import Judgement, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Rule, Subject
from staffing.errors import NoRosterError, UsageError
from staffing.evaluation.referee import evaluate
from staffing.explanation.blamed import blamed_meetings
from staffing.explanation.counting import Fact, count
from staffing.explanation.demands import Demand, Demands, prices
from staffing.explanation.minimal import TooManyQuestions, shrink
from staffing.explanation.probe import Probe
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

QUESTIONS = 30
"""Most questions to find the persons or slots of one demand; more would make a long list."""
DAYS = 3
"""A rule that is needed on more days than that is not looked at slot by slot."""
NEVER = "no_overlap"
"""Nobody can be in two places at once: named in conflicts, but no way out of them."""
ROSTERS = 3
"""For so many repairs, the cheapest, it is said what roster they give."""
SEVERE = 1000
"""Price of a miss in the best-effort roster over its price in a repair, hundredths of a call."""


class Member(Frozen):
    """Demands of one rule on one day that a conflict needs.

    Parameters
    ----------
    rule
        The rule.
    subjects
        What it asks of whom and when.
    each
        Whether each subject by itself is needed for the conflict, or only all together.
    """

    rule: SerializeAsAny[Rule]
    subjects: tuple[Subject, ...]
    each: bool


class Repair(Frozen):
    """Demands that make a roster possible when they are given up.

    Parameters
    ----------
    misses
        What is missed, by how much, and at what price.
    price
        Their sum: minutes of a counselor, times 1 for numbers of people, 3 for rules about
        persons, 10 for law and leave.
    proved
        Whether it is proved that these rules cannot be missed by less; even misses over a day
        count as less than deep ones.
    roster
        The best roster found that misses these rules and no other; not legal. None if none was
        asked for, or found.
    verdict
        The referee's judgement of it.
    """

    misses: tuple[Judgement, ...]
    price: int
    proved: bool
    roster: Roster | None = None
    verdict: Verdict | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """Keywords of the rules that are missed."""
        return tuple(dict.fromkeys(item.rule.rule for item in self.misses))


class Conflict(Frozen):
    """Why there is no roster.

    Parameters
    ----------
    problem
        What was asked.
    facts
        What counting alone shows.
    members
        Demands that cannot all be met.
    minimal
        Proved: without any one member, the others can be met together.
    meetings
        Codes of the meetings that the conflict needs beside its members, in groups: without a
        group the members can be met together.
    repairs
        What could be given up, the cheapest first.
    """

    problem: Problem
    facts: tuple[Fact, ...]
    members: tuple[Member, ...]
    minimal: bool
    repairs: tuple[Repair, ...] = ()
    meetings: tuple[tuple[str, ...], ...] = ()

    @property
    def roster(self) -> Roster | None:
        """A roster that breaks the least; not legal. None if none was asked for, or found."""
        return self.repairs[0].roster if self.repairs else None

    @property
    def verdict(self) -> Verdict | None:
        """The referee's judgement of it."""
        return self.repairs[0].verdict if self.repairs else None


def why_no_roster(
    problem: Problem,
    settings: SolveSettings | None = None,
    *,
    roster: bool = True,
    given: Collection[int] = (),
    told: Callable[[Conflict], None] | None = None,
) -> Conflict:
    """Return why a problem has no roster, and what would have to give.

    Parameters
    ----------
    problem
        A problem whose hard rules contradict each other.
    settings
        Time limit for the explanation, and again for the roster of each repair; seed. Left out:
        10 s.
    roster
        Whether a roster is wanted for each of the cheapest repairs, `ROSTERS` at most.
    given
        Numbers of rules that are beyond question: never named, never given up.
    told
        Called with the conflict as soon as it is known, before repairs and a roster are sought.

    Raises
    ------
    UsageError
        If the problem has a roster.
    NoRosterError
        If time runs out before that is known.
    """
    settings = settings or SolveSettings(time_limit_s=10, gap=0.02)
    demands = Demands(problem)
    probe = Probe(demands, settings)
    where = f"{problem.center.name}, {problem.horizon}"
    everything = list(dict.fromkeys(row.demand for row in demands.rows))
    possible = probe.possible(everything)
    if possible:
        raise UsageError(where, "there is a roster that keeps every hard rule", "", "plan it")
    if possible is None:
        raise NoRosterError(where, "no contradiction was found in the time given", todo="more time")
    finder = _Finder(probe, given)
    members = finder.find(everything)
    rules = problem.center.rules
    needed = [demand for part, _ in members for demand in part]
    conflict = Conflict(
        problem=problem,
        facts=count(demands),
        members=tuple(
            Member(rule=rules[part[0].rule], subjects=tuple(d.subject for d in part), each=each)
            for part, each in members
        ),
        minimal=finder.sure,
        meetings=blamed_meetings(problem, [*finder.background, *needed], settings),
    )
    if told is not None:
        told(conflict)
    repairs = _repairs(probe, [item.rule for item in everything if item.rule not in given], members)
    if roster:
        first = (_with_roster(problem, repair, settings) for repair in repairs[:ROSTERS])
        repairs = (*first, *repairs[ROSTERS:])
    return conflict.model_copy(update={"repairs": repairs})


class _Finder:
    """Finds a minimal conflict: first its rules, then their days, then persons and slots."""

    def __init__(self, probe: Probe, given: Collection[int]) -> None:
        self._probe = probe
        self._given = given
        self.background: list[Demand] = []
        self.sure = True

    def find(self, everything: Sequence[Demand]) -> list[tuple[list[Demand], bool]]:
        """Return the demands by rule and day, and whether each of them is needed.

        Of equal choices the center's own rules are named before the law, and early days and
        slots before late ones.
        """
        self.background = [d for d in everything if d.rule in self._given]
        groups = _split([d for d in everything if d.rule not in self._given], _by_rule)
        groups = shrink(groups, self._impossible)
        days_last = [g for group in groups for g in reversed(_split(group, _by_day))]
        groups = shrink(days_last, self._impossible)
        groups.sort(key=lambda group: (group[0].rule, group[0].day or dt.date.min))
        found: list[tuple[list[Demand], bool]] = []
        days = Counter(group[0].rule for group in groups)
        for place, group in enumerate(groups):
            others = [part for part, _ in found] + groups[place + 1 :]
            few = days[group[0].rule] <= DAYS
            found.append(self._refine(group, others) if few else (group, len(group) == 1))
        return found

    def _refine(self, group: list[Demand], others: list[list[Demand]]) -> tuple[list[Demand], bool]:
        try:
            parts = shrink(
                [[demand] for demand in reversed(group)],
                lambda some: self._impossible([*others, *some]),
                QUESTIONS,
            )
        except TooManyQuestions:
            return group, False
        return [demand for part in reversed(parts) for demand in part], True

    def _impossible(self, groups: list[list[Demand]]) -> bool:
        kept = [*self.background, *(demand for group in groups for demand in group)]
        answer = self._probe.possible(kept)
        self.sure &= answer is not None
        return answer is False


def _by_rule(demand: Demand) -> Hashable:
    return demand.rule


def _by_day(demand: Demand) -> Hashable:
    return demand.rule, demand.day


def _split(demands: Sequence[Demand], key: Callable[[Demand], Hashable]) -> list[list[Demand]]:
    groups: dict[Hashable, list[Demand]] = {}
    for demand in demands:
        groups.setdefault(key(demand), []).append(demand)
    return list(groups.values())


def _repairs(
    probe: Probe, rules: Sequence[int], members: list[tuple[list[Demand], bool]]
) -> tuple[Repair, ...]:
    """Return the cheapest repair of all, and the cheapest by each rule of the conflict alone."""
    price = prices(probe.demands)
    known = probe.demands.problem.center.rules
    named = dict.fromkeys(part[0].rule for part, _ in members)
    open_to = {n for n in rules if known[n].rule != NEVER}
    choices = [open_to, *({n} for n in named if n in open_to)]
    found: dict[tuple[frozenset[str], int], Repair] = {}
    cheapest: set[int] = set()
    for soft in choices:
        if soft == cheapest:
            continue
        answer = probe.least(soft, price)
        if answer is None:
            continue
        misses, cost, proved = answer
        if soft == choices[0] and proved:
            cheapest = {demand.rule for demand in misses}
        judged = tuple(
            Judgement(
                rule=known[demand.rule],
                breach=Breach(demand.subject, amount),
                cost=price[demand.rule] * amount,
            )
            for demand, amount in misses.items()
        )
        repair = Repair(misses=judged, price=cost, proved=proved)
        found.setdefault((frozenset(repair.rules), cost), repair)
    ranked = sorted(found.values(), key=lambda repair: (repair.price, len(repair.rules)))
    return tuple(
        repair
        for place, repair in enumerate(ranked)
        if not any(set(better.rules) <= set(repair.rules) for better in ranked[:place])
    )


def _with_roster(problem: Problem, repair: Repair, settings: SolveSettings) -> Repair:
    """Return a repair with a roster that misses what it gives up, and serves the callers."""
    weight = {item.rule: SEVERE * item.cost // item.breach.amount for item in repair.misses}
    rules = tuple(
        rule.model_copy(update={"weight": weight[rule]}) if rule in weight else rule
        for rule in problem.center.rules
    )
    center = problem.center.model_copy(update={"rules": rules})
    found = plan(problem.model_copy(update={"center": center}), settings).found
    verdict = None if found is None else evaluate(problem, found)
    return repair.model_copy(update={"roster": found, "verdict": verdict})
