"""Write two years of half-hour call history for the model center Cheonan.

    python benchmarks/generate_cheonan.py [--seed 20230803] [--out models]

No call of this history was ever made: the press published a handful of averages,
and this file draws a history that has those averages. Every constant says whether it
is *published* (a newspaper quoting the city, or a neighbor city), *derived*
(arithmetic on published figures) or *assumed* (the model's own choice).
`models/cheonan/README.md` lists the sources.

The expected calls of a half hour are a product::

    level x day x event x trend x busyness x profile share x slot noise

and the calls themselves are Poisson around that product. The same seed gives the same
bytes: the draws use `numpy.random.RandomState`, whose streams NumPy keeps frozen
across versions, which it doesn't promise for `default_rng`.
"""

import argparse
import datetime as dt
import math
from pathlib import Path
from typing import Literal, NamedTuple

import holidays
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEED = 20230803

# --- the calendar -----------------------------------------------------------------
FIRST = dt.date(2024, 11, 25)  # assumed: a Monday
LAST = dt.date(2026, 11, 22)  # assumed: a Sunday, 104 weeks later
EVENTS_KNOWN_UNTIL = dt.date(2027, 6, 30)  # assumed: how far ahead the city plans
OPENING_MIN = 8 * 60 + 30  # published: 08:30 every day, minutes after midnight
SLOT_MIN = 30  # assumed: the grain of the history, minutes
SLOTS = 20  # published: until 18:30

# --- the level --------------------------------------------------------------------
DAILY_MEAN = 1306.0  # published: calls a day, August 2023
TREND_PER_YEAR = 0.95  # derived: 1,306, 1,214, 1,158 in 2023-2025 fall by 5-7 %
WEEKDAY = (1.15, 1.00, 0.975, 0.945, 0.93)  # derived Mon-Thu; assumed Fri
AFTER_HOLIDAY_LIKE = 0  # assumed: the first working day after a holiday is a Monday
SATURDAY, SUNDAY = 0.097, 0.050  # derived: of the working-day mean
HOLIDAY = 0.10  # derived from Sejong: a public holiday on a weekday
MONTH = (  # assumed but for March and December (derived); working days; mean 1
    *(1.05, 0.94, 1.13, 0.97, 0.98, 1.03),
    *(1.02, 0.94, 1.00, 0.90, 0.92, 1.12),
)

# --- the shape of a day, percent per half hour from 08:30 ---------------------------
# Derived: 10-12, 12-13 and 14-16 o'clock hold the published hours. Assumed: the rest.
PROFILE_WEEKDAY = (
    *(2.60, 4.55, 6.15, 6.70, 6.55, 6.25, 5.74, 2.50, 2.33, 4.90),
    *(5.85, 6.15, 6.17, 6.10, 5.95, 5.65, 5.35, 4.70, 3.75, 2.06),
)
PROFILE_DAY_OFF = (  # assumed: flatter
    *(3.5, 4.5, 5.5, 6.0, 6.0, 5.7, 5.5, 4.7, 4.6, 5.0),
    *(5.3, 5.5, 5.5, 5.4, 5.3, 5.1, 4.9, 4.5, 4.0, 3.5),
)

# --- chance, all assumed ------------------------------------------------------------
BUSYNESS_SD_WEEKDAY = 0.06  # log scale: busier or calmer days beyond the calendar
BUSYNESS_SD_DAY_OFF = 0.15
BUSYNESS_MEMORY = 0.5  # correlation of one day's busyness with the next day's
SLOT_SD = 0.04  # log scale, half hours independent of each other

# --- handling, all assumed (no Korean municipality publishes its own) ----------------
AHT_SLOT = (  # relative to the mean: short questions early and at noon
    *(0.96, 0.97, 0.99, 1.00, 1.01, 1.01, 1.00, 0.97, 0.96, 0.99),
    *(1.00, 1.01, 1.02, 1.02, 1.02, 1.01, 1.00, 1.00, 0.99, 0.97),
)
AHT_DAY_SD = 0.02  # log scale
AHT_CALL_CV = 1.0  # coefficient of variation of one call, lognormal
PATIENCE_S = 300.0  # mean of an exponential patience, seconds

