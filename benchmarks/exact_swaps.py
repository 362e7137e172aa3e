"""Is the roster of `plan_exact` really best? Exact-guided moves, annealing and other seeds.

    OMP_NUM_THREADS=1 python benchmarks/exact_swaps.py [--seeds 3] [--anneal 4000] [--no-record]

For each seed: plan Cheonan's week on exact service, then try to better it by

- another start of one break, or another shift with any breaks, for one duty (the best such
  move again and again until none helps);
- a duty moved to a day off of the same person;
- two people's shifts exchanged on one day (no caller feels it, wishes and fairness do);
- annealing of each working day from scrambled breaks and shifts: so many random moves.

A day under a move is computed exactly from kept matrices. What looks better is judged by the
referee on curves that are exact at the roster, hard rules included; what it calls illegal or
dearer is thrown away. Objectives are in hundredths of a call not answered in time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import PROTOCOL, Record, code_version, cpu
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Plan, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.evaluation.referee import evaluate
from staffing.io.model_folder import read_model
from staffing.pipe import prepare
from staffing.queueing.exact_loop import ExactLoop
from staffing.queueing.exact_service import exact_service
from staffing.solver.exact_cover import Pattern, patterns_of
from staffing.solver.exact_planning import corrected_curves, plan_exact
from staffing.solver.settings import SolveSettings

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
WEEK = Horizon(first=dt.date(2026, 11, 30), days=7)


class Day:
    """One day: its patterns, and the exact cost of any crew."""

    def __init__(self, problem: Problem, index: int, heads: np.ndarray) -> None:
        slots = list(problem.grid.of_day(index))
        queue, curves = problem.center.queues[0], problem.curves
        self.patterns = patterns_of(problem, index)
        self.number = {(p.shift, p.breaks): n for n, p in enumerate(self.patterns)}
        self.there = np.array([p.there for p in self.patterns]).astype(np.int64)
        self.offered = np.array(curves.offered[0][slots])
        minutes = problem.grid.slot_minutes
        self.loop = ExactLoop(
            self.offered * (60 / minutes), curves.aht_s[0][slots], heads, queue.patience_s,
            queue.target.threshold_s, minutes, present=curves.present[0][slots], fewer=2,
        )  # fmt: skip
        self.known: dict[bytes, int] = {}

    def cost(self, crew: list[int]) -> int:
        """Return what calls not answered in time cost with a crew of pattern numbers."""
        rows = self.there[crew]
        change = np.diff(rows, axis=1, prepend=0)
        leave, join = np.maximum(-change, 0).sum(axis=0), np.maximum(change, 0).sum(axis=0)
        key = rows.sum(axis=0).tobytes() + leave.tobytes()
        if key not in self.known:
            found = self.loop.evaluate(rows.sum(axis=0), leave, join)
            lost = np.maximum(self.offered - found.in_time, 0.0)
            self.known[key] = int(np.rint(100 * lost).sum())
        return self.known[key]

    def descend(self, crew: list[int]) -> list[int]:
        """Return a crew that no other pattern for one of its people betters."""
        crew = list(crew)
        while True:
            tries = [
                (self.cost([*crew[:at], new, *crew[at + 1 :]]), at, new)
                for at, old in enumerate(crew)
                if old not in crew[:at]
                for new in range(len(self.patterns))
            ]
            best = min(tries, default=(0, 0, 0))
            if not crew or best[0] >= self.cost(crew):
                return crew
            crew[best[1]] = best[2]

    def anneal(self, crew: list[int], moves: int, rng: np.random.Generator) -> list[int]:
        """Return the best crew met on a random walk from a scrambled one that cools down."""
        now = [int(rng.integers(len(self.patterns))) for _ in crew]
        cost = least = self.cost(now)
        best = now
        for step in range(moves):
            heat = 200 * (1 - step / moves) ** 3 + 0.3
            at = int(rng.integers(len(now)))
            near = self._near(now[at]) if rng.random() < 0.85 else range(len(self.patterns))
            tried = [*now[:at], int(near[int(rng.integers(len(near)))]), *now[at + 1 :]]
            new = self.cost(tried)
            if new <= cost or rng.random() < np.exp((cost - new) / heat):
                now, cost = tried, new
            if cost < least:
                best, least = now, cost
        return best

    def _near(self, number: int) -> list[int]:
        """Return the patterns that differ in one break."""
        own = self.patterns[number]
        return [
            n
            for n, p in enumerate(self.patterns)
            if p.shift == own.shift
            and sum(a != b for a, b in zip(p.breaks, own.breaks, strict=True)) <= 1
        ]


def judged(problem: Problem, roster: Roster) -> Verdict:
    """Return the referee's verdict on curves that are exact at the roster."""
    curves = corrected_curves(problem, roster, exact_service(problem, roster))
    return evaluate(problem.model_copy(update={"curves": curves}), roster)


