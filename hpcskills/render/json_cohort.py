"""The cohort as JSON for programs; hidden cells are null."""

from __future__ import annotations

from hpcskills.clients.classes import Advice
from hpcskills.clients.cohort import Change, Cohort, Groups, Spread
from hpcskills.clients.common_gaps import CommonGap
from hpcskills.clients.offers import Booking, Schedule
from hpcskills.model import Catalogue
from hpcskills.render.json_document import Json, document, floored


def cohort(found: Cohort, advice: Advice | None, catalogue: Catalogue) -> str:
    """Everything that is known of a cohort."""
    body = {
        "clients": found.size,
        "refused": found.refused,
        "role": found.role.id if found.role else None,
        "targets": [{"role": role.id, "clients": count} for role, count in found.targets],
        "roles": [_spread(one, found) for one in found.spreads],
        "covered_percent": [
            {
                "role": one.role.id,
                "categories": {
                    category.id: None if share is None else floored(share)
                    for category, share in zip(found.categories, one.shares, strict=True)
                },
            }
            for one in found.supply
        ],
        "gaps": [_gap(one) for one in found.gaps],
        "near": [
            {"id": one.id, "role": one.role.id, "fit": floored(one.fit), "lacks": one.lacking} for one in found.near
        ],
        "groups": _groups(found.groups, found) if found.groups else None,
        "change": {"clients": found.both, "roles": [_change(one) for one in found.changes]} if found.changes else None,
        "classes": _advice(advice) if advice else None,
    }
    return document("cohort", catalogue, body)


def _spread(one: Spread, found: Cohort) -> Json:
    return {
        "role": one.role.id,
        "label": one.role.label,
        "tier": one.role.tier.value,
        "least": floored(one.least),
        "lower_quartile": floored(one.lower),
        "median": floored(one.median),
        "upper_quartile": floored(one.upper),
        "most": floored(one.most),
        "bands": {band.id: count for band, count in zip(found.bands, one.bands, strict=True)},
    }


def _gap(one: CommonGap) -> Json:
    return {
        "skills": list(one.requirement.skills),
        "label": one.requirement.label,
        "asked": one.asked,
        "full": one.full,
        "part": one.part,
        "none": one.none,
        "cost": round(one.cost, 3),
    }


def _groups(groups: Groups, found: Cohort) -> Json:
    keys = [*(band.id for band in found.bands), "all"]
    rows = zip((*groups.names, None), groups.counts.rows, (*groups.medians, None), strict=True)
    return {
        "column": groups.column,
        "min_cell": groups.min_cell,
        "groups": [
            {
                "group": name,
                "median": None if median is None else floored(median),
                **dict(zip(keys, counts, strict=True)),
            }
            for name, counts, median in rows
        ],
    }


def _change(one: Change) -> Json:
    return {
        "role": one.role.id,
        "median_before": floored(one.before),
        "median_after": floored(one.after),
        "risen": one.risen,
        "fallen": one.fallen,
        "ready_before": one.ready_before,
        "ready_after": one.ready_after,
    }


def _advice(advice: Advice) -> Json:
    return {
        "budget_usd": advice.budget / 100,
        "courses_considered": advice.offers,
        "proven": advice.proven,
        "bound": round(advice.bound, 3),
        "best": _schedule(advice.best),
        "by_frequency": _schedule(advice.by_frequency),
    }


def _schedule(one: Schedule) -> Json:
    return {
        "gain": round(one.gain, 3),
        "cost_usd": one.cost / 100,
        "people": one.people,
        "courses": [_booking(booking) for booking in one.bookings],
    }


def _booking(one: Booking) -> Json:
    return {
        "course": one.offer.course.id,
        "title": one.offer.course.title,
        "classes": one.classes,
        "cost_usd": one.cost / 100,
        "gain": round(one.gain, 3),
        "people": [{"id": seat.id, "role": seat.role.id, "gain": seat.gain} for seat in one.seats],
    }
