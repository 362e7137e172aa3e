"""Facts about each person's roster."""

from __future__ import annotations

import datetime as dt

from staffing.domain.days import parse_days
from staffing.domain.people import Wish
from staffing.domain.toys import MONDAY, rota, toy
from staffing.evaluation.fairness import fairness


def test_each_share_is_counted_as_by_hand() -> None:
    """Days, hours, weekends, holidays, edges of the day and wishes, for one week of two."""
    wishes = {
        "A": [
            Wish(kind="off", days=parse_days("Sat,Sun")),
            Wish(kind="shift", shift="E"),
            Wish(kind="work", days=parse_days("Tue,Wed")),
            Wish(kind="not", shift="L", days=parse_days("Fri")),
        ]
    }
    friday = MONDAY + dt.timedelta(days=4)
    problem = toy("AB", wishes=wishes, leave={"A": "Tue"}, holidays=[friday])
    a, b = fairness(problem, rota(problem, {"A": "E..MLL.", "B": "." * 7}))
    assert (a.days, a.paid_minutes, a.weekend_days, a.holidays) == (4, 4 * 480, 1, 1)
    assert (a.early, a.late, a.shifts) == (1, 2, {"E": 1, "L": 2, "M": 1})
    # Granted: Sunday off, E on Monday. Refused: Saturday off, E on three days, work on
    # Wednesday (Tuesday is leave), L on Friday.
    assert (a.granted, a.refused) == (2, 6)
    assert (b.days, b.granted, b.refused) == (0, 0, 0)


def test_equal_shifts_have_no_edges() -> None:
    """Where everybody starts and ends alike, nobody is early or late."""
    problem = toy("A", shifts={"D": "09:00-17:00"})
    (share,) = fairness(problem, rota(problem, {"A": "DDDDD.."}))
    assert (share.early, share.late) == (0, 0)
