"""The committed history of Cheonan is the generator's, and has the published figures."""

import csv
import datetime as dt
import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("cheonan", "cheonan-calendar")


def load_generator() -> ModuleType:
    """Import the generator by its path, since benchmarks is no package."""
    path = ROOT / "benchmarks" / "generate_cheonan.py"
    spec = importlib.util.spec_from_file_location("generate_cheonan", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()
CLOSED = GENERATOR.public_holidays()


class Table(NamedTuple):
    """A committed history, days x slots."""

    rows: list[dict[str, str]]
    dates: list[dt.date]
    offered: np.ndarray
    handled: np.ndarray
    abandoned: np.ndarray
    aht_s: np.ndarray  # zero where empty
    working: np.ndarray
    weekday: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Return the calls offered on each day."""
        return self.offered.sum(axis=1)

    @property
    def mean(self) -> float:
        """Return the mean of a working day."""
        return float(self.total[self.working].mean())


def read(folder: str) -> Table:
    """Read a committed history."""
    path = ROOT / "models" / folder / "history.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    dates = sorted({dt.date.fromisoformat(row["date"]) for row in rows})

    def grid(column: str) -> np.ndarray:
        values = np.array([float(row[column] or 0) for row in rows])
        return values.reshape(len(dates), -1)

    return Table(
        rows,
        dates,
        *map(grid, ("offered", "handled", "abandoned", "aht_s")),
        np.array([GENERATOR.is_working(day, CLOSED) for day in dates]),
        np.array([day.weekday() for day in dates]),
    )


@pytest.fixture(scope="module", params=FOLDERS)
def table(request: pytest.FixtureRequest) -> Table:
    """Give each of the two histories."""
    return read(request.param)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with freshly generated files."""
    out = tmp_path_factory.mktemp("models")
    GENERATOR.write(out, GENERATOR.SEED)
    return out


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["history.csv", "events.csv"])
def test_same_seed_same_bytes(written: Path, folder: str, name: str) -> None:
    """The committed files are what the generator writes, byte for byte."""
    fresh = (written / folder / name).read_bytes()
    assert fresh == (ROOT / "models" / folder / name).read_bytes()
    assert b"\r" not in fresh
    fresh.decode("utf-8")


def test_another_seed_another_history() -> None:
    """A different seed draws different calls."""
    variant = GENERATOR.VARIANTS[0]
    one, two = GENERATOR.simulate(variant, 1), GENERATOR.simulate(variant, 2)
    assert (one.offered != two.offered).any()


def test_no_slot_is_missing(table: Table) -> None:
    """Every half hour from 08:30 to 18:30 of every day is there, once and in order."""
    times = [f"{m // 60:02d}:{m % 60:02d}" for m in range(8 * 60 + 30, 18 * 60 + 30, 30)]
    days = (dt.date(2024, 11, 25) + dt.timedelta(days=n) for n in range(728))
    expected = [(day.isoformat(), time) for day in days for time in times]
    assert [(row["date"], row["start"]) for row in table.rows] == expected
    assert expected[-1] == ("2026-11-22", "18:00")


def test_calls_balance(table: Table) -> None:
    """Handled and abandoned add up to offered, and an empty handle time means none."""
    assert (table.handled + table.abandoned == table.offered).all()
    assert min(table.handled.min(), table.abandoned.min()) >= 0
    assert ((table.aht_s == 0) == (table.handled == 0)).all()


def test_published_mean() -> None:
    """The mean is 1,306 within 0.3 %, over working days or over all days."""
    assert read("cheonan").mean == pytest.approx(1306, rel=0.003)
    assert read("cheonan-calendar").total.mean() == pytest.approx(1306, rel=0.003)


def test_calendar_reading_needs_a_busier_working_day() -> None:
    """Read per calendar day, 1,306 means about 1,866 calls on a working day."""
    assert read("cheonan-calendar").mean == pytest.approx(1866, rel=0.015)


def test_weekday_factors(table: Table) -> None:
    """The means of Monday to Friday keep their published ratios within 1.5 %."""
    means = [table.total[table.working & (table.weekday == day)].mean() for day in range(5)]
    factors = np.array(means) / table.mean
    assert factors == pytest.approx([1.15, 1.00, 0.975, 0.945, 0.93], rel=0.015)


def test_days_off(table: Table) -> None:
    """Saturdays, Sundays and weekday holidays keep their ratios within 6 %."""
    holiday = ~table.working & (table.weekday < 5)
    kinds = (table.weekday == 5, table.weekday == 6, holiday)
    ratios = [table.total[kind].mean() / table.mean for kind in kinds]
    assert ratios == pytest.approx([0.097, 0.05, 0.10], rel=0.06)
    assert holiday.sum() == 33


def test_labor_day_of_2025_is_a_working_day(table: Table) -> None:
    """The first of May brings normal calls in 2025 and a holiday's in 2026."""
    calls = dict(zip(table.dates, table.total, strict=True))
    assert calls[dt.date(2025, 5, 1)] > 0.75 * table.mean
    assert calls[dt.date(2026, 5, 1)] < 0.20 * table.mean


