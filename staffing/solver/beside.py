"""HiGHS beside the main search: in a process of its own, which can be stopped at any time.

OR-Tools' HiGHS can neither be interrupted nor report on the way; a process can be ended.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time

from staffing.formulation.model import Model
from staffing.solver.search import Found, Values
from staffing.solver.settings import SolveSettings


class Beside:
    """A search that runs while something else does.

    Parameters
    ----------
    model, settings, hint
        As for `staffing.solver.mip_search.search_highs`.
    """

    def __init__(self, model: Model, settings: SolveSettings, hint: Values | None = None) -> None:
        command = [sys.executable, "-c", "from staffing.solver.beside import answer; answer()"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._found: Found | None = None
        self._done = threading.Event()
        task = pickle.dumps((model, settings, hint, list(sys.path)))
        threading.Thread(target=self._talk, args=(task,), daemon=True).start()

    def result(self) -> Found | None:
        """Return what was found once the search has ended; None while it runs, or if it failed."""
        return self._found

    @property
    def running(self) -> bool:
        """Whether the search may still find something."""
        return not self._done.is_set()

    def stop(self) -> None:
        """End the search; harmless if it has ended."""
        self._process.kill()
        self._done.wait(timeout=5)

    def _talk(self, task: bytes) -> None:
        try:
            out, _ = self._process.communicate(task)
            if self._process.returncode == 0:
                # Written by our own code in `answer`, and by nobody else.
                self._found = pickle.loads(out)  # noqa: S301
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            self._found = None
        finally:
            self._done.set()


def answer() -> None:
    """Read a task from standard input, search, and write what was found to standard output."""
    model, settings, hint, path = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.path[:] = path
    from staffing.solver.mip_search import search_highs  # noqa: PLC0415 - after the path

    found = search_highs(model, settings, time.monotonic(), hint)
    pickle.dump(found, sys.stdout.buffer)
