"""Mixed-integer programs in whole numbers, solved by HiGHS: the few calls that `program.py` needs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import gcd, inf
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import highspy

TOLERANCE = 1e-9
"""How far a whole number may be off inside the solver: rows with large figures need it small."""

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


class Solver:
    """Columns from 0 to a bound, rows between bounds; then one objective after another."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[Row, float, float]] = []
        self._start: tuple[float, ...] | None = None

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

    def minimum(self, costs: Row) -> Optimum | None:
        """Make a sum of columns as small as possible; None if no values meet all rows."""
        import highspy

        if not self._upper:
            feasible = all(lower <= 0 <= upper for _, lower, upper in self._rows)
            return Optimum(values=(), bound=0.0, proven=True) if feasible else None
        divisor = reduce(gcd, costs.values(), 0) or 1
        highs = self._highs({column: cost // divisor for column, cost in costs.items()})
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        proven = status == highspy.HighsModelStatus.kOptimal
        if not proven and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise OutOfTimeError
        self._start = tuple(highs.getSolution().col_value)
        return Optimum(values=self._start, bound=divisor * info.mip_dual_bound, proven=proven)

    def _highs(self, costs: Row) -> highspy.Highs:
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
            ("mip_feasibility_tolerance", TOLERANCE),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("time_limit", max(0.0, self._ends - time.monotonic())),
        ):
            highs.setOptionValue(option, value)
        highs.passModel(self._model(costs))
        if self._start is not None:
            hint = highspy.HighsSolution()
            hint.col_value = list(self._start)
            highs.setSolution(hint)
        return highs

    def _model(self, costs: Row) -> highspy.HighsLp:
        import highspy
        import numpy as np

        lp, count = highspy.HighsLp(), len(self._upper)
        lp.num_col_, lp.num_row_ = count, len(self._rows)
        lp.col_cost_ = np.array([float(costs.get(column, 0)) for column in range(count)])
        lp.col_lower_ = np.zeros(count)
        lp.col_upper_ = np.array(self._upper)
        lp.row_lower_ = np.array([lower for _, lower, _ in self._rows])
        lp.row_upper_ = np.array([upper for _, _, upper in self._rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, *accumulate(len(row) for row, _, _ in self._rows)])
        lp.a_matrix_.index_ = np.array([column for row, _, _ in self._rows for column in row])
        lp.a_matrix_.value_ = np.array([float(value) for row, _, _ in self._rows for value in row.values()])
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self._whole]
        return lp
