"""What the rules about fair shares have in common: a price that grows with what one has had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.people import Balance, Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Breach, Weight
from staffing.rules._helpers import either, whom
from staffing.rules._personal import PersonalRule

TENTHS = 10
CATCH_UP = (
    "People who lie more days than this below the mean are treated alike: nobody has to catch up "
    "on more at once."
)
SHARED = ("weekend", "holiday", "early", "late")
"""What somebody has to do: what one person has less of, another has more."""
WEEKS = 13
"""How many weeks a balance remembers unless the manager decides otherwise: a quarter."""


class FairRule(PersonalRule, frozen=True):
    """A price on each person's days of one kind, after what the person has had of it."""

    kind: str
    weight: Weight = 2
    weeks_long: int = Field(
        default=WEEKS,
        ge=1,
        le=52,
        description="How many weeks of published rosters are evened out.",
    )
    catch_up: int = Field(default=2, ge=0, le=30, description=CATCH_UP)
    volunteers: tuple[str, ...] = Field(
        default=(),
        description="Ids of people who like this work: they are left out of the comparison.",
    )

    @model_validator(mode="after")
    def _soft(self) -> Self:
        if self.hard:
            raise ValueError(f"the rule {self.rule} is a price and cannot be hard")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for a person or a contract that the center does not have."""
        super().check_links(center)
        for code in self.volunteers:
            known(f"counselor in rule {self.rule!r}:", code, center.counselor)

    def people(self, problem: Problem) -> tuple[Counselor, ...]:
        """Return the counselors who share the work."""
        return tuple(c for c in super().people(problem) if c.id not in self.volunteers)

    def holds_for(self, counselor: Counselor) -> bool:
        """Return whether a person shares the work."""
        return counselor.id not in self.volunteers and super().holds_for(counselor)

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not (self.some or self.volunteers)

    def costs(self, problem: Problem, counselor: Counselor, kind: str, most: int) -> Sequence[int]:
        """Return the price of 0 … ``most`` days: the square of the distance from the mean.

        Counted from the number of days that lies nearest to the mean, which is free. Work has
        to be done by somebody, so having less than the share costs too; wishes need not be
        refused, so having less of that is free.
        """
        before = max(self._balance(problem, counselor, kind), -self.catch_up)
        after = [before + days for days in range(most + 1)]
        squares = [(x if kind in SHARED else max(x, 0)) ** 2 for x in after]
        return [round(TENTHS * (square - min(squares))) for square in squares]

    def _balance(self, problem: Problem, counselor: Counselor, kind: str) -> float:
        before = counselor.balance or problem.excess.get(counselor.id, Balance())
        return float(getattr(before, kind))

    def sentence(
        self, problem: Problem, breach: Breach, kind: str, words: tuple[str, str], language: str
    ) -> str:
        """Return how far a person is from the fair share, and the balance before."""
        head = whom(problem, breach.subject, language)
        counselor = problem.center.counselor[breach.subject.counselor or ""]
        balance = self._balance(problem, counselor, kind)
        return either(
            language,
            f"{head}: from then on the share of {words[0]} is not even, after {balance:+.1f} days "
            f"from the mean before; the distance weighs {breach.amount / TENTHS:g}.",
            f"{head}: 이날부터의 {words[1]} 몫이 고르지 않습니다. 그 전의 형평 잔고는 평균 대비 "
            f"{balance:+.1f}일, 치우침 점수는 {breach.amount / TENTHS:g}점입니다.",
        )
