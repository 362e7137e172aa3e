"""Shifts that must not, or should, follow one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.center import CallCenter
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, is_known, shift_at, whom, works_one_of
from staffing.rules._personal import PersonalRule

OFF, ANY, OR = "-", "any", "|"


class Successions(PersonalRule, frozen=True):
    """A succession of shifts on days in a row is forbidden, or its last part is wished.

    Each time it occurs (or a wished one is not completed) is one unit, named by the last day.
    Days of which nothing is known match nothing.

    Parameters
    ----------
    shifts
        Codes by day, at least two; ``-`` is a day off, ``any`` is any shift, and ``E|L`` is one
        of several.
    wished
        False: the succession is forbidden. True: where all but its last part occur, the last
        is wished.
    """

    rule: Literal["successions"] = "successions"
    shifts: tuple[str, ...] = Field(min_length=2, max_length=14)
    wished: bool = False

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "successions of shifts", "ko": "근무 순서"}

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person, contract or shift."""
        super().check_links(center)
        for part in self.shifts:
            for code in part.split(OR):
                some = [OFF, ANY, *center.shift] if code == part else center.shift
                known(f"shift in rule {self.rule!r}:", code, some)

    def _runs(self, problem: Problem) -> Iterator[tuple[Counselor, list[dt.date]]]:
        """Yield each person with the days of each succession that ends on a planned day."""
        long = len(self.shifts)
        for counselor in self.people(problem):
            for last in self.dates(problem):
                days = [last - dt.timedelta(days=back) for back in range(long - 1, -1, -1)]
                if is_known(problem, days[0]):
                    yield counselor, days

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid that every part occurs."""
        for counselor, days in self._runs(problem):
            allowed = {shift.code for shift in problem.center.shifts_of(counselor)}
            parts: list[Expr] = []
            for code, day in zip(self.shifts, days, strict=True):
                if day < problem.horizon.first:
                    duty = problem.duty_before(counselor.id, day)
                    fits = self._fits(code, None if duty is None else duty.shift)
                    parts.append(Expr(constant=int(fits)))
                elif code == OFF:
                    parts.append(1 - draft.works(counselor.id, day))
                elif code == ANY:
                    parts.append(draft.works(counselor.id, day))
                elif some := allowed.intersection(code.split(OR)):
                    parts.append(works_one_of(problem, draft, counselor, day, some))
                else:
                    parts.append(Expr())
            if self.wished:
                parts[-1] = 1 - parts[-1]
            dead = any(not part.terms and part.constant == 0 for part in parts)
            if not dead:
                subject = Subject(counselor.id, days[-1])
                draft.limit(Expr.sum(parts), subject, at_most=len(parts) - 1)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days on which the succession is complete, or a wished one is not."""
        for counselor, days in self._runs(problem):
            found = [shift_at(problem, roster, counselor.id, day) for day in days]
            *fits, last = map(self._fits, self.shifts, found)
            if all(fits) and last != self.wished:
                yield Breach(Subject(counselor.id, days[-1]), 1)

    @staticmethod
    def _fits(code: str, shift: str | None) -> bool:
        if shift is None or code == OFF:
            return shift is None and code == OFF
        return code == ANY or shift in code.split(OR)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which succession ends on a day."""
        head = whom(problem, breach.subject, language)
        text = " ".join(self.shifts)
        before, last = " ".join(self.shifts[:-1]), self.shifts[-1]
        if self.wished:
            return either(
                language,
                f"{head}: after {before}, {last} is wished and does not follow.",
                f"{head}: {before} 다음에는 {last} 배정이 바람직하나 그렇지 않습니다.",
            )
        return either(
            language,
            f"{head}: the succession {text} ends here and is forbidden.",
            f"{head}: 금지된 근무 순서({text})입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return bans of two and three days, a wish, and a ban across the border."""
        spans = {"E": "06:00-14:00", "L": "14:00-22:00", "N": "22:00-30:00"}
        problem = toy("A", days=4, shifts=spans, opening="00:00-24:00")
        tuesday, last = MONDAY.replace(day=4), problem.horizon.last
        ban = cls(shifts=("N", "E"))
        yield Case("holds: a night, then a night", ban, problem, rota(problem, {"A": "NN.E"}), ())
        row = rota(problem, {"A": ".NE."})
        wednesday = (Breach(Subject("A", MONDAY.replace(day=5)), 1),)
        yield Case("breaks: a night, then a morning", ban, problem, row, wednesday)
        two = cls(shifts=("N", "N", "E"))
        yield Case("bound: one night only", two, problem, row, ())
        yield Case(
            "breaks: two nights, then a morning, at the end",
            two,
            problem,
            rota(problem, {"A": ".NNE"}),
            (Breach(Subject("A", last), 1),),
        )
        rest = cls(shifts=("N", "-"), wished=True)
        yield Case("bound: a night, then off", rest, problem, rota(problem, {"A": "N.LN"}), ())
        yield Case(
            "breaks: a night, then not off",
            rest,
            problem,
            rota(problem, {"A": "NL.."}),
            (Breach(Subject("A", tuesday), 1),),
        )
        begun = toy("A", days=1, shifts=spans, past={"A": "NN"})
        yield Case(
            "breaks: published nights",
            two,
            begun,
            rota(begun, {"A": "E"}),
            (Breach(Subject("A", MONDAY), 1),),
        )
        single = cls(shifts=("-", "any", "-"))
        yield Case(
            "breaks: a single day",
            single,
            problem,
            rota(problem, {"A": ".L.."}),
            wednesday,
        )
        yield Case(
            "breaks: one of two after a night",
            cls(shifts=("N", "E|L")),
            problem,
            rota(problem, {"A": "NLNN"}),
            (Breach(Subject("A", tuesday), 1),),
        )
        late = cls(shifts=("-", "L"))
        yield Case(
            "holds: nothing is known before", late, problem, rota(problem, {"A": "LLLL"}), ()
        )
