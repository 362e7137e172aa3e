"""One language's way of writing texts, numbers, dates and names.

Imports domain, units and this room's texts.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from staffing.demand.notes import in_language
from staffing.domain.center import Language
from staffing.domain.outcome import Judgement
from staffing.domain.people import Counselor, Wish
from staffing.domain.problem import Problem
from staffing.domain.work import Break, Shift
from staffing.reports.texts import MONTHS, TEXTS, WEEKDAYS
from staffing.units import MINUTES_PER_DAY, clock, hours

_HALF = 0.5


@dataclass(frozen=True)
class Words:
    """Texts, numbers and dates in one language.

    Parameters
    ----------
    language
        ``en`` or ``ko``.
    """

    language: Language = "en"

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its fields filled in."""
        return TEXTS[key][self.language].format(**values)

    def note(self, sentence: str) -> str:
        """Return a note of the forecast in this language."""
        return in_language(sentence, self.language)

    def known(self, key: str) -> bool:
        """Return whether there is such a text."""
        return key in TEXTS

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with thousands separated: 6,722."""
        return f"{value:,.{digits}f}"

    def percent(self, share: float, digits: int = 1) -> str:
        """Return a share as percent: 85.6%; nothing but a whole rounds to 100%."""
        top = 1 - 10.0 ** -(digits + 2)
        return f"{100 * (share if share >= 1 else min(share, top)):.{digits}f}%"

    def seconds(self, value: float) -> str:
        """Return seconds: 9.7 s; ∞ for a wait without end."""
        if math.isinf(value):
            return "∞"
        return self("seconds", value=f"{value:.1f}" if value < 100 else f"{value:,.0f}")

    def hours(self, minutes: float) -> str:
        """Return minutes as hours without a unit: 37.5."""
        return f"{hours(minutes):,.2f}".rstrip("0").rstrip(".")

    def calls(self, hundredths: int) -> str:
        """Return a price in hundredths of a call as calls: 4.12."""
        return f"{hundredths / 100:,.2f}"

    def heads(self, value: float) -> str:
        """Return a mean number of people; halves as a sign: 8½."""
        whole = math.floor(value + 1e-9)
        rest = value - whole
        if rest < 0.05:
            return str(whole)
        if abs(rest - _HALF) < 0.05:
            return f"{whole or ''}½"
        return f"{value:.1f}"

    def gap(self, value: float) -> str:
        """Return a surplus or a shortage with its sign: +1½, -2, 0."""
        if abs(value) < 0.05:
            return "0"
        return ("+" if value > 0 else "-") + self.heads(abs(value))

    def weekday(self, day: dt.date) -> str:
        """Return the short name of a day of the week: Mon, 월."""
        return WEEKDAYS[self.language][day.weekday()]

    def date(self, day: dt.date) -> str:
        """Return day and month: Aug 3, 8/3."""
        if self.language == "ko":
            return f"{day.month}/{day.day}"
        return f"{MONTHS[day.month - 1]} {day.day}"

    def day(self, day: dt.date) -> str:
        """Return weekday, day and month: Mon Aug 3, 8/3(월)."""
        if self.language == "ko":
            return f"{self.date(day)}({self.weekday(day)})"
        return f"{self.weekday(day)} {self.date(day)}"

    def message_day(self, day: dt.date) -> str:
        """Return a day as messengers have it: 8/3(Mon), 8/3(월)."""
        return f"{day.month}/{day.day}({self.weekday(day)})"

    def span(self, first: dt.date, last: dt.date) -> str:
        """Return first and last day with the year."""
        if self.language == "ko":
            begin = f"{first.year}년 {first.month}월 {first.day}일({self.weekday(first)})"
            year = f"{last.year}년 " if last.year != first.year else ""
            end = f"{year}{last.month}월 {last.day}일({self.weekday(last)})"
        else:
            year = f", {first.year}" if last.year != first.year else ""
            begin = self.day(first) + year
            end = f"{self.day(last)}, {last.year}"
        return f"{begin} – {end}" if first != last else end

    def person(self, counselor: Counselor | None, who: str = "") -> str:
        """Return the name of a counselor, else the id; who nobody knows is marked so."""
        if counselor is None:
            return self("unknown.counselor", id=who)
        return counselor.name or counselor.id

    def shift(self, shift: Shift) -> str:
        """Return code, name and times of a shift."""
        name = f" {shift.name}" if shift.name and shift.name != shift.code else ""
        return f"{shift.code}{name} {clock(shift.start)}–{clock(shift.end)}"

    def pause(self, pause: Break) -> str:
        """Return the name of a break, in this language where its code is a common word."""
        if pause.code == "lunch" and not (pause.name and self.language == "ko"):
            return self("lunch").lower()
        return pause.name or pause.code

    def leave(self, kind: str, *, long: bool = False) -> str:
        """Return a kind of leave as a short mark, or in full."""
        key = f"leave.{kind}" + (".long" if long else "")
        if self.known(key):
            return self(key)
        return kind if long or len(kind) <= 6 else kind[:5] + "…"

    def wish(self, wish: Wish, day: dt.date) -> str:
        """Return what is wished for one day."""
        return self(f"wish.{wish.kind}", days=self.day(day), shift=wish.shift)

    def title(self, judgement: Judgement) -> str:
        """Return the few words that name a rule."""
        rule = judgement.rule
        title = rule.title.get(self.language) or rule.title.get("en") or rule.rule
        return title[:1].upper() + title[1:]

    def say(self, problem: Problem, judgement: Judgement) -> str:
        """Return the sentence of a rule on its breach."""
        return judgement.rule.say(problem, judgement.breach, self.language)


def hour_of(minutes: int) -> str:
    """Return the hour of a time, the next day from 00 on.

    Examples
    --------
    >>> hour_of(540), hour_of(1500)
    ('09', '01')
    """
    return clock(minutes % MINUTES_PER_DAY).split(":")[0]
