"""The rule contract: build speaks to the solver, check to the referee, say to people."""

from __future__ import annotations

import abc
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple, Protocol

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from staffing.domain.base import Frozen
from staffing.domain.expr import Expr

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter
    from staffing.domain.problem import Problem
    from staffing.domain.roster import Roster


def _read_weight(value: object) -> object:
    return None if value == "hard" else value


def _write_weight(value: int | None) -> int | str:
    return "hard" if value is None else value


Weight = Annotated[
    int | None,
    Field(ge=1, le=1_000_000),
    BeforeValidator(_read_weight),
    PlainSerializer(_write_weight, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 1_000_000},
                {"const": "hard"},
            ],
            "description": "Cost of one unit of breach in hundredths of a call, or hard.",
        }
    ),
]
"""A weight as it stands in a file; TOML has no null, so a hard rule is written ``"hard"``."""


class Scope(StrEnum):
    """What a rule looks at; the formulation is as strong as the scope is narrow.

    A rule about one person's DAYS looks only at which days are worked, not at shifts; weekly
    day patterns are filtered and priced by its own `check`. SHIFTS: one person's shifts.
    CROWD: how many people work which shift on a day. SLOT: the numbers on the phones.
    STRUCTURE: the shape of a roster, which the variables themselves guarantee.
    """

    DAYS = "days"
    SHIFTS = "shifts"
    CROWD = "crowd"
    SLOT = "slot"
    STRUCTURE = "structure"


class Subject(NamedTuple):
    """Whom and when a limit is about; unused parts are None."""

    counselor: str | None = None
    day: dt.date | None = None
    other: str | None = None
    slot: int | None = None
    queue: int | None = None


class Breach(NamedTuple):
    """By how much a rule is missed for one subject, in whole units of the rule."""

    subject: Subject
    amount: int


class Draft(Protocol):
    """The door through which rules speak to a solver."""

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return 1 if a counselor works on a planned day (in that shift), else 0."""
        ...

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return how many counselors work on a planned day (in that shift, for that queue)."""
        ...

    def on_phones(self, queue: int, slot: int) -> Expr:
        """Return how many counselors of a queue are on the phones in a slot."""
        ...

    def both(self, a: Expr, b: Expr) -> Expr:
        """Return 1 where two expressions that are 0 or 1 are both 1, else 0."""
        ...

    def any_of(self, numbers: Sequence[Expr]) -> Expr:
        """Return 1 where some of the expressions, none of them negative, is above 0, else 0."""
        ...

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Bound an expression: hard, or with a cost of weight times the amount of the breach."""
        ...

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Charge weight times ``costs[value]`` for the value of an expression.

        ``costs`` covers 0 … its largest possible value; any shape is allowed.
        """
        ...


class Case(NamedTuple):
    """A toy with a known judgement.

    Parameters
    ----------
    name
        What it shows.
    rule
        The rule with its parameters.
    problem, roster
        The toy.
    breaches
        Exactly what `Rule.check` yields, in any order.
    source
        Law article or paper, where the judgement has one.
    """

    name: str
    rule: Rule
    problem: Problem
    roster: Roster
    breaches: tuple[Breach, ...]
    source: str = ""


class Rule(Frozen, abc.ABC, frozen=True):
    """A rule: its fields are its parameters in ``center.toml``.

    Parameters
    ----------
    rule
        The keyword; each class narrows it to a literal.
    weight
        None (in files ``"hard"``) is a hard rule. Otherwise what one unit of breach costs, in
        hundredths of a call: 100 is as bad as one call that is not answered in time.
    source
        Law article or document that the numbers come from.
    """

    rule: str
    weight: Weight = None
    source: str = ""

    scope: ClassVar[Scope]
    title: ClassVar[dict[str, str]]
    """A few words in each language, ``en`` and ``ko``."""
    by_week: ClassVar[bool] = False
    """Whether the day of a breach stands for its whole calendar week, or for `weeks_meant`."""
    by_span: ClassVar[bool] = False
    """Whether the slot of a breach stands for as long as the same shifts are at work from it on."""

    @abc.abstractmethod
    def build(self, problem: Problem, draft: Draft) -> None:
        """State the rule to a solver through its draft."""

    @abc.abstractmethod
    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield every breach of a roster, using the domain alone."""

    @abc.abstractmethod
    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return one sentence on a breach that a manager understands."""

    @classmethod
    @abc.abstractmethod
    def cases(cls) -> Iterable[Case]:
        """Return toys: one that holds, one that breaks, one exactly at the bound."""

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for a code in the rule's fields that the center does not have."""

    @property
    def weeks_meant(self) -> int:
        """How many calendar weeks a breach is about, the last of them that of its day."""
        return 1

    @property
    def hard(self) -> bool:
        """Whether the rule must be kept."""
        return self.weight is None
