"""Answers in one true sentence each, English and Korean."""

from __future__ import annotations

import datetime as dt
import math

from staffing.domain.outcome import Plan
from staffing.domain.problem import Problem
from staffing.explanation.asked import AskedHeads
from staffing.explanation.candidates import Candidate
from staffing.explanation.costs import RuleCost
from staffing.explanation.phrases import (
    and_text,
    calls_text,
    day_text,
    listed,
    moment_text,
    people_text,
    person_text,
    pick,
    rule_text,
)
from staffing.explanation.why import Answer
from staffing.explanation.words import meeting_lines, reason_lines

CALL = 100
"""Hundredths in a call."""
SHOWS = 0.05
"""Fewer calls than that are written as none."""
SHOWN = 3
"""Rules of a comparison that are named."""


def answer_text(answer: Answer, language: str = "en") -> str:
    """Return the answer to a question in one sentence.

    Parameters
    ----------
    answer
        The answer.
    language
        ``en`` or ``ko``.
    """
    problem = answer.before.problem
    asked = answer.asked.text(problem, language)
    if answer.conflict is not None:
        reasons = reason_lines(answer.conflict, language)
        why = "; ".join(reasons or meeting_lines(answer.conflict, language))
        return pick(
            language,
            f"No roster has {asked}; this is proved: {why or 'no shift allows it'}.",
            f"{asked}: 그런 근무표는 없습니다(증명됨): {why or '가능한 근무조가 없음'}.",
        )
    if answer.held:
        return pick(
            language, f"The plan has it already: {asked}.", f"이미 그렇게 되어 있습니다: {asked}."
        )
    if answer.cost is None:
        return pick(
            language,
            f"In the time given no roster with {asked} was found, nor proved impossible.",
            f"{asked}: 주어진 시간에 근무표를 찾지도, 불가능함을 증명하지도 못했습니다.",
        )
    return _price_text(answer, asked, language)


def slot_text(answer: Answer, language: str = "en") -> str:
    """Return how many a slot has and needs, in one sentence; for the answers of `why_short`."""
    problem, asked = answer.before.problem, answer.asked
    if not isinstance(asked, AskedHeads):
        return ""
    now = int(answer.before.verdict.on_phones[asked.queue, asked.slot])
    need = int(problem.curves.required[asked.queue, asked.slot])
    place = moment_text(problem, asked.slot, language)
    return pick(
        language,
        f"{place}: {now} on the phones; the promise needs {need}"
        + ("." if now < need else ", so it is not short."),
        f"{place}: 투입 {now}명, 목표에 필요한 인원 {need}명"
        + ("." if now < need else "(부족하지 않음)."),
    )


def _price_text(answer: Answer, asked: str, language: str) -> str:
    cost, least = answer.cost or 0, answer.least
    if cost < 0:
        amount = calls_text(-cost, language)
        return pick(
            language,
            f"Nothing speaks against {asked}: a roster with it was found that costs {amount} "
            "less than this plan, which had not been proved best.",
            f"{asked}: 반대할 이유가 없습니다. 이 근무표보다 {amount} 더 나은 근무표가 "
            "발견되었습니다(기존 근무표는 최적이 증명되지 않았음).",
        )
    if cost == 0:
        return pick(
            language,
            f"It could as well be {asked}: another roster has it and costs the same.",
            f"{asked}: 비용이 같은 다른 근무표도 있습니다.",
        )
    amount = calls_text(cost, language)
    details = _details(answer, language)
    if least is not None and least >= cost:
        return pick(
            language,
            f"Any roster with {asked} costs at least {amount} more than this plan: {details}.",
            f"{asked}: 어떤 근무표라도 최소 {amount}의 비용이 더 듭니다: {details}.",
        )
    if least is not None and least > 0:
        floor = calls_text(least, language)
        return pick(
            language,
            f"Any roster with {asked} costs at least {floor} more than this plan, and the best "
            f"one found {amount}: {details}.",
            f"{asked}: 어떤 근무표라도 최소 {floor}, 찾은 것 중 최선은 {amount}의 비용이 더 "
            f"듭니다: {details}.",
        )
    return pick(
        language,
        f"The best roster found with {asked} costs {amount} more than this plan: {details}; "
        "that none is cheaper is not proved.",
        f"{asked}: 찾은 것 중 최선의 근무표는 {amount}의 비용이 더 듭니다: {details}"
        "(더 나은 근무표가 없다는 증명은 없음).",
    )


def _details(answer: Answer, language: str) -> str:
    problem = answer.before.problem
    parts = []
    if abs(answer.in_time) >= SHOWS:
        offered = answer.before.verdict.service.offered
        more = answer.in_time > 0
        parts.append(
            pick(
                language,
                f"{abs(answer.in_time):.1f} {'more' if more else 'fewer'} of {offered:,.0f} calls "
                "answered in time",
                f"제때 응대 {answer.in_time:+.1f}호(인입 {offered:,.0f}호)",
            )
        )
    others = [change for change in answer.changes if change.rule.rule != "service"]
    for change in others[:SHOWN]:
        names = [
            item.breach.subject.counselor or ""
            for item in answer.refused
            if item.rule == change.rule
        ]
        whose = f" [{people_text(problem, names, language)}]" if names and change.cost > 0 else ""
        parts.append(f"{change.rule.title[language]}{whose} {change.cost / CALL:+.2f}")
    if not parts:
        parts = [c.rule.title[language] for c in answer.changes[:1]]
    return and_text(parts, language)


