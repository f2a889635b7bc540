"""From a trade to HPC: what carries over, where to land, and which stones lead on from there."""

from __future__ import annotations

from dataclasses import dataclass

from hpcskills.assess import Assessor
from hpcskills.model import Assessment, Background, Catalogue, Fact, Fit, Held, Implied, Role, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """Percent points of the fit of `role` that one skill earns."""

    role: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """A skill that the background brings and where it earns points, most first."""

    implied: Implied
    held: Held | None
    earns: tuple[Earning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualGap:
    """A skill that people of the trade usually lack; `held` where this person has it."""

    skill: str
    held: Held | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """A landing job and the roles it leads to, each with this person's fit."""

    fit: Fit
    onward: tuple[Fit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What a person from a trade can expect. The assessment's target is the landing job, unless a role was chosen."""

    background: Background
    assessment: Assessment
    carried: tuple[CarriedOver, ...]
    usual_gaps: tuple[UsualGap, ...]
    stones: tuple[Stone, ...]
    facts: tuple[Fact, ...]


def transition(
    assessor: Assessor, background: Background, text: str, *, role: Role | None = None
) -> Transition:
    """Assess the trade's skills with the person's own words; the path leads to `role`, else to the best entry role."""
    catalogue = assessor.catalogue
    found = assessor.assess(text, background=background, role=role)
    landing = [fit for fit in found.fits if fit.tier is Tier.ENTRY]
    if role is None and landing:
        found = assessor.assess_reading(
            found.reading, background=background, role=catalogue.roles[landing[0].role]
        )
    stones = tuple(_stone(fit, found.fits, catalogue) for fit in landing)
    return Transition(
        background=background,
        assessment=found,
        carried=tuple(_carried(implied, found) for implied in background.skills),
        usual_gaps=tuple(UsualGap(skill=s, held=found.profile.held.get(s)) for s in background.usual_gaps),
        stones=stones,
        facts=_facts(catalogue, background, stones),
    )


def _carried(implied: Implied, found: Assessment) -> CarriedOver:
    earns = [
        Earning(role=fit.role, points=100 * part.points / fit.full_points)
        for fit in found.fits
        for part in fit.parts
        if part.covered and part.held and part.held.skill == implied.skill
    ]
    earns.sort(key=lambda earning: -earning.points)
    return CarriedOver(implied=implied, held=found.profile.held.get(implied.skill), earns=tuple(earns))


def _stone(fit: Fit, fits: tuple[Fit, ...], catalogue: Catalogue) -> Stone:
    onward = catalogue.roles[fit.role].next_roles
    return Stone(fit=fit, onward=tuple(other for other in fits if other.role in onward))


def _facts(catalogue: Catalogue, background: Background, stones: tuple[Stone, ...]) -> tuple[Fact, ...]:
    """Outlook of the trade, the landing jobs and what follows them, in the order of the data."""
    about = {background.id}.union(*({s.fit.role, *(fit.role for fit in s.onward)} for s in stones))
    return tuple(fact for fact in catalogue.facts if about.intersection(fact.about))
