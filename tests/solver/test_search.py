"""Running the engine: a person's Ctrl-C keeps the best roster."""

import os
import signal
import subprocess
import sys

import pytest

SCRIPT = """
import signal
import sys
from staffing.domain.toys import toy
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

# A shell that starts this in the background has it ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
people, early = int(sys.argv[1]), sys.argv[2] == "early"
ids = tuple(f"P{i}" for i in range(people))
needs = [people * (15 + (7 * i) % 11) / 40 for i in range(28 * 11)]
problem = toy(ids, days=28, lunch=True, needs=needs, rules=resolve("KR_LSA", [{"rule": "floor"}]))
told = []

def tell(moment):
    if (early or moment.objective is not None) and not told:
        told.append(moment)
        print("found", flush=True)

answer = plan(problem, SolveSettings(time_limit_s=120), tell)
print(answer.interrupted, answer.verdict.legal, answer.bound <= answer.objective, flush=True)
"""


@pytest.mark.parametrize(("people", "when"), [(20, "found"), (40, "found"), (40, "early")])
def test_ctrl_c_keeps_the_best_roster(people: int, when: str) -> None:
    """Ctrl-C during a search returns the best roster so far, refereed, and says so.

    Also while the first of several weeks is planned: the others get what is there in a moment.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(people), when],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "found\n"
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)

    assert rest == "True True True\n"
