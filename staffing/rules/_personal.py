"""What every rule about people shares: for whom it holds, and from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.people import Consent, Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule
from staffing.rules._helpers import Week, weeks

DAYS_BACK = 35
"""Five weeks: calendar weeks, rests and runs of days reach no further back than this."""


def agreeing(problem: Problem, who: str, to: Consent) -> Problem:
    """Return a problem in which a person has agreed to something; for cases."""
    people = tuple(
        c.model_copy(update={"consents": (to,)}) if c.id == who else c
        for c in problem.center.counselors
    )
    center = problem.center.model_copy(update={"counselors": people})
    return problem.model_copy(update={"center": center})


class PersonalRule(Rule, frozen=True):
    """A rule about people, which may hold for some of them or for some time only.

    Where people, contracts and groups are named, it holds for who is meant by each of them.
    A week, a window or a run counts by the day that its breach would name.
    """

    counselors: tuple[str, ...] = Field(
        default=(), description="Ids of the people it holds for; empty is everybody."
    )
    contracts: tuple[str, ...] = Field(
        default=(), description="Codes of the contracts it holds for; empty is every contract."
    )
    groups: tuple[str, ...] = Field(
        default=(),
        description="Groups of counselors.csv it holds for, such as lead; empty is everybody.",
    )
    valid_from: dt.date | None = Field(
        default=None, description="First day on which it holds; left out is always."
    )
    valid_until: dt.date | None = Field(
        default=None, description="Last day on which it holds; left out is for good."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first, last = self.valid_from, self.valid_until
        if first is not None and last is not None and last < first:
            raise ValueError(f"valid_until {last} lies before valid_from {first}")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for a person, contract or group that the center does not have."""
        where = f"in rule {self.rule!r}:"
        for code in self.counselors:
            known(f"counselor {where}", code, center.counselor)
        for code in self.contracts:
            known(f"contract {where}", code, center.contract)
        for code in self.groups:
            groups = dict.fromkeys(name for c in center.counselors for name in c.groups)
            known(f"group {where}", code, groups)

    @property
    def days_back(self) -> int:
        """How many days before the horizon it looks at, or more; `past_days` asks for it.

        A rule whose parameters can make it look further back says so in its own file.
        """
        return DAYS_BACK

    def people(self, problem: Problem) -> tuple[Counselor, ...]:
        """Return the counselors for whom it holds."""
        everybody = problem.center.counselors
        if not self.some:
            return everybody
        return tuple(counselor for counselor in everybody if self.holds_for(counselor))

    def holds_for(self, counselor: Counselor) -> bool:
        """Return whether it holds for a person."""
        return (
            (not self.counselors or counselor.id in self.counselors)
            and (not self.contracts or counselor.contract in self.contracts)
            and (not self.groups or not set(self.groups).isdisjoint(counselor.groups))
        )

    @property
    def some(self) -> bool:
        """Whether it names whom it holds for."""
        return bool(self.counselors or self.contracts or self.groups)

    def in_force(self, day: dt.date) -> bool:
        """Return whether it holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def dates(self, problem: Problem) -> tuple[dt.date, ...]:
        """Return the planned days on which it holds."""
        return tuple(day for day in problem.horizon.dates if self.in_force(day))

    def weeks(self, problem: Problem) -> Iterator[tuple[Counselor, Week]]:
        """Yield each person with each calendar week whose first planned day is in force."""
        for counselor in self.people(problem):
            for week in weeks(problem, counselor):
                if self.in_force(week.planned[0]):
                    yield counselor, week


def past_days(rules: Iterable[Rule]) -> int:
    """Return how many published days before a horizon some rules may look at."""
    return max((r.days_back for r in rules if isinstance(r, PersonalRule)), default=0)
