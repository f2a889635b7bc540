"""What can go wrong for a person, and the exit code the command line answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    SOME_REFUSED = 1
    USAGE = 2
    DATA = 3
    INPUT = 4
    INTERRUPTED = 130


class UserError(Exception):
    """A mistake or mishap a person can mend; the message says what, where and what to do."""

    exit_code = Exit.USAGE


class InputError(UserError):
    """Words or files that cannot be read."""

    exit_code = Exit.INPUT


class OutputError(UserError):
    """A result that cannot be written."""

    exit_code = Exit.INPUT


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a data file; `line` counts from 1."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DataError(UserError):
    """Data files with mistakes; carries all of them."""

    exit_code = Exit.DATA

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
