"""How well a profile fits a role: an exact sum of parts, each with the skill that covers it and the reason.

have(s) is the best level x credit among the skills held; covered(s) = min(1, have(s) / need); the fit is the
mean of covered(s), weighted by importance. Sums are whole numbers of 1/6000, so the parts add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from hpcskills.model import (
    FULL,
    Band,
    Catalogue,
    CreditKind,
    Fit,
    Held,
    Part,
    Profile,
    Raise,
    Requirement,
    Role,
    Tier,
)
from hpcskills.scoring.credit import IN_FULL, Credits

CORE_MARGIN = 1
"""A core skill is met from this many levels below its need (though never from nothing): the last level grows
in the job, and no newcomer holds level 5, an authority's, in the core skills of a role."""

STEP_LEVELS = 2
"""The most levels one suggested step climbs: what a person can learn before looking at the map again."""

LENT_PART = 2
"""Roles are ordered with a half of the credit that other skills lend: borrowed credit makes roles look alike."""

_KINDS = tuple(CreditKind)
_TIERS = tuple(Tier)


_Touches: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """A requirement of the role at place `role`; a core skill is met from `met_from` units."""

    role: int
    requirement: Requirement
    importance: int
    met_from: int


class Scorer:
    """Scores profiles against all roles of a catalogue; built once, used for many people."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.credits = Credits(catalogue)
        self._bands = sorted(catalogue.bands, key=lambda band: band.min_fit)
        self._roles = tuple(catalogue.roles.values())
        self._place = {role.id: place for place, role in enumerate(self._roles)}
        self._full = tuple(FULL * sum(need.importance for need in role.requirements) for role in self._roles)
        self._core_total = tuple(sum(need.core for need in role.requirements) for role in self._roles)
        self._needs = tuple(
            _Need(
                role=place,
                requirement=requirement,
                importance=requirement.importance,
                met_from=met_from(requirement),
            )
            for place, role in enumerate(self._roles)
            for requirement in role.requirements
        )
        self._starts = tuple(accumulate((len(role.requirements) for role in self._roles), initial=0))
        self._touches = self._index(dict.fromkeys(CreditKind, 1))
        self._specific = self._index({kind: LENT_PART if kind in IN_FULL else 1 for kind in CreditKind})

    def fit(self, role: Role, profile: Profile) -> Fit:
        """Score one role of the catalogue, with all parts."""
        return next(self._fits(profile, [self._place[role.id]], parts=True))

    def fits(self, profile: Profile, *, parts: bool = True) -> tuple[Fit, ...]:
        """Score all roles, best first within each tier; `parts=False` leaves the parts out, for many people.

        The order is by `Fit.rank`; equals are ordered by core skills met, then as in the roles file.
        """
        fits = self._fits(profile, range(len(self._roles)), parts=parts)
        return tuple(sorted(fits, key=lambda fit: (_TIERS.index(fit.tier), -fit.rank, -fit.core_met)))

    def totals(self, levels: Mapping[str, int]) -> tuple[int, ...]:
        """Give the points of every role, in catalogue order, for skill levels (1-5) taken as they stand."""
        return self._points(_covered(levels, self._touches), FULL)

    def percents(self, levels: Mapping[str, int]) -> tuple[float, ...]:
        """Give the fits (0-100) for all roles, in catalogue order, for skill levels taken as they stand."""
        return tuple(100 * points / full for points, full in zip(self.totals(levels), self._full, strict=True))

    def nearest(self, levels: Mapping[str, int]) -> Role:
        """Give the role that `fits` would put first, for skill levels taken as they stand."""
        ranks = self._points(_covered(levels, self._specific), LENT_PART * FULL)
        met = self._core_met(_covered(levels, self._touches))
        tiers = [_TIERS.index(role.tier) for role in self._roles]
        places = range(len(self._roles))
        return self._roles[min(places, key=lambda at: (tiers[at], -ranks[at] / self._full[at], -met[at]))]

    def coverage(self, levels: Mapping[str, int]) -> Mapping[str, tuple[int, ...]]:
        """Give for every role the units covered of each of its requirements, for skill levels taken as they stand."""
        covered = _covered(levels, self._touches)
        units_ = [min(covered.get(slot, 0), FULL) for slot in range(len(self._needs))]
        ends = zip(self._starts, self._starts[1:], strict=False)
        return {role.id: tuple(units_[a:b]) for role, (a, b) in zip(self._roles, ends, strict=True)}

    def raises(self, role: Role, profile: Profile, limit: int = 3) -> tuple[Raise, ...]:
        """Give the single steps that lift a role's fit most, each with its exact gain, one for each gap.

        A step brings a skill that is asked for to the level needed, or as far as `STEP_LEVELS` lead.
        """
        levels = _levels(profile)
        covered = _covered(levels, self._touches)
        gaps = [part.requirement for part in self.fit(role, profile).parts if not part.full]
        steps = [
            max((self._raise(role, skill, need, levels, covered) for skill in need.skills), key=_gain)
            for need in sorted(gaps, key=lambda need: -need.importance)
        ]
        distinct: dict[str, Raise] = {}
        for step in sorted(steps, key=_gain, reverse=True):
            distinct.setdefault(step.skill, step)
        return tuple(distinct.values())[:limit]

    def _raise(
        self, role: Role, skill: str, need: Requirement, levels: Mapping[str, int], covered: Mapping[int, int]
    ) -> Raise:
        place = self._place[role.id]
        counted = self.credits.hundredths(skill, levels) // 100
        level = min(need.level, counted + STEP_LEVELS)
        gain = 100 * self._more(place, skill, level, covered) / self._full[place]
        return Raise(skill=skill, have=levels.get(skill, 0), level=level, gain=gain)

    def _more(self, place: int, skill: str, level: int, covered: Mapping[int, int]) -> int:
        """Give the points that a role wins by a skill at a level, beside what is covered."""
        return sum(
            self._needs[slot].importance * (min(level * reach, FULL) - min(covered.get(slot, 0), FULL))
            for slot, reach in self._touches.get(skill, ())
            if self._needs[slot].role == place and level * reach > covered.get(slot, 0)
        )

    def _fits(self, profile: Profile, places: Iterable[int], *, parts: bool) -> Iterator[Fit]:
        levels = _levels(profile)
        covered = _covered(levels, self._touches)
        ranks = self._points(_covered(levels, self._specific), LENT_PART * FULL)
        met = self._core_met(covered)
        lows, points, highs = (
            self.totals(_low_levels(profile)),
            self._points(covered, FULL),
            self.totals(_high_levels(profile)),
        )
        for place in places:
            role, full = self._roles[place], self._full[place]
            yield Fit(
                role=role.id,
                tier=role.tier,
                points=points[place],
                full_points=full,
                low=100 * lows[place] / full,
                high=100 * highs[place] / full,
                rank=100 * ranks[place] / (LENT_PART * full),
                core_met=met[place],
                core_total=self._core_total[place],
                band=self._band(100 * points[place] // full),
                parts=self._parts(place, covered, profile.held) if parts else (),
            )

    def _index(self, shares: Mapping[CreditKind, int]) -> _Touches:
        """For each skill the needs it touches, with the units that one level covers, times the kind's share."""
        touches: dict[str, dict[int, int]] = {}
        for slot, need in enumerate(self._needs):
            for skill in need.requirement.skills:
                for source, credit in self.credits.towards(skill).items():
                    reach = shares[credit.kind] * units(1, credit.percent, need.requirement)
                    slots = touches.setdefault(source, {})
                    slots[slot] = max(slots.get(slot, 0), reach)
        return {skill: tuple(slots.items()) for skill, slots in touches.items()}

    def _points(self, covered: Mapping[int, int], full: int) -> tuple[int, ...]:
        points = [0] * len(self._roles)
        for slot, reach in covered.items():
            need = self._needs[slot]
            points[need.role] += need.importance * (reach if reach < full else full)
        return tuple(points)

    def _core_met(self, covered: Mapping[int, int]) -> tuple[int, ...]:
        met = [0] * len(self._roles)
        for slot, reach in covered.items():
            need = self._needs[slot]
            met[need.role] += reach >= need.met_from
        return tuple(met)

    def _band(self, whole: int) -> Band:
        return [band for band in self._bands if band.min_fit <= whole][-1]

    def _parts(self, place: int, covered: Mapping[int, int], held: Mapping[str, Held]) -> tuple[Part, ...]:
        slots = range(self._starts[place], self._starts[place + 1])
        return tuple(self._part(self._needs[slot].requirement, min(covered.get(slot, 0), FULL), held) for slot in slots)

    def _part(self, need: Requirement, covered: int, held: Mapping[str, Held]) -> Part:
        """Name what covers a need: of all that cover as much the surest kind, then the first skill by id."""
        if not covered:
            return Part(requirement=need, covered=0, held=None, credit=None)
        towards = [self.credits.towards(skill) for skill in need.skills]
        offers = (credits_[skill] for credits_ in towards for skill in held if skill in credits_)
        best = min(
            (credit for credit in offers if units(held[credit.source].level, credit.percent, need) >= covered),
            key=lambda credit: (_KINDS.index(credit.kind), credit.source, need.skills.index(credit.target)),
        )
        return Part(requirement=need, covered=covered, held=held[best.source], credit=best)


