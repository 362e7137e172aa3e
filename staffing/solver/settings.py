"""How long and how hard to search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from staffing.domain.base import Frozen

Engine = Literal["cp-sat", "highs"]


class SolveSettings(Frozen):
    """Settings of a search.

    Parameters
    ----------
    time_limit_s
        Wall seconds for the search; the best roster found by then is returned.
    gap
        Stop when the proved gap is at most this share of the objective; 0 proves optimality.
    workers
        CP-SAT's search strategies running at once, on however many cores there are. More than
        the cores can be faster: the number chooses the portfolio.
    seed
        Of every random choice.
    reproducible
        Same input, same seed, same bytes: one worker, and a limit in deterministic time
        (``time_limit_s`` of an idle core of the developers' machine) instead of wall time.
    engine
        ``cp-sat``, or ``highs`` through OR-Tools' MathOpt (no progress, no early rosters).
    """

    time_limit_s: float = Field(default=60, gt=0)
    gap: float = Field(default=0.0, ge=0, lt=1)
    workers: int = Field(default=8, ge=1, le=64)
    seed: int = Field(default=0, ge=0, lt=2**31)
    reproducible: bool = False
    engine: Engine = "cp-sat"
