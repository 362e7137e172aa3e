"""First rosters of centers with meetings."""

from staffing.domain.meetings import Meeting
from staffing.domain.toys import toy
from staffing.evaluation.referee import evaluate
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.presets import resolve
from staffing.solver.start import first_roster


def test_the_first_roster_holds_its_meetings_beside_hard_cover() -> None:
    """Placed meetings are in the first roster, legal even where a greedy one is not."""
    training = Meeting(code="own", minutes=60, earliest=480, latest=1020, together=False, once=True)
    team = Meeting(
        code="team", minutes=60, earliest=600, latest=960, once=True, least=2, counselors=("A", "B")
    )
    rules = resolve(None, [{"rule": "minimum_cover", "working_day": 1, "day_off": 0}])
    problem = toy("ABCD", lunch=True, needs=2, meetings=[training, team], rules=rules)
    draft = compile_problem(problem)
    roster = first_roster(draft)
    verdict, values = evaluate(problem, roster), values_of(draft, roster)
    assert verdict.legal, verdict.breaches
    assert values is not None
    assert not draft.model.violated(values)
    held = [pause.code for duty in roster.duties for pause in duty.breaks]
    assert held.count("own") == 4
    assert held.count("team") >= 2