# --- people on duty per half hour, all assumed: the habitual roster -------------------
# Weekdays 13 people: 4 early, 5 middle, 4 late; lunches begin 11:30 (2), 12:00 (5),
# 12:30 (3), 13:00 (3). Days off 3 people; lunches begin 11:30, 12:30, 13:30 (1 each).
DUTY_WEEKDAY = (4, 9, 13, 13, 13, 13, 11, 6, 5, 7, 10, *[13] * 7, 9, 4)
DUTY_DAY_OFF = (1, 2, 3, 3, 3, 3, *[2] * 6, *[3] * 6, 2, 1)
ON_PHONE_WEEKDAY, ON_PHONE_DAY_OFF = 0.91, 0.95  # share of duty time at the phone
QUEUE_STATES = 200  # where the queue of the Erlang-A formula is cut off, calls


class Variant(NamedTuple):
    """A reading of the published 1,306: over which days it is the mean."""

    folder: str
    basis: Literal["working", "calendar"]
    aht_s: float


VARIANTS = (
    Variant("cheonan", "working", 180.0),  # derived basis; assumed handle time
    Variant("cheonan-calendar", "calendar", 126.0),  # derived: the same workload
)


class Event(NamedTuple):
    """Days (or hours of them) whose calls are multiplied by a factor."""

    first: dt.date
    last: dt.date
    start_min: int | None  # minutes after midnight; None is the whole day
    end_min: int | None
    kind: str
    factor: float
    note: str


class Yearly(NamedTuple):
    """A deadline of every year, and the window before it if calls rise there too."""

    kind: str
    deadline: tuple[int, int]  # month, day; a day off moves it to the next working day
    factor: float
    note: str
    window_from: int | None = None  # day of the same month


# Published: the kinds of trigger, car tax 16-30 June and December, and Goyang's
# x1.95 and x2.98 on single record days. Assumed: every factor, and the other dates.
CAR_TAX_WINDOW = 1.06
ELECTION_WEEK = 1.10
SURGE = 1.6
YEARLY = (
    Yearly("car-tax-prepay", (1, 31), 1.2, "yearly prepayment of the car tax"),
    Yearly("environment-charge", (3, 31), 1.2, "environment charge due"),
    Yearly("car-tax-deadline", (6, 30), 1.5, "car tax due", window_from=16),
    Yearly("property-tax", (7, 31), 1.4, "property tax due"),
    Yearly("resident-tax", (8, 31), 1.2, "resident tax due"),
    Yearly("property-tax", (9, 30), 1.4, "property tax due"),
    Yearly("car-tax-deadline", (12, 31), 1.5, "car tax due", window_from=16),
)
ELECTIONS = (dt.date(2025, 6, 3), dt.date(2026, 6, 3))
SURGES = (  # invented days, not a weather record: day, from, to, kind
    (dt.date(2025, 8, 13), 13 * 60, 18 * 60, "flood"),
    (dt.date(2026, 1, 20), 13 * 60, 17 * 60, "snow"),
    (dt.date(2026, 7, 22), 14 * 60, 18 * 60 + 30, "flood"),
)


class Days(NamedTuple):
    """The calendar of the history, one entry per day."""

    dates: list[dt.date]
    weekday: Ints  # 0 is Monday
    month: Ints  # 0 is January
    holiday: NDArray[np.bool_]
    working: NDArray[np.bool_]
    like: Ints  # the weekday whose factor a working day takes


class History(NamedTuple):
    """What the phones recorded, days x slots."""

    dates: list[dt.date]
    offered: Ints
    handled: Ints
    aht_s: Floats  # not a number where nothing was handled


