"""What would bring a goal within reach that the limits do not allow: for each wish the smallest change of it alone.

Money and time move to the least that is enough; a wish about courses (language, provider, ...) gets the fewest
exceptions, and a wish for free ones the cheapest. If no single wish is enough, one change of several together: wishes
are put back one by one as long as that leaves a way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from hpcskills.model import Catalogue, Profile, Role
from hpcskills.planning.aims import Aim
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.goal import wish
from hpcskills.planning.limits import Limit, Limits
from hpcskills.planning.planned import Change, Goal
from hpcskills.planning.program import Program, Solution
from hpcskills.scoring.credit import Credits

STEP = 0.5
"""Hours a week and weeks are advised in halves; money in whole dollars."""

MOST_HOURS = 60.0
"""Nobody is advised to study more hours a week."""

_LEAST: Mapping[Limit, tuple[Aim, ...]] = {
    Limit.INCLUDE: (Aim.DROPPED,),
    Limit.EXCLUDE: (Aim.AGAINST,),
    Limit.PROVIDER: (Aim.AGAINST,),
    Limit.DELIVERY: (Aim.AGAINST,),
    Limit.LANGUAGE: (Aim.AGAINST,),
    Limit.CONFIDENCE: (Aim.AGAINST,),
    Limit.CERTIFICATES: (Aim.AGAINST,),
    Limit.FREE: (Aim.UNPRICED, Aim.CENTS),
    Limit.BUDGET: (Aim.CENTS,),
    Limit.TIME: (Aim.MINUTES,),
}
"""What is kept small when a wish gives way; of several wishes in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who wants what, and until when (seconds of the monotonic clock) an answer may be searched."""

    catalogue: Catalogue
    credits_: Credits
    profile: Profile
    role: Role
    goal: Goal
    ends: float


def changes(asked: Asked, limits: Limits) -> tuple[Change, ...]:
    """Give the smallest change of each wish that is enough alone; else one change of several wishes."""
    given = limits.given()
    single = [change for limit in given for change in _changes(asked, limits, (limit,))]
    if single or not given:
        return tuple(single)
    return tuple(_changes(asked, limits, _together(asked, limits)))


def _together(asked: Asked, limits: Limits) -> tuple[Limit, ...]:
    """Find wishes that are enough together, none of which can be put back. Money and time stay if they can."""
    loose = list(limits.given())
    for limit in (Limit.BUDGET, Limit.TIME, *(one for one in Limit if one not in (Limit.BUDGET, Limit.TIME))):
        rest = tuple(one for one in loose if one is not limit)
        if limit in loose and _solve(asked, limits, rest, ()) is not None:
            loose.remove(limit)
    return tuple(loose)


def _changes(asked: Asked, limits: Limits, loose: Sequence[Limit]) -> Iterator[Change]:
    aims = dict.fromkeys(aim for limit, aims in _LEAST.items() if limit in loose for aim in aims)
    found = _solve(asked, limits, loose, tuple(aims))
    if found is None:
        return
    options, solution = found
    taken = [options.takes[k].course for k in solution.takes]
    against = [course for course in taken if course.id not in limits.include and any(limits.bars(course))]
    freed = replace(limits, exclude=limits.exclude - {course.id for course in against})
    exceptions = {course.id for course in against if any(freed.bars(course))}
    dropped = limits.include - limits.done - {course.id for course in taken} if Limit.INCLUDE in loose else frozenset()
    becomes = replace(freed, include=limits.include - dropped | exceptions)
    if Limit.BUDGET in loose:
        becomes = replace(becomes, budget=float(math.ceil(solution.cents / 100)))
    change = Change(
        limits=tuple(loose), becomes=becomes, exceptions=tuple(against), dropped=tuple(sorted(dropped)), faster=False
    )
    if Limit.TIME not in loose:
        yield change
        return
    yield replace(change, becomes=_longer(becomes, solution.minutes))
    hurried = replace(becomes, hours_per_week=_pace(limits, solution.minutes))
    if tuple(loose) == (Limit.TIME,) and hurried.pace <= MOST_HOURS and _solve(asked, hurried, (), ()) is not None:
        yield replace(change, becomes=hurried, faster=True)


def _longer(limits: Limits, minutes: int) -> Limits:
    """Move the last day, however it was given, as far as so much study needs."""
    weeks = minutes / 60 / limits.pace
    if limits.weeks is not None:
        limits = replace(limits, weeks=max(limits.weeks, math.ceil(weeks / STEP - 1e-9) * STEP))
    if limits.by is not None:
        limits = replace(limits, by=max(limits.by, limits.start + timedelta(days=math.ceil(weeks * 7 - 1e-9) - 1)))
    return limits


def _pace(limits: Limits, minutes: int) -> float:
    """Give the hours a week that so much study takes up to the last day."""
    weeks = (limits.minutes or 0) / 60 / limits.pace
    return math.ceil(minutes / 60 / weeks / STEP - 1e-9) * STEP if weeks else math.inf


def _solve(asked: Asked, limits: Limits, loose: Sequence[Limit], aims: Sequence[Aim]) -> tuple[Choice, Solution] | None:
    """Find a plan for the goal that goes against the loose wishes as little as the aims say."""
    relaxed = limits.without(*(limit for limit in loose if limit is not Limit.INCLUDE))
    barred = {course.id for course in asked.catalogue.courses.values() if any(limits.bars(course))} - limits.include
    options = choice(asked.catalogue, asked.credits_, asked.profile, asked.role, relaxed)
    if Limit.INCLUDE in loose:
        options = replace(options, included=frozenset())
    if options.points(range(len(options.takes))) < asked.goal.points:
        return None
    wanted = replace(wish(asked.goal, relaxed), against=frozenset(barred), hoped=limits.include)
    seconds = asked.ends - time.monotonic()
    solution = Program(options, wanted, tuple(aims) or (Aim.AGAINST,), seconds=seconds).solve()
    return None if solution is None else (options, solution)
