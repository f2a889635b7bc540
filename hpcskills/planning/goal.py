"""What a person's wish comes to: the points and core skills to reach, and the plan that is best for it."""

from __future__ import annotations

from collections.abc import Mapping

from hpcskills.model import Catalogue, Profile
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.limits import Limit, Limits
from hpcskills.planning.planned import Goal, Prefer, Target
from hpcskills.planning.program import Aim, Program, Solution, Wish
from hpcskills.scoring.credit import Credits

AIMS: Mapping[Prefer, tuple[Aim, ...]] = {
    Prefer.CHEAPEST: (Aim.UNPRICED, Aim.CENTS, Aim.MINUTES, Aim.POINTS),
    Prefer.FASTEST: (Aim.MINUTES, Aim.UNPRICED, Aim.CENTS, Aim.POINTS),
    Prefer.BEST: (Aim.POINTS, Aim.UNPRICED, Aim.CENTS, Aim.MINUTES),
}
"""What decides first, second, third. A price that nobody knows counts as dearer than all that are known."""


def goal_of(
    catalogue: Catalogue, credits_: Credits, profile: Profile, *, options: Choice, limits: Limits, target: Target
) -> Goal:
    """Give the goal: the whole target if courses lead there at all, else as far as they lead."""
    goal = _goal(catalogue, options, target)
    if goal.within_courses or not limits.given():
        return goal
    return _goal(catalogue, choice(catalogue, credits_, profile, options.role, limits.without(*Limit)), target)


def _goal(catalogue: Catalogue, options: Choice, target: Target) -> Goal:
    everything = range(len(options.takes))
    top = max(band.min_fit for band in catalogue.bands)
    fit = top if target.fit is None else target.fit
    core = target.core or target.fit is None
    asked = -(-fit * options.full_points // 100)
    places = [place for place, share in enumerate(options.shares) if core and share.requirement.core]
    near = [p for p in places if options.shares[p].covered(everything) >= options.shares[p].met_from]
    beyond = tuple(options.shares[p].requirement for p in places if p not in near)
    return Goal(
        fit=fit,
        points=min(asked, options.points(everything)),
        met=frozenset(near),
        within_courses=not beyond and asked <= options.points(everything),
        core_beyond=beyond,
    )


def reaches(options: Choice, goal: Goal, found: Solution) -> bool:
    """Tell whether a solution leads to the goal."""
    core = all(options.shares[place].covered(found.takes) >= options.shares[place].met_from for place in goal.met)
    return core and found.points >= goal.points


def wish(goal: Goal, limits: Limits) -> Wish:
    """Give what the program must keep to."""
    return Wish(points=goal.points, met=goal.met, cents=limits.cents, minutes=limits.minutes)


def optimum(options: Choice, goal: Goal, limits: Limits, prefer: Prefer, *, seconds: float) -> Solution | None:
    """Find the cheapest or fastest plan that reaches the goal, or the best fit within the limits."""
    asked = Wish(cents=limits.cents, minutes=limits.minutes) if prefer is Prefer.BEST else wish(goal, limits)
    return Program(options, asked, seconds=seconds).solve(AIMS[prefer])


def nearest(options: Choice, limits: Limits, prefer: Prefer, *, seconds: float) -> Solution | None:
    """Find the best fit within the limits, and of equal fits the cheapest or the fastest plan."""
    aims = (Aim.POINTS, *(aim for aim in AIMS[prefer] if aim is not Aim.POINTS))
    return Program(options, Wish(cents=limits.cents, minutes=limits.minutes), seconds=seconds).solve(aims)
