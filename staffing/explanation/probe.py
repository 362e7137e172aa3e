"""Probing: whether demands can be met together, and the least that must give if not."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Mapping

from ortools.sat.python import cp_model

from staffing.domain.expr import Expr
from staffing.domain.outcome import Status
from staffing.explanation.demands import Demand, Demands, Row
from staffing.formulation.cpsat import to_cpsat
from staffing.formulation.model import Model
from staffing.solver.mip_search import search_highs
from staffing.solver.settings import SolveSettings

DEEP = 4
"""The deepest miss of a day counts as if it lasted a quarter of the day more."""


class Probe:
    """Asks whether parts of a problem's demands can be met together.

    Parameters
    ----------
    demands
        The rows.
    settings
        Time limit for all questions together, and a quarter of it for each search of the least;
        seed.
    """

    def __init__(self, demands: Demands, settings: SolveSettings) -> None:
        self.demands = demands
        self.asked = 0
        self._settings = settings
        self._until = time.monotonic() + settings.time_limit_s
        self._known: dict[frozenset[Demand], bool] = {}
        self._cp = to_cpsat(demands.model)
        self._switch: dict[Demand, cp_model.IntVar] = {}
        self._never: set[Demand] = set()
        for row in demands.rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        if not row.expr.terms:
            self._never.add(row.demand)
            return
        if row.demand not in self._switch:
            self._switch[row.demand] = self._cp.new_bool_var("")
        terms = row.expr.terms
        variables = [self._cp.get_int_var_from_proto_index(v) for v in terms]
        expr = cp_model.LinearExpr.weighted_sum(variables, list(terms.values()))
        infinity = 2**62
        self._cp.add_linear_constraint(
            expr + row.expr.constant,
            -infinity if row.least is None else row.least,
            infinity if row.most is None else row.most,
        ).only_enforce_if(self._switch[row.demand])

    def possible(self, kept: Collection[Demand]) -> bool | None:
        """Return whether some roster meets all these demands; None if time runs out first."""
        if not self._never.isdisjoint(kept):
            return False
        wanted = frozenset(kept)
        for other, answer in self._known.items():
            if (answer and wanted <= other) or (not answer and wanted >= other):
                return answer
        left = self._until - time.monotonic()
        if left <= 0:
            return None
        self.asked += 1
        cp = self._cp.clone()
        cp.add_bool_and([self._switch[demand] for demand in kept])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = self._settings.seed
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = left
        status = solver.solve(cp)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self._known[wanted] = True
        elif status == cp_model.INFEASIBLE:
            self._known[wanted] = False
        return self._known.get(wanted)

    def least(
        self, soft: Collection[int], price: Mapping[int, int]
    ) -> tuple[dict[Demand, int], int, bool] | None:
        """Return the cheapest set of misses when only some rules may be missed.

        Parameters
        ----------
        soft
            Numbers of the rules that may be missed; the others are kept.
        price
            Cost of one unit of breach by rule number.

        Returns
        -------
        tuple or None
            Amount by demand, their price, and whether it is proved the least. None
            if these rules do not suffice, or time runs out.
        """
        model, rows = self._relaxed(soft, price)
        if model is None:
            return None
        # Branch and cut proves these sums of slacks at once where clause learning takes seconds.
        limit = self._settings.time_limit_s / 4
        settings = self._settings.model_copy(update={"time_limit_s": limit, "gap": 0.0})
        found = search_highs(model, settings, time.monotonic())
        if found.values is None:
            return None
        misses: dict[Demand, int] = {}
        for row in rows:
            value = row.expr.constant
            value += sum(c * int(found.values[v]) for v, c in row.expr.terms.items())
            if row.amount(value):
                misses[row.demand] = misses.get(row.demand, 0) + row.amount(value)
        cost = sum(price[demand.rule] * amount for demand, amount in misses.items())
        return misses, cost, found.status is Status.OPTIMAL

    def _relaxed(
        self, soft: Collection[int], price: Mapping[int, int]
    ) -> tuple[Model | None, list[Row]]:
        base, rows = self.demands.model, []
        worst: dict[tuple[int, object], list[tuple[Expr, int]]] = defaultdict(list)
        model = Model()
        model.lower, model.upper = list(base.lower), list(base.upper)
        model.cost, model.rows = [0] * base.size, list(base.rows)
        for row in self.demands.rows:
            if row.demand.rule not in soft:
                model.row(row.expr, at_least=row.least, at_most=row.most)
                continue
            rows.append(row)
            low, high = model.bounds(row.expr)
            cost = price[row.demand.rule]
            if row.least is not None:
                slack = model.expr(0, row.least - low, cost)
                model.row(row.expr + slack, at_least=row.least)
                if row.demand.subject.slot is not None:
                    worst[row.demand.rule, row.demand.day].append((slack, cost))
            if row.most is not None:
                slack = model.expr(0, high - row.most, cost)
                model.row(row.expr - slack, at_most=row.most)
        for slacks in worst.values():
            # A number that is lowered is lowered for the day: even misses beat deep ones.
            most = max(model.bounds(slack)[1] for slack, _ in slacks)
            deepest = model.expr(0, most, max(1, sum(cost for _, cost in slacks) // DEEP))
            for slack, _ in slacks:
                model.row(deepest - slack, at_least=0)
        return (None if model.impossible else model), rows
