"""The week's figures and the sentences about a roster, the same in every report.

Imports domain and this room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from staffing.domain.outcome import Judgement, Status
from staffing.domain.work import Queue
from staffing.reports.facts import CALLS_RULE, HALF_HOUR, Report, RuleCost
from staffing.reports.words import Words
from staffing.units import clock, hours


@dataclass(frozen=True)
class Figure:
    """One figure.

    Parameters
    ----------
    key
        Of its label.
    label, text, note
        For people.
    value
        The number itself; shares are 0 to 1.
    unit
        Of the number.
    good
        Whether a target is met; None where there is none.
    """

    key: str
    label: str
    text: str
    note: str
    value: float
    unit: Literal["share", "seconds", "hours", "calls", "count"]
    good: bool | None = None


def badge(report: Report) -> Literal["broken", "given", "optimal", "feasible"]:
    """Return in one word what is known of a roster."""
    if not report.verdict.legal:
        return "broken"
    if report.status is None:
        return "given"
    return "optimal" if report.status is Status.OPTIMAL else "feasible"


def status(report: Report, words: Words) -> tuple[str, ...]:
    """Return sentences on what is known of a roster, broken rules first."""
    said = []
    count = len(report.verdict.breaches)
    if count:
        rules = words("broken.one") if count == 1 else words("broken.many", count=count)
        said.append(words("status.broken", rules=rules))
    if report.status is None:
        said.append(words("status.given"))
    elif report.tiers:
        said.append(_in_order(report, words))
    elif report.status is Status.OPTIMAL:
        exact = ".exact" if report.problem.curves.of_one_roster else ""
        said.append(words("status.optimal" + exact))
    elif report.gap is None:
        said.append(words("status.unbounded"))
    else:
        said.append(_feasible(report, report.gap, words))
    if report.status is None and not count:
        said.append(words("status.kept"))
    if report.interrupted:
        said.append(words("status.interrupted"))
    if report.breakless:
        said.append(words("status.breakless", count=words.number(report.breakless)))
    if report.plan_price is not None:
        said += _against(report, report.plan_price, words)
    return tuple(said)


def _against(report: Report, plan_price: int, words: Words) -> list[str]:
    """Return how the price of a given roster compares with a plan's, and with any other."""
    cost = report.verdict.objective
    more = cost - plan_price
    key = "same" if more == 0 else "more" if more > 0 else "less"
    said = [words(f"against.{key}", cost=words.calls(cost), more=words.calls(abs(more)))]
    if report.bound is None or report.gap is None:
        return said
    bound, gap = words.calls(report.bound), words.calls(report.gap)
    if not report.verdict.legal:
        said.append(words("against.broken", bound=bound))
    elif report.gap == 0:
        said.append(words("against.best"))
    else:
        share = words.percent(report.gap / cost, 2)
        said.append(words("against.gap", bound=bound, gap=gap, share=share))
    return said


def breach_lines(report: Report, words: Words, each: int) -> Iterator[str]:
    """Yield a sentence for each broken limit, of each rule at most so many.

    Rules that are broken least often come first, so that one that is broken everywhere hides
    no other.

    Parameters
    ----------
    report
        Whose breaches.
    words
        Language.
    each
        Most sentences on one rule; a last one says how many are left out.
    """
    by_rule: dict[int, list[Judgement]] = {}
    for item in report.verdict.breaches:
        by_rule.setdefault(report.problem.center.rules.index(item.rule), []).append(item)
    for items in sorted(by_rule.values(), key=len):
        title = words.title(items[0])
        # A cut list that leaves out one line would save nothing.
        shown = items if len(items) <= each + 1 else items[:each]
        for item in shown:
            yield f"{title}: {words.say(report.problem, item)}"
        if len(shown) < len(items):
            yield f"{title}: " + words("more", count=words.number(len(items) - each))


def _in_order(report: Report, words: Words) -> str:
    titles = {rule.rule: rule.title[words.language] for rule in report.problem.center.rules}
    tiers = (
        words(
            "tier.proved" if tier.proved else "tier.open",
            rules=", ".join(titles[name] for name in tier.rules),
            price=words.calls(tier.price),
            bound=words.calls(tier.bound),
        )
        for tier in report.tiers
    )
    key = "status.tiers.proved" if report.status is Status.OPTIMAL else "status.tiers"
    return words(key, tiers="; ".join(tiers))


