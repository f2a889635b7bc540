"""A plan as JSON for programs: everything that was asked, found and proven. What is unknown is null."""

from __future__ import annotations

from collections.abc import Sequence

from hpcskills.model import Catalogue, Fit, Range
from hpcskills.planning.eligibility import Opening
from hpcskills.planning.front import Point
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Change, Left, Payer, Plan, Programme, Progress, Step
from hpcskills.render import plan_words
from hpcskills.render.json_document import Json, document, floored


def plan(found: Plan, catalogue: Catalogue) -> str:
    """One plan."""
    return document("plan", catalogue, _plan(found, catalogue))


def several(plans: Sequence[Plan], catalogue: Catalogue) -> str:
    """Plans for several roles, the soonest ready first."""
    return document("plans", catalogue, {"plans": [_plan(one, catalogue) for one in plans]})


def front(points: Sequence[Point], role: str, limits: Limits, catalogue: Catalogue) -> str:
    """The choice between money, time and fit."""
    rows = [
        {
            "fit": floored(one.fit),
            "usd": one.usd,
            "courses_of_unknown_price": one.unpriced,
            "hours": round(one.hours, 2),
            "courses": list(one.courses),
            "proven": one.proven,
        }
        for one in points
    ]
    return document("plan-front", catalogue, {"role": role, "limits": _limits(limits), "points": rows})


def _plan(found: Plan, catalogue: Catalogue) -> Json:
    goal = found.goal
    return {
        "role": found.role,
        "profile": [
            {"skill": one.skill, "level": one.level, "assumed": one.assumed} for one in found.before.held.values()
        ],
        "prefer": found.prefer.value,
        "target": {"fit": found.target.fit, "core": found.target.core},
        "limits": _limits(found.limits),
        "goal": {
            "fit": goal.fit,
            "points": goal.points,
            "core": sorted(catalogue.roles[found.role].requirements[place].label for place in goal.met),
            "within_courses": goal.within_courses,
            "core_beyond_courses": [need.label for need in goal.core_beyond],
        },
        "outcome": found.outcome.value,
        "proven": found.proof.proven,
        "unproven_aim": found.proof.aim.value if found.proof.aim else None,
        "bound": found.proof.bound,
        "start": _fit(found.start),
        "end": _fit(found.end),
        "hours": _range(found.hours),
        "usd": _range(found.usd),
        "courses_of_unknown_price": list(found.unpriced),
        "weeks": round(found.weeks, 2),
        "last_day": found.last_day.isoformat(),
        "steps": [_step(one, number) for number, one in enumerate(found.steps, 1)],
        "credentials": plan_words.credentials(found),
        "left": [_left(one) for one in found.left],
        "programmes": [_programme(one) for one in found.programmes],
        "payers": [_payer(one) for one in found.payers],
        "binding": [limit.value for limit in found.binding],
        "changes": [_change(one, found.limits) for one in found.changes],
        "progress": _progress(found.progress) if found.progress else None,
    }


def _progress(one: Progress) -> Json:
    return {
        "done": [{"course": id_, "hours": spent.hours, "usd": spent.usd} for id_, spent in one.done.items()],
        "kept": list(one.kept),
        "new": list(one.new),
        "dropped": list(one.dropped),
        "not_in_the_data": list(one.lost),
        "other_data": one.other_data,
    }


def _limits(limits: Limits) -> Json:
    return {
        "start": limits.start.isoformat(),
        "budget": limits.budget,
        "hours_per_week": limits.hours_per_week,
        "pace": limits.pace,
        "weeks": limits.weeks,
        "by": limits.by.isoformat() if limits.by else None,
        "free_only": limits.free_only,
        "certificates_only": limits.certificates_only,
        "delivery": sorted(limits.delivery),
        "languages": sorted(limits.languages),
        "preferred": sorted(limits.preferred),
        "providers": sorted(limits.providers),
        "min_confidence": limits.min_confidence,
        "exclude": sorted(limits.exclude),
        "include": sorted(limits.include),
        "done": sorted(limits.done),
        "funding": sorted(limits.funding),
        "country": limits.person.country,
        "standings": sorted(limits.person.standings),
        "age": limits.person.age,
    }


def _fit(fit: Fit) -> Json:
    return {
        "role": fit.role,
        "fit": floored(fit.fit),
        "core_met": fit.core_met,
        "core_total": fit.core_total,
        "band": fit.band.id,
    }


def _step(one: Step, number: int) -> Json:
    return {
        "number": number,
        "course": one.course.id,
        "title": one.course.title,
        "provider": one.course.provider,
        "url": one.course.url,
        "way": one.way.value,
        "after": list(one.after),
        "asks": [{"skill": met.skill, "level": met.level, "by": met.by} for met in one.asks],
        "gives": dict(one.gives),
        "won": [{"requirement": won.requirement.label, "before": won.before, "after": won.after} for won in one.won],
        "leads_to": list(one.leads_to),
        "included": one.included,
        "hours": _range(one.hours),
        "usd": _range(one.usd),
        "aids": [{"funding": aid.route.id, "usd": aid.usd} for aid in one.aids],
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "fit": _fit(one.fit),
        "others": [_fit(fit) for fit in one.others],
        "credential": one.course.credential.name if one.course.credential else None,
        "as_of": one.course.as_of,
        "months_old": one.months,
        "cautions": plan_words.cautions(one),
    }


def _left(one: Left) -> Json:
    return {
        "requirement": one.part.requirement.label,
        "skills": list(one.part.requirement.skills),
        "have": round(one.part.have, 2),
        "level": one.part.requirement.level,
        "points": round(one.gain, 2),
        "course_can_close": one.practice is None,
        "practice": None
        if one.practice is None
        else {
            "roles": list(one.practice.roles),
            "places": [course.id for course in one.practice.places],
            "open_source": one.practice.open_source,
        },
    }


def _programme(one: Programme) -> Json:
    return {
        "course": one.course.id,
        "title": one.course.title,
        "kind": one.course.kind,
        "strategy": one.course.strategy.value,
        "points": round(one.gain, 2),
        "opening": _opening(one.opening),
    }


def _payer(one: Payer) -> Json:
    return {"funding": one.route.id, "counted": one.counted, "opening": _opening(one.opening)}


def _opening(one: Opening) -> Json:
    return {"sure": one.sure, "asks": list(one.asks)}


def _change(one: Change, limits: Limits) -> Json:
    return {
        "limits": [limit.value for limit in one.limits],
        "text": plan_words.change(one, limits),
        "exceptions": [course.id for course in one.exceptions],
        "dropped": list(one.dropped),
        "becomes": _limits(one.becomes),
    }


def _range(one: Range) -> Json:
    return {"min": one.low, "max": one.high, "basis": one.basis}
