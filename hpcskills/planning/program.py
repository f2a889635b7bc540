r"""The plan as a mixed-integer program, solved to proven optimality by HiGHS.

One person, one role. T is the set of takes (`takes.py`): each course once, an exam once for each way to it.

Decisions
    x_k in {0, 1}     take k is in the plan
    t_ji in [0, 1]    part j of the fit reaches its i-th value (its values v_j1 < v_j2 < ..., above the start v_j0)
    g_fk >= 0         cents that route f pays towards take k

Constraints
    (1) each course once      sum x_k <= 1 over the ways k of a course; = 1 if the person includes it
    (2) needs                 x_k <= sum of x_p over the takes p that are first to meet it    each need of each take k
    (3) no circles            x_k <= sum of x_p over the takes p outside S that are first to meet the chosen need
                              of some member of S              each set S, each k in S, one need chosen of each member
    (4) parts                 t_ji <= sum of x_k over the takes k that are first to cover v_ji or more of part j
    (5) fit                   sum of w_j (v_j0 + sum over i of (v_ji - v_j(i-1)) t_ji) >= the points wished for
    (6) core skills           t_ji = 1 for the first v_ji that is enough       each core part j wished for
    (7) time                  sum of m_k x_k <= minutes
    (8) grants                sum over f of g_fk <= c_k x_k;  g_fk <= C_f, or sum over k of g_fk <= C_f
    (9) money                 sum of c_k x_k - sum of g_fk <= cents

m_k and c_k are the upper bounds of a course's hours and price. A take's need is met by one course alone or by the start
(credit is a best of, not a sum), so (2) is exact but for order. "First to meet": a take of which some need is met only
by takes that meet the need in question is left out of its sum, for then that one is met before it (`leads.first_of`).

(3) says of every set S: the first member of S that is taken finds its needs met from outside. t_ji counts as a member
whose need is (4). There are too many sets to write down; those that a solution breaks are added until it breaks none
(`circles.py`), for the relaxed program too, which they make much tighter. So every solution kept can be put in order,
and every bound is valid, for only constraints that hold are left out.

t_ji needs no integrality: at whole x, (4) lets it be 0 or 1, and only (5), (6) and the objective pull on it, upwards.

Objectives come one after the other: the first is solved, its value becomes a constraint, the next is solved, and so on.
Each is solved three times: relaxed, which gives a bound B and for each take a slope r_k, so that no plan with take k is
below B + r_k; among a few takes, which gives a plan of value V; and, if B < V, among all. A take with B + r_k > V is in
no plan that is as good, and is left out for good. A plan of value B or less needs no further proof.

Among plans equal in all objectives the one with fewest courses and then the first by id is taken: a row asks for any
other plan; only if there is one, a search id by id decides. So the same wish always has the same answer. What that
answer cannot contain is left out before all else: takes that another one stands for (`narrow.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from hpcskills.planning.aims import Aim, Wish, prices
from hpcskills.planning.choice import Choice
from hpcskills.planning.circles import broken
from hpcskills.planning.leads import bits, mask_of
from hpcskills.planning.narrow import narrowed, ranked
from hpcskills.planning.solver import BLUR, Optimum, OutOfTimeError, Relaxed, Row, Solver

CORE = 40
"""Takes that a search looks at first: what it finds among them is nearly always as good as what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The takes of a plan, in an order that works, and what they come to.

    `unproven` is None if no better plan exists, to the cent, minute and point; if time ran out, it is the aim that
    was being worked on, and `bound` is what that could at best be.
    """

    takes: tuple[int, ...]
    unpriced: int
    cents: int
    minutes: int
    points: int
    paid: Mapping[tuple[str, int], int]
    unproven: Aim | None = None
    bound: float | None = None


class Program:
    """The program of one person, one role and some aims, to be solved once."""

    def __init__(self, choice: Choice, wish: Wish, aims: Sequence[Aim], *, seconds: float) -> None:
        self._choice = choice
        self._solver = Solver(seconds)
        self._prices = prices(choice, wish)
        self._aims = aims
        self._field = narrowed(choice, ranked(choice, wish, aims, self._prices))
        self._columns = [
            self._solver.column(float(self._field.takes >> k & 1), whole=True) for k in range(len(choice.takes))
        ]
        self._needs = list(self._field.needs)
        self._take_rows()
        self._points = self._part_rows(wish)
        self._paid = self._grant_rows()
        self._cents = {**self._prices[Aim.CENTS], **dict.fromkeys(self._paid.values(), -1)}
        self._limit_rows(wish)
        self._start: Optimum | None = None

    def solve(self, *, settle: bool = True) -> Solution | None:
        """Find the plan that is best by the first aim, among those by the next, and so on; None if there is none.

        `settle`: of plans equal in all aims, look for the first. Raises OutOfTimeError if time ran out before any
        plan was found.
        """
        best: Solution | None = None
        for aim in self._aims:
            costs = self._costs(aim)
            if not costs and best is not None:
                continue
            found = self._step(aim, costs)
            if found is None or found.unproven:
                return found
            best = found
            self._solver.row(costs, upper=float(self._reached(aim, found)))
        return best if best is None or not settle else self._first(best)

    # --- the constraints, numbered as above -------------------------------------------------------------------

    def _take_rows(self) -> None:
        """Rows (1) and (2)."""
        ways: dict[str, list[int]] = {id_: [] for id_ in sorted(self._choice.included)}
        for k in bits(self._field.takes):
            ways.setdefault(self._choice.takes[k].course.id, []).append(k)
        for id_, columns in ways.items():
            if id_ in self._choice.included or len(columns) > 1:
                self._solver.row(dict.fromkeys(columns, 1), lower=float(id_ in self._choice.included), upper=1.0)
        for k in bits(self._field.takes):
            for mask in dict.fromkeys(self._needs[k]):
                self._led(k, mask)

    def _led(self, column: int, mask: int) -> None:
        """Let a column be no more than the sum of some takes."""
        self._solver.row({**dict.fromkeys(bits(mask), -1), column: 1}, upper=0.0)

    def _part_rows(self, wish: Wish) -> Row:
        """Rows (4), (5) and (6); gives the points above the start as a sum of columns."""
        points: dict[int, int] = {}
        for place, share in enumerate(self._choice.shares):
            so_far = share.base
            asked = share.met_from if place in wish.met else 0
            for value in sorted(value for at, value in self._field.parts if at == place):
                step = self._solver.column(1.0)
                self._needs.append((self._field.parts[place, value],))
                self._led(step, self._field.parts[place, value])
                points[step] = share.requirement.importance * (value - so_far)
                if so_far < asked <= value:
                    self._solver.row({step: 1}, lower=1.0)
                so_far = value
            if so_far < asked:
                self._solver.row({}, lower=1.0)
        if wish.points > (start := self._choice.points(())):
            self._solver.row(points, lower=float(wish.points - start))
        return points

    def _grant_rows(self) -> dict[tuple[str, int], int]:
        """Rows (8); gives the column of each route and take."""
        columns: dict[tuple[str, int], int] = {}
        towards: dict[int, list[int]] = {}
        for grant in self._choice.grants:
            kept = [k for k in grant.takes if self._field.takes >> k & 1]
            own = {k: self._solver.column(float(grant.cents) if grant.each else inf) for k in kept}
            columns |= {(grant.route.id, k): column for k, column in own.items()}
            for k, column in own.items():
                towards.setdefault(k, []).append(column)
            if not grant.each:
                self._solver.row(dict.fromkeys(own.values(), 1), upper=float(grant.cents))
        for k, paying in towards.items():
            self._solver.row({**dict.fromkeys(paying, 1), k: -self._choice.takes[k].cents}, upper=0.0)
        return columns

    def _limit_rows(self, wish: Wish) -> None:
        """Rows (7) and (9)."""
        if wish.minutes is not None:
            self._solver.row(self._prices[Aim.MINUTES], upper=float(wish.minutes))
        if wish.cents is not None:
            self._solver.row(self._cents, upper=float(wish.cents))

    # --- one objective after the other --------------------------------------------------------------------------

    def _costs(self, aim: Aim) -> Row:
        if aim is Aim.POINTS:
            return {column: -won for column, won in self._points.items()}
        return self._cents if aim is Aim.CENTS else self._prices[aim]

    def _step(self, aim: Aim, costs: Row) -> Solution | None:
        """Solve for one aim; out of time, keep what is there, marked as unproven."""
        try:
            found = self._optimum(costs)
        except OutOfTimeError:
            if self._start is None:
                raise
            return replace(self._solution(self._start), unproven=aim)
        if found is None:
            return None
        self._start = found
        solution = self._solution(found)
        return solution if found.proven else replace(solution, unproven=aim, bound=found.bound)

    def _reached(self, aim: Aim, found: Solution) -> int:
        if aim is Aim.POINTS:
            return self._choice.points(()) - found.points
        if aim is Aim.CENTS:
            return found.cents
        return sum(self._prices[aim].get(k, 0) for k in found.takes)

    def _optimum(self, costs: Row) -> Optimum | None:
        """Solve relaxed, then among the takes that cost least there, then among all that may be in a better plan."""
        low = self._relaxed(costs)
        if low is None:
            return None
        if costs and not self._beyond(low, costs):
            first = self._orderable(costs, self._core(low))
            self._start = first or self._start
            if self._start is not None:
                value = self._value(costs, self._start)
                self._solver.fix(k for k in self._columns if low.exact + low.slopes[k] > value + BLUR)
        return self._start if self._beyond(low, costs) else self._orderable(costs)

    def _beyond(self, low: Relaxed, costs: Row) -> bool:
        """Tell whether no plan can be better than the one that is known."""
        return self._start is not None and low.bound >= self._value(costs, self._start)

    def _value(self, costs: Row, found: Optimum) -> int:
        return round(sum(cost * found.values[column] for column, cost in costs.items()))

    def _core(self, low: Relaxed) -> set[int]:
        """Choose what the relaxed program takes, what it comes nearest to taking, and the plan that is known."""
        known = frozenset[int]() if self._start is None else self._taken(self._start)
        near = sorted(bits(self._field.takes), key=lambda k: (low.values[k] < BLUR, low.slopes[k], k))
        return {*known, *near[:CORE]}

    def _relaxed(self, costs: Row) -> Relaxed | None:
        """Solve without asking for whole numbers, with all rows (3) that matter there."""
        while True:
            low = self._solver.relaxed(costs)
            if low is None or not self._break(low.values):
                return low

    def _orderable(self, costs: Row, among: Collection[int] | None = None) -> Optimum | None:
        """Solve until no row (3) is broken."""
        start = () if self._start is None else self._start.values
        while True:
            found = self._solver.minimum(costs, start=start, among=among)
            if found is None or not self._break(found.values):
                return None if found is None else self._filled(found)

    def _break(self, values: Sequence[float]) -> bool:
        """Add the rows (3) that values break; tells whether there were any."""
        rows = list(broken(self._needs, values))
        for column, mask in rows:
            self._led(column, mask)
        return bool(rows)

    def _filled(self, found: Optimum) -> Optimum:
        """Let every value of a part that is reached count as reached, though the solver was not asked for it."""
        taken, values = mask_of(self._taken(found)), list(found.values)
        for column in self._points:
            values[column] = float(any(mask & taken for mask in self._needs[column]))
        return replace(found, values=tuple(values))

    # --- which of several equals ------------------------------------------------------------------------------------

    def _first(self, best: Solution) -> Solution:
        """Of plans equal in every aim take one of fewest courses, and of these the first by id."""
        taken = frozenset(best.takes)
        try:
            if self._other({k: -1 if k in taken else 1 for k in self._columns}, 1 - len(taken)) is None:
                return best
            return self._earliest()
        except OutOfTimeError:
            return best

    def _earliest(self) -> Solution:
        """Fix one take after the other, each the earliest that some plan with those before it has."""
        count = dict.fromkeys(self._columns, 1)
        fewest = self._optimum(count)
        if fewest is None:
            raise AssertionError("a plan that was found is gone")
        best = self._solution(fewest)
        self._solver.row(count, upper=float(len(best.takes)))
        settled = -1
        for _ in best.takes:
            while True:
                first = min(k for k in best.takes if k > settled)
                if not (between := dict.fromkeys(range(settled + 1, first), 1)):
                    break
                found = self._other(between, 1)
                if found is None:
                    self._solver.row(between, upper=0.0)
                    break
                best = self._solution(found)
            self._solver.row({first: 1}, lower=1.0)
            settled = first
        return best

    def _other(self, row: Row, lower: int) -> Optimum | None:
        """Look for a plan that keeps to one more row, which the plan that is known breaks."""
        asked = self._solver.row(row, lower=float(lower))
        self._start = None
        found = self._optimum({})
        self._solver.free(asked)
        return found

    # --- reading solutions -----------------------------------------------------------------------------------------

    def _taken(self, found: Optimum) -> frozenset[int]:
        return frozenset(k for k in self._columns if found.values[k] > 0.5)

    def _solution(self, found: Optimum) -> Solution:
        """Read a solution in whole numbers, computed anew from what is taken."""
        taken = self._taken(found)
        takes = self._choice.takes
        order, _ = self._choice.ordered(taken)
        paid = {where: round(found.values[column]) for where, column in self._paid.items()}
        return Solution(
            takes=tuple(order),
            unpriced=sum(not takes[k].priced for k in order),
            cents=sum(takes[k].cents for k in order) - sum(paid.values()),
            minutes=sum(takes[k].minutes for k in order),
            points=self._choice.points(taken),
            paid={where: cents for where, cents in paid.items() if cents},
        )
