"""Tables of counts in which small cells are hidden, and enough others that no hidden one can be worked out.

Rows and columns have totals, so a table is a circulation: people flow from the row totals through the cells to the
column totals and back. A hidden cell cannot be worked out if another circulation agrees with all that is shown, that
is if some cycle of hidden cells lets it grow or shrink (Gusfield, 1988). Besides, the cells hidden in one line hold
together no fewer people than a cell must to be shown: what they add up to is no secret. What is known of everybody (the
totals of the columns) stands elsewhere in the same report; it is shown, and taken as known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

At: TypeAlias = tuple[int, int]
"""Row and column of a cell; those of the totals come last."""

_Table: TypeAlias = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Rows of counts, with the totals as last row and column; None is hidden."""

    rows: tuple[tuple[int | None, ...], ...]

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(cell is None for row in self.rows for cell in row)


def suppress(counts: _Table, least: int) -> Counts:
    """Add totals, then hide whatever could tell of fewer than `least` people of a row; 0 is shown where it may be."""
    table = _with_totals(counts)
    hidden = {(r, c) for r, c in _hideable(table) if 0 < table[r][c] < least}
    while (weak := _weak(table, hidden, least)) is not None:
        if not (more := _cover(table, hidden, weak)):
            break
        hidden |= more
    else:
        _show_again(table, hidden, least)
    return Counts(
        rows=tuple(
            tuple(None if (r, c) in hidden else cell for c, cell in enumerate(row)) for r, row in enumerate(table)
        )
    )


def _hideable(table: _Table) -> list[At]:
    """All cells but the totals of the columns."""
    return [(r, c) for r, row in enumerate(table[:-1]) for c in range(len(row))]


def _show_again(table: _Table, hidden: set[At], least: int) -> None:
    """Take back what was hidden on the way and is not needed in the end: totals first, then the largest."""
    spare = [(r, c) for r, c in hidden if not 0 < table[r][c] < least]
    for at in sorted(spare, key=lambda at: (at[1] != len(table[0]) - 1, -table[at[0]][at[1]], at)):
        hidden.discard(at)
        if _weak(table, hidden, least) is not None:
            hidden.add(at)


def _with_totals(counts: _Table) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _cover(table: _Table, hidden: Set[At], weak: At) -> Set[At]:
    """Give what to hide beside a weak cell: the cheapest corners of a rectangle with it, else any cell, or nothing."""
    rows, columns = range(len(table) - 1), range(len(table[0]))
    corners = ({(weak[0], c), (r, weak[1]), (r, c)} for r in rows for c in columns if r != weak[0] and c != weak[1])
    rectangles = [more for found in corners if (more := found - hidden)]
    singles = [more for at in _hideable(table) if (more := {at} - hidden)]
    return min(rectangles or singles, key=lambda more: _loss(table, more), default=set())


def _loss(table: _Table, more: Set[At]) -> tuple[int, int, int, list[At]]:
    """Weigh what is lost if these cells are hidden: empty ones (they protect little), totals, and people."""
    return (
        sum(table[r][c] == 0 for r, c in more),
        sum(c == len(table[0]) - 1 for _, c in more),
        sum(table[r][c] for r, c in more),
        sorted(more),
    )


def _weak(table: _Table, hidden: Set[At], least: int) -> At | None:
    """Find a hidden cell of which what is shown tells too much."""
    totals = len(table[0]) - 1
    for r, c in sorted(hidden):
        in_row = sum(table[row][column] for row, column in hidden if row == r and column != totals)
        in_column = sum(table[row][column] for row, column in hidden if column == c)
        in_a_row = c == totals or (r, totals) in hidden or in_row >= least
        if not in_a_row or in_column < min(least, table[-1][c]):
            return r, c
    return next((at for at in sorted(hidden) if not _movable(table, hidden, at)), None)


def _movable(table: _Table, hidden: Set[At], at: At) -> bool:
    """Tell whether a hidden cell may as well have another value than it has, all that is shown being the same."""
    start, end = _flow(table, at)
    others = hidden - {at}
    if _reaches(table, others, end, start):
        return True
    return table[at[0]][at[1]] > 1 and _reaches(table, others, start, end)


def _reaches(table: _Table, hidden: Set[At], start: At, goal: At) -> bool:
    """Tell whether hidden cells lead from node to node, forward by growing, backward by shrinking (not below 1)."""
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        for other in _next(table, hidden, here):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return False


def _next(table: _Table, hidden: Set[At], node: At) -> Iterator[At]:
    for at in hidden:
        source, target = _flow(table, at)
        if source == node:
            yield target
        elif target == node and table[at[0]][at[1]] > 1:
            yield source


def _flow(table: _Table, at: At) -> tuple[At, At]:
    """Give the nodes, (0, row) and (1, column), that the people of a cell flow from and to; totals flow back."""
    row, column = (0, at[0]), (1, at[1])
    back = (at[0] == len(table) - 1) != (at[1] == len(table[0]) - 1)
    return (column, row) if back else (row, column)
