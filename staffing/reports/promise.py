"""What is promised to callers, in one sentence that names the definition.

Imports domain and this room.
"""

from __future__ import annotations

from staffing.domain.center import Language
from staffing.domain.work import ServiceTarget
from staffing.reports.words import Words

_TEXTS: dict[str, dict[Language, str]] = {
    "offered": {
        "en": "{level} of calls answered within {seconds} s",
        "ko": "{seconds}초 내 응대 {level}",
    },
    "answered": {
        "en": "{level} of the calls answered are answered within {seconds} s",
        "ko": "응대호 중 {seconds}초 내 응대 {level}",
    },
    "virtual": {
        "en": "{level} of callers would be answered within {seconds} s if none hung up",
        "ko": "끊지 않는다고 볼 때 {seconds}초 내 응대 {level}",
    },
    "rate": {"en": ", {rate} answered at all", "ko": ", 응대율 {rate}"},
}


def promise_of(target: ServiceTarget, words: Words) -> str:
    """Return the sentence.

    Parameters
    ----------
    target
        What is promised.
    words
        Of the reader's language.
    """
    said = _TEXTS[target.definition][words.language].format(
        level=words.percent(target.service_level, 0), seconds=f"{target.threshold_s:g}"
    )
    if target.answer_rate is not None:
        rate = words.percent(target.answer_rate, 0)
        said += _TEXTS["rate"][words.language].format(rate=rate)
    return said
