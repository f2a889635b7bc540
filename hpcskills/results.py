"""How a batch writes: JSON Lines, or a wide table for a spreadsheet; beside it the refused rows."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Protocol

from hpcskills.lines import Refusal, printable
from hpcskills.model import Fit, Reading, Tier
from hpcskills.tables import Kind, Row
from hpcskills.write import atomic

FORMULA_STARTS = frozenset("=+-@\t\r")
"""A spreadsheet runs a cell that begins so; clients' own words are quoted with an apostrophe."""

_QUOTED = re.compile('[",\t\r\n]')


class Form(Protocol):
    """A form of output: a line is a row's own part and behind it the result, the same for the same words."""

    count: int

    def result(self, fits: Sequence[Fit], reading: Reading) -> str:
        """Give the part of the line that holds a result; fits come best first within each tier."""

    def write(self, row: Row, result: str) -> None:
        """Write the line of a row."""


class JsonLines:
    """JSON Lines: one object a client with all roles: core, entry, emerging, best first in each tier."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self.count = 0

    def result(self, fits: Sequence[Fit], reading: Reading) -> str:
        """Give the line behind the id."""
        result = {
            "fits": [_fit_record(fit) for fit in fits],
            "unsure": [
                {"mention": doubt.mention, "candidates": [match.skill for match in doubt.candidates]}
                for doubt in reading.unsure
            ],
            "unknown": [unknown.mention for unknown in reading.unknown],
        }
        return _json(result).removeprefix("{")

    def write(self, row: Row, result: str) -> None:
        """Write one line."""
        self._out.write(f'{{"id": {_json(row.id)}, {result}\n')
        self.count += 1


class Wide:
    """CSV or TSV: a line a client, the best roles first, then every role in the order of the data."""

    def __init__(self, out: IO[str], kind: Kind, extra: Sequence[str], roles: Iterable[str]) -> None:
        self._out = out
        self.count = 0
        self._roles = tuple(roles)
        self._delimiter = "\t" if kind is Kind.TSV else ","
        own = [
            *("best_role", "best_fit", "best_low", "best_high", "core_met", "core_total", "band"),
            *("best_entry_role", "best_entry_fit"),
            *(f"fit_{role}" for role in self._roles),
            *("unsure", "unknown"),
        ]
        passed = [f"input_{name}" if name in {"id", *own} else name for name in extra]
        out.write(self._joined(["id", *passed, *own]) + "\n")

    def _joined(self, cells: Iterable[str]) -> str:
        return self._delimiter.join([_quoted(_cell(cell)) for cell in cells])

    def result(self, fits: Sequence[Fit], reading: Reading) -> str:
        """Give the cells behind the extra columns."""
        by_role = {fit.role: _floored(fit.fit) for fit in fits}
        core = next((fit for fit in fits if fit.tier is Tier.CORE), fits[0])
        entry = next((fit for fit in fits if fit.tier is Tier.ENTRY), None)
        cells = [
            # Where nothing fits at all, no role is the best.
            core.role if core.points else "",
            *map(_floored, (core.fit, core.low, core.high)),
            *(str(core.core_met), str(core.core_total), core.band.id),
            *((entry.role if entry.points else "", _floored(entry.fit)) if entry else ("", "")),
            *(by_role[role] for role in self._roles),
        ]
        words = (
            "; ".join([doubt.mention for doubt in reading.unsure]),
            "; ".join([unknown.mention for unknown in reading.unknown]),
        )
        # Ids and numbers need no quotes; only the client's own words are looked at.
        return f"{self._delimiter.join(cells)}{self._delimiter}{self._joined(words)}"

    def write(self, row: Row, result: str) -> None:
        """Write one line; the extra columns pass through."""
        self._out.write(f"{self._joined((str(row.id), *row.extra))}{self._delimiter}{result}\n")
        self.count += 1


class Refusals:
    """The refused rows, in a CSV file that is begun with the first of them."""

    def __init__(self, stack: ExitStack, path: Path, source: Path) -> None:
        self._stack, self._file = stack, atomic(path, inputs=(source,))
        self.count = 0

    def write(self, refusal: Refusal) -> None:
        """Write a row with its line number, its id if it has one, and the reason."""
        if not self.count:
            self._writer = csv.writer(self._stack.enter_context(self._file), lineterminator="\n")
            self._writer.writerow(["line", "id", "reason", "row"])
        self.count += 1
        self._writer.writerow([refusal.number, _cell(refusal.id), _cell(refusal.reason), _cell(refusal.raw)])


def _fit_record(fit: Fit) -> dict[str, object]:
    return {
        "role": fit.role,
        "tier": fit.tier.value,
        "fit": float(_floored(fit.fit)),
        "low": float(_floored(fit.low)),
        "high": float(_floored(fit.high)),
        "core_met": fit.core_met,
        "core_total": fit.core_total,
    }


def _floored(percent: float) -> str:
    """Give one decimal, never rounded up: 100.0 means that nothing is missing."""
    # The tolerance is for float noise alone; the smallest true difference is a hundred times as large.
    tenths = int(percent * 10 + 1e-6)
    return f"{tenths // 10}.{tenths % 10}"


def _json(value: object) -> str:
    # Escapes for all but ASCII: no hidden character can act on whatever shows the file.
    return json.dumps(value).replace("\x7f", "\\u007f")


def _cell(text: str) -> str:
    return printable(f"'{text}" if text[:1] in FORMULA_STARTS else text)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
