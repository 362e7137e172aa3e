"""For authors of rules: toy centers, worlds drawn at random, and a proof that a rule agrees.

A rule is said twice, to the solver and to the referee. Three lines prove that both halves mean
the same, on the rule's own cases, in random worlds and inside the real model::

    from staffing.testing import assert_rule_agrees

    def test_late_shifts():
        assert_rule_agrees(LateShifts)

Worlds are numbered and the same number is the same world everywhere, so that a failure can be
repeated, and so that hypothesis can draw them: ``integers(0, 999).map(random_world)``.

Imports what is below the command line; nothing imports it but tests.
"""

from staffing.domain.paper import PaperDraft, on_paper
from staffing.domain.rule import Breach, Case, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.testing.agreement import (
    assert_rule_agrees,
    case_fault,
    disagreement,
    expressible,
    model_cost,
    model_disagreement,
    weighed,
)
from staffing.testing.worlds import World, draw_roster, random_world

__all__ = [
    "MONDAY",
    "Breach",
    "Case",
    "PaperDraft",
    "Subject",
    "World",
    "assert_rule_agrees",
    "case_fault",
    "disagreement",
    "draw_roster",
    "expressible",
    "model_cost",
    "model_disagreement",
    "on_paper",
    "random_world",
    "rota",
    "toy",
    "weighed",
]
