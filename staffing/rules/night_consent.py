"""Work at night only by those who agreed to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.base import Clock
from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, whom, works_one_of
from staffing.rules._night import night_minutes
from staffing.rules._personal import PersonalRule, agreeing


class NightConsent(PersonalRule, frozen=True):
    """Nobody works at night without having agreed; each such shift is one unit.

    Who agreed stands in the column ``consents`` of counselors.csv, or in ``consented``.

    Parameters
    ----------
    consented
        Ids of those who agreed.
    night_from, night_to
        When it is night.
    more_than
        Minutes of a shift that may lie at night all the same.
    """

    rule: Literal["night_consent"] = "night_consent"
    consented: tuple[str, ...] = ()
    night_from: Clock = 1320
    night_to: Clock = 1800
    more_than: int = Field(default=0, ge=0, le=1439)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "consent to work at night", "ko": "야간근로 동의"}

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person or contract."""
        super().check_links(center)
        for code in self.consented:
            known(f"counselor in rule {self.rule!r}:", code, center.counselor)

    def _days(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, frozenset[str]]]:
        nights = frozenset(
            shift.code
            for shift in problem.center.shifts
            if night_minutes(shift, self.night_from, self.night_to) > self.more_than
        )
        for counselor in self.people(problem):
            able = {shift.code for shift in problem.center.shifts_of(counselor)} & nights
            agreed = counselor.id in self.consented or "night" in counselor.consents
            if able and not agreed:
                for day in self.dates(problem):
                    yield counselor, day, nights

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the night shifts; a center without any has no rows."""
        for counselor, day, nights in self._days(problem):
            works = works_one_of(problem, draft, counselor, day, nights)
            draft.limit(works, Subject(counselor.id, day), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the night shifts without consent."""
        for counselor, day, nights in self._days(problem):
            duty = roster.of.get((counselor.id, day))
            if duty is not None and duty.shift in nights:
                yield Breach(Subject(counselor.id, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return who works at night without having agreed."""
        head = whom(problem, breach.subject, language)
        return either(
            language,
            f"{head}: work at night, to which this person has not agreed.",
            f"{head}: 야간근로에 동의하지 않은 사람의 야간근로입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return nights with and without consent, and shifts that end as night begins."""
        law = "Labor Standards Act (KR), art. 70"
        spans = {"L": "14:00-22:00", "X": "15:00-23:00", "N": "22:00-30:00"}
        problem = toy("AB", days=2, shifts=spans)
        rule = cls(consented=("B",))
        yield Case("holds: B agreed", rule, problem, rota(problem, {"B": "NN"}), (), law)
        yield Case("bound: until 22:00", rule, problem, rota(problem, {"A": "L."}), (), law)
        breach = (Breach(Subject("A", MONDAY), 1),)
        late = rota(problem, {"A": "X."})
        yield Case("breaks: until 23:00", rule, problem, late, breach, law)
        yield Case("bound: an hour is fine", cls(more_than=60), problem, late, ())
        night = rota(problem, {"A": "N."})
        yield Case("breaks: a whole night", cls(more_than=60), problem, night, breach)
        two = toy("A", days=2, shifts={"B": "16:00-24:00"})
        yield Case(
            "breaks: a minute more than two hours less one",
            cls(more_than=119),
            two,
            rota(two, {"A": "B."}),
            breach,
        )
        file = agreeing(problem, "B", "night")
        nights = rota(file, {"A": "N.", "B": "NN"})
        yield Case("breaks: B agreed in counselors.csv", cls(), file, nights, breach)
