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
            for day in self.dates(problem):
                monday = week_of(day)[0]
                for wish in counselor.wishes:
                    moot = wish.kind == "work" and counselor.on_leave(day)
                    if wish.kind not in kinds or day not in wish.days or moot:
                        continue
                    if self.budget is not None:
                        rest = left.setdefault(monday, self.budget)
                        if wish.strength > rest:
                            continue
                        left[monday] = rest - wish.strength
                    factor = self.senior_factor if self._senior(counselor, day) else 1
                    yield Counted(counselor, day, wish, wish.strength * factor)

    def _senior(self, counselor: Counselor, day: dt.date) -> bool:
        if self.senior_years is None:
            return False
        since = counselor.since
        if since is None:
            return True
        years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
        return years >= self.senior_years
