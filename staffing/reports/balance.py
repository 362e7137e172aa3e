"""Balances in a terminal: what each person has had, and who is due less, in 80 columns.

Imports rich, evaluation and this room. Nothing here prints.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.domain.center import CallCenter, Language
from staffing.evaluation.balance import KINDS, Standing, Tally, left_out, standings, windows
from staffing.reports.words import Words

FAR = 2.0
"""Days from the mean from which a balance is printed in bold."""

_TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "Balances before {day}", "ko": "{day} 이전 형평 잔고"},
    "days": {"en": "Days", "ko": "일수"},
    "weekend": {"en": "Weekend", "ko": "주말"},
    "holiday": {"en": "Holiday", "ko": "공휴일"},
    "early": {"en": "Early", "ko": "조기"},
    "late": {"en": "Late", "ko": "마감"},
    "refused": {"en": "Refused", "ko": "희망거절"},
    "overtime": {"en": "Overtime", "ko": "연장시간"},
    "spread": {"en": "Spread", "ko": "최대-최소"},
    "weeks": {"en": "Weeks counted", "ko": "반영 주수"},
    "legend": {
        "en": "Days had (overtime: hours), then how much lies above (+) or below (-) the fair "
        "share: the team's mean per day worked, times the person's days worked. A newcomer "
        "starts at 0. –: a volunteer, not compared.",
        "ko": "받은 일수(연장은 시간)와, 공정한 몫보다 많거나(+) 적은(-) 정도입니다. 공정한 "
        "몫은 근무일 하루당 팀 평균에 본인 근무일수를 곱한 값입니다. 신규 인원은 0에서 "
        "시작합니다. –: 자원자라 비교하지 않습니다.",
    },
    "none": {
        "en": "No roster is published yet: everybody starts at 0.",
        "ko": "아직 공지된 근무표가 없어 모두 0에서 시작합니다.",
    },
}


def balance_view(
    center: CallCenter,
    ledger: Sequence[Tally],
    before: dt.date,
    language: Language | None = None,
    weeks: Mapping[str, int] | None = None,
) -> RenderableType:
    """Return the balances of everybody in the center, to be given to a rich console.

    Parameters
    ----------
    center
        Its people.
    ledger
        What they had; people who have left count in the mean and are not shown.
    before
        The day before which everything counts.
    language
        The center's if left out.
    weeks
        How many weeks count, by kind; as the center's rules say if left out.
    """
    words = Words(language or center.language)
    if not ledger:
        return Text(_TEXTS["none"][words.language])
    of = windows(center) if weeks is None else weeks
    known = standings(ledger, before, of, left_out(center))
    heading = _TEXTS["title"][words.language].format(day=words.span(before, before))
    legend = Text(_TEXTS["legend"][words.language], style="dim")
    head = Text(f"{center.name}  ", style="bold").append(heading)
    return Group(head, Text(), _table(center, known, words, of), Text(), legend)


def _table(
    center: CallCenter, known: Mapping[str, Standing], words: Words, weeks: Mapping[str, int]
) -> Table:
    table = Table.grid(padding=(0, 1), pad_edge=False)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=16)
    for _ in ("days", *KINDS):
        table.add_column(justify="right", no_wrap=True)
    said = [_TEXTS[key][words.language] for key in ("days", *KINDS)]
    table.add_row(*(Text(text, style="bold") for text in (words("counselor"), *said)))
    shown: list[Standing] = []
    for counselor in center.counselors:
        standing = known.get(counselor.id)
        if standing is None:
            table.add_row(words.person(counselor), *("·" for _ in ("days", *KINDS)))
            continue
        shown.append(standing)
        table.add_row(words.person(counselor), str(standing.days), *_cells(standing))
    spread = (
        _spread([getattr(s.balance, kind) for s in shown if kind not in s.apart]) for kind in KINDS
    )
    dim = (Text(text, style="dim") for text in (_TEXTS["spread"][words.language], "", *spread))
    table.add_row(*dim)
    counted = (_TEXTS["weeks"][words.language], "", *(str(weeks[kind]) for kind in KINDS))
    table.add_row(*(Text(text, style="dim") for text in counted))
    return table


def _cells(standing: Standing) -> Iterator[Text]:
    for kind in KINDS:
        had, over = standing.had[kind], round(getattr(standing.balance, kind), 1)
        text = Text(f"{had:g}" if had else "·", style="" if had else "dim")
        said = "     –" if kind in standing.apart else f"{over:+6.1f}" if over else "     0"
        text.append(said, style="bold" if abs(over) >= FAR else "")
        yield text


def _spread(values: Sequence[float]) -> str:
    return f"{max(values) - min(values):.1f}" if values else "·"
