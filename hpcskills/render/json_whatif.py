"""A what-if as JSON for programs."""

from __future__ import annotations

from hpcskills.model import Catalogue, Fit
from hpcskills.planning.whatif import Effect, Next, WhatIf
from hpcskills.render.json_document import Json, document, floored


def whatif(found: WhatIf, catalogue: Catalogue) -> str:
    """The levels added with the fits before and after, or the next levels of each role."""
    body = {
        "added": dict(found.added),
        "there_already": dict(found.idle),
        "effects": [_effect(one, catalogue) for one in found.effects],
        "next_levels": [
            {**_fit(one.fit, catalogue), "steps": [_next(step, catalogue) for step in one.steps]}
            for one in found.chances
        ],
    }
    return document("whatif", catalogue, body)


def _effect(one: Effect, catalogue: Catalogue) -> Json:
    return {
        **_fit(one.after, catalogue),
        "before": floored(one.before.fit),
        "gain": round(one.gain, 4),
        "core_met_before": one.before.core_met,
    }


def _fit(fit: Fit, catalogue: Catalogue) -> Json:
    return {
        "role": fit.role,
        "label": catalogue.roles[fit.role].label,
        "tier": fit.tier.value,
        "fit": floored(fit.fit),
        "band": fit.band.id,
        "core_met": fit.core_met,
        "core_total": fit.core_total,
    }


def _next(one: Next, catalogue: Catalogue) -> Json:
    course = one.course
    return {
        "skill": one.skill,
        "label": catalogue.skills[one.skill].label,
        "have": one.have,
        "level": one.level,
        "points": round(one.gain, 4),
        "course": course.id if course else None,
        "hours": {"min": course.hours.low, "max": course.hours.high} if course else None,
        "usd": {"min": course.cost_usd.low, "max": course.cost_usd.high} if course else None,
        "points_per_hour": round(one.per_hour, 4) if course else None,
    }
