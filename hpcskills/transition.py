"""From a trade to HPC: what carries over, where to land, and which stepping stones lead on from there."""

from __future__ import annotations

from dataclasses import dataclass

from hpcskills.assess import Assessor
from hpcskills.model import Assessment, Background, Catalogue, Fact, Held, Implied, Reading, Role, Tier
from hpcskills.planning.ladder import Ladder, ladder
from hpcskills.planning.limits import Limits

_NEARNESS = (Tier.ENTRY, Tier.CORE, Tier.EMERGING)
"""What a newcomer can reach first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """Percent points of the fit of `role` that one skill earns."""

    role: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """A skill that the background brings and where it earns points, entry roles first."""

    implied: Implied
    held: Held | None
    earns: tuple[Earning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualGap:
    """A skill that people of the trade usually lack; `held` where this person has it."""

    skill: str
    held: Held | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What a person from a trade can expect; the target is the landing job or the chosen role."""

    background: Background
    assessment: Assessment
    carried: tuple[CarriedOver, ...]
    usual_gaps: tuple[UsualGap, ...]
    ladder: Ladder
    facts: tuple[Fact, ...]


def transition(
    assessor: Assessor, background: Background, text: str, *, limits: Limits, role: Role | None = None
) -> Transition:
    """Assess a trade's skills with a person's own words; the path leads to `role` or the best entry role.

    The stepping stones are planned within the limits.
    """
    return transition_reading(assessor, background, assessor.matcher.read(text), limits=limits, role=role)


def transition_reading(
    assessor: Assessor, background: Background, reading: Reading, *, limits: Limits, role: Role | None = None
) -> Transition:
    """The same for words that were understood already."""
    catalogue = assessor.catalogue
    found = assessor.assess_reading(reading, background=background, role=role)
    landing = [fit for fit in found.fits if fit.tier is Tier.ENTRY]
    if role is None and landing:
        found = assessor.assess_reading(reading, background=background, role=catalogue.roles[landing[0].role])
    carried = [_carried(implied, found) for implied in background.skills]
    first = [catalogue.roles[fit.role] for fit in landing]
    climbed = ladder(catalogue, assessor.scorer, found.profile, first, limits, wanted=role)
    return Transition(
        background=background,
        assessment=found,
        carried=tuple(sorted(carried, key=lambda one: _worth(one, found.target.role), reverse=True)),
        usual_gaps=tuple(UsualGap(skill=s, held=found.profile.held.get(s)) for s in background.usual_gaps),
        ladder=climbed,
        facts=_facts(catalogue, background, climbed),
    )


def _carried(implied: Implied, found: Assessment) -> CarriedOver:
    points: dict[str, float] = {}
    for fit in sorted(found.fits, key=lambda fit: _NEARNESS.index(fit.tier)):
        for part in fit.parts:
            if part.covered and part.held and part.held.skill == implied.skill:
                points[fit.role] = points.get(fit.role, 0.0) + 100 * part.points / fit.full_points
    return CarriedOver(
        implied=implied,
        held=found.profile.held.get(implied.skill),
        earns=tuple(Earning(role=role, points=gain) for role, gain in points.items()),
    )


def _worth(carried: CarriedOver, target: str) -> tuple[float, float]:
    """Points in the role the path leads to, then in all."""
    points = {one.role: one.points for one in carried.earns}
    return points.get(target, 0.0), sum(points.values())


def _facts(catalogue: Catalogue, background: Background, climbed: Ladder) -> tuple[Fact, ...]:
    """Pick the outlook of the rungs, then of the roles beside them, then of the trade."""
    beside = (plan.role for rung in climbed.rungs for plan in rung.beside)
    order = dict.fromkeys([*(rung.plan.role for rung in climbed.rungs), *beside, background.id])
    place = {name: number for number, name in enumerate(order)}
    found = [
        (min(place[name] for name in named), fact)
        for fact in catalogue.facts
        if (named := place.keys() & set(fact.about))
    ]
    return tuple(fact for _, fact in sorted(found, key=lambda one: one[0]))
