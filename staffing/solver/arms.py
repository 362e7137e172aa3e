"""Kinds of neighborhoods: what wins most per second is tried most."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar


class Arm:
    """A kind of neighborhood, and what it has gained."""

    def __init__(self) -> None:
        self.score = 1.0
        self.used = 0

    def note(self, gain: float, seconds: float) -> None:
        """Remember a gain."""
        self.used += 1
        rate = gain / max(seconds, 0.01)
        self.score += 0.2 * (rate - self.score)


AnyArm = TypeVar("AnyArm", bound=Arm)


def next_arm(arms: Sequence[AnyArm], chance: random.Random) -> AnyArm:
    """Return the kind to try next: what has not been tried yet, or what wins most."""
    fresh = [arm for arm in arms if not arm.used]
    if fresh:
        return chance.choice(fresh)
    floor = 0.05 * max(arm.score for arm in arms) + 1e-6
    return chance.choices(arms, [max(arm.score, floor) for arm in arms])[0]
