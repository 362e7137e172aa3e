"""Measure the default forecast on two public call histories, against what was asked of it.

    python benchmarks/demand_public.py FOLDER [--record]

FOLDER holds ``bank_calls_30min.csv`` (B: a large North American bank, 2003) and
``anonymous_bank_1999_30min.csv`` (A: "Anonymous Bank" of the Technion, 07:00-24:00; C: the
same cut to 08:30-18:30, about the size of a Korean city's center). Rolling origins after
the last open day of each calendar week; days 1-7 and 8-14 ahead; nothing after an origin
is used.
"""

import argparse
import csv
import datetime as dt
import hashlib
import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks.measure import code_version, cpu
from staffing.demand.backtest import BacktestReport, backtest, weekly_origins
from staffing.demand.calibration import calibrate
from staffing.demand.distribution import negative_binomial_quantiles
from staffing.demand.holidays import holidays_for
from staffing.demand.prepare import prepare
from staffing.demand.registry import forecaster
from staffing.domain.calendar import CalendarSettings, Holidays
from staffing.domain.history import CallHistory

SUBJECT = "demand_public"
RESULTS = Path(__file__).parent / "results"
AROUND = dt.timedelta(days=30)


class Set(NamedTuple):
    """One history and what was asked of the forecast on it."""

    letter: str
    file: str
    country: str
    opens: int
    closes: int
    first_origin: dt.date
    last_origin: dt.date
    reference: tuple[float, float]
    asked: tuple[float, float]
    stretch: float
    pinball: tuple[float, float, float]


_BANK, _ISRAEL = "bank_calls_30min.csv", "anonymous_bank_1999_30min.csv"
_IL_SPAN = (dt.date(1999, 7, 4), dt.date(1999, 12, 19))
SETS = (
    Set("B", _BANK, "US", 420, 1260, dt.date(2003, 5, 30), dt.date(2003, 10, 10),
        (6.63, 6.55), (5.60, 5.60), 5.30, (27.4, 23.3, 22.0)),
    Set("A", _ISRAEL, "IL", 420, 1440, *_IL_SPAN,
        (25.7, 26.1), (22.3, 23.0), 20.0, (3.38, 2.84, 2.65)),
    Set("C", _ISRAEL, "IL", 510, 1110, *_IL_SPAN,
        (23.5, 23.9), (19.5, 20.5), 17.8, (3.88, 3.10, 2.90)),
)  # fmt: skip


