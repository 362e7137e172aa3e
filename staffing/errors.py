"""The family of errors: each says where, what was found, what is allowed, what to do.

Imports nothing of ours.
"""

from __future__ import annotations


class StaffingError(Exception):
    """Base of every error that this library raises on purpose.

    Parameters
    ----------
    where
        The place: a file and line, a key, an argument.
    found
        What was found there.
    allowed
        What may stand there instead.
    todo
        What the reader can do about it.
    """

    exit_code = 1

    def __init__(self, where: str, found: str, allowed: str = "", todo: str = "") -> None:
        self.where = where
        self.found = found
        self.allowed = allowed
        self.todo = todo
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [part for part in (self.found, self.allowed, self.todo) if part]
        return f"{self.where}: " + "; ".join(parts)


class UsageError(StaffingError):
    """The call itself is wrong (exit code 2)."""

    exit_code = 2


class InputError(StaffingError):
    """A file or a value that a user wrote cannot be read as meant (exit code 3)."""

    exit_code = 3


class InputErrors(InputError):  # noqa: N818 - the plural is the point
    """Several input errors of one file, reported together.

    Parameters
    ----------
    errors
        At least one error, in the order of the file.
    """

    def __init__(self, errors: list[InputError]) -> None:
        self.errors = errors
        first = errors[0]
        super().__init__(first.where, first.found, first.allowed, first.todo)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class OutputError(StaffingError):
    """A file could not be written; what stood there before still stands (exit code 3)."""

    exit_code = 3


class InfeasibleError(StaffingError):
    """It is proved that nothing satisfies every hard rule (exit code 4)."""

    exit_code = 4


class NoRosterError(StaffingError):
    """No roster was found in the time given, and none was proved impossible (exit code 5)."""

    exit_code = 5


class RefereeError(StaffingError):
    """The referee rejects what the solver returned: a defect of this library (exit code 1)."""
