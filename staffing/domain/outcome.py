"""What planning and judging return: Status, Verdict, Plan."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer, SerializeAsAny

from staffing.domain.base import Frozen, IntArray
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Rule
from staffing.errors import InfeasibleError, NoRosterError


class Status(StrEnum):
    """What is known of a roster."""

    OPTIMAL = "optimal"
    """Proved: no roster is better."""
    FEASIBLE = "feasible"
    """Every hard rule is kept; the gap says how much better another could be."""
    INFEASIBLE = "infeasible"
    """Proved: no roster keeps every hard rule."""
    UNKNOWN = "unknown"
    """Time ran out before a roster was found or proved impossible."""


class Judgement(Frozen):
    """One breach as the referee reports it.

    Parameters
    ----------
    rule
        The rule that is missed.
    breach
        Subject and amount.
    cost
        Weight times amount, in hundredths of a call; 0 for a hard rule.
    """

    rule: SerializeAsAny[Rule]
    breach: Breach
    cost: int


Endless = Annotated[
    float,
    Field(allow_inf_nan=True),
    PlainSerializer(
        lambda value: "inf" if math.isinf(value) else value,
        return_type=float | str,
        when_used="json",
    ),
]
"""A number that may be infinite; JSON, which knows no infinity, says "inf"."""

_SUMS = ("offered", "in_time", "answered", "wait_s", "busy_s", "staffed_s", "blocked")


class Service(Frozen):
    """Expected service under a roster.

    Sums run over a set of slots; rates are ratios of sums, never means of rates.

    Parameters
    ----------
    offered, in_time, answered
        Expected calls; in time as each queue's target counts them.
    wait_s
        Expected seconds waited by the answered calls, in total; infinite where callers of
        endless patience meet too few counselors.
    busy_s, staffed_s
        Seconds of handling, and of counselors really available.
    counted
        Expected calls that the service level is a share of, by the targets' definitions: those
        offered, or those answered; None is those offered.
    blocked
        Expected calls that found every line taken; they are offered and not answered.
    """

    offered: float
    in_time: float
    answered: float
    wait_s: Endless
    busy_s: float
    staffed_s: float
    counted: float | None = None
    blocked: float = 0.0

    @classmethod
    def total(cls, parts: Iterable[Service]) -> Service:
        """Return the service of several stretches or queues together."""
        parts = tuple(parts)
        sums = {name: sum(getattr(part, name) for part in parts) for name in _SUMS}
        counted = sum(part.offered if part.counted is None else part.counted for part in parts)
        return cls(**sums, counted=counted)

    @property
    def service_level(self) -> float:
        """In time / counted, as the targets define it; 1 when no call is expected."""
        counted = self.offered if self.counted is None else self.counted
        if counted > 0:
            return self.in_time / counted
        return 0.0 if self.offered > 0 else 1.0

    @property
    def answer_rate(self) -> float:
        """Answered / offered; 1 when no call is expected."""
        return self.answered / self.offered if self.offered > 0 else 1.0

    @property
    def asa_s(self) -> float:
        """Average speed of answer: mean wait of the answered calls, seconds."""
        return self.wait_s / self.answered if self.answered > 0 else 0.0

    @property
    def occupancy(self) -> float:
        """Share of available on-phone time spent on calls."""
        return self.busy_s / self.staffed_s if self.staffed_s > 0 else 0.0


class Verdict(Frozen):
    """The referee's judgement of a roster.

    Parameters
    ----------
    breaches
        Misses of hard rules; a roster with none is legal.
    costs
        Misses of soft rules, each with its price.
    objective
        The sum of the prices, in hundredths of a call; less is better.
    on_phones
        (Q, T) counselors on the phones.
    service
        Over the whole horizon and all queues.
    paid_minutes
        Paid working minutes of the roster.
    """

    breaches: tuple[Judgement, ...]
    costs: tuple[Judgement, ...]
    objective: int
    on_phones: IntArray
    service: Service
    paid_minutes: int

    @property
    def legal(self) -> bool:
        """Whether every hard rule is kept."""
        return not self.breaches

    def cost_by_rule(self) -> dict[str, int]:
        """Return the price paid for each soft rule, in hundredths of a call."""
        total: dict[str, int] = {}
        for item in self.costs:
            total[item.rule.rule] = total.get(item.rule.rule, 0) + item.cost
        return total


class Step(Frozen):
    """One moment of a search: seconds since its start, objective and bound so far.

    ``by`` is the engine that bettered one of them.
    """

    seconds: float
    objective: int | None
    bound: int | None
    by: str = ""


class RunRecord(Frozen):
    """How a plan came about, enough to repeat it.

    Parameters
    ----------
    seconds
        Wall time of the whole planning.
    first_seconds, best_seconds
        Wall time to the first and to the best roster.
    settings
        Solver settings.
    versions
        Of Python and the packages that matter.
    variables, rows
        Size of the model.
    engine
        Which engines ran, one after the other.
    found_by, proved_by
        What found the roster, and what proved the bound.
    steps
        Trajectory of objective and bound.
    """

    seconds: float
    first_seconds: float | None = None
    best_seconds: float | None = None
    settings: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    variables: int = 0
    rows: int = 0
    engine: str = ""
    found_by: str = ""
    proved_by: str = ""
    steps: tuple[Step, ...] = ()


class Tier(Frozen):
    """Rules that count together where rules are kept in order of importance.

    Parameters
    ----------
    rules
        Keywords of the soft rules.
    price
        What the roster pays for them, in hundredths of a call.
    bound
        No roster that is as good in the tiers before pays less.
    """

    rules: tuple[str, ...]
    price: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no roster that is as good in the tiers before is better in this one."""
        return self.price <= self.bound


