"""What a forecast tells its planner, in English and Korean.

The English sentence is the note everywhere in the library: in arrays of strings, in JSON, in
logs. `in_language` finds the text it was made from and says the same in another language, so
that nothing has to carry codes along. A sentence that stands here in no text is left as it is.
"""

from __future__ import annotations

import re
from functools import cache

_TEXTS: dict[str, tuple[str, str]] = {
    "queue": ("Queue {queue}: {note}", "큐 {queue}: {note}"),
    "cold.own": (
        (
            "There is no history: {calls} calls on a working day are assumed, with the center's "
            "day factors; the shape of the day is the center's own profile; handle time is {aht} s."
        ),
        (
            "이력이 없어 평일 {calls}호와 센터가 정한 요일 계수를 가정했습니다. 시간대 분포는 "
            "센터가 정한 것이고, 처리시간은 {aht}초입니다."
        ),
    ),
    "cold.typical": (
        (
            "There is no history: {calls} calls on a working day are assumed, with the center's "
            "day factors; the shape of the day is the typical one of call centers where no profile "
            "is given; handle time is {aht} s."
        ),
        (
            "이력이 없어 평일 {calls}호와 센터가 정한 요일 계수를 가정했습니다. 시간대 분포가 없는 "
            "날에는 일반적인 콜센터의 분포를 썼고, 처리시간은 {aht}초입니다."
        ),
    ),
    "later": (
        "Only the history before {first} is used; it goes on after it.",
        "{first} 이전의 이력만 썼습니다. 그 뒤의 이력도 있습니다.",
    ),
    "stale": (
        "The history ends on {last}, {gap} days before {first}; the level may have changed since.",
        "이력이 {last}에 끝나며 {first}보다 {gap}일 앞섭니다. 그사이 수준이 달라졌을 수 있습니다.",
    ),
    "outside": (
        (
            "{count} of {total} slots lie outside the hours or days of the history; they take the "
            "rate of the nearest slot."
        ),
        (
            "{total}개 구간 중 {count}개는 이력에 없는 시간이나 날이어서 가장 가까운 구간의 값을 "
            "썼습니다."
        ),
    ),
    "no_aht": (
        "The history has no handle times; {aht} s are assumed.",
        "이력에 처리시간이 없어 {aht}초로 가정했습니다.",
    ),
    "few_days": (
        (
            "Only {days} days are measured: weekdays and the shape of the day are known roughly, "
            "holidays not at all."
        ),
        (
            "측정된 날이 {days}일뿐입니다. 요일과 시간대 분포는 대략만 알 수 있고 공휴일은 알 수 "
            "없습니다."
        ),
    ),
    "under_week": (
        (
            "Only some weekdays are measured ({names}): days of other kinds take the center's day "
            "factors, and which days are quiet is taken from them too."
        ),
        (
            "일부 요일만 측정되었습니다({names}). 다른 요일의 수준과 한산한 요일은 센터가 정한 "
            "요일 계수를 따릅니다."
        ),
    ),
    "under_year": (
        "The history spans {days} days, less than a year: seasons of the year are not known.",
        "이력이 {days}일로 1년이 안 되어 계절 변화를 알 수 없습니다.",
    ),
    "one_year": (
        (
            "The history spans {days} days: no season was seen twice, so that seasons are not told "
            "from changes of level; from {needed} days on they are."
        ),
        (
            "이력이 {days}일이어서 같은 계절이 두 번 나오지 않아, 계절 변화와 수준 변화를 구분하지 "
            "않았습니다. {needed}일부터 구분합니다."
        ),
    ),
    "lost": (
        "{count} days have no numbers; they are left out, not counted as zero.",
        "{count}일은 값이 없어 제외했습니다(0으로 세지 않았습니다).",
    ),
    "silent": (
        (
            "The last {count} measured days have not a single call. If the lines were closed or "
            "the file is incomplete, leave these days empty: a zero counts as measured."
        ),
        (
            "마지막 {count}일에 인입호가 하나도 없습니다. 휴무였거나 파일이 불완전하면 이 날들을 "
            "비워 두십시오. 0은 측정된 값으로 셉니다."
        ),
    ),
    "closed_holidays": (
        (
            "The holidays of the history have no calls; a holiday that is open is forecast as an "
            "ordinary day."
        ),
        "이력의 공휴일에는 인입호가 없습니다. 문을 여는 공휴일은 보통 날로 예측합니다.",
    ),
    "unseen": (
        "The history shows no {kind}; the center's day factor is used.",
        "이력에 {kind} 자료가 없어 센터가 정한 요일 계수를 썼습니다.",
    ),
    "unknown_event": (
        (
            "Event {kind} has no factor, and the history shows no time of it beside time without "
            "it: no effect is assumed; give a factor if you know one."
        ),
        (
            "이벤트 {kind}: 배수가 없고 이력에서 비교할 수도 없어 영향이 없다고 가정했습니다. "
            "배수를 알면 적어 주십시오."
        ),
    ),
    "event_once": (
        "Event {kind}: factor {factor} learned; it was measured once.",
        "이벤트 {kind}: 과거 1회에서 배수 {factor}를 배웠습니다.",
    ),
    "event_times": (
        "Event {kind}: factor {factor} learned; it was measured {times} times.",
        "이벤트 {kind}: 과거 {times}회에서 배수 {factor}를 배웠습니다.",
    ),
    "unusual": (
        (
            "Unusual days count less: {days}. Name them as events if they have a cause that may "
            "return."
        ),
        (
            "평소와 다른 날은 덜 반영했습니다: {days}. 다시 생길 수 있는 원인이면 이벤트로 적어 "
            "주십시오."
        ),
    ),
    "unusual_more": (
        (
            "Unusual days count less: {days} and {more} more. Name them as events if they have a "
            "cause that may return."
        ),
        (
            "평소와 다른 날은 덜 반영했습니다: {days} 외 {more}일. 다시 생길 수 있는 원인이면 "
            "이벤트로 적어 주십시오."
        ),
    ),
    "override": (
        "Override by {who}: {days} x {factor} on {count} slots.",
        "수동 조정({who}): {days} × {factor}, {count}개 구간.",
    ),
    "override_why": (
        "Override by {who}: {days} x {factor} on {count} slots ({why}).",
        "수동 조정({who}): {days} × {factor}, {count}개 구간({why}).",
    ),
    "override_none": (
        "Override by {who}: {days} x {factor} touches no open slot.",
        "수동 조정({who}): {days} × {factor}, 해당하는 운영 구간이 없습니다.",
    ),
    "override_none_why": (
        "Override by {who}: {days} x {factor} touches no open slot ({why}).",
        "수동 조정({who}): {days} × {factor}, 해당하는 운영 구간이 없습니다({why}).",
    ),
    "ml_short": (
        "Boosted trees need {needed} days and the history has {days}; the method 'auto' is used.",
        "부스팅 방법에는 {needed}일이 필요한데 이력이 {days}일이어서 'auto' 방법을 썼습니다.",
    ),
    # What reading a file assumes; io says these in English.
    "no_durations": (
        "no handle times: the center's own are used",
        "처리시간 열이 없어 센터의 값을 썼습니다",
    ),
    "absent": (
        "{count} open days have no rows, the first {first}",
        "운영일 {count}일의 행이 없습니다(첫날 {first})",
    ),
    "no_offered": (
        "no column of calls offered: handled + abandoned is taken for it",
        "인입호 열이 없어 응대호 + 포기호로 대신했습니다",
    ),
}
_VALUES = {
    "holiday": "공휴일",
    **dict(
        zip(
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
            (f"{name}요일" for name in "월화수목금토일"),
            strict=True,
        )
    ),
}
_FIELD = re.compile(r"\{(\w+)\}")


