"""Histories and centers with known answers."""

import datetime as dt

import numpy as np

from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory

PROFILE = np.array([2.0, 4, 6, 7, 6, 5, 3, 4, 6, 7, 6, 5, 4, 3, 2, 2, 2, 2, 2, 2])
FACTORS = np.array([1.15, 1.0, 1.0, 0.95, 0.9, 0.3, 0.2])


def make_history(days=364, level=1300.0, seed=1, first=dt.date(2024, 1, 1), day_factor=None):
    """Return a Poisson history of 20 half hours from 08:30 with planted weekday factors."""
    rng = np.random.default_rng(seed)
    weekdays = (first.weekday() + np.arange(days)) % 7
    totals = level * FACTORS[weekdays] * (1.0 if day_factor is None else day_factor)
    mean = totals[:, None] * (PROFILE / PROFILE.sum())[None, :]
    counts = rng.poisson(mean).astype(float)
    return CallHistory(
        queue="main",
        slot_minutes=30,
        first=first,
        starts=np.arange(510, 1110, 30),
        offered=counts,
        handled=counts,
        aht_s=np.full_like(counts, 180.0),
    )


def make_center(**changes):
    """Return a center open 08:30-18:30 every day with one queue."""
    table = {
        "name": "Toy",
        "slot_minutes": 15,
        "opening": [{"days": "Mon-Sun", "opens": "08:30", "closes": "18:30"}],
        "queues": [{"code": "main", "aht_s": 200}],
        "shifts": [{"code": "D", "start": "08:30", "end": "17:30"}],
        "contracts": [{"code": "full"}],
        "counselors": [{"id": "1", "name": "A", "contract": "full"}],
    }
    return CallCenter.model_validate(table | changes)
