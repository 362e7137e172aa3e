"""A conflict in sentences, English and Korean."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.domain.outcome import Judgement, Verdict
from staffing.domain.problem import Problem
from staffing.domain.rule import Subject
from staffing.explanation.conflict import Conflict, Member, Repair
from staffing.explanation.counting import Fact
from staffing.explanation.phrases import (
    and_text,
    days_text,
    listed,
    number_text,
    people_text,
    pick,
    rule_text,
    slots_name,
    slots_of,
    subjects_text,
    week_text,
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
    parts = (reason_text(conflict, language), ways_out_text(conflict, language))
    return "\n".join(part for part in parts if part)


def reason_text(conflict: Conflict, language: str = "en") -> str:
    """Return why there is no roster: what counting shows, and what contradicts what.

    Parameters
    ----------
    conflict
        The explanation; known before its repairs and its roster are.
    language
        ``en`` or ``ko``.
    """
    horizon = days_text(conflict.problem.horizon.dates, language)
    head = pick(
        language,
        f"No roster for {horizon} keeps every hard rule; this is proved.",
        f"{horizon} 기간에 필수 규칙을 모두 지키는 근무표는 없습니다(증명됨).",
    )
    return "\n".join((head, *fact_lines(conflict, language), *conflict_lines(conflict, language)))


def ways_out_text(conflict: Conflict, language: str = "en") -> str:
    """Return what would make a roster possible, and what the best-effort roster breaks.

    Parameters
    ----------
    conflict
        The explanation, with its repairs.
    language
        ``en`` or ``ko``.
    """
    lines: list[str] = []
    if conflict.repairs:
        lines.append(
            pick(
                language,
                "What would make a roster possible, the cheapest first:",
                "근무표를 만들 수 있는 방법(부담이 작은 순):",
            )
        )
        for number, repair in enumerate(conflict.repairs, start=1):
            lines += repair_lines(conflict.problem, repair, number, language)
    if conflict.verdict is not None:
        text, several = _effort_text(conflict.verdict, language), len(conflict.repairs) > 1
        way = pick(language, " of the first way", "첫 번째 방법에 따른 ") if several else ""
        lines.append(
            pick(
                language,
                f"The best-effort roster{way} {text}. It is NOT LEGAL; do not publish it as it is.",
                f"{way}차선의 근무표: {text}. 규칙을 위반하므로 그대로 공지하지 마십시오.",
            )
        )
    return "\n".join(lines)


def _effort_text(verdict: Verdict, language: str) -> str:
    """Return how often a roster breaks hard rules, and the service it gives."""
    broken = len(verdict.breaches)
    level = f"{verdict.service.service_level:.1%}"
    times = "once" if broken == 1 else number_text(broken, "time")
    return pick(
        language,
        f"breaks hard rules {times} and reaches a service level of {level}",
        f"필수 규칙 위반 {broken}건, 서비스레벨 {level}",
    )


def conflict_lines(conflict: Conflict, language: str) -> list[str]:
    """Return the demands that contradict each other, one rule a line, with what is proved."""
    lines = [
        pick(
            language,
            "These demands cannot all be met:",
            "다음 요구를 모두 만족할 수는 없습니다:",
        )
    ]
    reasons = reason_lines(conflict, language)
    lines += [f"  - {line}" for line in reasons]
    if not reasons:
        lines.append(_nature(conflict, language))
    if conflict.minimal and len(reasons) > 1:
        lines.append(
            pick(
                language,
                "Without any one of them the others can be met; this is proved.",
                "이 중 하나라도 빼면 나머지는 만족할 수 있습니다(증명됨).",
            )
        )
    return lines


def _meetings_text(problem: Problem, codes: Sequence[str], language: str) -> str:
    """Return meetings that a conflict needs, as they are."""
    names = ", ".join(problem.center.meeting[code].name or code for code in codes)
    many = len(codes) > 1
    return pick(
        language,
        f"the meeting{'s' if many else ''} as {'they are' if many else 'it is'}: {names}",
        f"현재의 회의: {names}",
    )


def _nature(conflict: Conflict, language: str) -> str:
    """Return what is asked of every roster, where no rule is to blame."""
    meetings = ", ".join(m.name or m.code for m in conflict.problem.center.meetings)
    if meetings:
        return pick(
            language,
            f"  - the shifts and meetings ({meetings}) as they are",
            f"  - 현재의 근무조와 회의({meetings}) 자체",
        )
    return pick(language, "  - the shifts as they are", "  - 현재의 근무조 자체")


def reason_lines(conflict: Conflict, language: str = "en") -> list[str]:
    """Return each rule of a conflict in one line: the rule, whom and when; then its meetings."""
    by_rule: dict[int, list[Member]] = {}
    for member in conflict.members:
        by_rule.setdefault(conflict.problem.center.rules.index(member.rule), []).append(member)
    lines = []
    for members in by_rule.values():
        rule = members[0].rule
        subjects = [subject for member in members for subject in member.subjects]
        place = subjects_text(conflict.problem, rule, subjects, language)
        lines.append(f"{rule_text(rule, language)} - {place}")
    return [*lines, *meeting_lines(conflict, language)] if lines else []


def meeting_lines(conflict: Conflict, language: str = "en") -> list[str]:
    """Return the meetings that a conflict needs as they are, each group in one line."""
    return [_meetings_text(conflict.problem, group, language) for group in conflict.meetings]


def repair_lines(problem: Problem, repair: Repair, number: int, language: str) -> list[str]:
    """Return what a repair gives up: a head line, then each rule with its largest miss."""
    by_rule: dict[int, list[Judgement]] = {}
    for item in repair.misses:
        by_rule.setdefault(problem.center.rules.index(item.rule), []).append(item)
    titles = " + ".join(problem.center.rules[n].title[language] for n in by_rule)
    proved = pick(language, " (less is not enough; proved)", " (이보다 적게는 불가능함이 증명됨)")
    tail = proved if repair.proved else ""
    lines = [
        pick(language, f"  {number}. relax {titles}{tail}", f"  {number}. {titles} 완화{tail}")
    ]
    for items in by_rule.values():
        worst = max(items, key=lambda item: item.breach.amount)
        lines.append(f"     {worst.rule.say(problem, worst.breach, language)}")
        subjects = [item.breach.subject for item in items]
        if len(subjects) > 1:
            lines.append(f"     {_others_text(problem, worst, subjects, language)}")
    if repair.verdict is not None and number > 1:
        text = _effort_text(repair.verdict, language)
        lines.append(
            pick(
                language,
                f"     The best roster found this way {text}.",
                f"     이 방법으로 찾은 최선의 근무표: {text}.",
            )
        )
    return lines


def _others_text(
    problem: Problem, worst: Judgement, subjects: Sequence[Subject], language: str
) -> str:
    """Return where else a rule is missed as much as at its worst, or less."""
    slots = slots_of(problem, worst.rule, subjects)
    if slots:
        count = slots_name(problem, len(slots), language)
        place = subjects_text(problem, worst.rule, subjects, language)
        return pick(
            language,
            f"In all it is missed in {count}: {place}.",
            f"기준에 어긋나는 곳은 모두 {count}: {place}.",
        )
    others = [subject for subject in subjects if subject != worst.breach.subject]
    place = subjects_text(problem, worst.rule, others, language)
    times = number_text(len(others), "more time")
    return pick(
        language,
        f"Likewise, or by less, {times}: {place}.",
        f"이와 같거나 덜한 위반 {len(others)}건 더: {place}.",
    )


def fact_lines(conflict: Conflict, language: str = "en") -> list[str]:
    """Return what counting shows; what is the same for several people or days is one sentence."""
    groups: dict[object, list[Fact]] = {}
    grid = conflict.problem.grid
    for fact in conflict.facts:
        slot = fact.subject.slot
        time = None if slot is None else grid.clock_of(slot)
        when = fact.subject.day if fact.kind == "person" else None
        rules = tuple(rule.rule for rule in fact.rules)
        key = fact.kind, fact.need, fact.have, fact.away, rules, time, fact.subject.queue, when
        groups.setdefault(key, []).append(fact)
    return [_fact_text(conflict.problem, facts, language) for facts in groups.values()]


def _fact_text(problem: Problem, facts: Sequence[Fact], language: str) -> str:
    fact = facts[0]
    week = week_text(fact.subject.day, language)
    if fact.kind == "person":
        titles = and_text([rule.title[language] for rule in fact.rules], language)
        who = people_text(problem, (f.subject.counselor or "" for f in facts), language)
        return pick(
            language,
            f"In {week} no choice of working days for {who} keeps {titles}.",
            f"{who}: {week}에 다음을 모두 지키는 근무일이 없습니다: {titles}.",
        )
    if fact.kind == "week":
        weeks = listed((week_text(f.subject.day, language) for f in facts), language)
        days = number_text(fact.need, "working day")
        return pick(
            language,
            f"{weeks[0].upper()}{weeks[1:]} asks for at least {days}; all counselors together "
            f"may work {fact.have:,}.",
            f"{weeks}에는 최소 {fact.need:,}인일이 필요하지만 전원이 {fact.have:,}인일까지만 "
            "근무할 수 있습니다.",
        )
    slots = [f.subject.slot for f in facts if f.subject.slot is not None]
    place = days_text((f.subject.day for f in facts if f.subject.day is not None), language)
    if slots:
        clock = problem.grid.clock_of(slots[0])
        place = pick(language, f"{place} at {clock}", f"{place} {clock}")
    queues = problem.center.queues
    if fact.subject.queue is not None and len(queues) > 1:
        place = f"{place} [{queues[fact.subject.queue].code}]"
    away = people_text(problem, fact.away, language)
    reasons = listed((rule.title[language] for rule in fact.rules[1:]), language)
    need = number_text(fact.need, "counselor") + (" is" if fact.need == 1 else " are")
    have = f"{fact.have:,}" if fact.have else "nobody"
    return pick(
        language,
        f"{place}: {need} asked for, {have} can be there"
        + (f"; away: {away} ({reasons})." if away else "."),
        f"{place}: {fact.need:,}명이 필요하지만 "
        + (f"{fact.have:,}명만 가능합니다" if fact.have else "가능한 사람이 없습니다")
        + (f"(제외: {away} - {reasons})." if away else "."),
    )
