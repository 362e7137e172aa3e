"""What the rules about wishes share: which wishes count, and how strongly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pydantic import Field

from staffing.domain.horizon import week_of
from staffing.domain.people import Counselor, Wish
from staffing.domain.problem import Problem
from staffing.rules._personal import PersonalRule


class Counted(NamedTuple):
    """A wish on a day, with the strength it counts with."""

    counselor: Counselor
    day: dt.date
    wish: Wish
    strength: int


class WishRule(PersonalRule, frozen=True):
    """A price on refused wishes, within a budget, more for those who have been here long."""

    budget: int | None = Field(
        default=None,
        ge=0,
        description="Strength that each person may wish for in a calendar week, days in order; "
        "a wish that no longer fits costs nothing. Left out is no limit.",
    )
    senior_years: int | None = Field(
        default=None,
        ge=0,
        le=60,
        description="Wishes count more after so many years of employment. Left out is never.",
    )
    senior_factor: int = Field(default=2, ge=1, le=10, description="How many times as much.")

    def wishes(self, problem: Problem, kinds: Collection[str]) -> Iterator[Counted]:
        """Yield the wishes of some kinds that count, day by day."""
        for counselor in self.people(problem):
            if not counselor.wishes:
                continue
            left: dict[dt.date, int] = {}
            for day, wish in self._wished(problem, counselor, kinds):
                if wish.kind == "work" and counselor.on_leave(day):
                    continue
                if self.budget is not None:
                    monday = week_of(day)[0]
                    rest = left.setdefault(monday, self.budget)
                    if wish.strength > rest:
                        continue
                    left[monday] = rest - wish.strength
                factor = self.senior_factor if self._senior(counselor, day) else 1
                yield Counted(counselor, day, wish, wish.strength * factor)

    def _wished(
        self, problem: Problem, counselor: Counselor, kinds: Collection[str]
    ) -> list[tuple[dt.date, Wish]]:
        """Return the wishes of some kinds with their days, in the order of the days."""
        dates = self.dates(problem)
        wished = [
            (day, wish)
            for wish in counselor.wishes
            if wish.kind in kinds
            for day in wish.days.among(dates)
        ]
        return sorted(wished, key=lambda pair: pair[0])

    def _senior(self, counselor: Counselor, day: dt.date) -> bool:
        if self.senior_years is None:
            return False
        since = counselor.since
        if since is None:
            return True
        years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
        return years >= self.senior_years
