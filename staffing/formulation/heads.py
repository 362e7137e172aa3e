"""Numbers on the phones in solutions of one draft's model, again and again."""

from __future__ import annotations

import numpy as np

from staffing.domain.base import IntArray
from staffing.formulation.draft import ModelDraft


class Heads:
    """The numbers on the phones as sums of variables; the draft itself is not kept.

    Parameters
    ----------
    draft
        A finished draft.
    """

    def __init__(self, draft: ModelDraft) -> None:
        slots = draft.problem.grid.size
        self._shape = len(draft.problem.center.queues), slots
        self._sums = [
            (
                (queue, slot),
                expr.constant,
                np.fromiter(expr.terms, dtype=np.int64),
                np.fromiter(expr.terms.values(), dtype=np.int64),
            )
            for queue in range(self._shape[0])
            for slot in range(slots)
            for expr in (draft.on_phones(queue, slot),)
        ]

    def of(self, values: IntArray) -> IntArray:
        """Return the (Q, T) numbers on the phones in a (size,) solution."""
        found = np.zeros(self._shape, dtype=np.int64)
        for key, constant, numbers, weights in self._sums:
            found[key] = constant + int(weights @ values[numbers])
        return found
