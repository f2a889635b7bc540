"""The stepping stones as JSON for programs."""

from __future__ import annotations

from hpcskills.model import Catalogue
from hpcskills.planning.ladder import Ladder
from hpcskills.planning.planned import Plan
from hpcskills.render.json_document import Json, floored


def ladder(found: Ladder, catalogue: Catalogue) -> Json:
    """The rungs with their plans in short, and the assumption about a year of work."""
    work = catalogue.work
    return {
        "fit": found.near.min_fit,
        "rungs": [
            {
                "tier": rung.tier.value,
                **_plan(rung.plan, catalogue),
                "year_of_work": dict(rung.year),
                "beside": [_plan(one, catalogue) for one in rung.beside],
            }
            for rung in found.rungs
        ],
        "work": {"basis": "estimated", "levels": work.levels, "most": work.most, "why": work.why} if work else None,
        "cut": found.cut,
    }


def _plan(one: Plan, catalogue: Catalogue) -> Json:
    return {
        "role": one.role,
        "label": catalogue.roles[one.role].label,
        "start": floored(one.start.fit),
        "end": floored(one.end.fit),
        "outcome": one.outcome.value,
        "within_courses": one.goal.within_courses,
        "proven": one.proof.proven,
        "courses": [step.course.id for step in one.steps],
        "hours": {"min": one.hours.low, "max": one.hours.high},
        "usd": {"min": one.usd.low, "max": one.usd.high},
        "courses_of_unknown_price": list(one.unpriced),
        "hours_per_week": one.limits.pace,
        "asks": [
            {"requirement": part.requirement.label, "level": part.requirement.level, "have": round(part.have, 4)}
            for part in one.start.parts
        ],
    }
