"""plan(): compile, start, search, name, and let the referee confirm."""

from __future__ import annotations

import gc
import platform
import time
from functools import cached_property
from importlib.metadata import version

from staffing.domain.outcome import Plan, RunRecord, Status, Step
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.formulation.alike import Alike, alike
from staffing.formulation.compile import compile_problem
from staffing.formulation.counted import compile_counted
from staffing.formulation.draft import Exactly, ModelDraft
from staffing.formulation.heads import Heads
from staffing.formulation.hints import values_of
from staffing.formulation.lines import worth_lines
from staffing.formulation.loose import loose_draft
from staffing.formulation.person_days import PersonDaysDraft, compile_person_days
from staffing.solver.answers import Answer, better
from staffing.solver.coarse import search_coarse_first, worth_coarse
from staffing.solver.decomposition import search_by_days
from staffing.solver.memory import give_back, uncollected
from staffing.solver.mip_search import race, search_highs
from staffing.solver.neighborhoods import search_neighborhoods
from staffing.solver.progress import Progress
from staffing.solver.search import search
from staffing.solver.settings import Engine, SolveSettings
from staffing.solver.start import first_roster
from staffing.solver.teller import Teller
from staffing.solver.trace import Found, usable
from staffing.solver.two_stages import search_counted, worth_counting
from staffing.solver.weeks import HURRY_S, roll, search_by_weeks, worth_weeks

MANY = 40
"""Above so many people the days are solved apart."""
HUGE = 3000
"""Above so many people the search is as soon at a roster as the greedy start."""
WHOLE = 25_000
"""With more variables HiGHS on the whole model betters nothing in minutes, and heeds no limit."""
WHOLE_S = 2.0
"""And in less time it has only begun."""
PATIENCE_S = 0.5
"""After Ctrl-C a better roster is worth so many seconds of judging where one is known."""
FIRST_SHARE = 0.3
"""Share of the time that the weeks have, one after another, before all are searched at once."""
FIRST_GAP = 5e-3
ROUNDS = 20
"""How often the prices of a large center are made exact where it matters."""


def plan(
    problem: Problem,
    settings: SolveSettings | None = None,
    progress: Progress | None = None,
    start: Roster | None = None,
) -> Plan:
    """Return the best roster found for a problem, with what is proved about it.

    Parameters
    ----------
    problem
        The center, the service curves of the horizon, and the past.
    settings
        Limits of the search.
    progress
        Called from the search's threads whenever the best roster or the bound improves.
    start
        A roster to begin with; a greedy one if left out.

    Returns
    -------
    Plan
        Also when nothing was found: its status says so, and asking it for a roster raises.
        Ctrl-C (KeyboardInterrupt) ends the search and keeps the best roster found.

    Raises
    ------
    RefereeError
        If the referee finds the roster illegal or prices it differently: a defect here.
    """
    begun = time.monotonic()
    settings = settings or SolveSettings()
    tell = Teller(problem, progress) if progress is not None else None
    run = _Run(problem, settings, tell, begun)
    best = run.search(start)
    return Plan(
        problem=problem,
        status=run.found.status if best is None else best.status,
        found=None if best is None else best.roster,
        judged=None if best is None else best.verdict,
        bound=None if best is None else best.bound,
        interrupted=run.found.interrupted,
        record=_record(run, time.monotonic() - begun),
    )


def _plan(problem: Problem, settings: SolveSettings, start: Roster | None) -> Plan:
    """Return the plan of a week of a longer horizon."""
    return plan(problem, settings, start=start)


