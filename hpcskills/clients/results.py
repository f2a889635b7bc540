"""How a batch writes results: JSON Lines, or a table with a line a client (wide) or a line a client and role (long).

A line is a row's own part and behind it the result, which is the same for the same words wherever it is worked out.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hpcskills.clients.cells import LONG
from hpcskills.clients.lines import Refusal, printable
from hpcskills.clients.people import Person
from hpcskills.clients.tables import Row
from hpcskills.model import Tier
from hpcskills.scoring.points import Fits, Points

FORMULA_STARTS = frozenset("=+-@\t\r")
"""A spreadsheet runs a cell that begins so; clients' own words are quoted with an apostrophe."""

_QUOTED = re.compile('[",\t\r\n]')
_TENTHS = [f"{tenths // 10}.{tenths % 10}" for tenths in range(1001)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How results are written: as JSON or in cells, parted by `delimiter`; `long` gives a line for each role.

    `bare` leaves cells as they are, for files that cannot hold formulas; otherwise they are made harmless.
    """

    json: bool = False
    delimiter: str = ","
    long: bool = False
    bare: bool = False


class Form(Protocol):
    """A form of output."""

    def header(self, extra: Sequence[str]) -> str:
        """Give what stands above the first line."""

    def results(self, fits: Fits, people: Sequence[Person]) -> list[str]:
        """Give for each person the part of the line that holds the result."""

    def line(self, row: Row, result: str) -> str:
        """Give the line, or lines, of a row."""


def form_of(layout: Layout, points: Points) -> Form:
    """Give the form of a layout."""
    if layout.json:
        return JsonLines(points)
    return Long(layout, points) if layout.long else Wide(layout, points)


class JsonLines:
    """JSON Lines: one object a client with all roles: core, entry, emerging, best first in each tier."""

    def __init__(self, points: Points) -> None:
        self._begins = [f'{{"role": "{role.id}", "tier": "{role.tier.value}", "fit": ' for role in points.roles]
        self._ends = [f', "core_total": {total}}}' for total in points.core_total]
        self._extra: Sequence[str] = ()

    def header(self, extra: Sequence[str]) -> str:
        """Give nothing: each line names its fields."""
        self._extra = extra
        return ""

    def results(self, fits: Fits, people: Sequence[Person]) -> list[str]:
        """Give the lines behind the id."""
        columns = (fits.order, fits.fit, fits.low, fits.high, fits.core_met)
        return [
            f'"fits": [{self._fits(*row)}], "unsure": {_unsure(person)}, "unknown": {_json(list(person.unknown))}}}'
            for person, *row in zip(people, *(column.tolist() for column in columns), strict=True)
        ]

    def _fits(self, order: list[int], fit: list[int], low: list[int], high: list[int], met: list[int]) -> str:
        begins, ends, tenths = self._begins, self._ends, _TENTHS
        return ", ".join(
            [
                f'{begins[role]}{tenths[fit[role]]}, "low": {tenths[low[role]]}, "high": {tenths[high[role]]},'
                f' "core_met": {met[role]}{ends[role]}'
                for role in order
            ]
        )

    def line(self, row: Row, result: str) -> str:
        """Give one line; other columns of the input stand in `input`."""
        passed = f'"input": {_json(dict(zip(self._extra, row.extra, strict=True)))}, ' if row.extra else ""
        return f'{{"id": {_json(row.id)}, {passed}{result}\n'


class _Cells:
    """What tables share: the row's own cells in front."""

    own: tuple[str, ...] = ()

    def __init__(self, layout: Layout, points: Points) -> None:
        self._delimiter = layout.delimiter
        self._cell = str if layout.bare else _cell
        self._points = points

    def header(self, extra: Sequence[str]) -> str:
        """Give the names of the columns; those of the input never clash with ours."""
        passed = [f"input_{name}" if name in {"id", *self.own} else name for name in extra]
        return self._joined(["id", *passed, *self.own]) + "\n"

    def _joined(self, cells: Iterable[str]) -> str:
        return self._delimiter.join([_quoted(self._cell(cell)) for cell in cells])

    def _front(self, row: Row) -> str:
        if row.extra:
            return self._joined((str(row.id), *row.extra))
        return _quoted(self._cell(str(row.id)))


class Wide(_Cells):
    """A line a client, the best roles first, then every role in the order of the data."""

    def __init__(self, layout: Layout, points: Points) -> None:
        super().__init__(layout, points)
        self._roles = [role.id for role in points.roles]
        tiers = [role.tier for role in points.roles]
        self._entry = tiers.count(Tier.CORE) if Tier.ENTRY in tiers else None
        self.own = (
            *("best_role", "best_fit", "best_low", "best_high", "core_met", "core_total", "band"),
            *("best_entry_role", "best_entry_fit"),
            *(f"fit_{role}" for role in self._roles),
            *("unsure", "unknown"),
        )

    def results(self, fits: Fits, people: Sequence[Person]) -> list[str]:
        """Give the cells behind the extra columns."""
        columns = (fits.order[:, 0], fits.points, fits.fit, fits.low, fits.high, fits.core_met, fits.band)
        entries = fits.order[:, self._entry].tolist() if self._entry is not None else [-1] * len(people)
        lists = [column.tolist() for column in columns]
        return [self._result(*row) for row in zip(people, entries, *lists, strict=True)]

    def _result(  # noqa: PLR0917
        self,
        person: Person,
        entry: int,
        best: int,
        points: list[float],
        fit: list[int],
        low: list[int],
        high: list[int],
        met: list[int],
        band: list[int],
    ) -> str:
        mark, tenths, roles, known = self._delimiter, _TENTHS, self._roles, self._points
        # Where nothing fits at all, no role is the best.
        cells = [
            roles[best] if points[best] else "",
            tenths[fit[best]],
            tenths[low[best]],
            tenths[high[best]],
            str(met[best]),
            str(known.core_total[best]),
            known.bands[band[best]].id,
            roles[entry] if entry >= 0 and points[entry] else "",
            tenths[fit[entry]] if entry >= 0 else "",
            *[tenths[one] for one in fit],
            # Only the client's own words need a look.
            self._words([doubt.mention for doubt in person.doubts]) if person.doubts else "",
            self._words(person.unknown) if person.unknown else "",
        ]
        return mark.join(cells)

    def _words(self, words: Sequence[str]) -> str:
        return _quoted(self._cell("; ".join(words)))

    def line(self, row: Row, result: str) -> str:
        """Give one line; the extra columns pass through."""
        return f"{self._front(row)}{self._delimiter}{result}\n"


class Long(_Cells):
    """A line for each client and role, in the order of the roles for this client."""

    own = LONG

    def __init__(self, layout: Layout, points: Points) -> None:
        super().__init__(layout, points)
        self._begins = [f"{role.id}{layout.delimiter}{role.tier.value}" for role in points.roles]

    def results(self, fits: Fits, people: Sequence[Person]) -> list[str]:
        """Give the cells behind the extra columns, a line for each role."""
        columns = (fits.order, fits.fit, fits.low, fits.high, fits.core_met, fits.band)
        lists = [column.tolist() for column in columns]
        return ["\n".join([self._role(role, *row[1:]) for role in row[0]]) for row in zip(*lists, strict=True)]

    def _role(self, role: int, fit: list[int], low: list[int], high: list[int], met: list[int], band: list[int]) -> str:  # noqa: PLR0917
        known = self._points
        own = (_TENTHS[fit[role]], _TENTHS[low[role]], _TENTHS[high[role]], str(met[role]), str(known.core_total[role]))
        return self._delimiter.join((self._begins[role], *own, known.bands[band[role]].id))

    def line(self, row: Row, result: str) -> str:
        """Give the lines of a row; the extra columns pass through in each."""
        front = self._front(row) + self._delimiter
        return "".join([f"{front}{one}\n" for one in result.split("\n")])


def refused_lines(refusals: Iterable[Refusal]) -> str:
    """Give refused rows as CSV: line number, id if there is one, reason and the row as it stood."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for refusal in refusals:
        writer.writerow([refusal.number, _cell(refusal.id), _cell(refusal.reason), _cell(refusal.raw)])
    return text.getvalue()


def _unsure(person: Person) -> str:
    if not person.doubts:
        return "[]"
    return _json([{"mention": doubt.mention, "candidates": list(doubt.skills)} for doubt in person.doubts])


def floored(percent: float) -> str:
    """Give one decimal, never rounded up: 100.0 means that nothing is missing."""
    # The tolerance is for float noise alone; the smallest true difference is a hundred times as large.
    return _TENTHS[int(percent * 10 + 1e-6)]


def _json(value: object) -> str:
    # Escapes for all but ASCII: no hidden character can act on whatever shows the file.
    return json.dumps(value).replace("\x7f", "\\u007f")


def _cell(text: str) -> str:
    return printable(f"'{text}" if text[:1] in FORMULA_STARTS else text)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
