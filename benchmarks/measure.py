"""One run of a subject, with everything needed to tell later what was measured."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import staffing
from benchmarks.registry import BenchSpec
from staffing.domain.outcome import Plan, Status
from staffing.domain.problem import Problem
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

ROOT = Path(__file__).resolve().parents[1]

PROTOCOL = 1
"""Raise it with every change of what a number means, and say in table.py what changed."""

PACKAGES = ("staffing", "ortools", "numpy", "pydantic")

Record = dict[str, object]


def measure(spec: BenchSpec, settings: SolveSettings, data: Path | None = None) -> Record:
    """Return the record of one run.

    Parameters
    ----------
    spec
        The subject.
    settings
        Of the search, seed and workers included.
    data
        Folder of a public collection.
    """
    begun = time.perf_counter()
    task = spec.build(data)
    build_s = round(time.perf_counter() - begun, 3)
    record: Record = {
        **circumstances(spec.name, settings),
        "build_s": build_s,
    }
    if isinstance(task, Problem):
        record["data_sha256"] = sha256(task.model_dump_json().encode())
        record |= planned(plan(task, settings))
    else:
        record |= task(settings)
    record["peak_mb"] = peak_mb()
    return record


def circumstances(subject: str, settings: SolveSettings) -> Record:
    """Return what was run with which code, settings and machine."""
    return {
        "subject": subject,
        "protocol": PROTOCOL,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **code_version(),
        "settings": settings.model_dump(mode="json"),
        "seed": settings.seed,
        "threads": settings.strategies,
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        "cpu": cpu(),
        "cores": os.cpu_count(),
    }


def alone(work: Callable[..., Record], *arguments: object) -> Record:
    """Return the record of a run in a new process, so that memory and caches are its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(work, *arguments).result()


def planned(result: Plan) -> Record:
    """Return what a plan says of itself, and what the referee says of its roster."""
    run = result.record
    record: Record = {
        "status": result.status.value,
        "engine": run.engine,
        "found_by": run.found_by,
        "proved_by": run.proved_by,
        "first_s": run.first_seconds,
        "best_s": run.best_seconds,
        "proof_s": proof_s(result),
        "total_s": run.seconds,
        "objective": None,
        "bound": result.bound,
        "variables": run.variables,
        "rows": run.rows,
        "referee": None,
        "trajectory": [[step.seconds, step.objective, step.bound] for step in run.steps],
    }
    if result.judged is not None:
        verdict = result.judged
        record["objective"] = verdict.objective
        record["referee"] = {
            "legal": verdict.legal,
            "breaches": len(verdict.breaches),
            "service_level": round(verdict.service.service_level, 6),
            "answer_rate": round(verdict.service.answer_rate, 6),
            "costs": verdict.cost_by_rule(),
        }
    return record


def proof_s(result: Plan) -> float | None:
    """Return the seconds until the roster was proved best, or proved impossible; None if never."""
    if result.status is Status.INFEASIBLE:
        return result.record.seconds
    if result.status is not Status.OPTIMAL:
        return None
    for step in result.record.steps:
        if step.objective is not None and step.bound is not None and step.bound >= step.objective:
            return step.seconds
    return result.record.seconds


def code_version() -> Record:
    """Return the commit, whether code or models differ from it, and a hash of the sources."""
    package = Path(staffing.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in package.rglob("*") if p.suffix in {".py", ".toml"}):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    changed = git("status", "--porcelain", "--", "staffing", "models", "benchmarks/*.py")
    return {
        "commit": git("rev-parse", "HEAD"),
        "dirty": None if changed is None else bool(changed),
        "source_sha256": digest.hexdigest(),
    }


def git(*arguments: str) -> str | None:
    """Return what git says of this tree, None where there is no git."""
    try:
        ran = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()


def sha256(content: bytes) -> str:
    """Return the fingerprint of some bytes."""
    return hashlib.sha256(content).hexdigest()


def cpu() -> str:
    """Return the model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def peak_mb() -> int | None:
    """Return the most memory this process has used, in megabytes; None where unknown."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024))