# --- calendar ---------------------------------------------------------------------


def public_holidays() -> set[dt.date]:
    """Return the days the city hall is closed: before 2026 that leaves out 1 May."""
    years = range(FIRST.year, EVENTS_KNOWN_UNTIL.year + 1)
    return set(holidays.country_holidays("KR", years=years, categories=("public",)))


def is_working(day: dt.date, closed: set[dt.date]) -> bool:
    """Tell whether a day is a weekday and no public holiday."""
    return day.weekday() < 5 and day not in closed


def follows_holiday(day: dt.date, closed: set[dt.date]) -> bool:
    """Tell whether the days off just before a working day hold a weekday holiday."""
    before = day - dt.timedelta(days=1)
    while not is_working(before, closed):
        if before.weekday() < 5:
            return True
        before -= dt.timedelta(days=1)
    return False


def calendar(closed: set[dt.date]) -> Days:
    """Lay out the days of the history."""
    dates = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    weekday = [day.weekday() for day in dates]
    like = [AFTER_HOLIDAY_LIKE if follows_holiday(day, closed) else day.weekday() for day in dates]
    return Days(
        dates,
        np.array(weekday),
        np.array([day.month - 1 for day in dates]),
        np.array([day in closed for day in dates]),
        np.array([is_working(day, closed) for day in dates]),
        np.array(like),
    )


# --- events -----------------------------------------------------------------------


def deadlines(closed: set[dt.date]) -> list[Event]:
    """List the yearly deadlines, each moved to a working day, and their windows."""
    found = []
    for year in range(FIRST.year, EVENTS_KNOWN_UNTIL.year + 1):
        for rule in YEARLY:
            due = dt.date(year, *rule.deadline)
            while not is_working(due, closed):
                due += dt.timedelta(days=1)
            found.append(Event(due, due, None, None, rule.kind, rule.factor, rule.note))
            if rule.window_from:
                opens = dt.date(year, rule.deadline[0], rule.window_from)
                eve = due - dt.timedelta(days=1)
                note = "car tax payable"
                window = (opens, eve, None, None, "car-tax", CAR_TAX_WINDOW, note)
                found.append(Event(*window))
    return [e for e in found if e.first >= FIRST and e.last <= EVENTS_KNOWN_UNTIL]


def events(closed: set[dt.date]) -> list[Event]:
    """List all events, past and known ahead, in order of time; none overlap."""
    found = deadlines(closed)
    for day in ELECTIONS:
        first, last = day - dt.timedelta(days=7), day - dt.timedelta(days=1)
        note = "week before an election"
        found.append(Event(first, last, None, None, "election", ELECTION_WEEK, note))
    for day, start, end, kind in SURGES:
        note = "invented date: calls rise an hour after the warning"
        found.append(Event(day, day, start, end, kind, SURGE, note))
    return sorted(found, key=lambda event: event.first)


def event_factors(days: Days, known: list[Event]) -> Floats:
    """Return the factor of every half hour, days x slots."""
    factors = np.ones((len(days.dates), SLOTS))
    starts = OPENING_MIN + SLOT_MIN * np.arange(SLOTS)
    for event in known:
        inside = np.array([event.first <= day <= event.last for day in days.dates])
        since = 0 if event.start_min is None else event.start_min
        until = 24 * 60 if event.end_min is None else event.end_min
        hours = (since <= starts) & (starts < until)
        factors[np.ix_(inside, hours)] *= event.factor
    return factors


# --- expected calls -----------------------------------------------------------------


def profiles(days: Days) -> Floats:
    """Return each half hour's share of its day, days x slots."""
    weekday, day_off = np.array(PROFILE_WEEKDAY), np.array(PROFILE_DAY_OFF)
    return np.where(days.working[:, None], weekday, day_off) / 100.0


