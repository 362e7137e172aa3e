"""Cheonan's typical week under the assumptions of an earlier prototype, to compare with it.

Everything stands here and nothing is read, so that the subject stays the same when the
shipped model changes: 1,306 calls on a working day by the published and derived shape of the
week, slots of 30 minutes, one hour of lunch and no other break, five days of leave (70
counselor-days), three people on each weekend day. The prototype planned heads, not names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Literal

from benchmarks.registry import BenchSpec
from staffing.domain.center import CallCenter, DemandSettings, OpeningRule
from staffing.domain.days import ALL_DAYS, parse_days
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor, Leave
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.work import Break, Queue, ServiceTarget, Shift
from staffing.pipe import Inputs, prepare
from staffing.presets import resolve
from staffing.units import parse_clock

MONDAY = dt.date(2026, 11, 30)  # a week without holiday

LEAVE = {"C02": "Tue", "C05": "Wed", "C08": "Thu", "C11": "Fri", "C14": "Wed"}
DAY_FACTORS = (1.15, 1.00, 0.975, 0.945, 0.93, 0.097, 0.05, 0.10)
WORKING = (
    *(2.60, 4.55, 6.15, 6.70, 6.55, 6.25, 5.74, 2.50, 2.33, 4.90),
    *(5.85, 6.15, 6.17, 6.10, 5.95, 5.65, 5.35, 4.70, 3.75, 2.06),
)
DAY_OFF = (
    *(3.5, 4.5, 5.5, 6.0, 6.0, 5.7, 5.5, 4.7, 4.6, 5.0),
    *(5.3, 5.5, 5.5, 5.4, 5.3, 5.1, 4.9, 4.5, 4.0, 3.5),
)
SHIFTS = {"E": ("08:30", "17:30"), "M": ("09:00", "18:00"), "L": ("09:30", "18:30")}
RULES = (
    {"rule": "service"},
    {"rule": "floor", "service_level": 0.65, "on": "working-days", "weight": "hard"},
    {"rule": "minimum_cover", "working_day": 2, "day_off": 1},
)


class WeekendHeads(Rule, frozen=True):
    """At least so many people work on a Saturday or Sunday.

    Parameters
    ----------
    heads
        How many.
    """

    rule: Literal["weekend_heads"] = "weekend_heads"
    heads: int = 3

    scope: ClassVar[Scope] = Scope.CROWD
    title: ClassVar[dict[str, str]] = {"en": "people on weekend days", "ko": "주말 근무 인원"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the number at work."""
        for day in self._days(problem):
            draft.limit(draft.crowd(day), Subject(day=day), at_least=self.heads)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days with too few."""
        for day in self._days(problem):
            present = sum(roster.works(c.id, day) for c in problem.center.counselors)
            if present < self.heads:
                yield Breach(Subject(day=day), self.heads - present)

    @staticmethod
    def _days(problem: Problem) -> list[dt.date]:
        return [day for day in problem.horizon.dates if day.weekday() >= 5]

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:  # noqa: ARG002
        """Return how many are missing."""
        return f"{breach.subject.day}: {breach.amount} too few at work; {self.heads} are wanted."

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return none: this rule is of one benchmark only."""
        return ()


def center() -> CallCenter:
    """Return the call center of the prototype."""
    lunch = Break(
        code="lunch",
        minutes=60,
        earliest=parse_clock("11:00"),
        latest=parse_clock("13:00"),
        step=30,
    )
    ids = [f"C{number:02d}" for number in range(1, 16)]
    return CallCenter(
        name="Cheonan, typical week",
        timezone="Asia/Seoul",
        slot_minutes=30,
        opening=(
            OpeningRule(days=ALL_DAYS, opens=parse_clock("08:30"), closes=parse_clock("18:30")),
        ),
        demand=DemandSettings(
            working_day_calls=1306,
            day_factors=DAY_FACTORS,
            profile_working=WORKING,
            profile_day_off=DAY_OFF,
        ),
        queues=(
            Queue(
                code="general",
                aht_s=180,
                patience_s=300,
                target=ServiceTarget(service_level=0.80, threshold_s=20, answer_rate=0.95),
                on_phone_share=0.91,
                on_phone_share_day_off=0.95,
            ),
        ),
        shifts=tuple(
            Shift(code=code, start=parse_clock(start), end=parse_clock(end), breaks=("lunch",))
            for code, (start, end) in SHIFTS.items()
        ),
        breaks=(lunch,),
        contracts=(Contract(code="FT"),),
        counselors=tuple(
            Counselor(
                id=who,
                contract="FT",
                leave=(Leave(days=parse_days(LEAVE[who])),) if who in LEAVE else (),
            )
            for who in ids
        ),
        rules=(*resolve(None, RULES), WeekendHeads()),
    )


def build(data: Path | None) -> Problem:  # noqa: ARG001 - nothing is read
    """Return the problem of the typical week: 6,722 calls, 140 slots."""
    return prepare(Inputs(center=center()), Horizon(first=MONDAY)).problem


SPECS = (
    BenchSpec(
        name="cheonan_published",
        description="15 counselors, 7 days, 30-minute slots, lunch only, floor 65 % hard",
        build=build,
        reference="an earlier prototype without names: service level 85.6 %, answered 97.0 %",
    ),
)
