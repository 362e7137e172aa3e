"""Wishes for days off and for days of work."""

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

KINDS = ("off", "work")


class DayWishes(WishRule, frozen=True):
    """Working on a day wished off, or being off on a day wished for work, costs the strength.

    A wish to work means nothing on a day of leave.
    """

    rule: Literal["day_wishes"] = "day_wishes"
    weight: Weight = 150

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "wishes for days", "ko": "휴무·근무일 희망"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the days that go against a wish."""
        for counselor, day, wish, strength in self.wishes(problem, KINDS):
            works = draft.works(counselor.id, day) * strength
            subject = Subject(counselor.id, day, wish.kind)
            if wish.kind == "off":
                draft.limit(works, subject, at_most=0)
            else:
                draft.limit(works, subject, at_least=strength)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days that go against a wish; ``other`` is its kind."""
        for counselor, day, wish, strength in self.wishes(problem, KINDS):
            if roster.works(counselor.id, day) == (wish.kind == "off"):
                yield Breach(Subject(counselor.id, day, wish.kind), strength)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which wish is refused."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        if subject.other == "off":
            return either(
                language,
                f"{head}: works, but wished the day off (strength {breach.amount}).",
                f"{head}: 휴무를 희망했으나(강도 {breach.amount}) 근무입니다.",
            )
        return either(
            language,
            f"{head}: is off, but wished to work (strength {breach.amount}).",
            f"{head}: 근무를 희망했으나(강도 {breach.amount}) 휴무입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return wishes granted and refused, and a wish to work on leave."""
        monday = Days(weekdays=(0,))
        wishes = {
            "A": [Wish(kind="off", days=monday, strength=5)],
            "B": [Wish(kind="work", days=monday, strength=2)],
        }
        problem = toy("AB", days=2, wishes=wishes)
        yield Case("holds: granted", cls(), problem, rota(problem, {"A": ".E", "B": "E."}), ())
        refused = rota(problem, {"A": "E.", "B": ".E"})
        yield Case(
            "breaks: both refused",
            cls(),
            problem,
            refused,
            (Breach(Subject("A", MONDAY, "off"), 5), Breach(Subject("B", MONDAY, "work"), 2)),
        )
        leave = toy("B", days=2, wishes=wishes, leave={"B": "Mon"})
        yield Case("bound: a wish to work on leave", cls(), leave, rota(leave, {"B": ".."}), ())
        weekend = [Wish(kind="off", strength=2)]
        tuesday = MONDAY.replace(day=4)
        since = {"B": MONDAY, "C": tuesday.replace(year=2025)}
        often = toy("ABC", days=3, wishes=dict.fromkeys("ABC", weekend), since=since)
        rows = rota(often, {"A": "EEE", "B": "E..", "C": "EE."})
        yield Case(
            "breaks: a budget of two wishes, and twice as much after a year",
            cls(budget=4, senior_years=1),
            often,
            rows,
            (
                Breach(Subject("A", MONDAY, "off"), 4),
                Breach(Subject("A", tuesday, "off"), 4),
                Breach(Subject("B", MONDAY, "off"), 2),
                Breach(Subject("C", MONDAY, "off"), 2),
                Breach(Subject("C", tuesday, "off"), 4),
            ),
        )