def test_day_after_a_holiday(table: Table) -> None:
    """Tuesdays to Fridays after a holiday are as busy as Mondays, within 5 %."""
    after = np.array([GENERATOR.follows_holiday(day, CLOSED) for day in table.dates])
    calm = np.array([not event_days(day) for day in table.dates])
    later = table.working & after & calm & (table.weekday > 0)
    monday = table.working & calm & (table.weekday == 0)
    assert table.total[later].mean() == pytest.approx(table.total[monday].mean(), rel=0.05)


def test_months(table: Table) -> None:
    """Month means over working days keep their factors within 4 %, trend removed."""
    time = np.arange(len(table.dates)) / 365.25
    level = table.total / 0.95 ** (time - time.mean())
    months = np.array([day.month for day in table.dates])
    means = [level[table.working & (months == m)].mean() for m in range(1, 13)]
    assert np.array(means) / table.mean == pytest.approx(GENERATOR.MONTH, rel=0.04)
    assert min(means[2], means[11]) / table.mean > 1.10


def test_published_hours(table: Table) -> None:
    """The five published hours keep their share of a weekday within 0.15 points."""
    slots = table.offered[table.working].sum(axis=0)
    share = 100 * slots / slots.sum()
    hours = {10: 13.25, 11: 11.99, 12: 4.83, 14: 12.32, 15: 12.05}
    for hour, published in hours.items():
        slot = 2 * hour - 17
        assert share[slot] + share[slot + 1] == pytest.approx(published, abs=0.15)


def test_profiles(table: Table) -> None:
    """Every half hour keeps its share: 0.1 points on weekdays, 0.5 on days off."""
    for days, profile, points in (
        (table.working, GENERATOR.PROFILE_WEEKDAY, 0.1),
        (~table.working, GENERATOR.PROFILE_DAY_OFF, 0.5),
    ):
        assert sum(profile) == pytest.approx(100)
        slots = table.offered[days].sum(axis=0)
        assert 100 * slots / slots.sum() == pytest.approx(profile, abs=points)


def test_days_are_overdispersed_and_correlated(table: Table) -> None:
    """Calm weekdays vary over three times as much as Poisson, and remember."""
    known = [
        (day.year, day.month, day.weekday())
        if working and not event_days(day) and not GENERATOR.follows_holiday(day, CLOSED)
        else None
        for day, working in zip(table.dates, table.working, strict=True)
    ]
    rows = [n for n, group in enumerate(known) if group]
    design = np.array(
        [
            [1.0, n / 728, *(known[n][1] == m for m in range(2, 13))]
            + [known[n][2] == w for w in range(1, 5)]
            for n in rows
        ],
        dtype=float,
    )
    logs = np.log(table.total[rows])
    residual = logs - design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    poisson = (1 / table.total[rows]).mean()
    assert residual.var() > 3 * poisson
    assert residual.std() == pytest.approx(0.064, abs=0.012)
    left = dict(zip(rows, residual, strict=True))
    pairs = [(left[n], left[n + 1]) for n in rows if n + 1 in left]
    assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.2


@pytest.mark.parametrize(("folder", "aht"), [("cheonan", 180), ("cheonan-calendar", 126)])
def test_handle_time(folder: str, aht: float) -> None:
    """The mean over calls is as stated within 0.5 %, and small counts scatter more."""
    table = read(folder)
    handled = table.handled
    mean = (table.aht_s * handled).sum() / handled.sum()
    assert mean == pytest.approx(aht, rel=0.005)
    few, many = (handled > 0) & (handled < 5), handled > 60
    assert table.aht_s[few].std() > 3 * table.aht_s[many].std()


def test_answer_rate(table: Table) -> None:
    """Answered are 95 to 97 %, and fewer on Monday mornings and around lunch."""
    rate = table.handled.sum() / table.offered.sum()
    assert 0.95 <= rate <= 0.97
    weekday, monday = table.working, table.working & (table.weekday == 0)
    assert answered(table, monday, slice(3, 7)) < rate - 0.01
    assert answered(table, weekday, slice(7, 11)) < rate - 0.02
    assert answered(table, weekday, slice(11, 18)) > rate + 0.01


def test_events() -> None:
    """Events don't overlap, say they are assumed, and keep one factor per kind."""
    path = ROOT / "models" / "cheonan" / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["first", "last", "from", "to", "kind", "factor", "note"]
    assert all(row["first"] <= row["last"] for row in rows)
    assert all(a["last"] < b["first"] for a, b in itertools.pairwise(rows))
    assert all(row["note"].startswith("model assumption") for row in rows)
    kinds = {row["kind"] for row in rows}
    assert len({(row["kind"], row["factor"]) for row in rows}) == len(kinds)
    past = {row["kind"] for row in rows if row["last"] <= "2026-11-22"}
    assert past == kinds
    assert any(row["first"] == "2026-12-31" for row in rows)


def event_days(day: dt.date) -> bool:
    """Tell whether a day is part of any event."""
    known = GENERATOR.events(CLOSED)
    return any(event.first <= day <= event.last for event in known)


def answered(table: Table, days: np.ndarray, slots: slice) -> float:
    """Return the share of calls answered in some half hours of some days."""
    return float(table.handled[days, slots].sum() / table.offered[days, slots].sum())
