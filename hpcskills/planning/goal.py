"""What a person's wish comes to: the points and core skills to reach, and the plan that is best for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hpcskills.model import Catalogue, Profile
from hpcskills.planning.aims import Aim, Wish
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.limits import Limit, Limits
from hpcskills.planning.planned import Goal, Prefer, Target
from hpcskills.planning.program import Program, Solution
from hpcskills.scoring.credit import Credits

AIMS: Mapping[Prefer, tuple[Aim, ...]] = {
    Prefer.CHEAPEST: (Aim.UNPRICED, Aim.CENTS, Aim.FOREIGN, Aim.MINUTES, Aim.POINTS, Aim.AGAINST),
    Prefer.FASTEST: (Aim.MINUTES, Aim.FOREIGN, Aim.UNPRICED, Aim.CENTS, Aim.POINTS, Aim.AGAINST),
    Prefer.BEST: (Aim.POINTS, Aim.FOREIGN, Aim.MINUTES, Aim.UNPRICED, Aim.CENTS, Aim.AGAINST),
}
"""What decides first, second, third. A price that nobody knows counts as dearer than all that are known; courses that
an earlier plan did not promise go against a wish."""


def goal_of(
    catalogue: Catalogue, credits_: Credits, profile: Profile, *, options: Choice, limits: Limits, target: Target
) -> Goal:
    """Give the goal: the whole target if courses lead there at all, whatever the limits; else a lower one."""
    goal = _goal(catalogue, options, target)
    if goal.within_courses or not limits.given():
        return goal
    return _goal(catalogue, choice(catalogue, credits_, profile, options.role, limits.without(*Limit)), target)


def _goal(catalogue: Catalogue, options: Choice, target: Target) -> Goal:
    """Give the target, if courses lead there.

    If not, the goal is the highest band above today's fit that they lead to, with the core skills that they bring near
    enough; if there is no such band, the highest fit that they lead to.
    """
    everything = range(len(options.takes))
    top = max(band.min_fit for band in catalogue.bands)
    fit = top if target.fit is None else target.fit
    core = target.core or target.fit is None
    places = [place for place, share in enumerate(options.shares) if core and share.requirement.core]
    near = [p for p in places if options.shares[p].covered(everything) >= options.shares[p].met_from]
    beyond = tuple(options.shares[p].requirement for p in places if p not in near)
    asked, most = _points(options, fit), options.points(everything)
    lower = [_points(options, band.min_fit) for band in catalogue.bands if band.min_fit < fit]
    steps = [points for points in lower if options.points(()) < points <= most]
    return Goal(
        fit=fit,
        points=asked if asked <= most else max(steps, default=most),
        met=frozenset(near),
        within_courses=not beyond and asked <= most,
        core_beyond=beyond,
    )


def _points(options: Choice, fit: int) -> int:
    """Give the points from which a fit is reached."""
    return -(-fit * options.full_points // 100)


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
    return Program(options, _leaning(asked, options, limits), AIMS[prefer], seconds=seconds).solve()


def nearest(options: Choice, limits: Limits, prefer: Prefer, *, seconds: float) -> Solution | None:
    """Find the best fit within the limits, and of equal fits the cheapest or the fastest plan."""
    aims = (Aim.POINTS, *(aim for aim in AIMS[prefer] if aim is not Aim.POINTS))
    asked = _leaning(Wish(cents=limits.cents, minutes=limits.minutes), options, limits)
    return Program(options, asked, aims, seconds=seconds).solve()


def _leaning(asked: Wish, options: Choice, limits: Limits) -> Wish:
    """Add what decides between plans that are equally good: languages preferred, courses promised before."""
    courses = [take.course for take in options.takes]
    return replace(
        asked,
        foreign=frozenset(course.id for course in courses if limits.foreign(course)),
        against=frozenset(course.id for course in courses if limits.promised and course.id not in limits.promised),
    )