class Search:
    """A roster, and the moves that are tried on it."""

    def __init__(self, problem: Problem, plan: Plan, seed: int) -> None:
        self.problem, self.roster, self.verdict = problem, plan.roster, plan.verdict
        self.rng = np.random.default_rng(seed)
        heads = problem.on_phones(plan.roster)[0]
        self.days = {
            index: Day(problem, index, heads[list(problem.grid.of_day(index))])
            for index in range(problem.horizon.days)
        }
        self.judged = 0

    def duties(self, index: int) -> list[Duty]:
        """Return one day's duties."""
        return [d for d in self.roster.duties if d.day == self.problem.horizon.dates[index]]

    def crew(self, index: int) -> list[int]:
        """Return one day's patterns by number, in the order of its duties."""
        return [self.days[index].number[d.shift, d.breaks] for d in self.duties(index)]

    def take(self, duties: list[Duty]) -> bool:
        """Take a roster if the referee finds it legal and cheaper."""
        roster = self.roster.with_duties(duties)
        verdict = judged(self.problem, roster)
        self.judged += 1
        if verdict.legal and verdict.objective < self.verdict.objective:
            self.roster, self.verdict = roster, verdict
            return True
        return False

    def with_crew(self, index: int, crew: list[int]) -> list[Duty]:
        """Return all duties, one day's people on other patterns."""
        own = self.duties(index)
        others = [duty for duty in self.roster.duties if duty not in own]
        return others + [
            _on(duty, self.days[index].patterns[number])
            for duty, number in zip(own, crew, strict=True)
        ]

    def breaks_and_shifts(self) -> None:
        """Descend on every day."""
        for index, day in self.days.items():
            crew = self.crew(index)
            better = day.descend(crew)
            if better != crew:
                self.take(self.with_crew(index, better))

    def annealed(self, moves: int) -> list[int]:
        """Anneal every working day; return how far each ended from the roster's own cost."""
        apart = []
        for index, day in self.days.items():
            crew = self.crew(index)
            if len(crew) < 5:  # the descent has tried nearly everything
                continue
            found = day.descend(day.anneal(crew, moves, self.rng))
            apart.append(day.cost(found) - day.cost(crew))
            if apart[-1] < 0:
                self.take(self.with_crew(index, found))
        return apart

    def days_off(self) -> int:
        """Move duties to days off; return the least change of callers' costs seen."""
        extra, least = {}, 10**9
        for index, day in self.days.items():
            crew = self.crew(index)
            costs = [day.cost([*crew, new]) for new in range(len(day.patterns))]
            extra[index] = min(costs) - day.cost(crew), int(np.argmin(costs))
        for duty, there, change in list(self._moves(extra)):
            least = min(least, change)
            if change < 0 and duty in self.roster.duties:
                moved = duty.model_copy(update={"day": self.problem.horizon.dates[there]})
                moved = _on(moved, self.days[there].patterns[extra[there][1]])
                if self.take([*(d for d in self.roster.duties if d != duty), moved]):
                    break
        return least

    def _moves(self, extra: dict[int, tuple[int, int]]) -> Iterator[tuple[Duty, int, int]]:
        for index, day in self.days.items():
            own, crew = self.duties(index), self.crew(index)
            for at, duty in enumerate(own):
                loss = day.cost([*crew[:at], *crew[at + 1 :]]) - day.cost(crew)
                for there, (gain, _) in extra.items():
                    if not self.roster.works(duty.counselor, self.problem.horizon.dates[there]):
                        yield duty, there, loss + gain

    def people(self) -> None:
        """Exchange the shifts of two people on one day, where that is cheaper."""
        exact = exact_service(self.problem, self.roster)
        fixed = self.problem.model_copy(
            update={"curves": corrected_curves(self.problem, self.roster, exact)}
        )
        for index in self.days:
            for a, b in combinations(self.duties(index), 2):
                if a.shift == b.shift or a not in self.roster.duties or b not in self.roster.duties:
                    continue
                rest = [d for d in self.roster.duties if d not in {a, b}]
                names = {"counselor": b.counselor}, {"counselor": a.counselor}
                duties = [*rest, a.model_copy(update=names[0]), b.model_copy(update=names[1])]
                verdict = evaluate(fixed, self.roster.with_duties(duties))
                self.judged += 1
                if verdict.legal and verdict.objective < self.verdict.objective:
                    self.take(duties)


def _on(duty: Duty, pattern: Pattern) -> Duty:
    return duty.model_copy(update={"shift": pattern.shift, "breaks": pattern.breaks})


def run(problem: Problem, seed: int, moves: int) -> Record:
    """Return what one seed gives, before and after each kind of move."""
    begun = time.process_time()
    plan = plan_exact(problem, SolveSettings(seed=seed, workers=1, time_limit_s=300))
    planned_s = time.process_time() - begun
    search = Search(problem, plan, seed)
    seen = {"planned": plan.objective}
    search.breaks_and_shifts()
    seen["breaks and shifts"] = search.verdict.objective
    least = search.days_off()
    seen["days off"] = search.verdict.objective
    search.people()
    seen["people"] = search.verdict.objective
    apart = search.annealed(moves)
    seen["annealing"] = search.verdict.objective
    return {
        "seed": seed,
        "status": plan.status.value,
        "bound": plan.bound,
        "service_level": round(plan.verdict.service.service_level, 6),
        "best_service_level": round(search.verdict.service.service_level, 6),
        "objective": seen,
        "costs": search.verdict.cost_by_rule(),
        "least_change_by_a_day_off": least,
        "annealed_apart": apart,
        "evaluations": sum(len(day.known) for day in search.days.values()),
        "judged": search.judged,
        "plan_cpu_s": round(planned_s, 1),
        "cpu_s": round(time.process_time() - begun, 1),
    }


def main() -> None:
    """Run every seed, print it and record it."""
    parser = argparse.ArgumentParser(description="Moves on the roster of plan_exact.")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--anneal", type=int, default=4000)
    parser.add_argument("--no-record", action="store_true")
    options = parser.parse_args()
    problem = prepare(read_model(ROOT / "models" / "cheonan"), WEEK).problem
    path = RESULTS / f"{dt.datetime.now(dt.UTC).date()}-exact_swaps.jsonl"
    for seed in range(options.seeds):
        found = run(problem, seed, options.anneal)
        print(json.dumps(found), flush=True)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        common: Record = {"subject": "exact_swaps", "protocol": PROTOCOL, "at": at}
        # The table of planning runs is made from records with a status of their own.
        record = {**common, **code_version(), "cpu": cpu(), "plan": found}
        if not options.no_record:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
