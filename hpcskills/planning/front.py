"""The choice between money, time and fit: plans none of which is worse than another in all three, each proven.

For each band above today's fit, and for the best fit that the limits allow: the cheapest plan, the fastest one, and one
between with half of the money that lies between them. Each is solved in all three aims, one after the other, so no plan
at all costs less, takes less and leads further.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hpcskills.errors import UserError
from hpcskills.model import Catalogue, Profile, Role
from hpcskills.planning.aims import Wish
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.goal import AIMS, nearest
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Prefer
from hpcskills.planning.program import Program, Solution
from hpcskills.planning.solver import OutOfTimeError
from hpcskills.scoring.fit import Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A plan of the front: upper bounds of money and hours, the fit and the courses in order.

    `unpriced` counts courses of unknown price, which the money leaves out.
    """

    usd: float
    unpriced: int
    hours: float
    fit: float
    courses: tuple[str, ...]
    proven: bool


def front(
    catalogue: Catalogue,
    scorer: Scorer,
    profile: Profile,
    role: Role,
    limits: Limits,
    *,
    seconds: float = 60.0,
) -> tuple[Point, ...]:
    """Give points of the front, least fit first, then least money."""
    ends = time.monotonic() + seconds
    options = choice(catalogue, scorer.credits, profile, role, limits)
    try:
        best = nearest(options, limits, Prefer.CHEAPEST, seconds=seconds)
        found = [] if best is None else list(_inner(options, limits, best, _bands(catalogue), ends))
    except OutOfTimeError as error:
        raise UserError(f"The front was not found in {seconds:g} seconds; allow more with --seconds.") from error
    points = list(dict.fromkeys(_point(options, one) for one in found if one.takes))
    return tuple(sorted(_undominated(points), key=lambda one: (one.fit, one.unpriced, one.usd)))


def _bands(catalogue: Catalogue) -> list[int]:
    return sorted(band.min_fit for band in catalogue.bands)


def _inner(options: Choice, limits: Limits, best: Solution, fits: Sequence[int], ends: float) -> Iterator[Solution]:
    """Give for each fit the cheapest plan, the fastest one and one between; `best` is the cheapest for the most."""
    start = options.points(())
    asked = [points for fit in fits if start < (points := -(-fit * options.full_points // 100)) < best.points]
    known: dict[Prefer, Solution] = {}

    def solve(prefer: Prefer, points: int, cents: int | None) -> Solution:
        wish = Wish(points=points, cents=cents, minutes=limits.minutes)
        found = Program(options, wish, AIMS[prefer], seconds=ends - time.monotonic()).solve(settle=False)
        if found is None:
            raise AssertionError("the plan that leads furthest is gone")
        return found

    for points in (*asked, best.points):
        if points == best.points:
            known[Prefer.CHEAPEST] = best
        for prefer in (Prefer.CHEAPEST, Prefer.FASTEST):
            # What was best for less and leads as far is best for this, too.
            if prefer not in known or known[prefer].points < points:
                known[prefer] = solve(prefer, points, limits.cents)
        cheapest, fastest = known[Prefer.CHEAPEST], known[Prefer.FASTEST]
        yield from (cheapest, fastest)
        half = (cheapest.cents + fastest.cents) // 2
        if cheapest.cents < half:
            yield solve(Prefer.FASTEST, points, half)


def _point(options: Choice, found: Solution) -> Point:
    return Point(
        usd=found.cents / 100,
        unpriced=found.unpriced,
        hours=found.minutes / 60,
        fit=100 * found.points / options.full_points,
        courses=tuple(options.takes[k].course.id for k in found.takes),
        proven=found.unproven is None,
    )


def _undominated(points: Sequence[Point]) -> list[Point]:
    """Leave out what another point beats: the plans of one fit may lead as far as those of the next."""

    def figures(one: Point) -> tuple[float, ...]:
        return one.unpriced, one.usd, one.hours, -one.fit

    return [
        one
        for one in points
        if not any(
            figures(other) != figures(one) and all(a <= b for a, b in zip(figures(other), figures(one), strict=True))
            for other in points
        )
    ]
