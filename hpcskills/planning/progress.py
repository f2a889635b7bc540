"""A plan carried on: what was done counts and is taken off the limits, and what was promised is kept if it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date

from hpcskills.model import Catalogue, Course
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Plan, Progress, Spent
from hpcskills.planning.saved import Saved


def spent(saved: Saved, done: Iterable[Course]) -> Mapping[str, Spent]:
    """Give what courses took that are done since; as planned, or as the data say where they were not in the plan."""
    return {
        course.id: saved.promised.get(course.id, Spent(hours=course.hours.high or 0.0, usd=course.cost_usd.high))
        for course in done
        if course.id not in saved.limits.done
    }


def resumed(saved: Saved, done: Mapping[str, Spent], *, start: date) -> Limits:
    """Give the limits that are left: the budget and the weeks of study without what was spent."""
    limits = saved.limits
    usd, hours = sum(one.usd or 0.0 for one in done.values()), sum(one.hours for one in done.values())
    return replace(
        limits,
        start=start,
        budget=None if limits.budget is None else max(0.0, limits.budget - usd),
        weeks=None if limits.weeks is None else max(0.0, limits.weeks - hours / limits.pace),
        done=limits.done | done.keys(),
        include=limits.include - done.keys(),
        promised=frozenset(saved.promised.keys() - done.keys()),
    )


def said_anew(limits: Limits, said: Limits) -> Limits:
    """Give limits with those in their place that a person says now; a budget said now is what is left of it now."""
    unsaid = Limits(start=said.start)
    names = (field.name for field in fields(Limits) if field.name not in ("start", "done"))
    return replace(
        limits, **{name: getattr(said, name) for name in names if getattr(said, name) != getattr(unsaid, name)}
    )


def followed(plan: Plan, saved: Saved, done: Mapping[str, Spent], catalogue: Catalogue) -> Plan:
    """Give the plan with what changed since the one that was kept."""
    steps = [step.course.id for step in plan.steps]
    progress = Progress(
        done=done,
        kept=tuple(id_ for id_ in steps if id_ in saved.promised),
        new=tuple(id_ for id_ in steps if id_ not in saved.promised),
        dropped=tuple(id_ for id_ in saved.promised if id_ not in steps and id_ not in done),
        lost=saved.unknown,
        other_data=saved.digest != catalogue.digest,
    )
    return replace(plan, progress=progress)