def _feasible(report: Report, gap: int, words: Words) -> str:
    objective = report.verdict.objective
    return words(
        "status.feasible",
        gap=words.number(math.ceil(gap / 100)),
        offered=words.number(report.verdict.service.offered),
        share=words.percent(gap / objective if objective > 0 else 0.0, 2),
    )


def figures(report: Report, words: Words) -> tuple[Figure, ...]:
    """Return the figures of the whole horizon, the most wanted first."""
    service = report.verdict.service
    targets = [queue.target for queue in report.problem.center.queues]
    single = targets[0] if len(targets) == 1 else None
    rate = single.answer_rate if single else None
    level = single.service_level if single else None
    paid = report.verdict.paid_minutes
    phones = report.phone_minutes
    half = "" if report.minutes == HALF_HOUR else ".other"
    worst = report.worst

    def aim(share: float | None) -> str:
        return "" if share is None else words("target", value=words.percent(share, 0))

    def share(key: str, value: float, target: float | None, note: str) -> Figure:
        good = None if target is None else value >= target
        return Figure(key, words(key), words.percent(value), note, value, "share", good)

    found = [
        share("service_level", service.service_level, level, aim(level)),
        share("answer_rate", service.answer_rate, rate, aim(rate)),
        Figure("asa", words("asa"), words.seconds(service.asa_s), "", service.asa_s, "seconds"),
        share("occupancy", service.occupancy, None, ""),
        Figure(
            "offered",
            words("offered"),
            words.number(service.offered),
            words("expected"),
            service.offered,
            "calls",
        ),
        Figure(
            "paid_hours",
            words("paid_hours"),
            words.hours(paid),
            words("people.count", count=len(report.problem.center.counselors)),
            hours(paid),
            "hours",
        ),
        Figure(
            "phone_hours",
            words("phone_hours"),
            words.hours(phones),
            words("share.paid", value=words.percent(phones / paid)) if paid else "",
            hours(phones),
            "hours",
        ),
        Figure(
            "short_slots",
            words("short_slots" + half),
            words("of_total", part=report.short, total=len(report.intervals)),
            "",
            report.short,
            "count",
        ),
    ]
    lines = [queue.lines for queue in report.problem.center.queues if queue.lines is not None]
    if lines:
        count = words("lines", count=words.number(sum(lines)))
        blocked = service.blocked
        found.append(
            Figure("blocked", words("blocked"), words.number(blocked, 1), count, blocked, "calls")
        )
    if worst is not None:
        level_there = worst.service.service_level
        when = f"{words.day(worst.day)} {clock(worst.begin)}"
        found.append(share("worst", level_there, None, when))
        found[-1] = _labelled(found[-1], words("worst" + half))
    return tuple(found)


def _labelled(figure: Figure, label: str) -> Figure:
    return Figure(
        figure.key, label, figure.text, figure.note, figure.value, figure.unit, figure.good
    )


def definitions(report: Report, words: Words) -> tuple[str, ...]:
    """Return what the figures mean."""
    queues = report.problem.center.queues
    level = level_definition(queues, words)
    keys = ["answer_rate", "asa", "occupancy", "required", "on_phones", "cost"]
    if any(queue.lines is not None for queue in queues):
        keys.insert(1, "blocked")
    said = (words(f"define.{key}") for key in keys)
    return (level, *said, words("define.expected", method=report.problem.curves.method))


def level_definition(queues: Sequence[Queue], words: Words) -> str:
    """Return what the service level of some queues, together, is a share of."""
    seconds = {queue.target.threshold_s for queue in queues}
    kinds = {queue.target.definition for queue in queues}
    if len(kinds) == 1 and len(seconds) == 1:
        return words(f"define.service_level.{kinds.pop()}", seconds=f"{seconds.pop():g}")
    if kinds == {"offered"}:
        return words("define.service_level.queues")
    named = ", ".join(
        f"{queue.name or queue.code} {queue.target.threshold_s:g} s "
        + words(f"definition.{queue.target.definition}")
        for queue in queues
    )
    return words("define.service_level.mixed", queues=named)


def times_of(cost: RuleCost, words: Words) -> str:
    """Return how often a soft rule is missed; calls are lost in every slot, which says nothing."""
    return "·" if cost.example.rule.rule == CALLS_RULE else words.number(cost.times)
