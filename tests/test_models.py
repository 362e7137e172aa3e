"""Every shipped model can be read, and the schema beside them is fresh."""

import datetime as dt
import tomllib
from pathlib import Path

import jsonschema
import pytest

from staffing.domain.horizon import Horizon
from staffing.io.center_toml import read_center
from staffing.io.counselors_csv import check_leave
from staffing.io.history_csv import read_history
from staffing.io.models_library import shipped_models
from staffing.io.schema import center_schema, schema_text

MODELS = Path(__file__).resolve().parents[1] / "models"
WEEK = Horizon(first=dt.date(2026, 11, 30))


def as_json(value: object) -> object:
    """Return a TOML value as JSON has it: dates are texts."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


@pytest.mark.parametrize("name", shipped_models())
def test_a_model_reads(name: str) -> None:
    """Center, people, leave and history of a model have no fault."""
    folder = MODELS / name
    center = read_center(folder)
    check_leave(center, WEEK, folder)
    history = read_history(folder, center)
    assert set(history) <= {queue.code for queue in center.queues}


@pytest.mark.parametrize("name", shipped_models())
def test_a_model_follows_the_schema(name: str) -> None:
    """center.toml is valid against the schema that its first line names."""
    text = (MODELS / name / "center.toml").read_text(encoding="utf-8")
    line = text.splitlines()[0]
    assert line.startswith("#:schema ")
    assert (MODELS / name / line.removeprefix("#:schema ")).resolve().is_file()
    jsonschema.validate(as_json(tomllib.loads(text)), center_schema())


def test_the_schema_is_fresh() -> None:
    """The schema file is what the classes say; ``staffing schema --out`` renews it."""
    path = MODELS / "schema" / "center.schema.json"
    fresh = path.read_text(encoding="utf-8") == schema_text()
    assert fresh, "run: staffing schema --out models/schema/center.schema.json"


@pytest.mark.parametrize("name", ["cheonan", "cheonan-calendar"])
def test_the_base_case_of_cheonan(name: str) -> None:
    """Fifteen people, five counselor-days of leave in the week, on different people."""
    center = read_center(MODELS / name)
    assert len(center.counselors) == 15
    away = [(c.id, day) for c in center.counselors for day in WEEK.dates if c.on_leave(day)]
    assert len(away) == 5
    assert len({who for who, _ in away}) == 5
    assert {day.weekday() for _, day in away} == {1, 2, 3, 4}
    assert sum(len(c.wishes) for c in center.counselors) >= 12
    assert {w.kind for c in center.counselors for w in c.wishes} == {"off", "work", "shift", "not"}


def test_the_published_figures_of_cheonan() -> None:
    """Profiles sum to 100, weekday factors to 5, and the two readings carry the same work."""
    one, two = read_center(MODELS / "cheonan"), read_center(MODELS / "cheonan-calendar")
    for center in (one, two):
        assert sum(center.demand.profile_working) == pytest.approx(100)
        assert sum(center.demand.profile_day_off) == pytest.approx(100)
        assert sum(center.demand.day_factors[:5]) == pytest.approx(5)
    work = [c.queues[0].aht_s * (c.demand.working_day_calls or 0) for c in (one, two)]
    assert work[0] == pytest.approx(work[1], rel=0.001)


def test_tiny_is_solved_by_hand() -> None:
    """The four ways to share the shifts cost what models/tiny/README.md says."""
    from staffing.domain.roster import Duty, Roster
    from staffing.evaluation.referee import evaluate
    from staffing.pipe import Inputs, prepare

    center = read_center(MODELS / "tiny")
    history = read_history(MODELS / "tiny", center)
    problem = prepare(Inputs(center=center, history=history), WEEK).problem
    cost = {}
    for shifts in ("ABB", "AAB", "AAA", "BBB"):
        people = zip(("ann", "bob", "cem"), shifts, strict=True)
        duties = tuple(Duty(counselor=who, day=WEEK.first, shift=s) for who, s in people)
        verdict = evaluate(problem, Roster(horizon=WEEK, duties=duties))
        cost[shifts] = verdict.objective if verdict.legal else None
    assert cost == {"ABB": 702, "AAB": 953, "AAA": None, "BBB": None}
