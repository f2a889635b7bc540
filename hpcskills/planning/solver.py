"""Mixed-integer programs in whole numbers, solved by HiGHS: the few calls that `program.py` needs."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, gcd, inf
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import highspy

TOLERANCE = 1e-9
"""How far a whole number may be off inside the solver: rows with large figures need it small."""

BLUR = 0.01
"""How far the bound of a relaxation may be off, where objectives are one apart."""

Row: TypeAlias = Mapping[int, int]
"""Column -> coefficient."""


class OutOfTimeError(Exception):
    """Time ran out before any solution was found, or before it was clear that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """A solution: the columns, and a bound that no solution can beat; `proven` if this one reaches it."""

    values: tuple[float, ...]
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The optimum if columns need not be whole: no solution beats its bound."""

    values: tuple[float, ...]
    bound: int
    exact: float
    slopes: tuple[float, ...]


class Solver:
    """Columns from 0 to a bound, rows between bounds; then one objective after another."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[Row, float, float]] = []
        self._passed = 0
        self._relaxation: highspy.Highs | None = None

    def column(self, upper: float, *, whole: bool = False) -> int:
        """Add a column of 0 to `upper` and give its number."""
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._upper) - 1

    def row(self, row: Row, *, lower: float = -inf, upper: float = inf) -> int:
        """Hold a sum of columns between bounds; gives the row's number."""
        divisor = reduce(gcd, row.values(), 0) or 1
        shared = {column: value // divisor for column, value in row.items()}
        self._rows.append((shared, lower / divisor, upper / divisor))
        return len(self._rows) - 1

    def free(self, row: int) -> None:
        """Take a row back."""
        self._rows[row] = ({}, -inf, inf)
        if row < self._passed and self._relaxation is not None:
            self._relaxation.changeRowBounds(row, -inf, inf)

    def fix(self, columns: Iterable[int]) -> None:
        """Let these columns be 0 from now on."""
        for column in columns:
            self._upper[column] = 0.0
            if self._relaxation is not None:
                self._relaxation.changeColBounds(column, 0.0, 0.0)

    def relaxed(self, costs: Row) -> Relaxed | None:
        """Make a sum of columns as small as possible, whole or not; None if no values meet all rows."""
        import highspy

        if not self._upper:
            return Relaxed(values=(), bound=0, exact=0.0, slopes=()) if self._allows_nothing() else None
        divisor = reduce(gcd, costs.values(), 0) or 1
        highs = self._current({column: cost // divisor for column, cost in costs.items()})
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            if highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
                raise OutOfTimeError
            return None
        found = highs.getSolution()
        return Relaxed(
            values=tuple(found.col_value),
            bound=divisor * ceil(highs.getInfo().objective_function_value - BLUR),
            exact=divisor * highs.getInfo().objective_function_value,
            slopes=tuple(divisor * slope for slope in found.col_dual),
        )

    def minimum(
        self, costs: Row, *, start: Sequence[float] = (), among: Collection[int] | None = None
    ) -> Optimum | None:
        """Make a sum of columns as small as possible; None if no values meet all rows.

        A known solution to `start` from makes it faster. If columns are given, only those of all whole ones are used.
        """
        import highspy

        if not self._upper:
            return Optimum(values=(), bound=0.0, proven=True) if self._allows_nothing() else None
        divisor = reduce(gcd, costs.values(), 0) or 1
        lp = self._current({column: cost // divisor for column, cost in costs.items()}).getLp()
        highs = self._fresh()
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self._whole]
        if among is not None:
            bounds = enumerate(zip(self._upper, self._whole, strict=True))
            lp.col_upper_ = [0.0 if whole and column not in among else upper for column, (upper, whole) in bounds]
        highs.passModel(lp)
        if start:
            hint = highspy.HighsSolution()
            hint.col_value = list(start)
            highs.setSolution(hint)
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        proven = status == highspy.HighsModelStatus.kOptimal
        if not proven and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise OutOfTimeError
        values = tuple(highs.getSolution().col_value)
        return Optimum(values=values, bound=divisor * info.mip_dual_bound, proven=proven)

    def _allows_nothing(self) -> bool:
        return all(lower <= 0 <= upper for _, lower, upper in self._rows)

    def _fresh(self) -> highspy.Highs:
        import highspy

        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            # Objectives are whole numbers, divided by what they share: less than one apart is no gap.
            ("mip_abs_gap", 0.5),
            # The first feasible solution it finds is far off and costs more than it saves.
            ("mip_heuristic_run_feasibility_jump", False),
            # Starting anew when many columns are settled pays only where nobody has left them out before.
            ("mip_allow_restart", False),
            ("mip_feasibility_tolerance", TOLERANCE),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("dual_feasibility_tolerance", TOLERANCE),
            ("time_limit", max(0.0, self._ends - time.monotonic())),
        ):
            highs.setOptionValue(option, value)
        return highs

    def _current(self, costs: Row) -> highspy.Highs:
        """Bring the relaxation up to date."""
        import numpy as np

        count = len(self._upper)
        if self._relaxation is None:
            self._relaxation = self._fresh()
            self._relaxation.addVars(count, np.zeros(count), np.array(self._upper))
        highs, new = self._relaxation, self._rows[self._passed :]
        if new:
            lengths = [len(row) for row, _, _ in new]
            highs.addRows(
                len(new),
                np.array([lower for _, lower, _ in new]),
                np.array([upper for _, _, upper in new]),
                sum(lengths),
                np.array([0, *lengths[:-1]]).cumsum(),
                np.array([column for row, _, _ in new for column in row], dtype=np.int32),
                np.array([float(value) for row, _, _ in new for value in row.values()]),
            )
            self._passed = len(self._rows)
        prices = [float(costs.get(column, 0)) for column in range(count)]
        highs.changeColsCost(count, np.arange(count), np.array(prices))
        highs.setOptionValue("time_limit", max(0.0, self._ends - time.monotonic()))
        return highs
