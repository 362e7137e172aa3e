"""Hours beyond the contract: with consent, up to a cap, at a price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import (
    Week,
    either,
    longest,
    minutes_worked,
    paid_minutes,
    past_minutes,
    planned_minutes,
    span,
    week_from,
    weeks,
    who,
)
from staffing.rules._personal import PersonalRule, agreeing
from staffing.units import MINUTES_PER_HOUR


class Overtime(PersonalRule, frozen=True):
    """Paid hours of a calendar week exceed the contract's by at most so many.

    One minute more is one unit: hard with the hours that are allowed, or soft with 0 hours as
    the price of a minute of overtime. The contract's hours are less leave and paid holidays if
    ``credit`` is on. Published days count, but cannot themselves be a breach. Who agreed stands
    in the column ``consents`` of counselors.csv, or in ``consented``; where consent is asked of
    them, all others have no overtime.

    Parameters
    ----------
    hours
        Hours of overtime a week without a breach.
    consent
        Whether it takes consent.
    consent_below
        Consent is asked only of those whose contract has fewer hours a week than this; left out
        is of everybody.
    consented
        Ids of those who agreed.
    credit
        Whether leave and paid holidays use up hours of the contract.
    """

    rule: Literal["overtime"] = "overtime"
    hours: Decimal = Field(default=Decimal(12), ge=0, le=100)
    consent: bool = False
    consent_below: Decimal | None = Field(default=None, gt=0, le=168)
    consented: tuple[str, ...] = ()
    credit: bool = False

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "overtime", "ko": "연장근로"}

    @model_validator(mode="after")
    def _asked(self) -> Self:
        if self.consent_below is not None and not self.consent:
            raise ValueError(
                f"found consent_below = {self.consent_below:f} without consent; it says of whom "
                "consent is asked, so write consent = true beside it"
            )
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person or contract."""
        super().check_links(center)
        for code in self.consented:
            known(f"counselor in rule {self.rule!r}:", code, center.counselor)

    def _cap(self, problem: Problem, counselor: Counselor, week: Week, done: int) -> int:
        contract = problem.center.contract[counselor.contract]
        cap = int(contract.hours_per_week * MINUTES_PER_HOUR)
        if self.credit:
            cap -= week.credited * problem.credit_minutes(counselor)
        if not self._lacks_consent(problem, counselor):
            cap += int(self.hours * MINUTES_PER_HOUR)
        return max(cap, done)

    def _lacks_consent(self, problem: Problem, counselor: Counselor) -> bool:
        hours = problem.center.contract[counselor.contract].hours_per_week
        asked = self.consent and (self.consent_below is None or hours < self.consent_below)
        agreed = counselor.id in self.consented or "overtime" in counselor.consents
        return asked and not agreed

    def build(self, problem: Problem, draft: Draft) -> None:
        """Cap the minutes of each week that could have too many."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            done = past_minutes(problem, counselor, week, paid)
            cap = self._cap(problem, counselor, week, done)
            if done + len(week.planned) * longest(problem, counselor) > cap:
                minutes = minutes_worked(problem, draft, counselor, week.planned) + done
                draft.limit(minutes, Subject(counselor.id, week.planned[0]), at_most=cap)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks with too much overtime."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            done = past_minutes(problem, counselor, week, paid)
            cap = self._cap(problem, counselor, week, done)
            minutes = planned_minutes(roster, counselor.id, week.planned, paid) + done
            if minutes > cap:
                yield Breach(Subject(counselor.id, week.planned[0]), minutes - cap)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a week is too long, and what is allowed."""
        subject, paid = breach.subject, paid_minutes(problem)
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        counselor = problem.center.counselor[subject.counselor or ""]
        week = next(w for w in weeks(problem, counselor) if w.planned[0] == subject.day)
        cap = self._cap(problem, counselor, week, past_minutes(problem, counselor, week, paid))
        over, most = span(breach.amount, language), span(cap, language)
        if self._lacks_consent(problem, counselor):
            return either(
                language,
                f"{head}: {over} beyond the {most} that are allowed without consent to overtime.",
                f"{head}: 연장근로 동의가 없어 한도가 {most}인데 {over} 초과됩니다.",
            )
        return either(
            language,
            f"{head}: {over} beyond the {most} that the contract and its overtime allow.",
            f"{head}: 계약과 연장근로에 따른 한도 {most} 대비 {over} 초과됩니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return overtime of a full-timer and of part-timers with and without consent."""
        law = "Act on the Protection of Fixed-Term and Part-Time Employees (KR), art. 6"
        problem = toy("A")
        rule = cls(hours=Decimal(8))
        yield Case("holds: 40 hours", rule, problem, rota(problem, {"A": "EEEEE.."}), ())
        yield Case("bound: 8 hours more", rule, problem, rota(problem, {"A": "EEEEEE."}), ())
        monday = Breach(Subject("A", MONDAY), 480)
        seven = rota(problem, {"A": "EEEEEEE"})
        yield Case("breaks: 16 hours more", rule, problem, seven, (monday,))
        part = Contract(code="part", days_per_week=3, hours_per_week=Decimal(24))
        team = toy("AB", contract={"A": part, "B": part})
        agreed = cls(consent=True, consented=("B",))
        rows = rota(team, {"A": "EEEE...", "B": "EEEE..."})
        yield Case("breaks: only B agreed", agreed, team, rows, (monday,), law)
        mixed = toy("ABC", contract={"A": part, "B": part})
        some = cls(consent=True, consent_below=Decimal(40), consented=("B",))
        six = rota(mixed, {"A": "EEEE...", "B": "EEEE...", "C": "EEEEEE."})
        yield Case("breaks: only part-timers are asked", some, mixed, six, (monday,), law)
        away = toy("A", leave={"A": "Mon"})
        row = rota(away, {"A": ".EEEEE."})
        yield Case("breaks: leave is no room", cls(hours=0, credit=True), away, row, (monday,))
        file = agreeing(team, "B", "overtime")
        yield Case("breaks: B agreed in counselors.csv", cls(consent=True), file, rows, (monday,))