def _covered(levels: Mapping[str, int], touches: _Touches) -> Mapping[int, int]:
    """Give the units covered, not capped, for the needs that are touched at all."""
    covered: dict[int, int] = {}
    for skill, level in levels.items():
        for slot, reach in touches.get(skill, ()):
            if level * reach > covered.get(slot, 0):
                covered[slot] = level * reach
    return covered


def units(level: int, percent: int, need: Requirement) -> int:
    """Give the units of `FULL` that a level with so much credit covers, not capped; always a whole number."""
    return level * percent * (FULL // 100 // need.level)


def met_from(need: Requirement) -> int:
    """Give the units from which a core skill is met; no units are enough for any other skill."""
    if not need.core:
        return 5 * FULL + 1
    return max(need.level - CORE_MARGIN, 1) * FULL // need.level


def _gain(step: Raise) -> float:
    return step.gain


def _levels(profile: Profile) -> dict[str, int]:
    return {skill: held.level for skill, held in profile.held.items()}


def _low_levels(profile: Profile) -> dict[str, int]:
    """Take only what is sure, and assumed levels one lower, yet no mention for less than awareness."""
    return {skill: max(held.level - held.assumed, 1) for skill, held in profile.held.items()}


def _high_levels(profile: Profile) -> dict[str, int]:
    """Take what is unsure as held, and assumed levels one higher."""
    levels: dict[str, int] = {}
    for held in (*profile.unsure.values(), *profile.held.values()):
        levels[held.skill] = max(min(held.level + held.assumed, 5), levels.get(held.skill, 0))
    return levels
