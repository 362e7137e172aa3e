"""The counted draft: people about whom the rules say the same are counted, shifts included.

What a rule says about one person is said once for the whole group, summed over its members.
Sums forget who is who, so the model is a relaxation: its optimum is a bound, and its counts
are named afterwards. The sum is kept strong by the day patterns: a person on a pattern can add
to a limit no more than the limit, and no more than the pattern's days allow.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Subject
from staffing.formulation.alike import Alike, Saying
from staffing.formulation.draft import Exactly, ModelDraft, ShiftClass, shortfall
from staffing.formulation.teams import rules_speaking


class Ways(NamedTuple):
    """People on one day pattern, and the least and most that one of them adds to a limit."""

    people: Expr
    low: int
    high: int


class CountedDraft(ModelDraft):
    """The variables of a problem, with people counted wherever the rules see no difference.

    Parameters
    ----------
    problem
        What is to be rostered.
    known
        Who is alike, and what the rules say about them.
    exactly
        Numbers on the phones, by queue and slot, around which prices must be exact.
    """

    def __init__(self, problem: Problem, known: Alike, exactly: Exactly | None = None) -> None:
        self.alike = known
        self._said: dict[tuple[str, dt.date, str | None], int] = {}
        self.open: dict[int, list[Saying]] = defaultdict(list)
        """By number of the team: what sums leave open, so that it matters who works what."""
        super().__init__(problem, None, exactly, known.book)

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return a person's own expression, or a mark: what is said of sums is said elsewhere."""
        if counselor in self.alike.tied:
            return super().works(counselor, day, shift)
        key = counselor, day, shift
        return Expr({-1 - self._said.setdefault(key, len(self._said)): 1})

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Bound an expression, unless it is about a person who is summed with others."""
        if not any(number < 0 for number in expr.terms):
            super().limit(expr, subject, at_least=at_least, at_most=at_most)

    @property
    def exact(self) -> bool:
        """Whether the model prices every roster as the referee does, and not below."""
        return super().exact and not self.open

    def sum_up(self, rules: Sequence[Rule]) -> None:
        """Say for each group what the rules say of each of its members."""
        for group, people in self.classes.items():
            teams = [t for t in self.alike.teams if t[0] in {c.id for c in people}]
            for saying in self.alike.sayings.get(people[0].id, ()):
                if saying.about_shifts:
                    self._say(group, teams, saying, rules[saying.rule].weight)
            for team in teams:
                for saying in self.alike.sayings.get(team[0], ()):
                    if not saying.about_shifts:
                        self._say(group, [team], saying, rules[saying.rule].weight)

    def _form_teams(self, named: Collection[str] | None) -> tuple[tuple[str, ...], ...]:
        del named  # the rules have told who is alike
        return self.alike.teams

    def _classes(self) -> dict[ShiftClass, list[Counselor]]:
        return {group: list(people) for group, people in self.alike.groups.items()}

    def _say(
        self, group: ShiftClass, teams: Sequence[tuple[str, ...]], said: Saying, weight: int | None
    ) -> None:
        numbers = [self.team_of[team[0]] for team in teams]
        total = Expr.sum(
            coefficient
            * (
                Expr.sum(self._team_works[number, day] for number in numbers)
                if code is None
                else self.counts.get((group, day, code), Expr())
            )
            for day, code, coefficient in said.terms
        )
        ways = [way for number in numbers for way in self._ways(number, group[1], said)]
        settled = True
        if said.at_most is not None:
            settled &= self._at_most(total, ways, said.at_most - said.constant, weight)
        if said.at_least is not None:
            mirrored = [Ways(way.people, -way.high, -way.low) for way in ways]
            settled &= self._at_most(-total, mirrored, said.constant - said.at_least, weight)
        if not settled:
            for number in numbers:
                self.open[number].append(said)

    def _ways(self, number: int, codes: Sequence[str], said: Saying) -> Iterator[Ways]:
        """Yield a team's patterns with what each allows; one way for all over several weeks."""
        worked: dict[dt.date, list[int]] = {}
        by_day: dict[dt.date, dict[str | None, int]] = defaultdict(dict)
        for day, code, coefficient in said.terms:
            by_day[day][code] = by_day[day].get(code, 0) + coefficient
        for day, of in by_day.items():
            worked[day] = [of.get(None, 0) + of.get(code, 0) for code in codes] or [0]
        for week, days in enumerate(self.problem.horizon.weeks):
            if by_day.keys() <= set(days):
                for pattern, people in self.patterns[number, week]:
                    on = [d for d, flag in zip(days, pattern.days, strict=True) if flag]
                    adds = [worked[day] for day in on if day in worked]
                    yield Ways(people, sum(map(min, adds)), sum(map(max, adds)))
                return
        low = sum(min(0, *adds) for adds in worked.values())
        high = sum(max(0, *adds) for adds in worked.values())
        yield Ways(Expr(constant=len(self.teams[number])), low, high)

    def _at_most(self, total: Expr, ways: Sequence[Ways], bound: int, weight: int | None) -> bool:
        """Bound the sum over people of what is at most ``bound`` for each of them.

        Returns whether that says all: each person keeps the limit, or pays for it, whoever
        works what.
        """
        if all(way.high <= bound for way in ways):
            return True
        allowed = Expr.sum(way.people * min(bound, way.high) for way in ways)
        if weight is None:
            for way in ways:
                if way.low > bound:
                    self.model.row(way.people, at_most=0)
            self.model.row(allowed - total, at_least=0)
            return all(way.low == way.high for way in ways)
        if all(way.low >= bound or way.low == way.high for way in ways):
            self.model.charge(total - allowed, weight)
            return True
        most = sum(self.model.bounds(way.people)[1] * max(0, way.high - bound) for way in ways)
        slack = self._derive(self.model.expr(0, most, weight), shortfall(total - allowed))
        self.model.row(slack - (total - allowed), at_least=0)
        return False


def compile_counted(problem: Problem, known: Alike, exactly: Exactly | None = None) -> CountedDraft:
    """Return a finished counted draft; a relaxation of `compile_problem`'s.

    Parameters
    ----------
    problem
        What is to be rostered.
    known
        Who is alike under its rules.
    exactly
        Numbers on the phones, by queue and slot, around which prices must be exact.
    """
    draft = CountedDraft(problem, known, exactly)
    rules = rules_speaking(problem)
    for rule in rules:
        with draft.speaking(rule):
            rule.build(problem, draft)
    draft.sum_up(rules)
    draft.finish()
    return draft
