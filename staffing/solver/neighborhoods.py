"""Large neighborhoods of lines: long horizons and named people, anytime, with a bound.

Column generation over everybody gives the bound and a first roster by a dive. Then, again and
again, a few people (in a window of days, where the horizon is long) are set free while all
others keep their lines. The linear program over the free people's lines says at once whether
anything can be gained; only then a dive, and CP-SAT on the same people, look for it. What wins
most per second is tried most. (Pisinger and Ropke 2010, doi:10.1007/978-1-4419-1665-5_13.)
With a second core, CP-SAT searches the whole model alongside; near the end, HiGHS all lines that
can still be better.
"""

from __future__ import annotations

import time

import numpy as np

from staffing.domain.outcome import Status, Step
from staffing.domain.roster import Roster
from staffing.formulation.line_graph import TooManyLinesError
from staffing.formulation.line_pricing import TimeIsUpError
from staffing.formulation.lines import lines_of
from staffing.formulation.person_days import PersonDaysDraft
from staffing.solver.alongside import Alongside
from staffing.solver.areas import LONG_DAYS, POOL, Area, Areas
from staffing.solver.columns import Column, LineModel
from staffing.solver.dives import DIVE_ROUNDS, Over, dive, generate
from staffing.solver.enumeration import Choosing, sharpest
from staffing.solver.greedy_lines import greedy_lines
from staffing.solver.highs import NAME as HIGHS
from staffing.solver.incumbent import Incumbent, Rows, columns_of
from staffing.solver.master import Master
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.subproblem import improve
from staffing.solver.trace import Found, Tell, Values, usable
from staffing.solver.windows import Window

REFEREE_S = 3e-5
"""Seconds that the referee needs per possible duty, about."""
MANY_CELLS = 40_000
"""Above so many possible duties fewer rounds are made before and in a dive."""
FEW_CELLS = 1200
"""Up to so many, CP-SAT looks for the proof on the whole model as well."""
WAIT_S = 0.05
IDLE_S = 15.0
"""Seconds without a better roster before all lines of better ones are listed."""
PROOF_SHARE = 0.3
EARLY = 8
"""Rounds of generation before the first, rough roster."""
ROOT_SHARE = 0.4
LONG_ROOT_SHARE = 0.05
"""Shares of the time for the bound."""
STEP_S = 20.0
"""Seconds for one neighborhood of whole lines at most."""
WINDOW_STEP_S = 5.0
"""Seconds for one in windows of days: what needs more seldom gains what others would in them."""
PENALTY = 20.0
"""Missing a shared row costs so many times the dearest variable."""
DIVES = 4
"""Dives in one neighborhood, all but the first by chance."""
FEW_PEOPLE = 6
"""Up to so many, CP-SAT looks at a neighborhood as well."""
ROUNDS = 60
"""Rounds of generation in one neighborhood."""


def search_neighborhoods(
    draft: PersonDaysDraft,
    settings: SolveSettings,
    start: Roster | None = None,
    tell: Tell | None = None,
    started: float | None = None,
) -> Found:
    """Minimize a draft of named people by lines and neighborhoods.

    Where somebody's rules cannot be drawn as lines, or breaks are to be placed, CP-SAT searches
    the whole model instead.

    Parameters
    ----------
    draft
        A finished draft.
    settings
        Time limit, gap, seed; with ``reproducible`` the limit counts neighborhoods.
    start
        A roster to begin with.
    tell
        Called with every step, and with the solution when that is new.
    started
        ``time.monotonic()`` from which seconds count.
    """
    entered = time.monotonic()
    begun = entered if started is None else started
    hint = None if start is None else draft.values_of(start)
    if draft.model.impossible:
        return Found(Status.INFEASIBLE, None, None, False, ())
    try:
        lines = None if draft.counted else LineModel(draft.model, lines_of(draft))
    except TooManyLinesError:
        lines = None
    except KeyboardInterrupt:
        return Found(Status.UNKNOWN, None, None, True, ())
    if lines is None:
        return search(draft.model, settings, hint, tell, begun)
    # The referee comes afterwards, within the limit.
    deadline = entered + settings.time_limit_s - REFEREE_S * len(draft.duty_of)
    run = _Run(draft, lines, settings, tell, begun, deadline)
    run.go(usable(draft.model, hint))
    return run.found()


