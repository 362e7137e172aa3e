"""The shape of a day: each class's share per slot, shrunk towards what classes share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.demand.contract import Floats

# Calls that the prior of a class counts as; an eve differs more from the common shape.
OWN_CALLS = 15_000.0
EVE_CALLS = 300.0
OFF_CALLS = 50.0


@dataclass(frozen=True, eq=False)
class Profile:
    """Share of a day's calls by class of day and slot.

    Parameters
    ----------
    shares
        (S,) by class; each sums to one over the slots in which calls can come, and is 0
        elsewhere.
    common, common_off
        (S,) of working days and of off days, for classes never seen.
    """

    shares: Mapping[str, Floats]
    common: Floats
    common_off: Floats

    def of(self, kind: str, off: bool) -> Floats:
        """Return the shares of a class of day."""
        return self.shares.get(kind, self.common_off if off else self.common)

    def rows(self, kinds: Sequence[str], off: Sequence[bool]) -> Floats:
        """Return the (N, S) shares of days."""
        pairs = zip(kinds, off, strict=True)
        return np.array([self.of(kind, is_off) for kind, is_off in pairs])


def fit_profile(
    counts: Floats,
    exposure: Floats,
    weight: Floats,
    kinds: Sequence[str],
    off: Sequence[bool],
) -> Profile:
    """Return the profiles of all classes.

    Parameters
    ----------
    counts, exposure
        (D, S) calls, NaN where missing, and known multipliers.
    weight
        (D,) trust; old days less.
    kinds, off
        (D,) class of each day, and whether few calls come.

    Notes
    -----
    A class is shrunk towards the common profile of working (or off) days with the weight
    of some thousand calls (a Dirichlet prior): the lunch dip stays where it is, noise goes.
    """
    known = ~np.isnan(counts)
    calls = np.where(known, counts, 0.0)
    is_off = np.asarray(off, dtype=bool)
    level = _levels(calls, known, exposure)
    base = np.where(known, exposure, 0.0) * level[:, None]
    total = weight @ calls
    common = _normal(weight * ~is_off @ calls, weight * ~is_off @ base, None, 0.0)
    if not common.any():
        common = _normal(total, weight @ base, None, 0.0)
    idle = weight * is_off
    common_off = _normal(idle @ calls, idle @ base, common, OFF_CALLS)
    shares: dict[str, Floats] = {}
    names = np.asarray(kinds)
    for kind in sorted(set(kinds)):
        chosen = weight * (names == kind)
        of_off = bool(is_off[names == kind].any())
        strength = OFF_CALLS if of_off else _strength(kind)
        prior = common_off if of_off else common
        own = _normal(chosen @ calls, chosen @ base, prior, strength)
        if not of_off and kind.startswith("weekday"):
            # Slots in which this weekday was never measured stay empty.
            own = np.where((chosen[:, None] * known).sum(axis=0) > 0, own, 0.0)
            own = own / own.sum() if own.sum() > 0 else prior
        shares[kind] = own
    return Profile(shares, common, common_off)


def _strength(kind: str) -> float:
    return EVE_CALLS if kind == "eve" else OWN_CALLS


def _levels(
    calls: Floats, known: np.ndarray[tuple[int, int], np.dtype[np.bool_]], exposure: Floats
) -> Floats:
    # A day with missing slots counts with what its measured part says of the whole.
    rate = calls.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    share = rate / max(float(rate.sum()), 1e-12)
    seen = (known * exposure) @ share
    return np.where(seen > 0.05, calls.sum(axis=1) / np.maximum(seen, 0.05), 0.0)


def _normal(calls: Floats, base: Floats, prior: Floats | None, strength: float) -> Floats:
    share = np.where(base > 0, calls / np.maximum(base, 1e-12), 0.0)
    if prior is not None:
        seen = np.where(base > 0, base, 0.0)
        share = (share * seen + strength * prior) / np.maximum(seen + strength, 1e-12)
    total = float(share.sum())
    return share / total if total > 0 else share