def note(code: str, **values: object) -> str:
    """Return the English sentence of a note.

    Examples
    --------
    >>> note("no_aht", aht=180)
    'The history has no handle times; 180 s are assumed.'
    """
    return _TEXTS[code][0].format(**values)


def in_language(sentence: str, language: str) -> str:
    """Return a note in a language; one that is not known stays in English.

    Parameters
    ----------
    sentence
        As `note` made it.
    language
        ``en`` or ``ko``.

    Examples
    --------
    >>> in_language("The history has no handle times; 180 s are assumed.", "ko")
    '이력에 처리시간이 없어 180초로 가정했습니다.'
    """
    if language != "ko":
        return sentence
    for code, pattern in _patterns().items():
        if found := pattern.fullmatch(sentence):
            values = found.groupdict()
            if code == "queue":
                values["note"] = in_language(values["note"], language)
            return _TEXTS[code][1].format(**{k: _VALUES.get(v, v) for k, v in values.items()})
    return sentence


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    # Longer texts first, so that "... and 3 more" is not taken for the last of the days.
    codes = sorted(_TEXTS, key=lambda code: (code == "queue", -len(_TEXTS[code][0])))
    return {code: _pattern(_TEXTS[code][0]) for code in codes}


def _pattern(text: str) -> re.Pattern[str]:
    parts = _FIELD.split(text)
    texts = [
        re.escape(part) if index % 2 == 0 else f"(?P<{part}>.+?)"
        for index, part in enumerate(parts)
    ]
    return re.compile("".join(texts), re.DOTALL)