class _Run:
    """One search: the incumbent, the bound, and the clock."""

    def __init__(
        self,
        draft: PersonDaysDraft,
        lines: LineModel,
        settings: SolveSettings,
        tell: Tell | None,
        begun: float,
        deadline: float,
    ) -> None:
        self.draft, self.lines, self.settings = draft, lines, settings
        self.tell, self.begun = tell, begun
        self.deadline = deadline
        if not settings.reproducible:
            lines.pricer.deadline = deadline
        self.rows = Rows(draft.model)
        self.best: Incumbent | None = None
        self.bound: int = draft.model.least()
        self.began_with: Values | None = None
        self.interrupted = self.infeasible = False
        self.steps: list[Step] = []
        self.turns = 0
        self.penalty = PENALTY * max(1, max(map(abs, draft.model.cost), default=1))
        self.pool: dict[int, list[Column]] = {person: [] for person in lines.people}
        self.prices = np.zeros(lines.rows)
        self.long = draft.problem.horizon.days > LONG_DAYS
        self.areas = Areas(draft, lines, settings.seed)
        alone = settings.reproducible or settings.strategies == 1
        wide = len(draft.duty_of) > MANY_CELLS
        self.other = None if alone or wide else Alongside(draft.model, settings, begun)
        self.choosing = Choosing(lines, settings.seed)
        self.bettered = begun

    # -- time and news ----------------------------------------------------------------------

    @property
    def spent(self) -> float:
        return time.monotonic() - self.begun

    def over(self) -> bool:
        """Return whether the search must end: time, proof or gap."""
        if self.interrupted or self.infeasible:
            return True
        if self.best is not None:
            gap = self.best.objective - self.bound
            if gap <= self.settings.gap * max(1, abs(self.best.objective)):
                return True
        if self.settings.reproducible:
            return self.turns > self.settings.time_limit_s
        return time.monotonic() >= self.deadline

    def until(self, seconds: float) -> Over:
        """Return whether so many more seconds have passed, or the search must end."""
        if self.settings.reproducible:
            return self.over
        end = time.monotonic() + seconds
        return lambda: time.monotonic() >= end or self.over()

    def news(self, values: Values | None, by: str) -> None:
        """Record a better roster or bound."""
        known = None if self.best is None else self.best.objective
        step = Step(seconds=round(self.spent, 3), objective=known, bound=self.bound, by=by)
        self.steps.append(step)
        if self.tell is not None:
            self.tell(step, values)

    def better_bound(self, bound: int, by: str = "lines") -> None:
        """Take a bound that holds for every roster."""
        if bound > self.bound:
            self.bound = bound
            self.news(None, by)

    def take(self, columns: list[Column], by: str = "neighborhoods") -> bool:
        """Make lines the incumbent if they are legal and no worse; return whether better."""
        fresh = Incumbent(self.draft, self.lines, self.rows, columns)
        if not fresh.legal or (self.best is not None and fresh.objective > self.best.objective):
            return False
        better = self.best is None or fresh.objective < self.best.objective
        self.best = fresh
        if better:
            self.bettered = time.monotonic()
            self.news(fresh.values, by)
        return better

    def found(self) -> Found:
        """Return what is known now."""
        steps = tuple(self.steps)
        if self.infeasible or self.best is None:
            status = Status.INFEASIBLE if self.infeasible else Status.UNKNOWN
            return Found(status, None, None, self.interrupted, steps)
        bound = min(self.bound, self.best.objective)
        status = Status.OPTIMAL if self.best.objective <= bound else Status.FEASIBLE
        return Found(status, self.best.values, bound, self.interrupted, steps, self.began_with)

    def go(self, hint: Values | None) -> None:
        """Search until time is up, proof, gap or Ctrl-C."""
        try:
            if hint is not None:
                self.began_with = hint
                columns = columns_of(self.lines, hint)
                if columns is not None:
                    self.take(columns)
            self._root()
            self._learn()
            few = len(self.draft.duty_of) <= FEW_CELLS
            if self.other is None and (self.best is None or few) and not self.over():
                self._whole_model(PROOF_SHARE if few else 1.0)
            while not self.over() and (self.best is not None or self._waits()):
                if self.best is not None:
                    self._turn()
                self._settle()
                self._learn()
        except KeyboardInterrupt:
            self.interrupted = True
        except TimeIsUpError:
            self._learn()
        finally:
            self.choosing.end()
            if self.other is not None:
                self.other.end()

    def _waits(self) -> bool:
        """Wait a little for what runs alongside; False if nothing does."""
        time.sleep(WAIT_S)
        return self.other is not None and self.other.running

    def _settle(self) -> None:
        """Once few lines can be in a better roster, let HiGHS choose among all of them."""
        left = self.deadline - time.monotonic()
        idle = time.monotonic() - self.bettered
        if self.best is None or self.settings.reproducible or left <= 0 or idle < IDLE_S:
            return
        if self.choosing.begin(self.best, self.prices, self.bound, self.deadline):
            if self.other is not None:
                self.other.end()
            self.choosing.wait(self.until(left / 2))  # beside us it would wait at every callback
            if self.settings.strategies == 1:
                self.choosing.end()

    def _learn(self) -> None:
        """Take over what runs alongside has found."""
        if self.best is not None and self.choosing.bound is not None:
            lines = self.choosing.better_than(self.best.objective)
            if lines is not None:
                self.take(lines, HIGHS)
            self.better_bound(min(self.choosing.bound, self.best.objective), HIGHS)
        if self.other is None:
            return
        self.infeasible |= self.other.infeasible
        known = self.other.better_than(np.inf if self.best is None else self.best.objective)
        columns = None if known is None else columns_of(self.lines, known)
        if columns is not None:
            self.take(columns, "cp-sat")
        self.better_bound(self.other.bound, "cp-sat")

    def _root(self) -> None:
        """Find the bound, the prices and a first roster."""
        everybody = list(self.lines.people)
        nothing = np.zeros(self.lines.rows, dtype=np.int64)
        master = Master(self.lines, everybody, nothing, self.penalty)
        if self.best is not None:
            for column in self.best.columns:
                master.add(column)
        if self.best is None:
            lines = greedy_lines(self.lines, round(self.penalty), self.over)
            if lines is not None:
                self.take(lines)
                for column in lines:
                    master.add(column)
        if self.best is not None and self.long:
            return
        many = len(self.draft.duty_of) > MANY_CELLS
        if self.best is None:
            generate(master, self.over, rounds=EARLY, tell=self.better_bound)
            early = Master(self.lines, everybody, nothing, self.penalty)
            for column in master.columns:
                early.add(column)
            self._dive_from(early, rounds=0 if many else 1)
        made = generate(
            master,
            self.until((LONG_ROOT_SHARE if many else ROOT_SHARE) * self.settings.time_limit_s),
            tell=self.better_bound,
        )
        self.prices = sharpest(self.lines, (made.prices, master.solve().prices))
        self._remember(master)
        if not many or self.best is None:
            self._dive_from(master, rounds=1 if many else DIVE_ROUNDS)

    def _dive_from(self, master: Master, rounds: int) -> None:
        dived = dive(master, self.over, rounds=rounds)
        self._remember(master)
        if dived is not None:
            self.take(dived[1])

    def _remember(self, master: Master) -> None:
        """Keep the columns of each person that are cheapest under the root's prices."""
        for column in master.columns:
            self.pool[column.person].append(column)
        for person, columns in self.pool.items():
            unique = {c.choices: c for c in columns}
            worth = {
                choices: c.cost - float(self.prices @ c.activity) for choices, c in unique.items()
            }
            ranked = sorted(unique, key=lambda choices: (worth[choices], choices))
            self.pool[person] = [unique[choices] for choices in ranked[: 4 * POOL]]

    def _whole_model(self, share: float) -> None:
        """Look for a roster and its proof with CP-SAT on the whole model."""
        left = max(0.1, share * (self.deadline - time.monotonic()))
        if self.settings.reproducible:
            left = share * self.settings.time_limit_s
        limited = self.settings.model_copy(update={"time_limit_s": left})
        known = None if self.best is None else self.best.values
        found = search(self.draft.model, limited, known)
        self.interrupted |= found.interrupted
        self.infeasible |= found.status is Status.INFEASIBLE
        columns = None if found.values is None else columns_of(self.lines, found.values)
        if columns is not None:
            self.take(columns)
        if found.bound is not None:
            self.better_bound(found.bound)

    def _turn(self) -> None:
        """Free one neighborhood and try to better it."""
        assert self.best is not None  # noqa: S101 - `go` asks first
        self.turns += 1
        arm = self.areas.arm()
        before, begun = self.best.objective, time.monotonic()
        self._try(self.areas.choose(arm, self.best, self.pool, self.prices))
        seconds = 1.0 if self.settings.reproducible else time.monotonic() - begun
        arm.note(before - self.best.objective, seconds)

    def _try(self, area: Area) -> None:
        """Better the lines of an area if that is possible."""
        best = self.best
        assert best is not None  # noqa: S101 - as in `_turn`
        over = self.until(STEP_S if area.spans is None else WINDOW_STEP_S)
        window = None
        if area.spans is None:
            master, target = self._master_of(area, best)
        else:
            window = Window(self.lines, self.rows, best, area.people, area.spans)
            master, target = window.master(self.penalty)
        made = generate(master, over, rounds=ROUNDS, hopeless=target)
        if made.bound is not None:
            if len(area.people) == len(self.lines.people) and window is None:
                self.better_bound(made.bound)
            if made.bound >= target:
                return
        for number in range(DIVES):
            tried = master if number == DIVES - 1 else master.copy()
            shaken = self.areas.random if number else None
            dived = dive(tried, over, hopeless=target - 0.5, shaken=shaken)
            if dived is not None and dived[0] < target - 0.5:
                new = {column.person: column for column in dived[1]}
                whole = [new.get(c.person, c) for c in best.columns]
                self.take(whole if window is None else window.whole(dived[1]))
                return
            if over():
                break
        if len(area.people) <= FEW_PEOPLE and not self.over():
            self._exactly(area, best)

    def _exactly(self, area: Area, best: Incumbent) -> None:
        """Let CP-SAT better an area."""
        left = self.deadline - time.monotonic()
        if self.settings.reproducible or left <= 0:
            left = self.settings.time_limit_s
        settings = self.settings.model_copy(update={"time_limit_s": left})
        values = improve(self.draft, self.rows, best, area, self.lines, settings)
        columns = None if values is None else columns_of(self.lines, values)
        if columns is not None:
            self.take(columns)

    def _master_of(self, area: Area, best: Incumbent) -> tuple[Master, int]:
        """Return the master of some people's whole lines, and what those of now cost in it."""
        free = set(area.people)
        mine = [c for c in best.columns if c.person in free]
        base = best.activity - sum((c.activity for c in mine), np.zeros_like(best.activity))
        master = Master(self.lines, area.people, base, self.penalty)
        for column in mine:
            master.add(column)
        for person in area.people:
            for column in self.pool[person][:POOL]:
                master.add(column)
        return master, best.objective - sum(c.cost for c in best.columns if c.person not in free)
