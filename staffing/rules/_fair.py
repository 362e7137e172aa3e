"""What the rules about fair shares have in common: a price that grows with what one has had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from staffing.domain.people import Balance, Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Breach, Weight
from staffing.rules._helpers import either, whom
from staffing.rules._personal import PersonalRule

TENTHS = 10


class FairRule(PersonalRule, frozen=True):
    """A price on each person's days of one kind, after what the person has had of it."""

    weight: Weight = 2
    catch_up: int = Field(
        default=2,
        ge=0,
        le=30,
        description="People who lie more days than this below the mean are treated alike.",
    )

    @model_validator(mode="after")
    def _soft(self) -> Self:
        if self.hard:
            raise ValueError(f"the rule {self.rule} is a price and cannot be hard")
        return self

    def costs(self, problem: Problem, counselor: Counselor, kind: str, most: int) -> Sequence[int]:
        """Return the price of 0 … ``most`` days: days squared, and twice what is carried over."""
        carried = max(0.0, self._balance(problem, counselor, kind) + self.catch_up)
        return [round(TENTHS * (days * days + 2 * carried * days)) for days in range(most + 1)]

    def _balance(self, problem: Problem, counselor: Counselor, kind: str) -> float:
        known = counselor.balance or problem.excess.get(counselor.id, Balance())
        return float(getattr(known, kind))

    def sentence(
        self, problem: Problem, breach: Breach, kind: str, words: tuple[str, str], language: str
    ) -> str:
        """Return what a person's share costs, and the balance that it comes on top of."""
        head = whom(problem, breach.subject, language)
        counselor = problem.center.counselor[breach.subject.counselor or ""]
        balance = self._balance(problem, counselor, kind)
        return either(
            language,
            f"{head}: from this day on, {words[0]} on top of a balance of {balance:+.1f} days "
            f"from the mean; the share weighs {breach.amount / TENTHS:g}.",
            f"{head}: 이날부터의 {words[1]}, 기존 형평 잔고는 평균 대비 {balance:+.1f}일, "
            f"부담 점수는 {breach.amount / TENTHS:g}점입니다.",
        )
