"""What is promised to callers, and by how much a center keeps or breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from staffing.domain.work import ServiceLevelDefinition
from staffing.errors import InputError
from staffing.queueing._arguments import Numbers, read
from staffing.queueing.erlang_a import FIELDS

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Promises that must all hold; what is None is not promised. Arrays are per interval.

    Parameters
    ----------
    service_level
        Least share answered within the threshold, between 0 and 1.
    threshold_s
        Acceptable wait, s, >= 0; needed with service_level, and only then.
    definition
        What the share is taken of: "offered" (all calls), "answered" (answered calls) or
        "virtual" (callers if they never hung up). With endless patience all are the same.
    answer_rate
        Least share of offered calls that are answered at all, between 0 and 1.
    asa_s
        Largest mean wait of the answered calls, s, > 0.
    occupancy
        Largest share of staffed time spent on calls, between 0 and 1.

    Raises
    ------
    InputError
        If nothing is promised, or a promise is NaN, out of range or impossible to keep.

    Examples
    --------
    >>> Targets(service_level=0.8, threshold_s=20, answer_rate=0.95).definition
    'offered'
    """

    service_level: Numbers | None = None
    threshold_s: Numbers | None = None
    definition: ServiceLevelDefinition = "offered"
    answer_rate: Numbers | None = None
    asa_s: Numbers | None = None
    occupancy: Numbers | None = None

    def __post_init__(self) -> None:
        if self.definition not in get_args(ServiceLevelDefinition):
            raise InputError(
                "definition",
                f"found {self.definition!r}",
                "a service level is " + ", ".join(get_args(ServiceLevelDefinition)),
            )
        if (self.service_level is None) != (self.threshold_s is None):
            raise InputError(
                "threshold_s" if self.threshold_s is None else "service_level",
                "found nothing",
                "a service level is a share and a threshold",
                "give both or none",
            )
        promises = (self.service_level, self.answer_rate, self.asa_s, self.occupancy)
        if all(promise is None for promise in promises):
            raise InputError(
                "targets",
                "found no promise",
                "service_level, answer_rate, asa_s or occupancy",
                "promise at least one of them",
            )
        _possible(
            "service_level", self.service_level, most=1.0,
            why="no number of agents answers every call in time",
        )  # fmt: skip
        _possible(
            "answer_rate", self.answer_rate, most=1.0,
            why="while callers can hang up, some will with any number of agents",
        )  # fmt: skip
        _possible("asa_s", self.asa_s, why="no number of agents makes every wait 0")
        _possible(
            "occupancy", self.occupancy, most=1.0,
            why="agents who take calls are busy for some time, and never all of it",
        )  # fmt: skip
        if self.threshold_s is not None:
            read("threshold_s", self.threshold_s, at_least=0)


def _possible(where: str, value: Numbers | None, *, why: str, most: float | None = None) -> None:
    if value is None:
        return
    try:
        read(where, value, above=0, below=most)
    except InputError as error:
        raise InputError(f"targets.{error.where}", error.found, error.allowed, why) from None


@dataclass(frozen=True, slots=True)
class Promises:
    """Targets as flat arrays (K,); what is not promised is None."""

    definition: ServiceLevelDefinition
    service_level: Floats | None
    threshold_s: Floats
    answer_rate: Floats | None
    asa_s: Floats | None
    occupancy: Floats | None

    def at(self, index: NDArray[np.intp]) -> Promises:
        """Return the promises of the chosen intervals."""

        def pick(values: Floats | None) -> Floats | None:
            return None if values is None else values[index]

        return Promises(
            self.definition,
            pick(self.service_level),
            self.threshold_s[index],
            pick(self.answer_rate),
            pick(self.asa_s),
            pick(self.occupancy),
        )

    def slack(self, rows: Floats) -> Floats:
        """Return how far the worst promise is kept (>= 0) or broken (< 0), shape (K,).

        Parameters
        ----------
        rows
            The fields of ErlangA, shape (10, K).
        """
        slack = np.full(rows.shape[1], np.inf)
        if self.service_level is not None:
            level = rows[FIELDS.index(_FIELD_OF[self.definition])]
            slack = np.minimum(slack, level - self.service_level)
        if self.answer_rate is not None:
            answered = 1.0 - rows[FIELDS.index("abandoned")]
            slack = np.minimum(slack, answered - self.answer_rate)
        if self.asa_s is not None:
            # A share, so that an infinite wait stays comparable.
            wait = rows[FIELDS.index("asa_s")]
            slack = np.minimum(slack, self.asa_s / (self.asa_s + wait) - 0.5)
        if self.occupancy is not None:
            busy = rows[FIELDS.index("occupancy")]
            # 8.5 Erlang at a cap of 0.85 are 10 agents, not 11 for the last binary digit.
            slack = np.minimum(slack, self.occupancy * (1.0 + 1e-12) - busy)
        return slack


_FIELD_OF: dict[ServiceLevelDefinition, str] = {
    "virtual": "virtual",
    "offered": "in_time",
    "answered": "answered",
}
