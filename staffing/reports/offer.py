"""An offer of shifts in a terminal: shifts down, days across, how many people on each."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.domain.center import CallCenter, Language
from staffing.domain.offer import ShiftOffer
from staffing.domain.outcome import Status
from staffing.reports.words import Words
from staffing.units import clock

_TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "Shifts to offer", "ko": "편성할 근무조"},
    "shift": {"en": "Shift", "ko": "근무조"},
    "hours": {"en": "Hours", "ko": "시간"},
    "total": {"en": "Total", "ko": "합계"},
    "optimal": {"en": "Proved: no offer is cheaper.", "ko": "최적임이 증명되었습니다."},
    "feasible": {
        "en": "Not proved best: price {price}, none costs less than {bound}.",
        "ko": "최적임은 증명되지 않았습니다: 비용 {price}, 하한 {bound}.",
    },
    "none": {
        "en": "No offer was found in the time given.",
        "ko": "주어진 시간 안에 편성안을 찾지 못했습니다.",
    },
    "summary": {
        "en": "{kinds} different shifts, at most {people} people a day; over all slots "
        "{missing} heads missing, {surplus} too many.",
        "ko": "근무조 {kinds}종류, 하루 최대 {people}명; 전체 시간대 합계 부족 {missing}명, "
        "과잉 {surplus}명.",
    },
}


def offer_view(offer: ShiftOffer, center: CallCenter, language: Language) -> RenderableType:
    """Return the table of an offer, with what is proved about it.

    Parameters
    ----------
    offer
        What is shown.
    center
        Whose shifts.
    language
        ``en`` or ``ko``.
    """
    words = Words(language)
    horizon = offer.horizon
    title = Text(_TEXTS["title"][language], style="bold")
    title.append(f"  {words.span(horizon.first, horizon.last)}", style="not bold")
    if offer.objective is None:
        return Group(title, Text(_TEXTS["none"][language]))
    table = Table(box=None, padding=(0, 1))
    table.add_column(_TEXTS["shift"][language])
    table.add_column(_TEXTS["hours"][language])
    for day in horizon.dates:
        table.add_column(words.weekday(day), justify="right")
    table.add_column(_TEXTS["total"][language], justify="right")
    for code, people in offer.people.items():
        shift = center.shift[code]
        numbers = (str(number or "") for number in people)
        span = f"{clock(shift.start)}-{clock(shift.end)}"
        table.add_row(code, span, *numbers, str(sum(people)))
    return Group(title, table, Text(_summary(offer, words)), Text(_proof(offer, words)))


def _summary(offer: ShiftOffer, words: Words) -> str:
    return _TEXTS["summary"][words.language].format(
        kinds=words.number(len(offer.people)),
        people=words.number(offer.most_people),
        missing=words.number(offer.missing),
        surplus=words.number(offer.surplus),
    )


def _proof(offer: ShiftOffer, words: Words) -> str:
    if offer.status is Status.OPTIMAL:
        return _TEXTS["optimal"][words.language]
    return _TEXTS["feasible"][words.language].format(
        price=words.number(offer.objective or 0), bound=words.number(offer.bound or 0)
    )
