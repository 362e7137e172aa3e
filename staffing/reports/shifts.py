"""How many people each shift needs: for the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.domain.center import Language
from staffing.domain.outcome import Status
from staffing.domain.shift_plan import ShiftPlan
from staffing.reports.words import Words
from staffing.units import clock

_TEXTS: dict[str, dict[Language, str]] = {
    "title": {
        "en": "Fewest paid hours that keep {level} in every {minutes} minutes",
        "ko": "{minutes}분마다 서비스레벨 {level}를 지키는 최소 유급시간",
    },
    "queue": {"en": "Queue: {queue}", "ko": "큐: {queue}"},
    "day": {"en": "Day", "ko": "일자"},
    "people": {"en": "People", "ko": "인원"},
    "hours": {"en": "Paid hours", "ko": "유급시간"},
    "bound": {"en": "At least", "ko": "하한"},
    "chain": {"en": "Slot by slot", "ko": "시간대별 산정"},
    "lowest": {"en": "Lowest level", "ko": "최저 서비스레벨"},
    "optimal": {"en": "proved", "ko": "증명됨"},
    "note.exact": {
        "en": "Levels are computed by the exact queue over time. People without names: rules, "
        "contracts and leave are not asked. Break times are in the CSV and JSON.",
        "ko": "서비스레벨은 시간에 따라 변하는 대기행렬로 정확히 계산했습니다. 이름 없는 인원 "
        "기준이며 규칙·계약·휴가는 반영하지 않았습니다. 휴게 시각은 CSV와 JSON에 있습니다.",
    },
    "note.chain": {
        "en": "Slot by slot: the hours if each slot's required heads are covered.",
        "ko": "시간대별 산정: 각 시간대의 필요인원을 그대로 충족할 때의 유급시간.",
    },
    "note.bound": {
        "en": "At least: no answer pays less. Where it is lower than the hours, time ran out.",
        "ko": "하한: 이보다 적은 유급시간은 불가능합니다. 유급시간보다 낮으면 시간이 부족했습니다.",
    },
    "note.guard": {
        "en": "Callers are less patient than calls are long: the proof assumes that more people "
        "lower no interval's level by more than {guard}.",
        "ko": "인내시간이 처리시간보다 짧습니다. 인원 추가로 어느 구간의 서비스레벨도 {guard} 넘게 "
        "낮아지지 않는다는 가정에서 증명했습니다.",
    },
}
COLUMNS = ("date", "queue", "shift", "people", "breaks")


def shifts_view(plans: Sequence[ShiftPlan], language: Language = "en") -> RenderableType:
    """Return the shifts of each day for the terminal.

    Parameters
    ----------
    plans
        At least one, with answers; days of one or several queues.
    language
        ``en`` or ``ko``.
    """
    words = Words(language)
    first = plans[0]
    minutes = first.interval_minutes
    level = words.percent(first.service_level, 0)
    parts: list[RenderableType] = [
        Text(_say(words, "title", level=level, minutes=minutes), style="bold")
    ]
    queues = list(dict.fromkeys(plan.queue for plan in plans))
    for queue in queues:
        if len(queues) > 1:
            parts.append(Text(_say(words, "queue", queue=queue), style="bold"))
        parts.append(_table([plan for plan in plans if plan.queue == queue], words))
    notes = [_say(words, "note.chain"), _say(words, "note.exact")]
    if any(plan.status is not Status.OPTIMAL for plan in plans):
        notes.append(_say(words, "note.bound"))
    guard = max(plan.guard for plan in plans)
    if guard > 0:
        notes.append(_say(words, "note.guard", guard=words.percent(guard)))
    parts += [Text(f"· {note}", style="dim") for note in notes]
    return Group(*parts)


def _table(plans: Sequence[ShiftPlan], words: Words) -> Table:
    codes = list(dict.fromkeys(code for plan in plans for code in sorted(plan.by_shift)))
    table = Table(box=None, pad_edge=False)
    table.add_column(_say(words, "day"))
    heads = ("people", "hours", "bound", "chain", "lowest")
    for head in (*codes, *(_say(words, key) for key in heads)):
        table.add_column(head, justify="right")
    for plan in plans:
        proved = plan.status is Status.OPTIMAL
        chain = plan.slotwise_minutes
        table.add_row(
            words.day(plan.day),
            *(str(plan.by_shift.get(code, 0)) for code in codes),
            str(sum(plan.by_shift.values())),
            words.hours(plan.paid_minutes),
            _say(words, "optimal") if proved else words.hours(plan.bound_minutes),
            "" if chain is None else words.hours(chain),
            words.percent(min(plan.levels, default=1.0)),
        )
    return table


def shifts_csv(plans: Sequence[ShiftPlan]) -> str:
    """Return one line per day, shift and placing of breaks: ``am 10:00; lunch 12:00``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for plan in plans:
        for crew in plan.crews:
            breaks = "; ".join(f"{pause.code} {clock(pause.start)}" for pause in crew.breaks)
            writer.writerow((plan.day, plan.queue, crew.shift, crew.people, breaks))
    return text.getvalue()


def shifts_json(plans: Sequence[ShiftPlan]) -> str:
    """Return everything about the plans as JSON text; times of day are written HH:MM."""
    return json.dumps([plan.model_dump(mode="json") for plan in plans], ensure_ascii=False)


def _say(words: Words, key: str, **values: object) -> str:
    return _TEXTS[key][words.language].format(**values)
