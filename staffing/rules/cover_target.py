"""A number wanted on the phones in every slot: a price for each one missing, and each too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from staffing.domain.base import Clock
from staffing.domain.center import CallCenter
from staffing.domain.days import ALL_DAYS, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject, Weight
from staffing.domain.toys import rota, toy
from staffing.rules._helpers import at, count, either
from staffing.units import MINUTES_PER_DAY, parse_clock

MISSING, SURPLUS = "missing", "surplus"
Heads = Annotated[int, Field(ge=0, le=100_000)]


class Wanted(NamedTuple):
    """How many are wanted in a slot, of one queue or (None) of all together."""

    slot: int
    queue: int | None
    heads: int


class CoverTarget(Rule, frozen=True):
    """In every slot a number wanted on the phones; missing and surplus heads are units.

    The number is what each queue's own target requires, or ``heads``. With ``weight = "hard"``
    nobody may be missing (and, unless ``surplus`` is 0, nobody too many). For the minimum shift
    design problem, beside the rule ``few_shifts``.

    Parameters
    ----------
    missing
        Units that one head missing in a slot counts.
    surplus
        Units that one head too many in a slot counts.
    heads
        Numbers wanted, one after another from ``begin`` on; empty is what the service target
        requires.
    begin
        Time of the first of ``heads``.
    minutes
        Length of time of each of ``heads``; the slot length when left out.
    queue
        Code of the queue they are for; empty is all queues: together for ``heads``, else each.
    days
        Only on these days.

    References
    ----------
    Musliu, Schaerf and Slany 2004, doi:10.1016/S0377-2217(03)00267-1, for the weights on
    excess, shortage and the number of shifts.
    """

    rule: Literal["cover_target"] = "cover_target"
    weight: Weight = 100
    missing: int = Field(default=1, ge=0, le=10_000)
    surplus: int = Field(default=0, ge=0, le=10_000)
    heads: tuple[Heads, ...] = ()
    begin: Clock = Field(default=0, ge=0, lt=MINUTES_PER_DAY)
    minutes: int | None = Field(default=None, gt=0, le=MINUTES_PER_DAY)
    queue: str = ""
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {"en": "wanted on the phones", "ko": "목표 상담 인원"}

    @model_validator(mode="after")
    def _meant(self) -> Self:
        if not (self.missing or self.surplus):
            raise ValueError("missing and surplus are both 0; give one of them a price")
        if not self.heads and (self.begin or self.minutes):
            raise ValueError("begin and minutes say when heads are wanted; give heads, too")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown queue, or times that do not fall on slots."""
        if self.queue:
            known(f"queue in rule {self.rule!r}:", self.queue, [q.code for q in center.queues])
        slot = center.slot_minutes
        if self.begin % slot or (self.minutes or slot) % slot:
            raise ValueError(
                f"rule {self.rule!r}: begin and minutes must fall on slots of {slot} minutes"
            )

    def _wanted(self, problem: Problem) -> list[Wanted]:
        grid, codes = problem.grid, [queue.code for queue in problem.center.queues]
        slots = [slot for slot in range(grid.size) if grid.date_of(slot) in self.days]
        if not self.heads:
            return [
                Wanted(slot, number, int(problem.curves.required[number, slot]))
                for number, code in enumerate(codes)
                if self.queue in {"", code}
                for slot in slots
            ]
        queue = codes.index(self.queue) if self.queue else None
        length = self.minutes or grid.slot_minutes
        found = []
        for slot in slots:
            clock = int(grid.starts[slot]) - int(grid.day_of[slot]) * MINUTES_PER_DAY
            place = (clock - self.begin) // length
            if 0 <= place < len(self.heads):
                found.append(Wanted(slot, queue, self.heads[place]))
        return found

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price, or bound, the number in each slot on either side."""
        queues = range(len(problem.center.queues))
        sizes = problem.center.team_size
        for slot, queue, heads in self._wanted(problem):
            mine = queues if queue is None else (queue,)
            # A draft knows its own expressions again, so a single queue is handed on as it is.
            parts = [draft.on_phones(number, slot) for number in mine]
            present = parts[0] if len(parts) == 1 else Expr.sum(parts)
            most = int(sizes[list(mine)].sum())
            for side, unit in ((MISSING, self.missing), (SURPLUS, self.surplus)):
                sign = 1 if side == MISSING else -1
                units = [unit * max(0, sign * (heads - n)) for n in range(most + 1)]
                if not any(units):
                    continue
                subject = Subject(slot=slot, queue=queue, other=side)
                if not self.hard:
                    draft.price(present, units, subject)
                elif side == MISSING:
                    draft.limit(present * unit, subject, at_least=heads * unit)
                else:
                    draft.limit(present * unit, subject, at_most=heads * unit)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the slots with too few, or too many where that has a price."""
        phones = problem.on_phones(roster)
        everyone = phones.sum(axis=0)
        for slot, queue, heads in self._wanted(problem):
            over = int(everyone[slot] if queue is None else phones[queue, slot]) - heads
            if over < 0 < self.missing:
                yield Breach(Subject(slot=slot, queue=queue, other=MISSING), -over * self.missing)
            if over > 0 < self.surplus:
                yield Breach(Subject(slot=slot, queue=queue, other=SURPLUS), over * self.surplus)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many are missing or too many."""
        subject = breach.subject
        place = at(problem, subject.slot, subject.queue, language)
        short = subject.other == MISSING
        heads = breach.amount // (self.missing if short else self.surplus)
        wanted = next(
            w.heads for w in self._wanted(problem) if w[:2] == (subject.slot, subject.queue)
        )
        what = f"{count(heads, 'counselor')} too {'few' if short else 'many'} on the phones"
        korean = f"상담 인원이 {heads}명 {'부족합니다' if short else '많습니다'}"
        return either(
            language,
            f"{place}: {what}; {wanted} are wanted.",
            f"{place}: {korean}. 목표는 {wanted}명입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return slots with the number that the target requires, fewer and more; a list."""
        problem = toy("AB", days=1, opening="08:00-10:00")
        both = rota(problem, {"A": "E", "B": "E"})
        one = rota(problem, {"A": "E"})
        late = rota(problem, {"B": "M"})
        yield Case("holds: nobody is missing", cls(), problem, both, ())
        yield Case("bound: one is required", cls(surplus=2), problem, one, ())
        none = (Breach(Subject(slot=0, queue=0, other=MISSING), 3),)
        yield Case("breaks: nobody at 08:00", cls(missing=3), problem, late, none)
        many = tuple(Breach(Subject(slot=t, queue=0, other=SURPLUS), 2) for t in (0, 1))
        yield Case("breaks: one too many", cls(surplus=2), problem, both, many)
        eight = parse_clock("08:00")
        listed = cls(heads=(2, 1), begin=eight)
        yield Case("bound: two, then one", listed, problem, both, ())
        short = (Breach(Subject(slot=0, other=MISSING), 1),)
        yield Case("breaks: two are wanted at 08:00", listed, problem, one, short)
        fine = toy("AB", days=1, opening="08:00-10:00", slot_minutes=30)
        hours = cls(heads=(1, 2), minutes=60, begin=eight)
        later = tuple(Breach(Subject(slot=t, other=MISSING), 1) for t in (2, 3))
        yield Case("breaks: in the second hour", hours, fine, rota(fine, {"A": "E"}), later)
        two = toy("AB", days=2, opening="08:00-11:00")
        second = cls(heads=(1, 2), begin=parse_clock("09:00"))
        row = rota(two, {"A": "EE"})
        found = tuple(Breach(Subject(slot=t, other=MISSING), 1) for t in (2, 5))
        yield Case("breaks: from 09:00 on, on each day", second, two, row, found)
