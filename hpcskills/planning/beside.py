"""What stands beside the steps of a plan: what no course closes, paid places and scholarships, and who may pay."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hpcskills.model import FULL, Catalogue, Fit, Part, Profile, Role, Tier
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.eligibility import Person, funds, open_to
from hpcskills.planning.limits import Limit, Limits, is_step
from hpcskills.planning.planned import Left, Payer, Practice, Programme, Step
from hpcskills.planning.steps import grown
from hpcskills.planning.takes import pays
from hpcskills.scoring.fit import Scorer

OPEN_WORK = frozenset(
    {
        "programming-languages", "parallel-programming", "gpu-computing", "performance-engineering",
        "numerical-methods", "ai-ml", "visualization", "data-engineering", "devops-automation",
        "container-technologies",
    }
)  # fmt: skip
"""Categories of skills that show in public code: there open-source work is practice that others can see."""

PLACES = frozenset({"internship", "apprenticeship", "fellowship"})
MOST_PLACES = 3


def left(
    catalogue: Catalogue, scorer: Scorer, profile: Profile, *, options: Choice, end: Fit, limits: Limits
) -> tuple[Left, ...]:
    """List the parts that are not full in the end, those worth most points first."""
    every = (
        choice(catalogue, scorer.credits, profile, options.role, limits.without(*Limit)) if limits.given() else options
    )
    everything = range(len(every.takes))
    found = []
    for part, share in zip(end.parts, every.shares, strict=True):
        if part.full:
            continue
        closes = share.covered(everything) == FULL
        found.append(
            Left(
                part=part,
                gain=100 * part.requirement.importance * (FULL - part.covered) / end.full_points,
                practice=None if closes else _practice(catalogue, scorer, part, role=options.role, limits=limits),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.gain))


def _practice(catalogue: Catalogue, scorer: Scorer, part: Part, *, role: Role, limits: Limits) -> Practice:
    """Say where such a skill grows on the way to a role: level 5 above all comes from work.

    Who says something of themselves is shown only the places that are open to them for sure.
    """
    need, person = part.requirement, limits.person
    counting = {source for skill in need.skills for source in scorer.credits.towards(skill)}
    roles = (
        other.id
        for other in catalogue.roles.values()
        if other.tier is Tier.ENTRY
        and other.id != role.id
        and any(counting & set(asked.skills) for asked in other.requirements)
    )
    places = [
        course
        for course in catalogue.courses.values()
        if course.kind in PLACES
        and counting & course.gives.keys()
        and course.status != "unknown"
        and (open_to(course.eligibility, person).sure or person == Person())
    ]
    places.sort(key=lambda one: (len(open_to(one.eligibility, person).asks), one.id))
    categories = {catalogue.skills[skill].category for skill in need.skills}
    return Practice(
        roles=tuple(roles),
        places=tuple(places[:MOST_PLACES]),
        open_source=bool(categories & OPEN_WORK),
    )


def programmes(
    catalogue: Catalogue, scorer: Scorer, after: Profile, *, role: Role, limits: Limits, taken: Collection[str]
) -> tuple[Programme, ...]:
    """List paid places, degrees and scholarships that are not closed to the person.

    Those open for sure come first, then the most points that their skills would still add; what teaches must add some.
    What may have ended comes last.
    """
    place = list(catalogue.roles).index(role.id)

    def points(person: Profile) -> int:
        return scorer.totals({skill: held.level for skill, held in person.held.items()})[place]

    start, full = points(after), FULL * sum(need.importance for need in role.requirements)
    found = []
    for course in catalogue.courses.values():
        opening = open_to(course.eligibility, limits.person)
        if is_step(course) or course.id in taken or opening.closed or course.id in limits.exclude:
            continue
        gain = 100 * (points(grown(after, course.gives)) - start) / full
        if gain > 0 or not course.gives:
            found.append(Programme(course=course, opening=opening, gain=gain))
    return tuple(sorted(found, key=_order))


def _order(one: Programme) -> tuple[bool, int, float, str]:
    return one.course.status == "unknown", len(one.opening.asks), -one.gain, one.course.id


def payers(catalogue: Catalogue, steps: Sequence[Step], limits: Limits) -> tuple[Payer, ...]:
    """List the routes that pay for some step with a price, and whether the plan's money counts on them."""
    found = []
    for route in catalogue.funding.values():
        opening = funds(route, limits.person)
        priced = [step for step in steps if step.course.cost_usd.high != 0 and pays(route, step.course)]
        if priced and not opening.closed:
            counted = any(aid.route.id == route.id for step in steps for aid in step.aids)
            found.append(Payer(route=route, opening=opening, counted=counted))
    return tuple(sorted(found, key=lambda one: (not one.counted, len(one.opening.asks))))
