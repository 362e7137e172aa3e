"""Every duty has the meetings that are due, each once, at a possible time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Literal

from staffing.domain.center import CallCenter
from staffing.domain.horizon import week_of
from staffing.domain.meetings import Meeting, own_starts, spans_of
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import LUNCH, MONDAY, rota, toy
from staffing.domain.work import Shift
from staffing.rules._helpers import count, either, on, who
from staffing.units import clock, parse_clock

LEAST = "least"


class MeetingsHeld(Rule, frozen=True):
    """Meetings are attended by all whose shift contains them, and by enough.

    Held together, a meeting has one time, and everybody whose shift contains it attends; held
    by each, everybody attends once a day (or, with ``once``, once a week if they work at all).
    A meeting overlaps no break and no other meeting. Duties of unknown shifts are left to
    `one_shift`.
    """

    rule: Literal["meetings"] = "meetings"

    scope: ClassVar[Scope] = Scope.STRUCTURE
    title: ClassVar[dict[str, str]] = {"en": "meetings and training", "ko": "회의와 교육"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Say nothing: the variables know no other meetings."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield each meeting missed, misplaced, doubled or held by too few.

        The subject's ``other`` is the code of the meeting; after a colon, ``least``.
        """
        seen: set[Subject] = set()
        for breach in self._found(problem, roster):
            if breach.subject not in seen:
                yield breach
            seen.add(breach.subject)

    def _found(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        center = problem.center
        duties = [
            duty
            for (person, day), duty in roster.of.items()
            if person in center.counselor and day in problem.horizon and duty.shift in center.shift
        ]
        for duty in duties if center.meetings else ():
            yield from self._misplaced(center, duty)
        for meeting in center.meetings:
            mine = [
                duty
                for duty in duties
                if duty.day in meeting.days and meeting in center.meetings_of[duty.counselor]
            ]
            for week in problem.horizon.weeks:
                days = [day for day in week if day in meeting.days]
                parts = ([days] if days else []) if meeting.once else [[day] for day in days]
                for part in parts:
                    those = [duty for duty in mine if duty.day in part]
                    if meeting.together:
                        yield from self._together(problem, meeting, part, those)
                    else:
                        yield from self._alone(problem, meeting, those)

    def _misplaced(self, center: CallCenter, duty: Duty) -> Iterator[Breach]:
        """Yield meetings that are not this person's, twice, at no possible time, or overlapping."""
        mine = {m.code for m in center.meetings_of[duty.counselor] if duty.day in m.days}
        shift = center.shift[duty.shift]
        held = [pause for pause in duty.breaks if pause.code in center.meeting]
        for code in dict.fromkeys(pause.code for pause in held):
            starts = [pause.start for pause in held if pause.code == code]
            fits = code in mine and len(starts) == 1 and _fits(center, code, shift, starts[0])
            if not fits or _overlaps(center, duty, code, starts[0]):
                yield Breach(Subject(duty.counselor, duty.day, code), 1)

    def _together(
        self, problem: Problem, meeting: Meeting, days: Sequence[dt.date], duties: Sequence[Duty]
    ) -> Iterator[Breach]:
        center, code = problem.center, meeting.code
        if meeting.once and _held_before(problem, meeting, days[0]):
            for duty in duties:
                if _start(duty, code) is not None:
                    yield Breach(Subject(duty.counselor, duty.day, code), 1)
            return
        times = [(duty.day, start) for duty in duties if (start := _start(duty, code)) is not None]
        if not times and not meeting.least:
            # Held where nobody is at work, nobody attends.
            times = [
                (day, start)
                for day in days
                for start in center.starts_of_meeting[code]
                if not any(_may(center, meeting, duty, day, start) for duty in duties)
            ]
        if not times:
            # The first possible time is as good as any to say who is missing.
            times = [(days[0], center.starts_of_meeting[code][0])]
        day, start = times[0]
        for duty in duties:
            attends = _start(duty, code)
            due = start if _may(center, meeting, duty, day, start) else None
            if attends != due:
                yield Breach(Subject(duty.counselor, duty.day, code), 1)
        there = sum(duty.day == day and _start(duty, code) == start for duty in duties)
        if there < meeting.least:
            yield Breach(Subject(day=day, other=f"{code}:{LEAST}"), meeting.least - there)

    def _alone(
        self, problem: Problem, meeting: Meeting, duties: Sequence[Duty]
    ) -> Iterator[Breach]:
        people: dict[str, list[Duty]] = {}
        for duty in duties:
            people.setdefault(duty.counselor, []).append(duty)
        for person, own in people.items():
            before = meeting.once and _held_before(problem, meeting, own[0].day, person)
            attended = [duty for duty in own if _start(duty, meeting.code) is not None]
            wanted = 0 if before else 1
            if len(attended) < wanted:
                yield Breach(Subject(person, own[0].day, meeting.code), 1)
            for duty in attended[wanted:]:
                yield Breach(Subject(person, duty.day, meeting.code), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what is wrong with a meeting."""
        subject = breach.subject
        code, _, least = (subject.other or "").partition(":")
        meeting = problem.center.meeting[code]
        name = meeting.name or code
        if least:
            many = count(breach.amount, "person", "people")
            return either(
                language,
                f"{on(subject.day, language)}: {many} too few at {name}; at least "
                f"{meeting.least} must be there.",
                f"{on(subject.day, language)}: {name} 참석 인원이 {breach.amount}명 부족합니다. "
                f"최소 {meeting.least}명이 있어야 합니다.",
            )
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        starts = meeting.wanted_starts(problem.grid.slot_minutes)
        window = "-".join(dict.fromkeys((clock(starts[0]), clock(starts[-1]))))
        return either(
            language,
            f"{head}: {name} ({window}) is due exactly when all attend or once for each, within "
            "the shift and beside its breaks; the roster has it otherwise.",
            f"{head}: {name}({window}) 일정이 맞지 않습니다. 근무 중, 휴게와 겹치지 않게 "
            "정해진 횟수만큼 참석해야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a meeting held and missed, beside a lunch, by too few, and training."""
        team = Meeting(code="team", minutes=60, at=parse_clock("12:00"))
        problem = toy("AB", days=2, lunch=True, meetings=[team])
        both = {"A": "E.", "B": "L."}
        noon = {"lunch": "11:00", "team": "12:00"}
        late = {"lunch": "13:00", "team": "12:00"}
        held = rota(problem, both, {("A", 0): noon, ("B", 0): late})
        yield Case("holds: all attend beside their lunch", cls(), problem, held, ())
        wrong: tuple[tuple[str, dict[str, str]], ...] = (
            ("breaks: B does not attend", {}),
            ("breaks: B attends an hour late", {"lunch": "11:00", "team": "13:00"}),
            ("breaks: lunch at the same time", {"lunch": "12:00", "team": "12:00"}),
        )
        for name, given in wrong:
            roster = rota(problem, both, {("A", 0): noon, ("B", 0): given})
            breach = (Breach(Subject("B", MONDAY, "team"), 1),)
            yield Case(name, cls(), problem, roster, breach)
        full = team.model_copy(update={"least": 2})
        wanted = toy("AB", days=1, lunch=True, meetings=[full])
        two = rota(wanted, {"A": "E", "B": "L"}, {("A", 0): noon, ("B", 0): late})
        yield Case("bound: two must be there", cls(), wanted, two, ())
        alone = rota(wanted, {"A": "E"}, {("A", 0): noon})
        few = (Breach(Subject(day=MONDAY, other="team:least"), 1),)
        yield Case("breaks: one is there", cls(), wanted, alone, few)
        begin, end = parse_clock("09:00"), parse_clock("16:00")
        lesson = Meeting(
            code="lesson", minutes=60, earliest=begin, latest=end, together=False, once=True
        )
        week = toy("A", days=2, breaks=[LUNCH], shifts={"E": "08:00-17:00"}, meetings=[lesson])
        once = rota(week, {"A": "EE"}, {("A", 1): {"lesson": "16:00"}})
        yield Case("bound: once a week, in the last hour", cls(), week, once, ())
        never = (Breach(Subject("A", MONDAY, "lesson"), 1),)
        yield Case("breaks: never", cls(), week, rota(week, {"A": "EE"}), never)
        twice = rota(week, {"A": "EE"}, {("A", d): {"lesson": "09:00"} for d in (0, 1)})
        again = (Breach(Subject("A", MONDAY + dt.timedelta(days=1), "lesson"), 1),)
        yield Case("breaks: twice", cls(), week, twice, again)
        yield Case("holds: nobody works", cls(), week, rota(week, {"A": ".."}), ())
        yield from cls._cases_of_one_time()
        yield from cls._cases_of_a_week()

    @classmethod
    def _cases_of_one_time(cls) -> Iterator[Case]:
        """Return meetings at their time, at another, and with people whom they do not concern."""
        team = Meeting(code="team", minutes=60, at=parse_clock("12:00"), counselors=("A", "B"))
        desk = Meeting(code="desk", minutes=60, at=parse_clock("14:00"), counselors=("A", "B"))
        spans = {"S": "08:00-13:00", "F": "08:00-17:00", "L": "13:00-18:00"}
        day = toy("ABC", days=1, shifts=spans, meetings=[team])
        a, b = (Breach(Subject(person, MONDAY, "team"), 1) for person in "AB")
        noon, late = {"team": "12:00"}, {"team": "13:00"}
        rows = {"A": "F", "B": "F", "C": "F"}
        held = rota(day, {**rows, "Z": "F"}, {("A", 0): noon, ("B", 0): noon})
        yield Case("holds: nobody else need attend", cls(), day, held, ())
        an_hour = rota(day, rows, {("A", 0): late, ("B", 0): late})
        yield Case("breaks: all an hour late", cls(), day, an_hour, (a, b))
        away = rota(day, {"A": "F", "B": "L"}, {("A", 0): noon})
        yield Case("holds: B comes later", cls(), day, away, ())
        begun = rota(day, {"A": "F", "B": "S"}, {("A", 0): late})
        yield Case("breaks: A attends when B is gone", cls(), day, begun, (a,))
        two = toy("AB", days=1, shifts=spans, meetings=[team.model_copy(update={"least": 2})])
        few = Breach(Subject(day=MONDAY, other=f"team:{LEAST}"), 1)
        alone = rota(two, {"A": "F", "B": "L"}, {("A", 0): noon})
        yield Case("breaks: who comes later does not count", cls(), two, alone, (few,))
        lunch = toy("AB", days=1, lunch=True, meetings=[team, desk])
        over = rota(lunch, {"A": "E"}, {("A", 0): {"lunch": "12:00", **noon, "desk": "14:00"}})
        yield Case("breaks: lunch in one of two meetings", cls(), lunch, over, (a,))

    @classmethod
    def _cases_of_a_week(cls) -> Iterator[Case]:
        """Return meetings that are due once, or daily, after days that are published."""
        nine, noon, past_noon = (parse_clock(text) for text in ("09:00", "12:00", "13:00"))
        spans = {"S": "08:00-13:00", "F": "08:00-17:00"}
        lesson = Meeting(
            code="lesson", minutes=60, earliest=nine, latest=noon, together=False, once=True
        )
        team = Meeting(code="team", minutes=60, earliest=noon, latest=past_noon, once=True, least=1)
        daily = Meeting(code="daily", minutes=60, at=noon)
        tuesday, wednesday = MONDAY.replace(day=4), MONDAY.replace(day=5)

        def after(meeting: Meeting, days: int, told: dict[str, str]) -> Problem:
            """Return the days from Tuesday on, after a Monday on which some attended."""
            monday = toy("AB", days=1, shifts=spans, meetings=[meeting])
            given = {(who, 0): {meeting.code: start} for who, start in told.items()}
            past = rota(monday, {"A": "F", "B": "F"}, given)
            later = toy("AB", first=tuesday, days=days, shifts=spans, meetings=[meeting])
            return later.model_copy(update={"past": past})

        def found(code: str, *whom: tuple[str, dt.date]) -> tuple[Breach, ...]:
            return tuple(Breach(Subject(person, day, code), 1) for person, day in whom)

        day = after(lesson, 1, {"A": "09:00"})
        row = rota(day, {"A": "F", "B": "F"})
        missed = found("lesson", ("B", tuesday))
        yield Case("breaks: A attended on Monday, B did not", cls(), day, row, missed)
        days = after(lesson, 2, {"A": "09:00"})
        again = rota(days, {"A": "FF"}, {("A", n): {"lesson": "09:00"} for n in (0, 1)})
        both = found("lesson", ("A", tuesday), ("A", wednesday))
        yield Case("breaks: attended thrice", cls(), days, again, both)
        week = toy("A", days=1, shifts=spans, meetings=[lesson])
        once = rota(week, {"A": "F"}, {("A", 0): {"lesson": "09:00"}}).duties[0]
        twice = once.model_copy(update={"breaks": (*once.breaks, Pause(code="lesson", start=noon))})
        roster = rota(week, {"A": "."}).with_duties([twice])
        yield Case("breaks: twice on a day", cls(), week, roster, found("lesson", ("A", MONDAY)))
        done = after(team, 1, {"A": "12:00", "B": "12:00"})
        yield Case("holds: held on Monday", cls(), done, rota(done, {"A": "F", "B": "F"}), ())
        more = rota(done, {"A": "F", "B": "F"}, {("A", 0): {"team": "12:00"}})
        yield Case("breaks: held again", cls(), done, more, found("team", ("A", tuesday)))
        open_ = toy("AB", days=2, shifts=spans, meetings=[team])
        one = rota(open_, {"A": "F.", "B": ".F"}, {("A", 0): {"team": "13:00"}})
        yield Case("bound: held on one of two days", cls(), open_, one, ())
        never = (*found("team", ("A", MONDAY)), Breach(Subject(day=MONDAY, other="team:least"), 1))
        yield Case(
            "breaks: never held; A could have come first",
            cls(),
            open_,
            rota(open_, {"A": "S.", "B": ".F"}),
            never,
        )
        due = after(daily, 1, {"A": "12:00", "B": "12:00"})
        yield Case(
            "breaks: held on Monday, and due on Tuesday",
            cls(),
            due,
            rota(due, {"A": "F"}),
            found("daily", ("A", tuesday)),
        )


def _start(duty: Duty, code: str) -> int | None:
    return next((pause.start for pause in duty.breaks if pause.code == code), None)


def _may(center: CallCenter, meeting: Meeting, duty: Duty, day: dt.date, start: int) -> bool:
    return duty.day == day and meeting.within(center.shift[duty.shift], start)


def _fits(center: CallCenter, code: str, shift: Shift, start: int) -> bool:
    meeting = center.meeting[code]
    if meeting.together:
        return start in center.starts_of_meeting[code] and meeting.within(shift, start)
    return start in own_starts(center, meeting, shift)


def _overlaps(center: CallCenter, duty: Duty, code: str, start: int) -> bool:
    ((begin, end),) = spans_of(center, ((start, code),))
    others: list[Pause] = [p for p in duty.breaks if p.code != code and p.code in center.pause]
    return any(
        pause.start < end and begin < pause.start + center.pause[pause.code].minutes
        for pause in others
    )


def _held_before(
    problem: Problem, meeting: Meeting, day: dt.date, person: str | None = None
) -> bool:
    """Return whether a meeting was held in a week's days that are published already."""
    past = problem.past.duties if problem.past is not None else ()
    week = set(week_of(day))
    return any(
        duty.day in week
        and person in {None, duty.counselor}
        and _start(duty, meeting.code) is not None
        for duty in past
    )
