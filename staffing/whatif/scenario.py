"""A scenario: a named change to the inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from pydantic import Field

from staffing.domain.base import Frozen
from staffing.domain.center import CallCenter
from staffing.domain.people import Counselor
from staffing.pipe import Inputs


class Scenario(Frozen):
    """What is different.

    Parameters
    ----------
    volume
        Calls over the forecast: 1.1 is 10 % more.
    aht_s
        Mean handle time in seconds; None keeps the forecast's.
    counselors
        Head count; None keeps the team. Fewer drops the last of the list; more adds people
        with the commonest contract, without leave and wishes.
    """

    volume: float = Field(default=1.0, gt=0, le=100)
    aht_s: float | None = Field(default=None, gt=0, le=36_000)
    counselors: int | None = Field(default=None, ge=1, le=100_000)

    @property
    def name(self) -> str:
        """The change in a few words; ``as is`` when there is none."""
        parts = []
        if self.counselors is not None:
            parts.append(f"{self.counselors} counselors")
        if self.volume != 1.0:
            parts.append(f"volume {100 * (self.volume - 1):+.4g}%")
        if self.aht_s is not None:
            parts.append(f"AHT {self.aht_s:g} s")
        return ", ".join(parts) or "as is"

    def apply(self, inputs: Inputs) -> Inputs:
        """Return the inputs with the change made."""
        center = inputs.center
        if self.counselors is not None:
            center = _with_team(center, self.counselors)
        changed: dict[str, object] = {
            "center": center,
            "volume": inputs.volume * self.volume,
        }
        if self.aht_s is not None:
            changed["aht_s"] = self.aht_s
        return inputs.model_copy(update=changed)


def _with_team(center: CallCenter, size: int) -> CallCenter:
    team = list(center.counselors[:size])
    commonest = Counter(c.contract for c in center.counselors).most_common(1)[0][0]
    number = 0
    while len(team) < size:
        number += 1
        newcomer = f"new{number:02d}"
        if newcomer not in center.counselor:
            team.append(Counselor(id=newcomer, contract=commonest))
    return center.model_copy(update={"counselors": tuple(team)})


def grid_of_scenarios(
    *,
    volume: Sequence[float] = (),
    aht_s: Sequence[float] = (),
    counselors: Sequence[int] = (),
) -> list[Scenario]:
    """Return every combination of the given values; an axis left out stays as it is.

    Examples
    --------
    >>> [s.name for s in grid_of_scenarios(volume=(1.0, 1.1), counselors=(14,))]
    ['14 counselors', '14 counselors, volume +10%']
    """
    return [
        Scenario(counselors=heads, volume=times, aht_s=seconds)
        for heads, times, seconds in product(
            counselors or (None,), volume or (1.0,), aht_s or (None,)
        )
    ]
