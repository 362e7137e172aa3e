"""Wishes for and against shifts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.days import Days
from staffing.domain.people import Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, who
from staffing.rules._wishes import WishRule

KINDS = ("shift", "not")


class ShiftWishes(WishRule, frozen=True):
    """Working another shift than wished, or one that is not wished, costs the wish's strength."""

    rule: Literal["shift_wishes"] = "shift_wishes"
    weight: Weight = 50

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "wishes for shifts", "ko": "근무조 희망"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the shifts that go against a wish; only these people's shifts are named."""
        for counselor, day, wish, strength in self.wishes(problem, KINDS):
            works = draft.works(counselor.id, day, wish.shift)
            if wish.kind == "shift":
                works = draft.works(counselor.id, day) - works
            subject = Subject(counselor.id, day, f"{wish.kind}:{wish.shift}")
            draft.limit(works * strength, subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the shifts that go against a wish; ``other`` is kind:shift."""
        for counselor, day, wish, strength in self.wishes(problem, KINDS):
            duty = roster.of.get((counselor.id, day))
            if duty is not None and (duty.shift == wish.shift) == (wish.kind == "not"):
                subject = Subject(counselor.id, day, f"{wish.kind}:{wish.shift}")
                yield Breach(subject, strength)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which wish is refused."""
        subject = breach.subject
        kind, code = (subject.other or ":").split(":")
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        if kind == "shift":
            return either(
                language,
                f"{head}: wished shift {code} (strength {breach.amount}) and works another.",
                f"{head}: {code} 근무를 희망했으나(강도 {breach.amount}) 다른 근무입니다.",
            )
        return either(
            language,
            f"{head}: works shift {code}, but wished any other (strength {breach.amount}).",
            f"{head}: {code} 근무를 피하고 싶어 했으나(강도 {breach.amount}) 배정되었습니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return wishes granted, refused, and days off, which refuse nothing."""
        monday = Days(weekdays=(0,))
        early = Wish(kind="shift", shift="E", strength=3)
        never = Wish(kind="not", shift="L", days=monday)
        problem = toy("AB", days=2, wishes={"A": [early], "B": [never]})
        granted = rota(problem, {"A": "EE", "B": "ML"})
        yield Case("holds: both granted", cls(), problem, granted, ())
        yield Case("bound: a day off", cls(), problem, rota(problem, {"A": "E.", "B": "." * 2}), ())
        yield Case(
            "breaks: both refused",
            cls(),
            problem,
            rota(problem, {"A": "EM", "B": "LL"}),
            (
                Breach(Subject("A", problem.horizon.last, "shift:E"), 3),
                Breach(Subject("B", MONDAY, "not:L"), 1),
            ),
        )
