"""The slips that the mutation run plants: each once, and none in toys or words."""

from __future__ import annotations

import ast

from benchmarks.slips import slips

SOURCE = """
TENTHS = 10

def least(numbers):
    return min(numbers) + 2

class Rule:
    def check(self, a, b):
        def close(c):
            return c < a
        yield close(b) and b

    def say(self, a) -> str:
        return str(a + 1)

    def _weeks(self) -> Iterable[Case]:
        yield 7
"""


def test_each_slip_is_planted_once_and_words_and_toys_are_spared() -> None:
    """A slip in a function inside another one is not counted twice; constants of toys stay."""
    found = {(owner, what) for owner, _, what, _ in slips(ast.parse(SOURCE))}
    assert len(list(slips(ast.parse(SOURCE)))) == len(found)
    assert found == {
        ("least", "min -> max"),
        ("least", "Add -> Sub"),
        ("least", "2 -> 3"),
        ("least", "2 -> 1"),
        ("Rule", "Lt -> LtE"),
        ("Rule", "And -> Or"),
    }


def test_a_slip_changes_its_line_and_nothing_else() -> None:
    """What is told of a slip is what was changed."""
    tree = ast.parse(SOURCE)
    _, line, _, change = next(slip for slip in slips(tree) if slip[2] == "Lt -> LtE")
    change()
    old, new = (ast.unparse(one).splitlines() for one in (ast.parse(SOURCE), tree))
    assert [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]] == [
        ("            return c < a", "            return c <= a")
    ]
    assert SOURCE.splitlines()[line - 1].strip() == "return c < a"
