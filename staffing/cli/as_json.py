"""Results as JSON, for programs that call the command line."""

from __future__ import annotations

import json
import math
from pathlib import Path

from staffing.domain.outcome import Plan, Verdict
from staffing.domain.problem import Problem


def _figures(problem: Problem, verdict: Verdict) -> dict[str, float | dict[str, str] | None]:
    service = verdict.service
    queues = problem.center.queues
    return {
        "offered": round(service.offered, 3),
        "service_level": round(service.service_level, 6),
        "service_level_of": {queue.code: queue.target.definition for queue in queues},
        "answer_rate": round(service.answer_rate, 6),
        "asa_s": round(service.asa_s, 3) if math.isfinite(service.asa_s) else None,
        "occupancy": round(service.occupancy, 6),
        "blocked": round(service.blocked, 3),
        "paid_minutes": verdict.paid_minutes,
        "objective": verdict.objective,
    }


def plan_json(plan: Plan, written: list[Path]) -> str:
    """Return a plan's status, figures, duties and files as JSON text."""
    data = {
        "status": plan.status.value,
        "interrupted": plan.interrupted,
        "bound": plan.bound,
        "gap": None if plan.tiers else round(plan.gap_share, 6),
        "tiers": [tier.model_dump(mode="json") for tier in plan.tiers],
        "seconds": plan.record.seconds,
        **_figures(plan.problem, plan.verdict),
        "costs": plan.verdict.cost_by_rule(),
        "roster": plan.roster.model_dump(mode="json"),
        "files": [str(path) for path in written],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def verdict_json(
    problem: Problem, verdict: Verdict, language: str, beside: Plan | None = None
) -> str:
    """Return a verdict as JSON text, each breach with its sentence.

    Beside a plan it says what the plan costs, and what every legal roster costs at least.
    """
    plan = None if beside is None else {"objective": beside.objective, "bound": beside.bound}
    data = {
        "legal": verdict.legal,
        **_figures(problem, verdict),
        "costs": verdict.cost_by_rule(),
        "breaches": [
            {
                "rule": item.rule.rule,
                "counselor": item.breach.subject.counselor,
                "day": str(item.breach.subject.day) if item.breach.subject.day else None,
                "amount": item.breach.amount,
                "sentence": item.rule.say(problem, item.breach, language),
            }
            for item in verdict.breaches
        ],
        "plan": plan,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
