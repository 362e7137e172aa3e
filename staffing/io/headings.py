"""The names that columns have in other people's files, in Korean and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_UNITS = re.compile(r"\((?:건|초|%|명|콜|분|s|sec|secs|seconds|count)\)")


@lru_cache(maxsize=4096)
def normal(heading: str) -> str:
    r"""Return a heading without case, spaces, signs and units.

    Examples
    --------
    >>> normal("응대율 (%)"), normal("Avg_Handle\nTime"), normal("Answer %")
    ('응대율', 'avghandletime', 'answerpct')
    """
    text = _UNITS.sub("", re.sub(r"\s+", "", heading.casefold())).replace("%", "pct")
    return re.sub(r"[\W_]+", "", text)


def table(names: Mapping[str, str]) -> dict[str, str]:
    """Return {normal heading: canonical name} of ``{canonical: "heading, heading"}``."""
    found: dict[str, str] = {}
    for canonical, headings in names.items():
        for heading in (canonical, *headings.split(",")):
            if normal(heading):
                found[normal(heading)] = canonical
    return found


PEOPLE = table(
    {
        "id": "사번, 상담사ID, 상담사번호, 직원번호, counselor, counselor id, agent id, 내선번호",
        "name": "성명, 이름, 상담사, 상담원, 직원, 사원, agent, agent name, 상담사명",
        "contract": "계약, 계약유형, 계약구분, 근로형태, contract type",
        "skills": "스킬, 업무, 업무구분, 큐, skill, queues, queue",
        "leave": "휴가, 연차, 휴가일, 부재, absence",
        "wishes": "희망, 희망근무, 요청, 희망사항, wish, requests",
        "available": "가능시간, 근무가능, 근무가능시간, availability",
        "since": "입사일, 입사, hired, start date",
        "consents": "동의, 근로동의, 동의사항, consent, agreed",
        "groups": "그룹, 조, 역할, 직책, group, role, roles, team",
    }
)

LEAVE = table(
    {
        "id": "사번, 상담사ID, 상담사번호, 직원번호, counselor, counselor id, agent id, 내선번호",
        "days": "일자, 날짜, 기간, 휴가일, date, dates, day",
        "kind": "종류, 구분, 휴가종류, 휴가구분, type",
    }
)

EVENTS = table(dict.fromkeys(("first", "last", "from", "to", "kind", "factor", "note"), ""))

ROSTER = table(
    {
        "counselor": "id, 사번, 상담사ID, 상담사번호, 직원번호, counselor id, agent id, 내선번호",
        "name": "성명, 이름, 상담사, 상담원, 직원, 사원, agent, agent name, 상담사명",
        "date": "일자, 날짜, 근무일, 근무일자, day",
        "weekday": "요일",
        "shift": "근무조, 근무코드, 근무형태, 근무, shift code",
        "start": "출근, 시작, 시작시각, 출근시각, from",
        "end": "퇴근, 종료, 종료시각, 퇴근시각, to",
    }
)

HISTORY = table(
    {
        "date": "일자, 날짜, 기준일, 일, row_date, 통계일자, 조회일자",
        "start": (
            "일시, 날짜/시간, 시간대, 시간, 구간, 시작시각, 시작시간, 인입시간대, starttime, "
            "start time, time start, interval start, interval start time, startinterval, "
            "interval, datetime, time, period start, 일자시간, 시각"
        ),
        "end": (
            "종료시각, 종료시간, interval end, interval end time, endinterval, stoptime, "
            "time end, end time"
        ),
        "queue": (
            "큐, 서비스명, 스킬, 그룹, 업무구분, 대표번호, queue name, split, skill, csq name, "
            "calltypeid, split/skill, 큐명"
        ),
        "offered": (
            "인입호, 인입호수, 총인입, 총인입호, 총인입호수, 인입콜, 인입건수, 총콜수, 인입, "
            "I/B 연결요청, 상담요청호, 연결요청, offer, callsoffered, calls offered, "
            "contacts queued, contacts_queued, calls presented, 인입수, 총 콜수"
        ),
        "handled": (
            "응대호, 응답호, 응답호수, 응대호수, 연결호, 응대콜, 응대건수, 응답건수, 상담건수, "
            "상담원연결, 응대, 응답, answer, answered, handle, acdcalls, acd calls, callshandled, "
            "calls handled, contacts handled, contacts_handled"
        ),
        "abandoned": (
            "포기호, 포기호수, 포기콜, 포기건수, 포기, 미응대, abandon, abncalls, aban calls, "
            "aban, totalcallsaband, contacts abandoned, contacts_abandoned, calls abandoned"
        ),
        "aht_s": (
            "평균처리시간, AHT, 건당처리시간, avg handle, avg handle time, average handle time, "
            "handle_time, aht sec, aht seconds"
        ),
        "handle_sum": "총처리시간, 처리시간합계, total handle, total handle time",
        "talk": (
            "평균통화시간, ATT, avg talk, avg talk time, avg acd time, average talk time, "
            "평균상담시간"
        ),
        "talk_sum": (
            "총통화시간, I/B 총통화시간, 통화시간합계, total talk, acdtime, total talk time"
        ),
        "hold": "평균보류시간, avg hold, avg hold time, average customer hold time",
        "hold_sum": "총보류시간, total hold, holdtime, total hold time",
        "acw": (
            "평균후처리시간, avg acw, avg acw time, average after contact work time, 평균마무리시간"
        ),
        "acw_sum": "총후처리시간, total acw, acwtime, total acw time",
        "unclear": (
            "통화시간, 보류시간, 홀드, 후처리, 후처리시간, ACW, 마무리시간, 처리시간, "
            "interaction_time, after_contact_work_time"
        ),
    }
)

IGNORED_BLOCKS = ("ivr", "ars", "아웃바운드", "outbound", "ob")
"""Blocks of merged headings that do not count the calls which people answer."""

TOTALS = {
    normal(word)
    for word in (
        *("합계", "소계", "총계", "총합계", "계", "평균", "누계"),
        *("Total", "Totals", "Summary", "Grand Total", "Subtotal", "Average"),
    )
}
"""What stands in place of a date or time in a row that sums up others."""