def rule_cost_text(item: RuleCost, language: str = "en") -> str:
    """Return what a rule costs, in one sentence."""
    rule = rule_text(item.rule, language)
    if item.saved is None:
        return pick(
            language,
            f"What '{rule}' costs could not be found in the time given.",
            f"'{rule}' 규칙의 비용은 주어진 시간에 알 수 없었습니다.",
        )
    if item.saved == 0 and item.proved:
        return pick(
            language,
            f"'{rule}' costs nothing: without it no roster is better in anything else.",
            f"'{rule}' 규칙은 비용이 없습니다. 없애도 다른 항목이 더 나은 근무표는 없습니다.",
        )
    if item.saved == 0:
        return pick(
            language,
            f"Without '{rule}' no roster was found that is better in anything else; that there is "
            "none is not proved.",
            f"'{rule}' 규칙이 없어도 다른 항목이 더 나은 근무표를 찾지 못했습니다"
            "(없다는 증명은 없음).",
        )
    amount = calls_text(item.saved, language)
    found = "" if item.proved else pick(language, " at least", " 최소")
    calls = f"{abs(item.in_time):,.1f}"
    more = pick(language, "more" if item.in_time > 0 else "fewer", "")
    served = pick(
        language,
        f"; {calls} {more} calls would be answered in time",
        f" 제때 응대 {item.in_time:+,.1f}호.",
    )
    tail = served if abs(item.in_time) >= SHOWS else ""
    return pick(
        language,
        f"Without '{rule}'{found} {amount} would be saved on everything else{tail}.",
        f"'{rule}' 규칙이 없으면 다른 항목의 비용이{found} {amount} 줄어듭니다.{tail}",
    )


def how_good(plan: Plan, language: str = "en") -> str:
    """Return how far a plan can be from the best, in a manager's words.

    The bound is on the whole price, so the sentence speaks of rosters that keep wishes and soft
    rules as well as this one.

    Parameters
    ----------
    plan
        A plan with a roster.
    language
        ``en`` or ``ko``.
    """
    offered = f"{plan.verdict.service.offered:,.0f}"
    if plan.bound is None:
        return pick(
            language,
            "How much better another roster could be is not known.",
            "더 나은 근무표가 있는지는 알 수 없습니다.",
        )
    if plan.gap == 0:
        return pick(
            language,
            f"No roster is better: with these wishes and soft rules kept as well, not one more "
            f"of {offered} calls could be answered in time.",
            f"더 나은 근무표는 없습니다. 희망과 권장 규칙을 이만큼 지키면서 인입호 {offered}호 중 "
            "한 호도 더 제때 응대할 수 없습니다.",
        )
    weight = min(
        (r.weight or 1 for r in plan.problem.center.rules if r.rule == "service"), default=1
    )
    calls = f"{math.ceil(plan.gap / (CALL * weight)):,}"
    return pick(
        language,
        f"At most {calls} more of {offered} calls could be answered in time by any roster that "
        "keeps wishes and soft rules as well as this one.",
        f"희망과 권장 규칙을 이만큼 지키는 어떤 근무표라도 인입호 {offered}호 중 최대 "
        f"{calls}호까지만 더 제때 응대할 수 있습니다.",
    )


def near_exact(language: str = "en") -> str:
    """Return what answers about a plan on the exact queue rest on, in one sentence."""
    return pick(
        language,
        "The plan counts service by the exact queue; other rosters are counted on curves that are "
        "exact at this one and near it elsewhere.",
        "이 근무표의 서비스는 정확한 대기행렬로 계산했습니다. 다른 근무표는 이 근무표에서만 "
        "정확하고 그 밖에서는 근사인 곡선으로 계산했습니다.",
    )


def candidate_text(problem: Problem, item: Candidate, language: str = "en") -> str:
    """Return one candidate in one line: who, whether legal, at what cost."""
    who = person_text(problem, item.counselor)
    amount = calls_text(abs(item.cost), language)
    price = pick(
        language,
        f"{'costs' if item.cost > 0 else 'saves'} {amount}",
        f"{amount} {'비용' if item.cost > 0 else '절감'}",
    )
    if item.legal:
        return pick(language, f"{who}: legal, {price}", f"{who}: 가능, {price}")
    broken = listed((b.rule.title[language] for b in item.breaches), language)
    return pick(language, f"{who}: breaks {broken}; {price}", f"{who}: 위반 {broken}, {price}")


def candidates_head(day: dt.date, shift: str, language: str = "en", gone: str = "") -> str:
    """Return what the list of candidates is about: one more shift, or that of who falls out."""
    when = day_text(day, language)
    if gone:
        return pick(
            language,
            f"For shift {shift} of {gone} on {when}, all else as it is; the best choice first:",
            f"{when} {gone}의 {shift} 근무 대체(나머지 근무표는 그대로), 좋은 순서:",
        )
    return pick(
        language,
        f"One more on {when} in shift {shift}, all else as it is; the best choice first:",
        f"{when} {shift} 근무 1명 추가(나머지 근무표는 그대로), 좋은 순서:",
    )


def no_candidate(day: dt.date, shift: str, language: str = "en") -> str:
    """Return that nobody could take an open shift, in one sentence."""
    when = day_text(day, language)
    return pick(
        language,
        f"On {when} everyone whose contract has shift {shift} works already.",
        f"{when}: {shift} 근무가 가능한 사람은 모두 이미 근무합니다.",
    )
