"""events.csv: days, or hours of them, on which more or fewer people call than usual."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from staffing.demand.events import Event
from staffing.errors import InputError
from staffing.io.columns import read_table
from staffing.io.faults import Faults, from_pydantic
from staffing.io.headings import EVENTS

_FIELDS = {"from": "begin", "to": "end"}
_COLUMNS = {field: column for column, field in _FIELDS.items()}


def read_events(path: str | Path) -> tuple[Event, ...]:
    """Return the events of a table ``first,last,from,to,kind,factor,note``.

    ``from`` and ``to`` left empty is the whole day; ``last`` left empty is ``first``; a
    ``factor`` left empty is learned from the past.

    Raises
    ------
    InputError
        With line and column; several are reported together.
    """
    table = read_table(Path(path), EVENTS, ("first", "kind"))
    faults = Faults()
    events = []
    for row in table.rows:
        cells = {_FIELDS.get(name, name): table.get(row, name) for name in table.columns}
        data: dict[str, str] = {name: cell for name, cell in cells.items() if cell}
        data.setdefault("last", data.get("first", ""))
        try:
            events.append(Event.model_validate(data))
        except ValidationError as error:
            for place, *rest in from_pydantic(error):
                name = str(place[0]) if place else ""
                faults.add(InputError(table.place(row, _COLUMNS.get(name, name)), *rest))
    faults.check()
    return tuple(events)
