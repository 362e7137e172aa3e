"""How long and how hard to search."""

from __future__ import annotations

import os
from typing import Literal

from pydantic import Field

from staffing.domain.base import Frozen

MOST_WORKERS = 8

Engine = Literal["auto", "cp-sat", "highs", "race", "days", "counted", "neighborhoods", "weeks"]


class SolveSettings(Frozen):
    """Settings of a search.

    Parameters
    ----------
    time_limit_s
        Wall seconds for the search; the best roster found by then is returned.
    gap
        Stop when the proved gap is at most this share of the objective; 0 proves optimality.
    workers
        CP-SAT's search strategies running at once; None is one per core, at most 8. The number
        chooses the portfolio, so more is not always faster.
    seed
        Of every random choice.
    reproducible
        Same input, same seed, same bytes: one worker, and a limit in deterministic time
        (``time_limit_s`` of an idle core of the developers' machine) instead of wall time.
    engine
        ``cp-sat``; ``highs``, a MIP solver; ``race``, both at once until the first proof;
        ``days``, which fixes all day patterns first and then solves every day by itself;
        ``counted``, which counts people who are alike, with CP-SAT for rosters and HiGHS beside
        it for the proof, and names them afterwards; ``neighborhoods``, which generates whole
        lines of named people and then frees a few people at a time; ``weeks``, which plans week
        by week, each after the one before; ``auto`` takes ``neighborhoods`` for several weeks
        without breaks in which rules look at people's shifts, ``weeks`` for other centers of 600
        person-days over several weeks, ``highs`` for smaller ones once the weeks one after
        another give a roster, ``counted`` for a week in which rules name people of whom at least
        half are like another, else ``days`` above 40 people and ``cp-sat`` below.
    """

    time_limit_s: float = Field(default=60, gt=0)
    gap: float = Field(default=0.0, ge=0, lt=1)
    workers: int | None = Field(default=None, ge=1, le=64)
    seed: int = Field(default=0, ge=0, lt=2**31)
    reproducible: bool = False
    engine: Engine = "auto"

    @property
    def strategies(self) -> int:
        """The number of workers that runs."""
        if self.reproducible:
            return 1
        return self.workers or min(os.cpu_count() or 1, MOST_WORKERS)
