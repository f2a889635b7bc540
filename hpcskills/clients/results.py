"""How a batch writes results: JSON Lines, or a table with a line a client (wide) or a line a client and role (long).

A line is a row's own part and behind it the result, which is the same for the same words wherever it is worked out.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Protocol, TypeAlias

from hpcskills.clients.cells import LONG
from hpcskills.clients.lines import Refusal, printable
from hpcskills.clients.people import Doubtful, Told
from hpcskills.clients.tables import Row
from hpcskills.model import Tier
from hpcskills.scoring.points import Fits, Points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hpcskills.clients.reports import Reports

    Texts: TypeAlias = NDArray[np.bytes_]
    Cells: TypeAlias = NDArray[np.uint8]
    Whole: TypeAlias = NDArray[np.int64]

FORMULA_STARTS = frozenset("=+-@\t\r")
"""A spreadsheet runs a cell that begins so; clients' own words are quoted with an apostrophe."""

_PLAIN = re.compile(r"(?:\w[\w.; -]*)?")
"""Cells in which nothing can do harm, or part them."""

_QUOTED = re.compile('[",\t\r\n]')
_TENTHS = [f"{tenths // 10}.{tenths % 10}" for tenths in range(1001)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How results are written: as JSON or in cells, parted by `delimiter`; `long` gives a line for each role.

    `bare` leaves cells as they are, for files that cannot hold formulas; otherwise they are made harmless.
    `reports` says where a page for each client goes, if one is wanted.
    """

    json: bool = False
    delimiter: str = ","
    long: bool = False
    bare: bool = False
    reports: Reports | None = None


class Form(Protocol):
    """A form of output."""

    def header(self, extra: Sequence[str]) -> str:
        """Give what stands above the first line."""

    def front(self, row: Row) -> str:
        """Give what stands in front of the results of a row."""

    def lines(self, fronts: Sequence[str], fits: Fits, told: Told) -> str:
        """Give the line, or lines, of each person."""


def form_of(layout: Layout, points: Points) -> Form:
    """Give the form of a layout."""
    if layout.json:
        return JsonLines(points)
    return Long(layout, points) if layout.long else Wide(layout, points)


class JsonLines:
    """JSON Lines: one object a client with all roles: core, entry, emerging, best first in each tier."""

    def __init__(self, points: Points) -> None:
        self._begins = _texts(f'{{"role": "{role.id}", "tier": "{role.tier.value}", "fit": ' for role in points.roles)
        self._ends = _texts(f', "core_total": {total}}}, ' for total in points.core_total)
        self._tables = (
            _texts(_TENTHS),
            *(_texts(f', "{name}": {tenths}' for tenths in _TENTHS) for name in ("low", "high")),
            _texts(f', "core_met": {met}' for met in range(max(points.core_total) + 1)),
        )
        self._held = [f', "{one[0]}": {one[1]}' if one else "" for one in points.held()]
        self._assumed = [f', "{one[0]}"' if one and one[2] else "" for one in points.held()]
        self._extra: Sequence[str] = ()

    def header(self, extra: Sequence[str]) -> str:
        """Give nothing: each line names its fields."""
        self._extra = extra
        return ""

    def front(self, row: Row) -> str:
        """Give the id; other columns of the input stand in `input`."""
        passed = f'"input": {_json(dict(zip(self._extra, row.extra, strict=True)))}, ' if row.extra else ""
        return f'{{"id": {_json(row.id)}, {passed}'

    def lines(self, fronts: Sequence[str], fits: Fits, told: Told) -> str:
        """Give one line for each person."""
        by_role = _side_by_side(
            self._begins[fits.order],
            *(table[_ordered(fits, of)] for table, of in zip(self._tables, _columns(fits), strict=True)),
            self._ends[fits.order],
            rows=fits.order.size,
        )
        roles = _rows(by_role.reshape(len(fits.order), -1))
        columns = zip(fronts, roles, _held(told, self._held), _held(told, self._assumed), strict=True)
        return "".join(
            [
                f'{front}"fits": [{fit[:-2]}], "skills": {{{held}}}, "assumed": [{assumed}], '
                f'"unsure": {_unsure(told.doubts.get(row, ()))}, "unknown": {_json(told.unknown.get(row, []))}}}\n'
                for row, (front, fit, held, assumed) in enumerate(columns)
            ]
        )


class _Cells:
    """What tables share: the row's own cells in front."""

    own: tuple[str, ...] = ()

    def __init__(self, layout: Layout, points: Points) -> None:
        self._delimiter = layout.delimiter
        self._cell = str if layout.bare else _cell
        mark = layout.delimiter
        self._roles = _texts(f"{name}{mark}" for name in (*(role.id for role in points.roles), ""))
        self._tenths = _texts(f"{tenths}{mark}" for tenths in _TENTHS)
        self._numbers = _texts(f"{met}{mark}" for met in range(max(points.core_total) + 1))
        self._totals = _texts(f"{total}{mark}" for total in points.core_total)
        self._bands = _texts(f"{band.id}{mark}" for band in points.bands)
        self._held = [f"; {one[0]}:{one[1]}{'~' * one[2]}" if one else "" for one in points.held()]

    def header(self, extra: Sequence[str]) -> str:
        """Give the names of the columns; those of the input never clash with ours."""
        passed = [f"input_{name}" if name in {"id", *self.own} else name for name in extra]
        return self._joined(["id", *passed, *self.own]) + "\n"

    def front(self, row: Row) -> str:
        """Give the id and the extra columns, which pass through."""
        return self._joined((str(row.id), *row.extra)) + self._delimiter

    def _joined(self, cells: Iterable[str]) -> str:
        return self._delimiter.join([cell if _PLAIN.fullmatch(cell) else _quoted(self._cell(cell)) for cell in cells])


class Wide(_Cells):
    """A line a client, the best roles first, then every role in the order of the data."""

    def __init__(self, layout: Layout, points: Points) -> None:
        super().__init__(layout, points)
        tiers = [role.tier for role in points.roles]
        self._entry = tiers.count(Tier.CORE) if Tier.ENTRY in tiers else None
        self.own = (
            *("best_role", "best_fit", "best_low", "best_high", "core_met", "core_total", "band"),
            *("best_entry_role", "best_entry_fit"),
            *(f"fit_{role.id}" for role in points.roles),
            *("skills_held", "unsure", "unknown"),
        )

    def lines(self, fronts: Sequence[str], fits: Fits, told: Told) -> str:
        """Give one line for each person."""
        columns = (*self._best(fits), *self._best_entry(fits), self._tenths[fits.fit])
        cells = _rows(_side_by_side(*columns, rows=len(fronts)))
        mark = self._delimiter
        unclear = [f"{mark}{mark}\n"] * len(fronts)
        for row in told.doubts.keys() | told.unknown.keys():
            doubts = "; ".join([doubt.mention for doubt in told.doubts.get(row, ())])
            unclear[row] = f"{mark}{self._joined((doubts, '; '.join(told.unknown.get(row, ()))))}\n"
        lines = zip(fronts, cells, _held(told, self._held), unclear, strict=True)
        return "".join(["".join(parts) for parts in lines])

    def _best(self, fits: Fits) -> Iterator[Texts]:
        """Give name, fit, low, high, core skills and band of the best role; where nothing fits at all, none is."""
        import numpy as np

        people, best = np.arange(len(fits.fit)), fits.order[:, 0]
        yield self._roles[np.where(fits.points[people, best] > 0, best, -1)]
        for column in (fits.fit, fits.low, fits.high):
            yield self._tenths[column[people, best]]
        yield self._numbers[fits.core_met[people, best]]
        yield self._totals[best]
        yield self._bands[fits.band[people, best]]

    def _best_entry(self, fits: Fits) -> Iterator[Texts]:
        import numpy as np

        people = np.arange(len(fits.fit))
        if self._entry is None:
            yield from (self._roles[np.full(len(people), -1)] for _ in range(2))
        else:
            best = fits.order[:, self._entry]
            yield self._roles[np.where(fits.points[people, best] > 0, best, -1)]
            yield self._tenths[fits.fit[people, best]]


class Long(_Cells):
    """A line for each client and role, in the order of the roles for this client; the first names what is held."""

    own = LONG

    def __init__(self, layout: Layout, points: Points) -> None:
        super().__init__(layout, points)
        self._tiers = _texts(f"{role.tier.value}{layout.delimiter}" for role in points.roles)

    def lines(self, fronts: Sequence[str], fits: Fits, told: Told) -> str:
        """Give a line for each person and role."""
        tables = (self._tenths, self._tenths, self._tenths, self._numbers)
        cells = _side_by_side(
            self._roles[fits.order],
            self._tiers[fits.order],
            *(table[_ordered(fits, of)] for table, of in zip(tables, _columns(fits), strict=True)),
            self._totals[fits.order],
            self._bands[_ordered(fits, fits.band)],
            rows=fits.order.size,
        )
        roles, count = iter(_rows(cells)), fits.order.shape[1] - 1
        return "".join(
            [
                f"{front}{next(roles)}{held}\n" + "".join([f"{front}{role}\n" for role in islice(roles, count)])
                for front, held in zip(fronts, _held(told, self._held), strict=True)
            ]
        )


def refused_lines(refusals: Iterable[Refusal]) -> str:
    """Give refused rows as CSV: line number, id if there is one, reason and the row as it stood."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for refusal in refusals:
        writer.writerow([refusal.number, _cell(refusal.id), _cell(refusal.reason), _cell(refusal.raw)])
    return text.getvalue()


def _texts(texts: Iterable[str]) -> Texts:
    """Give a table of texts, short ones filled up with zero bytes."""
    import numpy as np

    return np.array([text.encode() for text in texts])


def _columns(fits: Fits) -> tuple[Whole, ...]:
    return fits.fit, fits.low, fits.high, fits.core_met


def _ordered(fits: Fits, column: Whole) -> Whole:
    """Give a column for each role in the order of the roles for each client."""
    import numpy as np

    return np.take_along_axis(column, fits.order, axis=1)


def _side_by_side(*columns: Texts, rows: int) -> Cells:
    """Join texts row by row."""
    import numpy as np

    return np.concatenate([column.reshape(rows, -1).view(np.uint8) for column in columns], axis=1)


def _rows(cells: Cells) -> list[str]:
    """Give the text of each row, without what it was filled up with."""
    import numpy as np

    ends = np.full((len(cells), 1), ord("\n"), np.uint8)
    return np.concatenate([cells, ends], axis=1).tobytes().translate(None, b"\0").decode().split("\n")[:-1]


def _held(told: Told, texts: Sequence[str]) -> list[str]:
    """Give for each person what stands for their codes, but for the mark in front; for unsure ones nothing does."""
    parts, ends = [texts[code] for code in told.codes.tolist()], told.counts.cumsum().tolist()
    return ["".join(parts[begin:end])[2:] for begin, end in pairwise((0, *ends))]


def _unsure(doubts: Sequence[Doubtful]) -> str:
    return _json([{"mention": doubt.mention, "candidates": list(doubt.skills)} for doubt in doubts])


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
