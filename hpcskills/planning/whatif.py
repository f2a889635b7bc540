"""What a few more levels would change: the fit of every role, exactly, and the next levels worth most for an hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hpcskills.model import Catalogue, Course, Fit, Profile, Role
from hpcskills.planning.eligibility import Person, open_to
from hpcskills.planning.limits import is_offered
from hpcskills.planning.plan import ready
from hpcskills.planning.steps import grown
from hpcskills.scoring.credit import IN_FULL
from hpcskills.scoring.fit import Scorer

HIGHEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The fit of one role before and after."""

    before: Fit
    after: Fit

    @property
    def gain(self) -> float:
        """Percent points of the fit."""
        return self.after.fit - self.before.fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One skill one level higher: the points it is worth in a role, and the shortest course that leads there.

    `have` is the level that counts today, with what other skills lend; no course means that none which could be begun
    today leads there.
    """

    skill: str
    have: float
    level: int
    gain: float
    course: Course | None

    @property
    def per_hour(self) -> float:
        """Points for an hour of the course, by the upper bound of its hours; 0 where no course leads there."""
        hours = self.course.hours.high if self.course else None
        return self.gain / hours if hours else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """A role's fit today and every single next level that would raise it, most points for an hour first."""

    fit: Fit
    steps: tuple[Next, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The answer: `effects` where levels were added (`idle` ones are there already), else `chances`, role by role."""

    added: Mapping[str, int]
    idle: Mapping[str, int]
    effects: tuple[Effect, ...]
    chances: tuple[Chances, ...]


def asked(
    catalogue: Catalogue, scorer: Scorer, profile: Profile, *, added: Mapping[str, int], role: Role | None = None
) -> WhatIf:
    """Work out what added levels change, or without any what the next ones would; for one role or for all."""
    held = {skill: profile.held[skill].level for skill in added if skill in profile.held}
    return WhatIf(
        added=added,
        idle={skill: level for skill, level in held.items() if level >= added[skill]},
        effects=tuple(one for one in _effects(scorer, profile, added) if role is None or role.id == one.after.role),
        chances=() if added else tuple(_chances(catalogue, scorer, profile, role)),
    )


def _effects(scorer: Scorer, profile: Profile, added: Mapping[str, int]) -> Iterator[Effect]:
    if added:
        before = {fit.role: fit for fit in scorer.fits(profile, parts=False)}
        for after in scorer.fits(grown(profile, added), parts=False):
            yield Effect(before=before[after.role], after=after)


def _chances(catalogue: Catalogue, scorer: Scorer, profile: Profile, role: Role | None) -> Iterator[Chances]:
    steps = _Steps(catalogue, scorer, profile)
    for fit in scorer.fits(profile, parts=False):
        if role is None or role.id == fit.role:
            yield Chances(fit=fit, steps=steps.of(catalogue.roles[fit.role]))


class _Steps:
    """Finds the next levels of one person; what each leads to is worked out once for all roles."""

    def __init__(self, catalogue: Catalogue, scorer: Scorer, profile: Profile) -> None:
        self._scorer = scorer
        self._levels = {skill: held.level for skill, held in profile.held.items()}
        self._today = scorer.percents(self._levels)
        self._places = {role: place for place, role in enumerate(catalogue.roles)}
        self._courses = [
            course
            for course in catalogue.courses.values()
            if is_offered(course)
            and open_to(course.eligibility, Person()).sure
            and ready(course, self._levels, scorer.credits)
        ]

    def of(self, role: Role) -> tuple[Next, ...]:
        """Give the best next level for each requirement, most points for an hour first."""
        place = self._places[role.id]
        distinct: dict[str, Next] = {}
        for need in role.requirements:
            found = [step for skill in need.skills if (step := self._next(skill, place)) is not None]
            if found:
                best = min(found, key=_order)
                distinct.setdefault(best.skill, best)
        return tuple(sorted(distinct.values(), key=_order))

    def _next(self, skill: str, place: int) -> Next | None:
        have = self._scorer.credits.hundredths(skill, self._levels) / 100
        level = int(have) + 1
        if level > HIGHEST:
            return None
        gain = self._scorer.percents({**self._levels, skill: level})[place] - self._today[place]
        if gain <= 0:
            return None
        return Next(skill=skill, have=have, level=level, gain=gain, course=self._shortest(skill, level))

    def _shortest(self, skill: str, level: int) -> Course | None:
        """Find the course of fewest hours, then of lowest price, that brings the level and can be begun today."""
        full = [credit for credit in self._scorer.credits.towards(skill).values() if credit.kind in IN_FULL]

        def leads(course: Course) -> bool:
            return any(course.teaches.get(one.source, 0) * one.percent >= 100 * level for one in full)

        those = (course for course in self._courses if leads(course))
        return min(those, key=lambda one: (one.hours.high or 0.0, _price(one), one.id), default=None)


def _order(step: Next) -> tuple[float, float, str]:
    return -step.per_hour, -step.gain, step.skill


def _price(course: Course) -> float:
    """What nobody knows comes last, never as 0."""
    return float("inf") if course.cost_usd.high is None else course.cost_usd.high