def day_factors(days: Days, event_of_day: Floats) -> Floats:
    """Return each day's factor of the working-day mean, events left out.

    What the press calls a Monday or a March is the mean over all of them, days after
    holidays and deadlines included. So the factors of an ordinary Monday and an
    ordinary March are raked until those means are the published ones.
    """
    weekday, month = np.array(WEEKDAY), np.array(MONTH)
    like = np.where(days.working, days.like, 0)
    for _ in range(50):
        for factor, group, target in (
            (weekday, days.weekday, WEEKDAY),
            (month, days.month, MONTH),
        ):
            for index, wanted in enumerate(target):
                expected = weekday[like] * month[days.month] * event_of_day
                factor[index] *= wanted / expected[days.working & (group == index)].mean()
    result: Floats = weekday[like] * month[days.month]
    result[days.holiday & (days.weekday < 5)] = HOLIDAY
    result[days.weekday == 5] = SATURDAY
    result[days.weekday == 6] = SUNDAY
    return result


def trend(days: Days) -> Floats:
    """Return the yearly decline, one in the middle of the history."""
    day = np.arange(len(days.dates))
    decline: Floats = TREND_PER_YEAR ** ((day - day.mean()) / 365.25)
    return decline


def busyness(days: Days, rng: np.random.RandomState) -> Floats:
    """Draw how busy each day is beyond the calendar: lognormal, mean 1, AR(1)."""
    shocks = rng.standard_normal(len(days.dates))
    state = np.empty_like(shocks)
    state[0] = shocks[0]
    fresh = math.sqrt(1.0 - BUSYNESS_MEMORY**2)
    for day in range(1, len(shocks)):
        state[day] = BUSYNESS_MEMORY * state[day - 1] + fresh * shocks[day]
    sd = np.where(days.working, BUSYNESS_SD_WEEKDAY, BUSYNESS_SD_DAY_OFF)
    factors: Floats = np.exp(sd * state - sd**2 / 2.0)
    return factors


def intensity(days: Days, variant: Variant, rng: np.random.RandomState) -> Floats:
    """Return the mean of every half hour's Poisson calls, scaled to the 1,306."""
    events_of_slot = event_factors(days, events(public_holidays()))
    share = profiles(days)
    event_of_day = (share * events_of_slot).sum(axis=1)
    day = day_factors(days, event_of_day) * trend(days) * busyness(days, rng)
    noise = rng.standard_normal(share.shape)
    slot = np.exp(SLOT_SD * noise - SLOT_SD**2 / 2.0)
    shape: Floats = day[:, None] * share * events_of_slot * slot
    counted = shape if variant.basis == "calendar" else shape[days.working]
    scale = float(DAILY_MEAN / counted.sum(axis=1).mean())
    return scale * shape


# --- answering ----------------------------------------------------------------------


def erlang_a_abandoned(agents: int, erlangs: Floats, aht_s: float) -> Floats:
    """Return the share of calls abandoned in the stationary Erlang-A queue.

    Parameters
    ----------
    agents : int
        People at the phone.
    erlangs : array
        Offered load.
    aht_s : float
        Mean handle time, seconds.
    """
    weight = np.ones_like(erlangs)
    total, queued = weight.copy(), np.zeros_like(erlangs)
    for calls in range(1, agents + QUEUE_STATES):
        waiting = max(calls - agents, 0)
        weight = weight * erlangs / (min(calls, agents) + waiting * aht_s / PATIENCE_S)
        total += weight
        queued += waiting * weight
    lost: Floats = queued / total * (aht_s / PATIENCE_S) / erlangs
    return lost


