r"""The class to run: which courses, bought as classes for many, raise the total fit of a cohort most for the money.

Everybody takes part in one class at most and is measured by one target role. Classes run at the same time, so what a
course requires must be there at the start. With the people i (equal ones together, m_i of them) and the courses c:

    n_c >= 0, whole     classes of course c
    y_ic >= 0, whole    people of kind i in course c

    maximise    sum g_ic y_ic                               percent points of fit, in thousandths
    with        sum over c of y_ic <= m_i                   one class each
                sum over i of y_ic <= S_c n_c               seats
                y_ic <= min(m_i, S_c) n_c                   no seat without a class (implied, for a sharp bound)
                sum P_c n_c + sum f_c y_ic <= budget        price of a class, fee of a seat

g_ic is exact: a course brings its skills to the levels it teaches, and have(s) is the best of all that counts for s, so
what a course covers of a requirement does not depend on who takes it. A course is left out if another one gives
everybody at least as much, costs no more and seats no fewer: its classes could be swapped. HiGHS proves the optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hpcskills.assess import Assessor
from hpcskills.clients.cohort_file import Client
from hpcskills.clients.offers import Booking, Offer, Schedule, Seat
from hpcskills.model import FULL, Role
from hpcskills.planning.solver import Optimum, OutOfTimeError, Solver

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Gains: TypeAlias = NDArray[np.int64]

SECONDS = 60.0
"""Time for the proof; without it the best found so far is given, with the bound."""

FINENESS = 1000
"""Gains are counted in thousandths of a percent point, downwards, so that sums are exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pupils:
    """Everybody with a target role, what is on offer, and what each offer brings each of them."""

    clients: Sequence[Client]
    targets: Sequence[Role]
    offered: Sequence[Offer]
    gains: Gains


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The best schedule with what no schedule can beat, and beside it the plain ranking of gaps by frequency."""

    budget: int
    offers: int
    best: Schedule
    bound: float
    proven: bool
    by_frequency: Schedule


def advise(
    clients: Sequence[Client],
    targets: Sequence[Role],
    offered: Sequence[Offer],
    assessor: Assessor,
    *,
    budget: int,
    seconds: float = SECONDS,
) -> Advice:
    """Find the best classes for `budget` cents; the levels of all clients must be known."""
    gains = gains_of(clients, targets, offered, assessor)
    pupils = Pupils(clients=clients, targets=targets, offered=offered, gains=gains)
    chosen, bound, proven = best(gains, offered, budget, seconds)
    return Advice(
        budget=budget,
        offers=len(offered),
        best=_schedule(chosen, pupils),
        bound=bound / FINENESS,
        proven=proven,
        by_frequency=_schedule(by_frequency(pupils, assessor, budget), pupils),
    )


def _schedule(chosen: Sequence[int], pupils: Pupils) -> Schedule:
    """Turn the course of each person (-1 for none) into bookings."""
    people: dict[int, list[Seat]] = {}
    for place, course in enumerate(chosen):
        if course >= 0:
            gain = int(pupils.gains[place, course]) / FINENESS
            seat = Seat(id=pupils.clients[place].id, role=pupils.targets[place], gain=gain)
            people.setdefault(course, []).append(seat)
    bookings = [
        Booking(
            offer=pupils.offered[course],
            classes=-(-len(seats) // pupils.offered[course].size),
            seats=tuple(sorted(seats, key=lambda seat: -seat.gain)),
        )
        for course, seats in people.items()
    ]
    return Schedule(bookings=tuple(sorted(bookings, key=lambda one: (-one.gain, one.offer.course.id))))


# --- gains --------------------------------------------------------------------------------------------------


def gains_of(clients: Sequence[Client], targets: Sequence[Role], offered: Sequence[Offer], assessor: Assessor) -> Gains:
    """What each course (column) brings each person (row), 0 where it asks for more than is there."""
    import numpy as np

    found = np.zeros((len(clients), len(offered)), np.int64)
    if not offered:
        return found
    taught = [assessor.scorer.coverage(offer.course.teaches) for offer in offered]
    held = [assessor.scorer.coverage(client.levels or {}) for client in clients]
    for role in {role.id: role for role in targets}.values():
        rows = [place for place, target in enumerate(targets) if target.id == role.id]
        weights = np.array([need.importance for need in role.requirements], np.int64)
        courses = np.array([one[role.id] for one in taught], np.int64)
        full = FULL * int(weights.sum())
        for row in rows:
            more = np.maximum(courses - np.array(held[row][role.id], np.int64), 0) @ weights
            found[row] = 100 * FINENESS * more // full
    return np.where(_ready(clients, offered, assessor), found, 0)


def _ready(clients: Sequence[Client], offered: Sequence[Offer], assessor: Assessor) -> NDArray[np.bool_]:
    """Who may take part in what: each pair of skill and level that is asked for is looked at once for each person."""
    import numpy as np

    asked = sorted({pair for offer in offered for pair in offer.course.requires.items()})
    meets = np.ones((len(clients), len(asked) + 1), bool)
    for row, client in enumerate(clients):
        levels = client.levels or {}
        for column, (skill, level) in enumerate(asked):
            meets[row, column] = assessor.scorer.credits.hundredths(skill, levels) >= 100 * level
    place = {pair: column for column, pair in enumerate(asked)}
    # Nobody is known to hold a credential that a course asks for.
    may = [
        meets[:, [place[pair] for pair in offer.course.requires.items()]].all(axis=1)
        & (offer.course.requires_credential is None)
        for offer in offered
    ]
    return np.array(may).T


# --- the optimum --------------------------------------------------------------------------------------------


def best(
    gains: Gains, offered: Sequence[Offer], budget: int, seconds: float = SECONDS
) -> tuple[tuple[int, ...], float, bool]:
    """Give the course of each person (-1 for none), what no choice can beat, and whether this one is proven best."""
    import numpy as np

    kept = _kept(gains, offered, budget)
    kinds, kind, many = np.unique(gains[:, kept], axis=0, return_inverse=True, return_counts=True)
    found, seats = None, {}
    for whole in (False, True):
        program = _Program(kinds, many, [offered[c] for c in kept], budget, seconds, whole=whole)
        found, seats = program.solved(), program.seats
        if found is None or all(_is_whole(found.values[column]) for column in seats.values()):
            break
    if found is None:
        return (-1,) * len(gains), float(gains.max(axis=1, initial=0).sum()), False
    chosen = _dealt(found.values, seats, kept, kind.reshape(-1).tolist())
    return chosen, -found.bound, found.proven


class _Program:
    """The program as it stands above, for the offers that are left and kinds of people, `many` of each.

    Seats without a fee need not be asked to be whole: once the classes are whole, people and seats are a transport
    problem, whose corners are whole. If a solution is no such corner, all have to be (`whole`).
    """

    def __init__(
        self, kinds: Gains, many: Gains, offers: Sequence[Offer], budget: int, seconds: float, *, whole: bool
    ) -> None:
        self._solver = solver = Solver(seconds)
        self._kinds, self._many, self._offers = kinds, many, offers
        people = int(many.sum())
        self._classes = [solver.column(_most(offer, budget, people), whole=True) for offer in offers]
        self.seats = {
            (i, c): solver.column(int(many[i]), whole=whole or offer.fee > 0)
            for i in range(len(kinds))
            for c, offer in enumerate(offers)
            if kinds[i, c]
        }
        self._limit_seats()
        costs = {column: offer.price for column, offer in zip(self._classes, offers, strict=True)}
        fees = {column: offers[c].fee for (_, c), column in self.seats.items()}
        solver.row({column: cost for column, cost in (costs | fees).items() if cost}, upper=budget)

    def _limit_seats(self) -> None:
        people: dict[int, dict[int, int]] = {}
        rooms = [{column: -offer.size} for column, offer in zip(self._classes, self._offers, strict=True)]
        for (i, c), column in self.seats.items():
            people.setdefault(i, {})[column] = rooms[c][column] = 1
        for i, row in people.items():
            self._solver.row(row, upper=int(self._many[i]))
        for room in rooms:
            self._solver.row(room, upper=0)
        for (i, c), column in self.seats.items():
            least = min(int(self._many[i]), self._offers[c].size)
            self._solver.row({column: 1, self._classes[c]: -least}, upper=0)

    def solved(self) -> Optimum | None:
        """Give the best choice; None if time ran out before there was any."""
        try:
            return self._solver.minimum({column: -int(self._kinds[at]) for at, column in self.seats.items()})
        except OutOfTimeError:
            return None


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


def _most(offer: Offer, budget: int, people: int) -> int:
    needed = -(-people // offer.size)
    return min(needed, budget // offer.price) if offer.price else needed


def _kept(gains: Gains, offered: Sequence[Offer], budget: int) -> list[int]:
    """Courses that nobody can do without: affordable, of use, and not replaced by a better one."""
    useful = [
        c
        for c, offer in enumerate(offered)
        if offer.price + offer.fee <= budget and gains.shape[0] and gains[:, c].any()
    ]
    kept: list[int] = []
    # Whatever beats a course is at least as good in every respect, so it comes before it in this order.
    for c in sorted(useful, key=lambda c: (-int(gains[:, c].sum()), _terms(offered[c]), offered[c].course.id)):
        if not any(_beats(gains, offered, k, c) for k in kept):
            kept.append(c)
    return sorted(kept)


def _terms(offer: Offer) -> tuple[int, int, int]:
    return offer.price, offer.fee, -offer.size


def _beats(gains: Gains, offered: Sequence[Offer], one: int, other: int) -> bool:
    a, b = offered[one], offered[other]
    no_worse = a.price <= b.price and a.fee <= b.fee and a.size >= b.size
    return no_worse and bool((gains[:, one] >= gains[:, other]).all())


def _dealt(
    values: Sequence[float], seats: dict[tuple[int, int], int], kept: Sequence[int], kind: Sequence[int]
) -> tuple[int, ...]:
    """Deal the seats of each kind of people to those people, in the order of the file."""
    queues: dict[int, list[int]] = {}
    for (i, c), column in seats.items():
        queues.setdefault(i, []).extend([kept[c]] * round(values[column]))
    left = {i: iter(queue) for i, queue in queues.items()}
    return tuple(next(left.get(int(i), iter(())), -1) for i in kind)


# --- the plain ranking --------------------------------------------------------------------------------------


def by_frequency(pupils: Pupils, assessor: Assessor, budget: int) -> tuple[int, ...]:
    """Do what is usually done: take the gap that most people have, book the course that teaches it furthest, go on.

    Whoever lacks the skill and may take part gets a seat, in the order of the file, as long as there is money.
    """
    lacking: dict[str, list[int]] = {}
    for place, (client, role) in enumerate(zip(pupils.clients, pupils.targets, strict=True)):
        covered = assessor.scorer.coverage(client.levels or {})[role.id]
        for need, units in zip(role.requirements, covered, strict=True):
            if units < FULL:
                lacking.setdefault(need.skills[0], []).append(place)
    chosen = [-1] * len(pupils.clients)
    for skill, people in sorted(lacking.items(), key=lambda one: (-len(one[1]), one[0])):
        course = _teaching(skill, pupils.offered)
        if course is not None:
            waiting = [place for place in people if chosen[place] < 0 and pupils.gains[place, course]]
            budget = _fill(chosen, waiting, course, pupils.offered[course], budget)
    return tuple(chosen)


def _teaching(skill: str, offered: Sequence[Offer]) -> int | None:
    """Give the course that leads furthest in a skill, the cheapest of several."""
    found = [c for c, offer in enumerate(offered) if skill in offer.course.teaches]
    return min(found, key=lambda c: (-offered[c].course.teaches[skill], _terms(offered[c]), c), default=None)


def _fill(chosen: list[int], waiting: Sequence[int], course: int, offer: Offer, budget: int) -> int:
    """Book classes for those who wait, as long as there is money; gives what is left of it."""
    while waiting and budget >= offer.price + offer.fee:
        budget -= offer.price
        count = min(offer.size, len(waiting), budget // offer.fee if offer.fee else len(waiting))
        for place in waiting[:count]:
            chosen[place] = course
        budget -= count * offer.fee
        waiting = waiting[count:]
    return budget
