"""The callers' service: what each call that is not answered in time costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from staffing.domain.base import FloatArray, IntArray
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject, Weight
from staffing.domain.toys import rota, toy
from staffing.rules._helpers import at, either

HUNDREDTHS = 100


class CallersService(Rule, frozen=True):
    """Every call that is expected not to be answered in time costs one call.

    Parameters
    ----------
    abandoned
        Calls that a call which is not answered at all costs beside.
    """

    rule: Literal["service"] = "service"
    weight: Weight = 1
    abandoned: float = Field(default=0, ge=0, le=100)

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {
        "en": "calls not answered in time",
        "ko": "제때 응대하지 못하는 호",
    }

    @model_validator(mode="after")
    def _soft(self) -> Self:
        if self.hard:
            raise ValueError("the rule service is a price and cannot be hard; the rule floor can")
        return self

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the number on the phones in each slot."""
        curves = problem.curves
        table = self._losses(curves.offered[..., np.newaxis], curves.in_time, curves.answered)
        for queue, size in enumerate(problem.center.team_size):
            heads = np.minimum(np.arange(size + 1), curves.most)
            for slot, costs in enumerate(table[queue][:, heads].tolist()):
                if any(costs):
                    draft.price(
                        draft.on_phones(queue, slot), costs, Subject(slot=slot, queue=queue)
                    )

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the cost of every slot in which some calls are not answered in time."""
        curves, heads = problem.curves, problem.on_phones(roster)
        losses = self._losses(
            curves.offered, curves.at(curves.in_time, heads), curves.at(curves.answered, heads)
        )
        queues, slots = np.nonzero(losses)
        for queue, slot, cost in zip(
            queues.tolist(), slots.tolist(), losses[queues, slots].tolist(), strict=True
        ):
            yield Breach(Subject(slot=slot, queue=queue), cost)

    def _losses(self, offered: FloatArray, in_time: FloatArray, answered: FloatArray) -> IntArray:
        lost = (offered - in_time) + self.abandoned * (offered - answered)
        losses: IntArray = np.rint(HUNDREDTHS * np.maximum(lost, 0)).astype(np.int64)
        return losses

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what a slot costs its callers."""
        slot, queue = breach.subject.slot or 0, breach.subject.queue or 0
        place, cost = at(problem, slot, queue, language), breach.amount / HUNDREDTHS
        calls = float(problem.curves.offered[queue, slot])
        return either(
            language,
            f"{place}: of {calls:.1f} calls expected, the loss is {cost:.2f} "
            "(calls not answered in time); every loss counts.",
            f"{place}: 예상 인입호 {calls:.1f}건 중 손실 {cost:.2f}건"
            "(제때 응대하지 못하는 호)이며, 모든 손실이 비용입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a day with calls, one without, and one with as many people as needed."""
        quiet = toy("A", days=1, opening="08:00-10:00", needs=0)
        one = toy("A", days=1, opening="08:00-10:00")
        yield Case("holds: nobody calls", cls(), quiet, rota(quiet, {"A": "."}), ())
        yield Case(
            "breaks: nobody answers ten calls",
            cls(),
            one,
            rota(one, {"A": "."}),
            tuple(Breach(Subject(slot=t, queue=0), 1000) for t in (0, 1)),
        )
        yield Case(
            "bound: at 80 % in time, two of ten calls are late; half a call is abandoned",
            cls(abandoned=1),
            one,
            rota(one, {"A": "E"}),
            tuple(Breach(Subject(slot=t, queue=0), 250) for t in (0, 1)),
        )
        rare = toy("A", days=1, opening="08:00-09:00", needs=0.1)
        lost = (Breach(Subject(slot=0, queue=0), 100),)
        yield Case("breaks: one would be enough", cls(), rare, rota(rare, {"A": "."}), lost)
