"""Enough people of a group at work, such as a team lead from opening to closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.days import ALL_DAYS, Days, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._cover import Span, spans
from staffing.rules._helpers import (
    FEW,
    MANY,
    at,
    count,
    either,
    limit_both,
    missed,
    on,
    works_one_of,
)
from staffing.rules._personal import PersonalRule


class GroupCover(PersonalRule, frozen=True):
    """At least (or at most) so many of a group are at work, in every open slot or on every day.

    At work is on a shift, breaks included. Slots of a day that the same shifts cover are one
    span; each person missing or too many in a span, or on a day, is one unit.

    Parameters
    ----------
    least, most
        People of the group at work.
    skill
        Only people who serve this queue; left out is any.
    per
        ``slot``: at every time the center is open. ``day``: on some shift of the day.
    days
        Only on these days.
    """

    rule: Literal["group_cover"] = "group_cover"
    least: int = Field(default=1, ge=0)
    most: int | None = Field(default=None, ge=0)
    skill: str = ""
    per: Literal["slot", "day"] = "slot"
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_span: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "cover by a group", "ko": "그룹별 최소 인원"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most}")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person, contract or skill."""
        super().check_links(center)
        if self.skill:
            known(f"skill in rule {self.rule!r}:", self.skill, [q.code for q in center.queues])

    def _group(self, problem: Problem) -> list[Counselor]:
        return [
            counselor
            for counselor in self.people(problem)
            if not (self.skill and counselor.skills) or self.skill in counselor.skills
        ]

    def _spans(self, problem: Problem) -> list[Span]:
        """Return the spans, or the whole days, that the rule bounds."""
        if self.per == "day":
            codes = tuple(problem.center.shift)
            return [
                Span(Subject(day=day), day, tuple((day, code) for code in codes))
                for day in self.dates(problem)
                if day in self.days
            ]
        return [
            span for span in spans(problem) if span.day in self.days and self.in_force(span.day)
        ]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the people at work in each span."""
        group = self._group(problem)
        for span in self._spans(problem):
            present = Expr.sum(
                works_one_of(problem, draft, counselor, day, codes)
                for counselor in group
                for day, codes in span.by_day.items()
            )
            limit_both(draft, present, span.subject, self.least, self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the spans with too few or too many."""
        group = self._group(problem)
        for span in self._spans(problem):
            duties = [roster.of.get((c.id, day)) for c in group for day in span.by_day]
            present = sum(d is not None and d.shift in span.by_day[d.day] for d in duties)
            yield from missed(present, span.subject, self.least, self.most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when a group has too few or too many people."""
        subject = breach.subject
        place = (
            on(subject.day, language)
            if subject.slot is None
            else at(problem, subject.slot, None, language)
        )
        group = self._group(problem)
        names = ", ".join(counselor.id for counselor in group[:5]) + (", …" * (len(group) > 5))
        many = subject.other == MANY
        bound = self.most if many else self.least
        return either(
            language,
            f"{place}: of the group ({names}), {count(breach.amount, 'person', 'people')} too "
            f"{'many' if many else 'few'} at work; {'at most' if many else 'at least'} {bound} "
            "must be there.",
            f"{place}: 해당 그룹({names})의 근무 인원이 {breach.amount}명 "
            f"{'초과됩니다' if many else '부족합니다'}. {'최대' if many else '최소'} {bound}명"
            "이어야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a lead from opening to closing, a gap at the edge, and a group by day."""
        problem = toy("ABC", days=1)
        leads = cls(counselors=("A", "B"))
        whole = rota(problem, {"A": "E", "B": "L", "C": "."})
        yield Case("holds: from 08:00 to 19:00", leads, problem, whole, ())
        late = rota(problem, {"A": "M", "B": "L", "C": "E"})
        yield Case(
            "breaks: no lead at 08:00",
            leads,
            problem,
            late,
            (Breach(Subject(slot=0, other=FEW), 1),),
        )
        gap = rota(problem, {"A": "E", "B": "M", "C": "L"})
        yield Case(
            "breaks: no lead from 17:00 on",
            leads,
            problem,
            gap,
            (Breach(Subject(slot=9, other=FEW), 1),),
        )
        day = cls(counselors=("A", "B"), per="day", most=1)
        yield Case("bound: one of them that day", day, problem, rota(problem, {"A": "L"}), ())
        yield Case(
            "breaks: both of them",
            day,
            problem,
            whole,
            (Breach(Subject(day=MONDAY, other=MANY), 1),),
        )
        skilled = toy("AB", days=1, queues=("calls", "tax"), skills={"A": ["calls"]})
        tax = cls(skill="tax", days=Days(weekdays=(0,)), per="day")
        nobody = (Breach(Subject(day=MONDAY, other=FEW), 1),)
        yield Case("breaks: nobody for tax", tax, skilled, rota(skilled, {"A": "E"}), nobody)
        yield Case("bound: B serves all", tax, skilled, rota(skilled, {"B": "E"}), ())
        night = {"N": "22:00-30:00"}
        dark = toy("A", days=2, shifts=night, opening="22:00-30:00", first=MONDAY)
        yield Case(
            "breaks: a night counts after midnight too",
            cls(counselors=("A",)),
            dark,
            rota(dark, {"A": "N."}),
            (Breach(Subject(slot=8, other=FEW), 1),),
        )
        week = toy("A", days=3, shifts={"E": "08:00-16:00"}, opening="08:00-16:00")
        tuesday = cls(days=Days(weekdays=(1, 2)), valid_until=MONDAY.replace(day=4))
        missing = (Breach(Subject(slot=8, other=FEW), 1),)
        yield Case(
            "breaks: in force on a Tuesday", tuesday, week, rota(week, {"A": "..."}), missing
        )
        early = toy("A", days=2, shifts={"E": "08:00-16:00"}, opening="07:00-19:00")
        alone = tuple(Breach(Subject(slot=slot, other=FEW), 1) for slot in (0, 9, 12, 13, 21))
        row = rota(early, {"A": "E."})
        yield Case("breaks: a span ends with its day", cls(), early, row, alone)
