"""Publishing: a roster becomes part of the model folder, and the balances follow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from staffing.demand.holidays import holidays_for
from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import InputError, OutputError
from staffing.evaluation.balance import Tally
from staffing.evaluation.ledger import ledger_of, published_weeks
from staffing.io.balance_csv import FILE, read_balance, write_balance
from staffing.io.model_folder import ROSTERS, read_model, read_published
from staffing.io.roster_files import write_roster_csv
from staffing.pipe import Inputs


class Published(NamedTuple):
    """What publishing has written.

    Parameters
    ----------
    path
        The roster's file.
    replaced
        Files that are no longer there, because the roster stands in their place.
    inputs
        The model as it now is.
    """

    path: Path
    replaced: tuple[Path, ...]
    inputs: Inputs


def publish_roster(
    folder: str | Path, problem: Problem, roster: Roster, *, replace: bool = False
) -> Published:
    """Write a roster into ``rosters/`` of a model folder, and ``balance.csv`` anew.

    Either everything is written or nothing: if one file fails, those of before stand again.

    Parameters
    ----------
    folder
        The model.
    problem
        Its problem for the days of the roster.
    roster
        Of people and shifts of the model; need not be legal.
    replace
        Whether it may take the place of rosters published for the same days.

    Raises
    ------
    InputError
        If the roster names people or shifts that the model does not have, or nobody works.
    OutputError
        If some of its days are published already and may not be replaced, or a file cannot be
        written.
    """
    folder = Path(folder)
    _check(problem.center, roster)
    target = folder / ROSTERS / f"{roster.horizon.first}_{roster.horizon.last}.csv"
    balance = folder / FILE
    former = {line.counselor for line in read_balance(balance)} if balance.exists() else set()
    there = read_published(folder, problem.center, former)
    old = tuple(path for path, known in there if _meets(known.horizon, roster.horizon))
    replaced = tuple(path for path in old if path != target)
    _may_replace(old, dict(there), target, roster, replace=replace)
    with _whole((*old, target, balance), folder / ROSTERS):
        write_roster_csv(problem, roster, target)
        for path in replaced:
            path.unlink()
        inputs = write_ledger(folder, told=roster.horizon)
    return Published(target, replaced, inputs)


def write_ledger(folder: str | Path, told: Horizon | None = None) -> Inputs:
    """Write ``balance.csv`` anew from the published rosters; return the model with it.

    Parameters
    ----------
    folder
        The model.
    told
        The days whose refused wishes are counted by the wishes that the model has now.
    """
    inputs = read_model(folder)
    ledger = ledger_now(inputs, told)
    write_balance(ledger, Path(folder) / FILE, inputs.center)
    return inputs.model_copy(update={"ledger": ledger})


def ledger_now(inputs: Inputs, told: Horizon | None = None) -> tuple[Tally, ...]:
    """Return the ledger of all published rosters of a model; see `ledger_of`."""
    published = inputs.published
    days = [line.first for line in inputs.ledger]
    if published is not None:
        days += [published.horizon.first, published.horizon.last]
    if not days:
        return ()
    holidays = holidays_for(inputs.center.calendar, min(days), max(days))
    return ledger_of(inputs.center, published, holidays, inputs.ledger, told)


def day_after(inputs: Inputs) -> dt.date | None:
    """Return the day after the last published week or kept line; None if nothing is known."""
    last = [line.last for line in inputs.ledger]
    if inputs.published is not None:
        last += [week.last for week in published_weeks(inputs.published)]
    return max(last) + dt.timedelta(days=1) if last else None


def _check(center: CallCenter, roster: Roster) -> None:
    if not roster.duties:
        raise InputError("the roster", "there is no duty in it", "a duty for each working day")
    for duty in roster.duties:
        if duty.counselor not in center.counselor:
            found, known = f"unknown counselor {duty.counselor!r}", "an id of counselors.csv"
        elif duty.shift not in center.shift:
            found, known = f"unknown shift {duty.shift!r}", f"shifts: {', '.join(center.shift)}"
        elif duty.day not in roster.horizon:
            found, known = f"a duty on {duty.day}", f"{roster.horizon}"
        else:
            continue
        place = f"the roster, {duty.counselor} on {duty.day}"
        raise InputError(place, found, known, "make the roster with this model")


def _meets(one: Horizon, other: Horizon) -> bool:
    return one.first <= other.last and other.first <= one.last


def _may_replace(
    old: Iterable[Path],
    known: dict[Path, Roster],
    target: Path,
    roster: Roster,
    *,
    replace: bool,
) -> None:
    for path in old:
        there = known[path]
        if there.horizon.first < roster.horizon.first or there.horizon.last > roster.horizon.last:
            raise OutputError(
                str(path),
                f"{there.horizon} is published in it, and the roster is for {roster.horizon} only",
                "a roster for all its days",
                "check and publish the whole roster, or take the days out of the file",
            )
        if not replace and there.duties != roster.duties:
            raise OutputError(
                str(path),
                f"a roster for {there.horizon} is published already",
                "days that are not published yet",
                "to put this one in its place: --replace",
            )
    if target.exists() and target not in known:
        raise OutputError(str(target), "it is there and is no roster", todo="move it away")


@contextmanager
def _whole(paths: Iterable[Path], made: Path) -> Iterator[None]:
    """Let the files of before stand again if the block fails."""
    fresh = not made.exists()
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        try:
            made.mkdir(exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(str(made), f"it cannot be made: {reason}") from None
        yield
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
        if fresh and made.is_dir():
            made.rmdir()
        raise
