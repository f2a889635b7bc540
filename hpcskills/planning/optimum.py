"""The plan to a role: the proven optimum within the limits, and all that a person needs to judge it.

Money and hours are planned with their upper bounds: a plan that keeps to the limits keeps to them in the worst case
that the data know. Totals are shown as ranges.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hpcskills.errors import UserError
from hpcskills.model import Catalogue, Profile, Role
from hpcskills.planning.advice import Asked, changes
from hpcskills.planning.beside import left, payers, programmes
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.goal import goal_of, nearest, optimum, reaches
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Change, Goal, Outcome, Plan, Prefer, Proof, Target
from hpcskills.planning.program import Solution
from hpcskills.planning.solver import OutOfTimeError
from hpcskills.planning.steps import total, walk
from hpcskills.scoring.fit import Scorer

SECONDS = 60.0
"""Time for one plan; the shipped data need a fraction of a second."""


def plan(
    catalogue: Catalogue,
    scorer: Scorer,
    profile: Profile,
    role: Role,
    limits: Limits,
    *,
    prefer: Prefer = Prefer.CHEAPEST,
    target: Target | None = None,
    seconds: float = SECONDS,
    advise: bool = True,
) -> Plan:
    """Find the cheapest or fastest plan that reaches the target, or the best one within the limits.

    The target is the highest band with all core skills met, where it is not given. `advise`: if the limits do not
    allow it, work out what would. Raises UserError if no plan is found in the time allowed.
    """
    ends = time.monotonic() + seconds
    wanted = target or Target()
    options = choice(catalogue, scorer.credits, profile, role, limits)
    goal = goal_of(catalogue, scorer.credits, profile, options=options, limits=limits, target=wanted)
    asked = Asked(catalogue=catalogue, credits_=scorer.credits, profile=profile, role=role, goal=goal, ends=ends)
    try:
        found = optimum(options, goal, limits, prefer, seconds=seconds)
        reached = found is not None and reaches(options, goal, found)
        best = found or _nearest(options, limits, prefer, ends)
        advice = changes(asked, limits) if advise and not reached else ()
    except OutOfTimeError as error:
        raise UserError(f"No plan was found in {seconds:g} seconds; allow more with --seconds.") from error
    frame = _Frame(prefer=prefer, target=wanted, goal=goal, limits=limits, reached=reached, changes=advice)
    return _told(catalogue, scorer, profile, options=options, found=best, frame=frame)


def plans(
    catalogue: Catalogue,
    scorer: Scorer,
    profile: Profile,
    roles: Sequence[Role],
    limits: Limits,
    *,
    prefer: Prefer = Prefer.FASTEST,
    target: Target | None = None,
    seconds: float = SECONDS,
) -> tuple[Plan, ...]:
    """Plan for several roles, without advice: those ready in full first, of these the soonest or the cheapest."""
    found = [
        plan(catalogue, scorer, profile, role, limits, prefer=prefer, target=target, seconds=seconds, advise=False)
        for role in roles
    ]
    return tuple(sorted(found, key=_soonest))


def _soonest(one: Plan) -> tuple[bool, bool, float, float, float]:
    time_and_money = (one.hours.high or 0.0, one.usd.high or 0.0)
    first, second = time_and_money[::-1] if one.prefer is Prefer.CHEAPEST else time_and_money
    return not one.reached, not one.goal.within_courses, -one.end.fit if not one.reached else 0.0, first, second


def _nearest(options: Choice, limits: Limits, prefer: Prefer, ends: float) -> Solution:
    """Find the best within the limits; courses that are included but cannot all be taken are let go."""
    for included in (options.included, frozenset[str]()):
        found = nearest(replace(options, included=included), limits, prefer, seconds=ends - time.monotonic())
        if found is not None:
            return found
    raise AssertionError("the empty plan keeps to all limits")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What was asked and how it went."""

    prefer: Prefer
    target: Target
    goal: Goal
    limits: Limits
    reached: bool
    changes: tuple[Change, ...]


def _told(
    catalogue: Catalogue, scorer: Scorer, profile: Profile, *, options: Choice, found: Solution, frame: _Frame
) -> Plan:
    way = walk(scorer, profile, options, found, frame.limits)
    end = scorer.fit(options.role, way.after)
    steps = way.steps
    return Plan(
        role=options.role.id,
        prefer=frame.prefer,
        target=frame.target,
        goal=frame.goal,
        limits=frame.limits,
        outcome=Outcome.REACHED if frame.reached else Outcome.SHORT,
        proof=Proof(aim=found.unproven, bound=found.bound),
        start=scorer.fit(options.role, way.before),
        end=end,
        others=way.others,
        steps=steps,
        hours=total(step.hours for step in steps),
        usd=total(step.usd for step in steps),
        unpriced=tuple(step.course.id for step in steps if step.course.cost_usd.high is None),
        last_day=max((step.last_day for step in steps), default=frame.limits.start),
        before=way.before,
        profile=way.after,
        left=left(catalogue, scorer, profile, options=options, end=end, limits=frame.limits),
        programmes=programmes(
            catalogue, scorer, way.after, role=options.role, limits=frame.limits, taken={s.course.id for s in steps}
        ),
        payers=payers(catalogue, steps, frame.limits),
        changes=frame.changes,
    )
