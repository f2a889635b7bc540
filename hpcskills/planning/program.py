r"""The plan as a mixed-integer program, solved to proven optimality by HiGHS.

One person, one role. T is the set of takes (`takes.py`): each course once, an exam once for each way to it.

Decisions
    x_k in {0, 1}     take k is in the plan
    t_ji in [0, 1]    part j of the fit reaches its i-th value (its values v_j1 < v_j2 < ..., above the start v_j0)
    g_fk >= 0         cents that route f pays towards take k

Constraints
    (1) each course once      sum x_k <= 1 over the ways k of a course; = 1 if the person includes it
    (2) needs                 x_k <= sum of x_p over the takes p that meet it       each need of each take k
    (3) no circles            x_k <= sum of x_p over the takes p outside S that meet an open need of some member of S
                                                                                    each set S of takes, each k in S
    (4) parts                 t_ji <= sum of x_k over the takes k that cover v_ji or more of part j
    (5) fit                   sum of w_j (v_j0 + sum over i of (v_ji - v_j(i-1)) t_ji) >= the points wished for
    (6) core skills           sum of x_k over the takes k that cover enough of j >= 1       each core part j wished for
    (7) time                  sum of m_k x_k <= minutes
    (8) grants                sum over f of g_fk <= c_k x_k;  g_fk <= C_f, or sum over k of g_fk <= C_f
    (9) money                 sum of c_k x_k - sum of g_fk <= cents

m_k and c_k are the upper bounds of a course's hours and price. A take's need is met by one course alone or by the start
(credit is a best of, not a sum), so (2) is exact but for order. (3) says the same of every set S: the first member of S
that is taken finds its needs met from outside. There are too many sets to write down, so the sets that a solution
violates are added until it violates none ("loop formulas"): every solution kept can be put in an order, and every bound
is valid, for only constraints that hold are left out.

t_ji needs no integrality: at whole x, (4) lets it be 0 or 1, and only (5) and the objective pull on it, upwards.

Objectives come one after the other: the first is solved, its value becomes a constraint, the next is solved, and so on.
Among plans equal in all of them the one with fewest courses and then the first by id is taken: a no-good cut asks for
any other plan; only if there is one, a search id by id decides. So the same wish always has the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from math import ceil, inf
from operator import or_

from hpcskills.planning.choice import Choice
from hpcskills.planning.leads import bits, loops, mask_of
from hpcskills.planning.solver import Optimum, OutOfTimeError, Row, Solver


class Aim(StrEnum):
    """What is made as small as possible; the fit, as large as possible."""

    UNPRICED = "courses of unknown price"
    CENTS = "money"
    MINUTES = "time"
    POINTS = "fit"
    AGAINST = "courses against a wish"
    DROPPED = "included courses left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a plan must reach and may cost at most; `met` names, by place, the parts to be met as core skills.

    `against` and `hoped` are ids of courses to count for the aims of those names.
    """

    points: int = 0
    met: frozenset[int] = frozenset()
    cents: int | None = None
    minutes: int | None = None
    against: frozenset[str] = frozenset()
    hoped: frozenset[str] = frozenset()


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
    """The program of one person and one role; the objectives are given to `solve`, once."""

    def __init__(self, choice: Choice, wish: Wish, *, seconds: float) -> None:
        self._choice = choice
        self._solver = Solver(seconds)
        self._columns = [self._solver.column(1.0, whole=True) for _ in choice.takes]
        self._take_rows()
        self._points = self._part_rows(wish)
        self._paid = self._grant_rows()
        takes = tuple(enumerate(choice.takes))
        self._unpriced = {k: 1 for k, take in takes if not take.priced}
        self._minutes = {k: take.minutes for k, take in takes if take.minutes}
        self._cents = {k: take.cents for k, take in takes if take.cents} | dict.fromkeys(self._paid.values(), -1)
        self._against = {k: 1 for k, take in takes if take.course.id in wish.against}
        self._hoped = {k: -1 for k, take in takes if take.course.id in wish.hoped}
        self._limit_rows(wish)

    def solve(self, aims: Sequence[Aim], *, settle: bool = True) -> Solution | None:
        """Find the plan that is best by the first aim, among those by the next, and so on; None if there is none.

        `settle`: of plans equal in all aims, look for the first. Raises OutOfTimeError if time ran out before any
        plan was found.
        """
        best: Solution | None = None
        for aim in aims:
            costs = self._costs(aim)
            if not costs and best is not None:
                continue
            found = self._step(aim, costs, best)
            if found is None or found.unproven:
                return found
            best = found
            self._hold(aim, found, costs)
        return best if best is None or not settle else self._first(best)

    # --- the constraints, numbered as above -------------------------------------------------------------------

    def _take_rows(self) -> None:
        """Rows (1) and (2)."""
        ways: dict[str, list[int]] = {id_: [] for id_ in sorted(self._choice.included)}
        for k, take in enumerate(self._choice.takes):
            ways.setdefault(take.course.id, []).append(k)
        for id_, columns in ways.items():
            if id_ in self._choice.included or len(columns) > 1:
                self._solver.row(dict.fromkeys(columns, 1), lower=float(id_ in self._choice.included), upper=1.0)
        for k, masks in enumerate(self._choice.providers):
            for mask in dict.fromkeys(masks):
                self._solver.row({**dict.fromkeys(bits(mask), -1), k: 1}, upper=0.0)

    def _part_rows(self, wish: Wish) -> Row:
        """Rows (4), (5) and (6); gives the points above the start as a sum of columns."""
        points: dict[int, int] = {}
        for place, share in enumerate(self._choice.shares):
            so_far = share.base
            for value in sorted(set(share.covers.values())):
                step = self._solver.column(1.0)
                enough = [k for k, won in share.covers.items() if won >= value]
                self._solver.row({**dict.fromkeys(enough, -1), step: 1}, upper=0.0)
                points[step] = share.requirement.importance * (value - so_far)
                so_far = value
            if place in wish.met and share.base < share.met_from:
                meeting = [k for k, won in share.covers.items() if won >= share.met_from]
                self._solver.row(dict.fromkeys(meeting, 1), lower=1.0)
        if wish.points > (start := self._choice.points(())):
            self._solver.row(points, lower=float(wish.points - start))
        return points

    def _grant_rows(self) -> dict[tuple[str, int], int]:
        """Rows (8); gives the column of each route and take."""
        columns: dict[tuple[str, int], int] = {}
        towards: dict[int, list[int]] = {}
        for grant in self._choice.grants:
            own = {k: self._solver.column(float(grant.cents) if grant.each else inf) for k in grant.takes}
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
            self._solver.row(self._minutes, upper=float(wish.minutes))
        if wish.cents is not None:
            self._solver.row(self._cents, upper=float(wish.cents))

    # --- one objective after the other --------------------------------------------------------------------------

    def _costs(self, aim: Aim) -> Row:
        rows: Mapping[Aim, Row] = {
            Aim.UNPRICED: self._unpriced,
            Aim.CENTS: self._cents,
            Aim.MINUTES: self._minutes,
            Aim.POINTS: {column: -won for column, won in self._points.items()},
            Aim.AGAINST: self._against,
            Aim.DROPPED: self._hoped,
        }
        return rows[aim]

    def _step(self, aim: Aim, costs: Row, best: Solution | None) -> Solution | None:
        """Solve for one aim; out of time, keep the better of what is there, marked as unproven."""
        try:
            found = self._orderable(costs)
        except OutOfTimeError:
            if best is None:
                raise
            return replace(best, unproven=aim)
        if found is None:
            return None
        solution = self._solution(found)
        return solution if found.proven else replace(solution, unproven=aim, bound=found.bound)

    def _hold(self, aim: Aim, found: Solution, costs: Row) -> None:
        """Let no later objective spoil what was reached."""
        reached: Mapping[Aim, int] = {
            Aim.UNPRICED: found.unpriced,
            Aim.CENTS: found.cents,
            Aim.MINUTES: found.minutes,
            Aim.POINTS: self._choice.points(()) - found.points,
            Aim.AGAINST: sum(self._against.get(k, 0) for k in found.takes),
            Aim.DROPPED: sum(self._hoped.get(k, 0) for k in found.takes),
        }
        self._solver.row(costs, upper=float(reached[aim]))

    def _orderable(self, costs: Row) -> Optimum | None:
        """Solve, adding rows (3) for the sets of takes that wait for one another, until there are none.

        What a solution could not beat no later one can, for rows only come to it: that spares the proof of it.
        """
        while True:
            found = self._solver.minimum(costs)
            if found is None:
                return None
            order, stuck = self._choice.ordered(self._taken(found))
            if not stuck:
                return found
            if costs:
                self._solver.row(costs, lower=ceil(found.bound - 0.5))
            self._break(order, stuck)

    def _break(self, order: Collection[int], stuck: Sequence[int]) -> None:
        """Add rows (3) for the smallest sets: in each of them everyone waits for some other member."""
        taken, inside = mask_of(order), mask_of(stuck)
        open_ = {
            k: min((m for m in self._choice.providers[k] if not m & taken), key=lambda m: (m & inside).bit_count())
            for k in stuck
        }
        for loop in loops({k: mask & inside for k, mask in open_.items()}):
            outside = reduce(or_, (open_[k] for k in bits(loop))) & ~loop
            for k in bits(loop):
                self._solver.row({**dict.fromkeys(bits(outside), -1), k: 1}, upper=0.0)

    # --- which of several equals ------------------------------------------------------------------------------------

    def _first(self, best: Solution) -> Solution:
        """Of plans equal in every aim take one of fewest courses, and of these the first by id."""
        taken = frozenset(best.takes)
        other = self._solver.row({k: -1 if k in taken else 1 for k in self._columns}, lower=1.0 - len(taken))
        try:
            if self._orderable({}) is None:
                return best
            self._solver.free(other)
            return self._earliest()
        except OutOfTimeError:
            return best

    def _earliest(self) -> Solution:
        """Fix one take after the other, each the earliest that some plan with those before it has."""
        count = dict.fromkeys(self._columns, 1)
        best = self._solution(self._some(count))
        self._solver.row(count, upper=float(len(best.takes)))
        settled = -1
        for _ in best.takes:
            while True:
                first = min(k for k in best.takes if k > settled)
                if not (between := dict.fromkeys(range(settled + 1, first), 1)):
                    break
                wanted = self._solver.row(between, lower=1.0)
                found = self._orderable({})
                self._solver.free(wanted)
                if found is None:
                    self._solver.row(between, upper=0.0)
                    break
                best = self._solution(found)
            self._solver.row({first: 1}, lower=1.0)
            settled = first
        return best

    def _some(self, costs: Row) -> Optimum:
        """Solve where a solution is known to exist."""
        found = self._orderable(costs)
        if found is None:
            raise AssertionError("a plan that was found is gone")
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