def abandonment(days: Days, expected: Floats, aht_s: float) -> Floats:
    """Return every half hour's share of lost calls under the habitual roster.

    The people at the phone are rarely a whole number; the share is read off the
    straight line between the two neighbors.
    """
    weekday = ON_PHONE_WEEKDAY * np.array(DUTY_WEEKDAY)
    day_off = ON_PHONE_DAY_OFF * np.array(DUTY_DAY_OFF)
    agents = np.where(days.working[:, None], weekday, day_off)
    erlangs = expected * aht_s / (SLOT_MIN * 60)
    lost = np.empty_like(expected)
    for level in np.unique(agents):
        here = agents == level
        below = math.floor(level)
        low = erlang_a_abandoned(below, erlangs[here], aht_s)
        high = erlang_a_abandoned(below + 1, erlangs[here], aht_s)
        lost[here] = low + (level - below) * (high - low)
    return lost


def handle_times(handled: Ints, aht_s: float, rng: np.random.RandomState) -> Floats:
    """Draw every handled call's time and return the means, seconds, days x slots."""
    by_slot = np.array(AHT_SLOT)
    by_slot /= by_slot @ np.array(PROFILE_WEEKDAY) / 100.0
    by_day = np.exp(AHT_DAY_SD * rng.standard_normal(len(handled)) - AHT_DAY_SD**2 / 2.0)
    counts = handled.ravel()
    log_var = math.log(1.0 + AHT_CALL_CV**2)
    noise = rng.standard_normal(int(counts.sum()))
    calls = np.exp(math.sqrt(log_var) * noise - log_var / 2.0)
    place = np.repeat(np.arange(counts.size), counts)
    total = np.bincount(place, weights=calls, minlength=counts.size)
    with np.errstate(invalid="ignore"):
        mean = (total / counts).reshape(handled.shape)
    means: Floats = aht_s * by_day[:, None] * by_slot * mean
    return means


def simulate(variant: Variant, seed: int = SEED) -> History:
    """Draw the two years of one variant."""
    rng = np.random.RandomState(seed)
    days = calendar(public_holidays())
    expected = intensity(days, variant, rng)
    offered = rng.poisson(expected).astype(np.int64)
    lost = abandonment(days, expected, variant.aht_s)
    handled = offered - rng.binomial(offered, lost).astype(np.int64)
    return History(days.dates, offered, handled, handle_times(handled, variant.aht_s, rng))


# --- files --------------------------------------------------------------------------


def clock(minutes: int | None) -> str:
    """Write minutes after midnight as HH:MM, and nothing for None."""
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def history_csv(history: History) -> str:
    """Return the text of history.csv."""
    lines = ["date,start,offered,handled,abandoned,aht_s"]
    for row, day in enumerate(history.dates):
        for slot in range(SLOTS):
            offered, handled = history.offered[row, slot], history.handled[row, slot]
            aht = f"{history.aht_s[row, slot]:.1f}" if handled else ""
            start = clock(OPENING_MIN + SLOT_MIN * slot)
            lines.append(f"{day},{start},{offered},{handled},{offered - handled},{aht}")
    return "\n".join(lines) + "\n"


def events_csv(known: list[Event]) -> str:
    """Return the text of events.csv."""
    lines = ["first,last,from,to,kind,factor,note"]
    for event in known:
        hours = f"{clock(event.start_min)},{clock(event.end_min)}"
        note = f"model assumption: {event.note}"
        dates = f"{event.first},{event.last}"
        lines.append(f"{dates},{hours},{event.kind},{event.factor},{note}")
    return "\n".join(lines) + "\n"


def write(out: Path, seed: int) -> None:
    """Rewrite the files of both variants below a folder."""
    known = events_csv(events(public_holidays()))
    for variant in VARIANTS:
        history = simulate(variant, seed)
        folder = out / variant.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "history.csv").write_bytes(history_csv(history).encode())
        (folder / "events.csv").write_bytes(known.encode())
        answered = history.handled.sum() / history.offered.sum()
        print(
            f"{variant.folder}: {history.offered.sum():,} calls on "
            f"{len(history.dates)} days, {answered:.1%} answered"
        )


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write the history of Cheonan.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "models")
    arguments = parser.parse_args()
    write(arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
