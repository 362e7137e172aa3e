"""The sentences of `staffing estimate`, in English and Korean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from staffing.domain.center import Language
from staffing.reports.words import Words

_TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "What the calls say", "ko": "통화 기록으로 본 추정값"},
    "queue": {"en": "Queue {queue}", "ko": "큐 {queue}"},
    "lead.calls": {
        "en": "{calls} calls in {days} days: {answered} answered, {abandoned} hung up.",
        "ko": "{days}일간 {calls}호: 응대 {answered}호, 포기 {abandoned}호.",
    },
    "lead.intervals": {
        "en": "{calls} calls in {days} days, by intervals.",
        "ko": "{days}일간 {calls}호(구간별 집계).",
    },
    "left_out": {"en": "Left out: {what}.", "ko": "제외: {what}."},
    "left_out.no_wait": {
        "en": "{count} hung up without waiting",
        "ko": "대기 없이 끊은 {count}건",
    },
    "left_out.word": {"en": "{count} {word}", "ko": "{word} {count}건"},
    "estimate": {"en": "estimate", "ko": "추정값"},
    "from": {"en": "from", "ko": "하한"},
    "to": {"en": "to", "ko": "상한"},
    "basis": {"en": "out of", "ko": "근거"},
    "now": {"en": "in use", "ko": "현재값"},
    "patience": {"en": "Patience, mean", "ko": "평균 인내시간"},
    "aht": {"en": "Handle time, mean", "ko": "평균처리시간"},
    "redial": {"en": "Redial after hanging up", "ko": "포기 후 재통화"},
    "redial.answered": {"en": "Next call after an answer", "ko": "응대 후 재통화"},
    "basis.hang_ups": {"en": "{count} hang-ups", "ko": "포기 {count}건"},
    "basis.calls": {"en": "{count} calls", "ko": "{count}호"},
    "basis.days": {"en": "{count} days", "ko": "{count}일"},
    "interval": {
        "en": "From … to: 95 % confidence. Waits of answered calls count as patience not yet over; "
        "the mean wait of those who hung up would be far too short.",
        "ko": "하한·상한: 95% 신뢰구간. 응대된 호의 대기는 '아직 끊지 않은' 인내시간으로 셉니다. "
        "포기호의 평균 대기시간만 쓰면 훨씬 짧게 나옵니다.",
    },
    "interval.days": {
        "en": "From … to: 95 % confidence, for handle times from the differences between days.",
        "ko": "하한·상한: 95% 신뢰구간(처리시간은 날짜별 차이로 계산).",
    },
    "no_waits": {
        "en": "The history has no waits, so it tells nothing of patience: add the columns "
        "wait_sum_s, or asa_s and abandon_wait_s, or use a log of calls (--calls).",
        "ko": "이력에 대기시간이 없어 인내시간을 추정할 수 없습니다. 총대기시간, 또는 "
        "평균응답대기시간과 평균포기시간 열을 넣거나 통화별 기록(--calls)을 쓰십시오.",
    },
    "nobody": {
        "en": "Nobody hung up: patience is above {least}, with 95 % confidence.",
        "ko": "포기호가 없습니다. 인내시간은 95% 신뢰도로 {least}보다 깁니다.",
    },
    "nobody_waited": {
        "en": "Nobody waited, so the calls tell nothing of patience.",
        "ko": "대기한 호가 없어 인내시간을 추정할 수 없습니다.",
    },
    "few": {
        "en": "Fewer than 20 hang-ups: the shape of patience cannot be judged.",
        "ko": "포기호가 20건 미만이라 인내시간의 분포는 판단할 수 없습니다.",
    },
    "check.patience": {"en": "Do callers hang up at one rate?", "ko": "포기율은 일정한가?"},
    "waited": {"en": "after waiting", "ko": "대기 후"},
    "hang_ups": {"en": "hang-ups", "ko": "포기"},
    "per_minute": {"en": "per minute", "ko": "분당 포기"},
    "stretch": {"en": "{low}–{high} s", "ko": "{low}–{high}초"},
    "stretch.last": {"en": "over {low} s", "ko": "{low}초 초과"},
    "fit.close": {
        "en": "Patience is close to exponential: at most {gap} points from the data.",
        "ko": "인내시간은 지수분포에 가깝습니다(최대 차이 {gap}%p).",
    },
    "fit.fair": {
        "en": "Patience is not quite exponential: up to {gap} points from the data. Callers hang "
        "up {most} per minute after {fast}, {least} after {slow}; with unusually short or long "
        "waits expect abandonment to differ from the plan.",
        "ko": "인내시간이 지수분포와 조금 다릅니다(최대 차이 {gap}%p). 분당 포기는 {fast}에서 "
        "{most}, {slow}에서 {least}입니다. 평소보다 대기가 짧거나 길면 포기율이 계획과 다를 수 "
        "있습니다.",
    },
    "fit.poor": {
        "en": "Patience is far from exponential: up to {gap} points from the data. Callers hang "
        "up {most} per minute after {fast}, {least} after {slow}. Check a plan's abandonment "
        "against the history before trusting it.",
        "ko": "인내시간이 지수분포와 크게 다릅니다(최대 차이 {gap}%p). 분당 포기는 {fast}에서 "
        "{most}, {slow}에서 {least}입니다. 계획의 포기율을 실적과 비교한 뒤 쓰십시오.",
    },
    "fit.handle": {
        "en": "Handle times vary by {cv} of their mean (exponential: 100%); a lognormal with the "
        "same logarithms is up to {distance} points from the data.",
        "ko": "처리시간의 변동계수는 {cv}입니다(지수분포는 100%). 로그정규분포와의 최대 차이는 "
        "{distance}%p입니다.",
    },
    "fit.short": {
        "en": "{share} of the handle times are below 10 s: calls misrouted or broken off?",
        "ko": "처리시간의 {share}가 10초 미만입니다. 잘못 연결되거나 끊긴 호일 수 있습니다.",
    },
    "handle.title": {
        "en": "Handle times by time of day, s",
        "ko": "시간대별 처리시간(초)",
    },
    "handle.differs": {
        "en": "They differ by time of day more than chance explains (p {p}).",
        "ko": "시간대별 차이는 우연으로 보기 어렵습니다(p {p}).",
    },
    "handle.same": {
        "en": "Their differences by time of day may be chance (p {p}).",
        "ko": "시간대별 차이는 우연일 수 있습니다(p {p}).",
    },
    "slot": {"en": "from", "ko": "시각"},
    "calls": {"en": "calls", "ko": "호"},
    "mean": {"en": "mean", "ko": "평균"},
    "error": {"en": "±", "ko": "±"},
    "cv": {"en": "CV", "ko": "변동계수"},
    "slots.few": {
        "en": "± is one standard error; slots with fewer than 10 calls are not shown.",
        "ko": "±는 표준오차. 10호 미만인 시간대는 표시하지 않습니다.",
    },
    "redial.note": {
        "en": "Redials are not in the model: calls that come back raise the volume when waits "
        "are long, beyond what the forecast knows.",
        "ko": "재통화는 모형에 없습니다. 대기가 길면 다시 거는 호 때문에 인입이 예측보다 늘 수 "
        "있습니다.",
    },
    "paste": {
        "en": 'For center.toml, in the table [[queues]] with code = "{queue}":',
        "ko": 'center.toml의 [[queues]] 중 code = "{queue}"에 넣을 줄:',
    },
    "paste.any": {
        "en": "For center.toml, in the queue's table [[queues]]:",
        "ko": "center.toml의 해당 큐 [[queues]]에 넣을 줄:",
    },
    "paste.value": {"en": "{low} to {high}, {basis}", "ko": "{low}–{high}, {basis}"},
    "paste.none": {"en": "nobody hung up", "ko": "포기호 없음"},
    "chart.survival": {
        "en": "Callers still waiting, % of those who need to wait",
        "ko": "아직 끊지 않은 비율, %",
    },
    "chart.survival.sum": {
        "en": "{count} hang-ups; the line is exponential with mean {mean}",
        "ko": "포기 {count}건, 선은 평균 {mean}의 지수분포",
    },
    "chart.handle": {"en": "Mean handle time by time of day, s", "ko": "시간대별 평균처리시간(초)"},
    "chart.handle.sum": {"en": "{count} calls", "ko": "{count}호"},
    "chart.lengths": {
        "en": "Handle times, % of calls per bar of {width} s",
        "ko": "처리시간 분포, {width}초 구간별 %",
    },
    "chart.lengths.sum": {
        "en": "the line is lognormal; CV {cv}",
        "ko": "선은 로그정규분포, 변동계수 {cv}",
    },
    "legend.model": {"en": "model", "ko": "모형"},
    "legend.mean": {"en": "mean", "ko": "평균"},
    "legend.narrow": {"en": "80 % confidence", "ko": "80% 신뢰구간"},
    "legend.wide": {"en": "95 % confidence", "ko": "95% 신뢰구간"},
    "legend.data": {"en": "data", "ko": "실제"},
    "tip.survival": {
        "en": "after {seconds} s: {data} still waiting, model {model}",
        "ko": "{seconds}초: 실제 {data}, 모형 {model}",
    },
    "tip.handle": {
        "en": "{when}: {mean} s ± {error}, {calls} calls",
        "ko": "{when}: {mean}초 ± {error}, {calls}호",
    },
    "tip.lengths": {
        "en": "{low}–{high} s: {data} of calls, model {model}",
        "ko": "{low}–{high}초: 실제 {data}, 모형 {model}",
    },
}

TEXTS: Mapping[str, Mapping[Language, str]] = MappingProxyType(_TEXTS)
"""Text by key and language."""


def say(words: Words, key: str, **values: object) -> str:
    """Return a text with its fields filled in."""
    return TEXTS[key][words.language].format(**values)