def read(path: Path, opens: int, closes: int) -> CallHistory:
    """Return the slots of a file between two times of day; days without rows are missing."""
    rows: dict[dt.date, dict[int, float]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            moment = dt.datetime.fromisoformat(row["datetime"])
            minute = moment.hour * 60 + moment.minute
            if opens <= minute < closes:
                rows.setdefault(moment.date(), {})[minute] = float(row["calls"])
    first, last = min(rows), max(rows)
    starts = np.arange(opens, closes, 30)
    counts = np.array(
        [
            [rows.get(first + dt.timedelta(days=i), {}).get(int(s), np.nan) for s in starts]
            for i in range((last - first).days + 1)
        ]
    )
    return CallHistory(
        queue="all",
        slot_minutes=30,
        first=first,
        starts=starts,
        offered=counts,
        handled=np.full_like(counts, np.nan),
        aht_s=np.full_like(counts, np.nan),
    )


def near_holidays(report: BacktestReport, method: str, holidays: Holidays) -> float:
    """Return the WAPE, first week, of holidays and the days beside them."""
    one = report.scored[method]
    day = dt.timedelta(days=1)
    near = np.array([any(d + k * day in holidays.demand for k in (-1, 0, 1)) for d in one.days])
    rows = near & (one.lead <= 7)
    counts, means = one.counts[rows], one.means[rows]
    return 100 * float(np.abs(counts - means).sum() / counts.sum()) if rows.any() else np.nan


def tenths(report: BacktestReport, method: str) -> float:
    """Return the mean pinball loss of the first week over 0.05, 0.15 ... 0.95."""
    one = report.scored[method]
    one = one.where(one.lead <= 7)
    known = ~np.isnan(one.counts)
    y, probs = one.counts[known], np.arange(0.05, 1.0, 0.1)
    bounds = negative_binomial_quantiles(one.means[known], one.dispersion[known], list(probs))
    errors = y[None, :] - bounds
    return float(np.maximum(probs[:, None] * errors, (probs[:, None] - 1) * errors).mean())


def scores(report: BacktestReport) -> dict[str, object]:
    """Return the scores of each method and week as plain numbers."""
    return {
        name: [
            {
                key: round(float(value), 5)
                for key, value in vars(week).items()
                if key not in ("days", "slots")
            }
            for week in report.by_week[name]
        ]
        for name in report.methods
    }


def measure(one: Set, folder: Path, methods: list[str]) -> dict[str, object]:
    """Print the scores of one set beside what was asked, and return its part of a record."""
    history = read(folder / one.file, one.opens, one.closes)
    calendar = CalendarSettings(country=one.country)
    holidays = holidays_for(calendar, history.first - AROUND, history.last + AROUND)
    origins = [
        day
        for day in weekly_origins(history, days_ahead=1)
        if one.first_origin <= day <= one.last_origin
    ]
    report = backtest(history, holidays, methods, origins)
    print(f"\n{one.letter}: {len(origins)} origins {origins[0]} .. {origins[-1]}")
    print(report.table())
    best, reference = report.by_week[methods[0]], report.by_week["mean8"]
    for week in (0, 1):
        print(
            f"  WAPE w{week + 1}: reference {100 * reference[week].wape:.2f} "
            f"(published {one.reference[week]}), here {100 * best[week].wape:.2f}, "
            f"asked {one.asked[week]:.2f}, stretch {one.stretch}"
        )
    print(
        f"  mean pinball w1: here {best[0].pinball:.2f}, reference {reference[0].pinball:.2f}, "
        f"asked {one.pinball[1]}, stretch {one.pinball[2]}"
    )
    print(
        f"  the same over 0.05, 0.15 ... 0.95, nearer to what was published for the reference: "
        f"here {tenths(report, methods[0]):.2f}, reference {tenths(report, 'mean8'):.2f} "
        f"(published {one.pinball[0]})"
    )
    print(
        f"  coverage w1: {100 * best[0].coverage80:.1f} / {100 * best[0].coverage95:.1f}, "
        "asked 77-84 / 93-97"
    )
    print(f"  bias of weekly totals: {100 * best[0].bias:+.2f} %, asked within 1 %")
    print(
        f"  days at holidays w1: reference {near_holidays(report, 'mean8', holidays):.0f}, "
        f"here {near_holidays(report, methods[0], holidays):.0f}"
    )
    return {
        "set": one.letter,
        "data_sha256": hashlib.sha256((folder / one.file).read_bytes()).hexdigest(),
        "origins": [str(origins[0]), str(origins[-1]), len(origins)],
        "asked_wape": one.asked,
        "scores": scores(report),
    }


def speed(folder: Path, method: str) -> float:
    """Print the processor time of two years of half hours: fit, spread and two weeks ahead."""
    history = read(folder / _ISRAEL, 510, 1110)
    twice = np.tile(np.asarray(history.offered)[:364], (2, 1))
    years = history.model_copy(update={"offered": twice, "handled": twice, "aht_s": twice})
    holidays = holidays_for(
        CalendarSettings(country="IL"), history.first - AROUND, years.last + AROUND
    )
    best = np.inf
    for _ in range(3):
        begin = time.process_time()
        past = prepare(years, holidays.demand).past
        ahead = [years.last + dt.timedelta(days=i) for i in range(1, 15)]
        forecaster(method).expect(past, ahead)
        calibrate(past, forecaster(method))
        best = min(best, time.process_time() - begin)
    print(f"\ntwo years of half hours, fit and two weeks ahead: {best:.2f} s, asked 1.0 (0.3)")
    return round(best, 3)


def main() -> None:
    """Measure every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--methods", nargs="+", default=["auto", "slow", "fast"])
    parser.add_argument("--sets", default="BAC", help="letters of the sets to measure")
    parser.add_argument("--record", action="store_true", help="append a line to results/")
    asked = parser.parse_args()
    record: dict[str, object] = {
        "subject": SUBJECT,
        "protocol": 1,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        **code_version(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("numpy", "holidays")},
        "cpu": cpu(),
        "methods": asked.methods,
    }
    chosen = [one for one in SETS if one.letter in asked.sets]
    record["sets"] = [measure(one, asked.folder, asked.methods) for one in chosen]
    record["fit_cpu_s"] = speed(asked.folder, asked.methods[0])
    if asked.record:
        path = RESULTS / f"{dt.datetime.now(dt.UTC).date()}-{SUBJECT}.jsonl"
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