class Plan(Frozen):
    """The answer to a problem.

    Parameters
    ----------
    problem
        What was asked.
    status
        What is known.
    found
        The roster; None unless the status is optimal or feasible.
    verdict
        The referee's judgement of it.
    bound
        No roster costs less than this, in hundredths of a call.
    interrupted
        Whether a person stopped the search.
    record
        How it came about.
    tiers
        Where rules were kept in order of importance: what each tier came to. The status is then
        about that order, and there is no bound on the sum.
    """

    problem: Problem
    status: Status
    found: Roster | None = None
    judged: Verdict | None = None
    bound: int | None = None
    interrupted: bool = False
    record: RunRecord
    tiers: tuple[Tier, ...] = ()

    @property
    def roster(self) -> Roster:
        """The roster.

        Raises
        ------
        InfeasibleError
            If it is proved that there is none.
        NoRosterError
            If none was found in the time given.
        """
        if self.found is not None:
            return self.found
        where = f"{self.problem.center.name}, {self.problem.horizon}"
        if self.status is Status.INFEASIBLE:
            raise InfeasibleError(
                where,
                "no roster keeps every hard rule, and this is proved",
                todo="relax a hard rule (give it a weight), or change leave or contracts",
            )
        raise NoRosterError(
            where,
            f"no roster was found in {self.record.seconds:.0f} s, and none was proved impossible",
            todo="allow more time",
        )

    @property
    def verdict(self) -> Verdict:
        """The referee's judgement; raises as `roster` does when there is none."""
        if self.judged is None:
            _ = self.roster
            raise AssertionError
        return self.judged

    @property
    def objective(self) -> int:
        """The price of the roster, in hundredths of a call."""
        return self.verdict.objective

    @property
    def gap(self) -> int:
        """How much less another roster could cost at most, in hundredths of a call."""
        return max(0, self.objective - (self.bound or 0))

    @property
    def gap_share(self) -> float:
        """The gap over the objective, 0 to 1."""
        return self.gap / self.objective if self.objective > 0 else 0.0
