"""A floor under the service of every slot, so that lunch and the edges are not sacrificed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import numpy as np

from staffing.domain.days import ALL_DAYS, Days, WrittenDays
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject, Weight
from staffing.domain.toys import rota, toy
from staffing.domain.work import Share
from staffing.rules._helpers import at, count, either


class ServiceFloor(Rule, frozen=True):
    """Every slot reaches a service level; each counselor missing in a slot is one unit.

    The weight is per missing counselor and slot, whatever the length of a slot: with slots
    half as long, half the weight asks for the same.

    Parameters
    ----------
    service_level
        Least share of calls answered in time in each slot.
    on
        Working days (Monday to Friday, no holiday), days off, or all days.
    days
        Only these days among them.
    """

    rule: Literal["floor"] = "floor"
    weight: Weight = 2000
    service_level: Share = 0.65
    on: Literal["working-days", "days-off", "all"] = "working-days"
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {
        "en": "service floor in every slot",
        "ko": "시간대별 최소 서비스레벨",
    }

    def _slots(self, problem: Problem) -> list[int]:
        return [
            slot
            for index, day in enumerate(problem.horizon.dates)
            if day in self.days
            and self.on in {"all", _kind(working=problem.holidays.is_working_day(day))}
            for slot in problem.grid.of_day(index)
        ]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Ask for the heads of each slot."""
        slots = self._slots(problem)
        for queue in range(len(problem.center.queues)):
            heads = problem.curves.heads_for(queue, self.service_level)[slots].tolist()
            for slot, least in zip(slots, heads, strict=True):
                if least > 0:
                    subject = Subject(slot=slot, queue=queue)
                    draft.limit(draft.on_phones(queue, slot), subject, at_least=least)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the slots with too few on the phones."""
        slots = np.array(self._slots(problem), dtype=np.int64)
        heads = problem.on_phones(roster)
        for queue in range(len(heads)):
            least = problem.curves.heads_for(queue, self.service_level)
            short = (least - heads[queue])[slots]
            for index in np.nonzero(short > 0)[0].tolist():
                yield Breach(Subject(slot=int(slots[index]), queue=queue), int(short[index]))

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many more a slot needs."""
        slot, queue = breach.subject.slot or 0, breach.subject.queue or 0
        place = at(problem, slot, queue, language)
        least = int(problem.curves.heads_for(queue, self.service_level)[slot])
        return either(
            language,
            f"{place}: {count(breach.amount, 'counselor')} too few on the phones; a service "
            f"level of {self.service_level:.0%} needs {least}.",
            f"{place}: 상담 인원이 {breach.amount}명 부족합니다. 서비스레벨 "
            f"{self.service_level:.0%}에는 {least}명이 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return slots that need one for 80 %, with nobody and with one; a Saturday."""
        toy_day = toy("AB", days=1, opening="08:00-10:00", needs=2)
        weekend = toy("AB", days=7, opening="08:00-09:00", needs=2)
        rule = cls(service_level=0.8)
        yield Case("bound: exactly 80 %", rule, toy_day, rota(toy_day, {"A": "E", "B": "E"}), ())
        yield Case(
            "breaks: one of two is missing at 08:00",
            rule,
            toy_day,
            rota(toy_day, {"A": "E", "B": "M"}),
            (Breach(Subject(slot=0, queue=0), 1),),
        )
        full = {"A": "EEEEE..", "B": "EEEEE.."}
        yield Case("holds: weekends are exempt", rule, weekend, rota(weekend, full), ())
        yield Case(
            "breaks: only Sundays, where nobody works",
            cls(service_level=0.8, on="days-off", days=Days(weekdays=(6,))),
            weekend,
            rota(weekend, full),
            (Breach(Subject(slot=6, queue=0), 2),),
        )


def _kind(*, working: bool) -> str:
    return "working-days" if working else "days-off"
