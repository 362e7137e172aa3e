"""Subjects of benchmarks: one file each in `subjects/`, found by looking there.

A file holds ``SPECS``, a tuple of `BenchSpec`. Adding a benchmark is adding that file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from staffing.domain.problem import Problem
from staffing.solver.settings import SolveSettings

SUBJECTS = Path(__file__).parent / "subjects"

Measures = Mapping[str, object]
Task = Problem | Callable[[SolveSettings], Measures]
"""A problem is planned and refereed; anything else runs itself and returns what it measured."""


@dataclass(frozen=True)
class BenchSpec:
    """One subject.

    Parameters
    ----------
    name
        Unique; lower case, with underscores.
    description
        One line: what is planned, and what makes it worth measuring.
    build
        Makes the task, given the folder of ``--data`` or None.
    settings
        Of the search; seed and workers may be replaced on the command line.
    needs_data
        Whether the subject reads a public collection that is not in this repository; it is
        passed over when ``--data`` is not given.
    large
        Whether a run takes too long for the tests.
    reference
        Figures of others to print beside ours, with where they come from.
    """

    name: str
    description: str
    build: Callable[[Path | None], Task]
    settings: SolveSettings = field(default_factory=SolveSettings)
    needs_data: bool = False
    large: bool = False
    reference: str = ""


def discover(folder: Path = SUBJECTS) -> dict[str, BenchSpec]:
    """Return every subject by name, in the order of their files.

    Raises
    ------
    ValueError
        If a file states no subject, or two subjects have the same name.
    """
    found: dict[str, BenchSpec] = {}
    for path in sorted(folder.glob("[!_]*.py")):
        specs = getattr(import_module(f"benchmarks.subjects.{path.stem}"), "SPECS", ())
        if not specs:
            raise ValueError(f"{path.name} states no SPECS")
        add(found, specs, path.name)
    return found


def add(found: dict[str, BenchSpec], specs: tuple[BenchSpec, ...], where: str) -> None:
    """Add subjects; a name that is taken raises."""
    for spec in specs:
        if spec.name in found:
            raise ValueError(f"{where}: the subject {spec.name!r} exists already")
        found[spec.name] = spec
