"""The call center: everything that stays the same from week to week."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

import numpy as np
from pydantic import Field, SerializeAsAny, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.calendar import CalendarSettings
from staffing.domain.days import WrittenDays
from staffing.domain.designs import ShiftDesign, with_designs
from staffing.domain.grid import Grid, Opening, SlotMinutes
from staffing.domain.horizon import Horizon
from staffing.domain.meetings import Meeting, common_starts
from staffing.domain.people import Contract, Counselor
from staffing.domain.rule import Rule
from staffing.domain.ties import Starts, possible_starts
from staffing.domain.work import Break, Queue, Shift

Language = Literal["en", "ko"]


class OpeningRule(Frozen):
    """Opening hours of certain days; a later rule overrides an earlier one.

    Parameters
    ----------
    days
        Which days.
    opens, closes
        Minutes after midnight; both left out is closed.
    """

    days: WrittenDays
    opens: Clock | None = None
    closes: Clock | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.opens is None) != (self.closes is None):
            raise ValueError("give both opens and closes, or neither for closed days")
        self.opening()
        return self

    def opening(self) -> Opening | None:
        """Return the opening, None when closed."""
        if self.opens is None or self.closes is None:
            return None
        return Opening(opens=self.opens, closes=self.closes)


class DemandSettings(Frozen):
    """How demand is forecast, and what is known of it without a history.

    Parameters
    ----------
    method
        Name of a forecaster; ``staffing forecast --help`` lists them.
    working_day_calls
        Mean calls offered on a working day, used where there is no history.
    day_factors
        Calls of Monday … Sunday and of a holiday (8 numbers), over the working-day mean.
    uncertainty
        Whether service is expected over busy and quiet days, not at the mean forecast alone.
    profile_working, profile_day_off
        Share of the day's calls per 30 minutes from opening; scaled to sum to one.
    """

    method: str = "auto"
    uncertainty: bool = False
    working_day_calls: float | None = Field(default=None, gt=0)
    day_factors: tuple[float, ...] = (1, 1, 1, 1, 1, 0.1, 0.05, 0.1)
    profile_working: tuple[float, ...] = ()
    profile_day_off: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if len(self.day_factors) != 8 or min(self.day_factors) < 0:
            raise ValueError("day_factors needs 8 numbers: Mon … Sun and a holiday")
        for name in ("profile_working", "profile_day_off"):
            profile = getattr(self, name)
            if profile and (min(profile) < 0 or sum(profile) <= 0):
                raise ValueError(f"{name} must be shares that are not negative")
        return self


class CallCenter(Frozen):
    """A call center as its planner describes it.

    Parameters
    ----------
    name
        For titles.
    language
        Language of reports unless another is asked for.
    timezone
        IANA name, for calendar files.
    currency
        ISO 4217 code of all wages.
    slot_minutes
        Length of a planning slot.
    preset
        Name of a labor-law preset whose rules apply where ``rules`` does not override them.
    opening
        Opening hours; the last rule that names a day counts, unnamed days are closed.
    calendar
        Holidays.
    demand
        How demand is forecast.
    queues, shifts, breaks, contracts, counselors
        At least one queue, shift, contract and counselor.
    shift_designs
        Start windows and lengths of which the solver may use any; their shifts are added to
        ``shifts``.
    meetings
        Meetings and training.
    rules
        The preset's and the center's rules, resolved.
    """

    name: str = Field(min_length=1)
    language: Language = "en"
    timezone: str = "UTC"
    currency: str = "KRW"
    slot_minutes: SlotMinutes = 15
    preset: str | None = None
    opening: tuple[OpeningRule, ...] = Field(min_length=1)
    calendar: CalendarSettings = CalendarSettings()
    demand: DemandSettings = DemandSettings()
    queues: tuple[Queue, ...] = Field(min_length=1)
    shifts: tuple[Shift, ...] = ()
    shift_designs: tuple[ShiftDesign, ...] = ()
    breaks: tuple[Break, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    contracts: tuple[Contract, ...] = Field(min_length=1)
    counselors: tuple[Counselor, ...] = Field(min_length=1)
    rules: tuple[SerializeAsAny[Rule], ...] = ()

    @model_validator(mode="after")
    def _designed(self) -> Self:
        shifts, contracts = with_designs(self.shift_designs, self.shifts, self.contracts)
        # The only moment at which a center changes: before anybody has it.
        self.__dict__.update(shifts=shifts, contracts=contracts)
        return self

    @model_validator(mode="after")
    def _linked(self) -> Self:
        # Imported late: the checks know every class, the classes know no checks.
        from staffing.domain.links import check_links  # noqa: PLC0415
        from staffing.domain.meeting_links import check_meetings  # noqa: PLC0415

        check_links(self)
        check_meetings(self)
        return self

    @cached_property
    def shift(self) -> dict[str, Shift]:
        """Shifts by code."""
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def designed(self) -> frozenset[str]:
        """Codes of the shifts that come from designs."""
        return frozenset(s.code for design in self.shift_designs for s in design.shifts())

    @cached_property
    def pause(self) -> dict[str, Break]:
        """Breaks, and meetings as the breaks that they are, by code."""
        pauses = (*self.breaks, *(meeting.as_break for meeting in self.meetings))
        return {pause.code: pause for pause in pauses}

    @cached_property
    def meeting(self) -> dict[str, Meeting]:
        """Meetings by code."""
        return {meeting.code: meeting for meeting in self.meetings}

    @cached_property
    def meetings_of(self) -> dict[str, tuple[Meeting, ...]]:
        """The meetings that are for each counselor, by id."""
        return {
            counselor.id: tuple(
                meeting
                for meeting in self.meetings
                if counselor.id in meeting.counselors
                or counselor.contract in meeting.contracts
                or not (meeting.counselors or meeting.contracts)
            )
            for counselor in self.counselors
        }

    @cached_property
    def starts_of_meeting(self) -> dict[str, tuple[int, ...]]:
        """When each meeting can be held together, by code."""
        return {m.code: common_starts(self, m) for m in self.meetings if m.together}

    @cached_property
    def contract(self) -> dict[str, Contract]:
        """Contracts by code."""
        return {contract.code: contract for contract in self.contracts}

    @cached_property
    def counselor(self) -> dict[str, Counselor]:
        """Counselors by id."""
        return {counselor.id: counselor for counselor in self.counselors}

    def breaks_of(self, shift: Shift) -> tuple[Break, ...]:
        """Return the breaks of a shift in the order of the day."""
        return tuple(self.pause[code] for code in shift.breaks)

    @cached_property
    def starts_in(self) -> dict[str, dict[str, Starts]]:
        """When breaks can start, by code of the shift, then of the break; ties are kept."""
        return {
            shift.code: dict(
                zip(
                    shift.breaks,
                    possible_starts(
                        self.breaks_of(shift),
                        [shift.starts_of(p, self.slot_minutes) for p in self.breaks_of(shift)],
                    ),
                    strict=True,
                )
            )
            for shift in self.shifts
        }

    def paid_minutes(self, shift: Shift) -> int:
        """Return the minutes of a shift that are working time."""
        return shift.minutes - sum(b.minutes for b in self.breaks_of(shift) if not b.paid)

    def shifts_of(self, counselor: Counselor) -> tuple[Shift, ...]:
        """Return the shifts that a counselor's contract allows."""
        return self._shifts_by_contract[counselor.contract]

    @cached_property
    def _shifts_by_contract(self) -> dict[str, tuple[Shift, ...]]:
        return {
            contract.code: tuple(
                s for s in self.shifts if contract.shifts is None or s.code in contract.shifts
            )
            for contract in self.contracts
        }

    def queue_of(self, counselor: Counselor) -> int:
        """Return the index of the queue for which a counselor is counted."""
        if not counselor.skills:
            return 0
        return [queue.code for queue in self.queues].index(counselor.skills[0])

    @cached_property
    def team_size(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """(Q,) counselors counted for each queue."""
        queues = [self.queue_of(counselor) for counselor in self.counselors]
        return np.bincount(queues, minlength=len(self.queues))

    def grid(self, horizon: Horizon) -> Grid:
        """Return the open slots of a horizon."""
        openings: list[Opening | None] = []
        for day in horizon.dates:
            named = [rule for rule in self.opening if day in rule.days]
            openings.append(named[-1].opening() if named else None)
        return Grid(slot_minutes=self.slot_minutes, horizon=horizon, openings=tuple(openings))
