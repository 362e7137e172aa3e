"""A live line on the terminal while a search runs; silent when piped."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from staffing.cli.options import Lang, console

if TYPE_CHECKING:
    from staffing.solver.progress import Moment

_WORDS: dict[Lang, tuple[str, str, str, str]] = {
    "en": ("searching", "best", "service level", "gap"),
    "ko": ("탐색 중", "현재 최선", "서비스레벨", "최적과의 차이"),
}


class Live:
    """Shows the state of a search on one line of standard error.

    Parameters
    ----------
    language
        Of the words.
    shown
        Whether to show anything; nothing is shown where standard error is no terminal.
    """

    def __init__(self, language: Lang, *, shown: bool) -> None:
        self._words = _WORDS[language]
        self._console = console(err=True)
        self._status = (
            self._console.status(self._words[0]) if shown and self._console.is_terminal else None
        )
        self._last = 0.0

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def tell(self, moment: Moment) -> None:
        """Show a moment; at most ten a second."""
        now = time.monotonic()
        if self._status is None or now - self._last < 0.1:
            return
        self._last = now
        searching, best, level, gap = self._words
        parts = [f"{searching} {moment.seconds:.1f} s"]
        if moment.objective is not None:
            parts.append(f"{best} {moment.objective / 100:,.1f}")
        if moment.service_level is not None:
            parts.append(f"{level} {moment.service_level:.1%}")
        if moment.gap is not None:
            parts.append(f"{gap} {moment.gap:.1%}")
        self._status.update(" · ".join(parts) + "  (Ctrl-C)")
