"""Enough unpaid break time for the working time of a shift, within the shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import LUNCH, MONDAY, rota, toy
from staffing.domain.work import Break, Shift
from staffing.rules._helpers import either, on, span, who
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_DAY

Minutes = Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)]


class LawBreaks(PersonalRule, frozen=True):
    """Shifts of so much working time contain so much break; one minute short is one unit.

    A break counts if it surely lies inside the shift: neither its first nor its last possible
    start lets it touch the shift's start or end.

    Parameters
    ----------
    breaks
        Pairs: from so many minutes of working time on, at least so many minutes of break.
    count_paid
        Whether paid breaks count too; by themselves they are working time.
    """

    rule: Literal["law_breaks"] = "law_breaks"
    breaks: tuple[tuple[Minutes, Minutes], ...] = ((240, 30), (480, 60))
    count_paid: bool = False

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "legal breaks", "ko": "법정 휴게시간"}

    def _due(self, problem: Problem, shift: Shift) -> int:
        paid = problem.center.paid_minutes(shift)
        return max((minutes for work, minutes in self.breaks if paid >= work), default=0)

    def _short(self, problem: Problem) -> dict[str, int]:
        """Return the minutes of break that shifts lack; those with enough are left out."""
        short = {}
        for shift in problem.center.shifts:
            taken = sum(
                pause.minutes
                for pause in problem.center.breaks_of(shift)
                if (self.count_paid or not pause.paid) and _inside(problem, shift, pause)
            )
            if taken < self._due(problem, shift):
                short[shift.code] = self._due(problem, shift) - taken
        return short

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the shifts with too little break; a sound center has none."""
        short = self._short(problem)
        for counselor in self.people(problem):
            for shift in problem.center.shifts_of(counselor):
                if shift.code in short:
                    for day in self.dates(problem):
                        works = draft.works(counselor.id, day, shift.code)
                        subject = Subject(counselor.id, day)
                        draft.limit(works * short[shift.code], subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the duties whose shift has too little break."""
        short = self._short(problem)
        for counselor in self.people(problem) if short else ():
            for day in self.dates(problem):
                duty = roster.of.get((counselor.id, day))
                if duty is not None and duty.shift in short:
                    yield Breach(Subject(counselor.id, day), short[duty.shift])

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how much break is missing."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        short = span(breach.amount, language)
        due = ", ".join(
            either(
                language,
                f"{span(minutes, language)} from {span(work, language)} of work on",
                f"{span(work, language)} 이상 근로 시 {span(minutes, language)}",
            )
            for work, minutes in self.breaks
        )
        return either(
            language,
            f"{head}: the shift lacks {short} of break inside it; due are {due}.",
            f"{head}: 근무 중 휴게가 {short} 부족합니다. 기준: {due}.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return shifts just below and at the limits, with and without a lunch."""
        law = "Labor Standards Act (KR), art. 54(1)"
        plain = toy("A", days=2, shifts={"S": "08:00-11:00", "H": "08:00-12:00"})
        yield Case("holds: 3 hours", cls(), plain, rota(plain, {"A": "S."}), (), law)
        monday = Subject("A", MONDAY)
        yield Case(
            "breaks: 4 hours without a break",
            cls(),
            plain,
            rota(plain, {"A": "H."}),
            (Breach(monday, 30),),
            law,
        )
        lunch = toy("A", days=2, lunch=True)
        full = rota(lunch, {"A": "E."})
        yield Case("bound: an hour for 8 hours", cls(), lunch, full, (), law)
        yield Case(
            "breaks: a minute less than the rule wants",
            cls(breaks=((480, 61),)),
            lunch,
            full,
            (Breach(monday, 1),),
        )
        edge = LUNCH.model_copy(update={"latest": None})
        late = toy("A", days=2, shifts={"E": "08:00-17:00"}, breaks=[edge])
        yield Case(
            "breaks: a lunch that may end the shift",
            cls(),
            late,
            rota(late, {"A": "E."}),
            (Breach(monday, 60),),
            law,
        )
        first = LUNCH.model_copy(update={"earliest": LUNCH.minutes * 8})
        soon = toy("A", days=2, shifts={"E": "08:00-17:00"}, breaks=[first])
        yield Case(
            "breaks: a lunch that may begin the shift",
            cls(),
            soon,
            rota(soon, {"A": "E."}),
            (Breach(monday, 60),),
            law,
        )
        early = Break(code="early", minutes=60, after_start=60, within=120)
        for name, within, found in (
            ("bound: a tie that keeps a break from the end", 240, ()),
            ("breaks: one that lets it touch the end", 300, (Breach(monday, 60),)),
        ):
            later = Break(code="later", minutes=60, after_break=60, within=within)
            tied = toy("A", days=1, shifts={"E": "08:00-17:00"}, breaks=[early, later])
            yield Case(name, cls(breaks=((240, 120),)), tied, rota(tied, {"A": "E"}), found)
        tea = Break(code="tea", minutes=60, paid=True, after_start=60, before_end=60)
        paid = toy("A", days=2, shifts={"E": "08:00-16:00"}, breaks=[tea])
        yield Case(
            "breaks: a paid break is working time",
            cls(),
            paid,
            rota(paid, {"A": "E."}),
            (Breach(monday, 60),),
        )
        yield Case(
            "bound: a paid break, where those count",
            cls(count_paid=True),
            paid,
            rota(paid, {"A": "E."}),
            (),
        )


def _inside(problem: Problem, shift: Shift, pause: Break) -> bool:
    starts = problem.center.starts_in[shift.code][pause.code]
    return shift.start < starts[0] and starts[-1] + pause.minutes < shift.end