class _Run:
    """One run: what it compiled and searched last, and every step so far."""

    def __init__(
        self, problem: Problem, settings: SolveSettings, tell: Teller | None, begun: float
    ) -> None:
        self.problem, self.settings, self.begun = problem, settings, begun
        self.found = Found(Status.UNKNOWN, None, None, False, ())
        self.steps: list[Step] = []
        self.engines: list[str] = []
        self._tell = tell
        self._hurried = False
        """Whether Ctrl-C came before the search of the whole."""
        self._exactly: Exactly = {}
        self.engine: Engine = settings.engine
        self.draft = self._compile()
        self._compiled_s = time.monotonic() - begun
        # Until it was measured: judging a roster takes about half as long as writing its model.
        self._judged_s = self._compiled_s / 2

    def search(self, start: Roster | None) -> Answer | None:
        """Return the best roster."""
        if self.engine == "weeks":
            best = self._week_by_week(start)
            if best is not None or self._over():
                return best
            # No week, or no roster as a whole: the rules tie the weeks too closely.
            self.engine = self._apart
            self.draft = self._compile()
        elif start is None and self._begins_by_weeks:
            start = self._first_by_weeks()
            if start is not None and self.draft.model.size <= WHOLE and self._fits(start):
                self.engine = "highs"  # from a good roster it is soon at the proof
        best = self._round(start, None)
        if self.found.status is Status.UNKNOWN and self.engine == "days" and not self._over():
            # Nothing found, perhaps because nothing exists: only whole numbers prove that.
            self.engine, self.draft = "cp-sat", compile_problem(self.problem)
            best = self._round(start, None)
        return self._bettered(best)

    def _bettered(self, best: Answer | None) -> Answer | None:
        """Return a better roster where prices were too low, or where HiGHS finds one."""
        try:
            for _ in range(ROUNDS):
                if best is None or not self._another(best):
                    break
                if not self._refine(best):
                    if not self._turns_to_the_whole():
                        break
                    self.engine = "highs"
                best = self._round(best.roster, best)
        except KeyboardInterrupt:
            self.found = self.found._replace(interrupted=True)
        return best

    def _turns_to_the_whole(self) -> bool:
        """Return whether HiGHS takes over from the days, in time and in a model of its size."""
        small = self.engine == "days" and self.draft.model.size <= WHOLE
        return small and not self._over(WHOLE_S)

    def _another(self, best: Answer) -> bool:
        """Return whether a roster can be bettered and there is time to try, and to judge it."""
        return best.gap > self.settings.gap and not self._over()

    def _refine(self, best: Answer) -> bool:
        """Make prices exact where a roster shows them to be too low; return whether there are any.

        In a large center long curves are priced from below until that matters.
        """
        if isinstance(self.draft, PersonDaysDraft):
            return False
        loose = dict(self.draft.underpriced(best.verdict.on_phones))
        if self.found.values is not None:  # another roster, which seemed to be cheaper
            seemed = self.draft.underpriced(Heads(self.draft).of(self.found.values))
            for key, some in seemed.items():
                loose[key] = loose.get(key, frozenset()) | some
        if loose:
            self._exactly = {**self._exactly, **loose}
            del self.draft  # of ten thousand people the old one and the new would be too much
            gc.collect()  # its rows and the functions that complete solutions hold each other
            self.draft = self._compile()
        return bool(loose)

    def _compile(self) -> ModelDraft:
        """Return a finished draft, of counts alone where that is how it is searched."""
        give_back()
        with uncollected():
            return self._draft_of_engine()

    def _draft_of_engine(self) -> ModelDraft:
        single = len(self.problem.horizon.weeks) == 1
        if self.engine == "auto" and worth_lines(self.problem):
            self.engine = "neighborhoods"
        if self.engine == "neighborhoods":
            return compile_person_days(self.problem)
        if self.engine == "auto":
            # Where rules ask who works which shift, the days are not all that ties people.
            counted = single and worth_counting(self.problem, self._likes)
            long = worth_weeks(self.problem)
            self.engine = "counted" if counted else "weeks" if long else self._apart
        if self.engine == "weeks":
            return loose_draft(self.problem)
        # HiGHS goes on with the counts where it takes over from the days.
        counts = self.engine == "days" or (self.engine == "highs" and "days" in self.engines)
        if counts and single:
            return compile_counted(self.problem, self._likes, self._exactly)
        return compile_problem(self.problem, self._exactly)

    @property
    def _apart(self) -> Engine:
        return "days" if len(self.problem.center.counselors) > MANY else "cp-sat"

    @cached_property
    def _likes(self) -> Alike:
        return alike(self.problem)

    def _left(self, kept_s: float = 0) -> SolveSettings:
        """Return the settings with the time that is left, without some that is kept."""
        if self.settings.reproducible:
            return self.settings
        if self._hurried:
            return self.settings.model_copy(update={"time_limit_s": HURRY_S})
        left = self.settings.time_limit_s - kept_s - (time.monotonic() - self.begun)
        return self.settings.model_copy(update={"time_limit_s": max(left, 0.1)})

    def _over(self, least_s: float = 0) -> bool:
        """Return whether no time is left for another model, its search and its roster's judgment.

        Parameters
        ----------
        least_s
            Seconds for the search at least.
        """
        spent = time.monotonic() - self.begun
        if not self.settings.reproducible:
            spent += self._compiled_s + self._judged_s + least_s
        return self.found.interrupted or spent > self.settings.time_limit_s

    def _week_by_week(self, start: Roster | None) -> Answer | None:
        """Return the best roster of weeks planned one after another."""
        self.engines.append(self.engine)
        self.size = self.draft.model.size, len(self.draft.model.rows)
        found = search_by_weeks(self.draft, self._left(), _plan, start, self._hear, self.begun)
        self.found = self.found._replace(interrupted=found.interrupted)
        return found.best

    @property
    def _begins_by_weeks(self) -> bool:
        """Whether weeks one after another are a good start, soon."""
        several = self.engine == "cp-sat" and len(self.problem.horizon.weeks) > 1
        chosen = self.settings.engine == "auto" and not self.settings.reproducible
        return several and chosen and not worth_coarse(self.draft)

    def _fits(self, start: Roster) -> bool:
        return usable(self.draft.model, values_of(self.draft, start)) is not None

    def _first_by_weeks(self) -> Roster | None:
        """Return a roster of weeks planned one after another; it may break a rule as a whole."""
        settings = self._left()
        until = time.monotonic() + FIRST_SHARE * settings.time_limit_s
        limited = settings.model_copy(update={"gap": max(settings.gap, FIRST_GAP)})
        rolled = roll(self.problem, limited, _plan, until)
        self._hurried = rolled.interrupted
        return rolled.roster

    def _hear(self, step: Step, answer: Answer | None) -> None:
        self.steps.append(step)
        if self._tell is not None:
            self._tell.say(step, None if answer is None else answer.verdict)

    def _round(self, start: Roster | None, known: Answer | None) -> Answer | None:
        """Search the model from a roster; return the better of the roster known and found."""
        if self.engine not in self.engines:
            self.engines.append(self.engine)
        self.size = self.draft.model.size, len(self.draft.model.rows)
        self.found = self._search(start, again=known is not None)
        if self._hurried:
            self.found = self.found._replace(interrupted=True)
        self.steps += self.found.steps
        if self.found.interrupted and known is not None and self._judged_s > PATIENCE_S:
            return known
        begun = time.monotonic()
        try:
            answer = self._judged(known)
        except KeyboardInterrupt:
            # What was found is not lost; Ctrl-C once more gives it up.
            self.found = self.found._replace(interrupted=True)
            answer = known or self._judged(None)
        if answer is not None:
            self._judged_s = time.monotonic() - begun
        return answer

    def _judged(self, known: Answer | None) -> Answer | None:
        with uncollected():
            return better(self.problem, self.draft, self.found, known, self._left())

    def _search(  # noqa: PLR0911 - one line per engine
        self, start: Roster | None, *, again: bool
    ) -> Found:
        draft, begun, tell = self.draft, self.begun, self._tell
        if draft.model.impossible:
            return Found(Status.INFEASIBLE, None, None, False, ())
        if tell is not None:
            tell.listen(draft)
        if isinstance(draft, PersonDaysDraft):
            settings = self._left(self._judged_s)
            return search_neighborhoods(draft, settings, start, tell, begun)
        if start is None and len(self.problem.center.counselors) <= HUGE:
            start = first_roster(draft)
        hint = None if start is None else values_of(draft, start)
        settings = self._left(self._judged_s)
        if self.engine == "highs":
            return search_highs(draft.model, settings, begun, hint, tell)
        if self.engine == "race":
            return race(draft.model, settings, begun, hint, tell)
        if self.engine == "counted":
            return search_counted(draft, self._likes, settings, begun, hint, tell, self._exactly)
        if self.engine == "days":
            # A model that HiGHS can solve whole is left to it in the end.
            small = draft.model.size <= WHOLE
            return search_by_days(
                draft,
                settings,
                begun,
                hint,
                tell,
                keep=again,
                thorough=not (small and again),
                rough=small,
            )
        if worth_coarse(draft):
            return search_coarse_first(draft, settings, hint, tell, begun)
        return search(draft.model, settings, hint, tell, begun)


def _record(run: _Run, seconds: float) -> RunRecord:
    solutions = [step for step in run.steps if step.objective is not None]
    best = min((s.objective for s in solutions if s.objective is not None), default=None)
    bound = max((step.bound for step in run.steps if step.bound is not None), default=None)
    return RunRecord(
        seconds=round(seconds, 3),
        first_seconds=solutions[0].seconds if solutions else None,
        best_seconds=next((s.seconds for s in solutions if s.objective == best), None),
        settings={**run.settings.model_dump(), "strategies": run.settings.strategies},
        versions={
            "python": platform.python_version(),
            **{
                name: version(name)
                for name in ("staffing", "ortools", "highspy", "numpy", "pydantic")
            },
        },
        variables=run.size[0],
        rows=run.size[1],
        engine="+".join(run.engines),
        found_by=next((s.by for s in solutions if s.objective == best), ""),
        proved_by=next((s.by for s in run.steps if s.bound == bound and bound is not None), ""),
        steps=tuple(run.steps),
    )
