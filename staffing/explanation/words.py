"""A conflict in sentences, English and Korean."""

from __future__ import annotations

from staffing.domain.outcome import Judgement
from staffing.domain.problem import Problem
from staffing.explanation.conflict import Conflict, Member, Repair
from staffing.explanation.counting import Fact
from staffing.explanation.phrases import (
    day_text,
    listed,
    person_text,
    pick,
    rule_text,
    slots_text,
    subjects_text,
)


def no_roster_text(conflict: Conflict, language: str = "en") -> str:
    """Return why there is no roster and what would make one possible, a few lines.

    Parameters
    ----------
    conflict
        The explanation.
    language
        ``en`` or ``ko``.
    """
    problem = conflict.problem
    lines = [
        pick(
            language,
            f"No roster of {problem.horizon} keeps every hard rule; this is proved.",
            f"{problem.horizon} 기간에 필수 규칙을 모두 지키는 근무표는 없습니다(증명됨).",
        )
    ]
    lines += [fact_text(problem, fact, language) for fact in conflict.facts]
    lines += conflict_lines(conflict, language)
    if conflict.repairs:
        lines.append(
            pick(
                language,
                "What would make a roster possible, the cheapest first:",
                "근무표가 가능해지는 방법(부담이 작은 순):",
            )
        )
        for number, repair in enumerate(conflict.repairs, start=1):
            lines += repair_lines(problem, repair, number, language)
    if conflict.verdict is not None:
        broken = len(conflict.verdict.breaches)
        level = f"{conflict.verdict.service.service_level:.1%}"
        lines.append(
            pick(
                language,
                f"The best-effort roster breaks hard rules {broken} times and reaches a service "
                f"level of {level}. It is NOT LEGAL; do not publish it as it is.",
                f"최선의 근무표도 필수 규칙을 {broken}건 위반하며 서비스레벨은 {level}입니다. "
                "규칙 위반이므로 그대로 게시하지 마십시오.",
            )
        )
    return "\n".join(lines)


def conflict_lines(conflict: Conflict, language: str) -> list[str]:
    """Return the demands that contradict each other, one a line, with what is proved of them."""
    lines = [
        pick(
            language,
            "These demands cannot all be met:",
            "다음 요구를 모두 만족할 수는 없습니다:",
        )
    ]
    lines += [f"  - {member_text(conflict.problem, m, language)}" for m in conflict.members]
    if not conflict.members:
        lines.append(pick(language, "  - the shifts as they are", "  - 근무조 자체"))
    if conflict.minimal and len(conflict.members) > 1:
        lines.append(
            pick(
                language,
                "Without any one of them the others can be met; this is proved.",
                "이 중 하나라도 빼면 나머지는 만족할 수 있습니다(증명됨).",
            )
        )
    return lines


def member_text(problem: Problem, member: Member, language: str = "en") -> str:
    """Return a demand in one line: the rule, whom and when."""
    place = subjects_text(problem, member.subjects, language)
    return f"{rule_text(member.rule, language)} - {place}"


def repair_lines(problem: Problem, repair: Repair, number: int, language: str) -> list[str]:
    """Return what a repair gives up: a head line, then each rule with its largest miss."""
    by_rule: dict[int, list[Judgement]] = {}
    for item in repair.misses:
        by_rule.setdefault(problem.center.rules.index(item.rule), []).append(item)
    titles = " + ".join(problem.center.rules[n].title[language] for n in by_rule)
    proved = pick(language, " (proved least)", " (최소 증명)") if repair.proved else ""
    lines = [
        pick(language, f"  {number}. relax {titles}{proved}", f"  {number}. {titles} 완화{proved}")
    ]
    for items in by_rule.values():
        worst = max(items, key=lambda item: item.breach.amount)
        lines.append(f"     {worst.rule.say(problem, worst.breach, language)}")
        others = [item.breach.subject for item in items if item is not worst]
        if others:
            place = subjects_text(problem, others, language)
            lines.append(
                pick(
                    language,
                    f"     The same, or less, {len(others)} more times: {place}",
                    f"     이와 같거나 적게 {len(others)}건 더: {place}",
                )
            )
    return lines


def fact_text(problem: Problem, fact: Fact, language: str = "en") -> str:
    """Return what counting shows, in one sentence."""
    titles = listed((rule.title[language] for rule in fact.rules), language)
    day = day_text(fact.subject.day, language)
    if fact.kind == "person":
        who = person_text(problem, fact.subject.counselor or "")
        return pick(
            language,
            f"{who} has no possible working days in the week of {day}: {titles}.",
            f"{who}: {day} 주에 가능한 근무일이 없습니다({titles}).",
        )
    if fact.kind == "week":
        return pick(
            language,
            f"The week of {day} asks for at least {fact.need} working days; all counselors "
            f"together may work {fact.have}.",
            f"{day} 주에는 최소 {fact.need}인일이 필요하지만 전체 근무 가능 인일은 "
            f"{fact.have}입니다.",
        )
    place = day if fact.subject.slot is None else slots_text(problem, [fact.subject.slot], language)
    away = listed((person_text(problem, who) for who in fact.away), language)
    reasons = listed((rule.title[language] for rule in fact.rules[1:]), language)
    return pick(
        language,
        f"{place}: {fact.need} counselors are asked for, {fact.have} can be there"
        + (f"; {reasons} keeps away {away}." if away else "."),
        f"{place}: {fact.need}명이 필요하지만 {fact.have}명만 가능합니다"
        + (f"({reasons}: {away})." if away else "."),
    )
