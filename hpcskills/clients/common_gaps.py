"""What a group holds and lacks of what its target roles ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hpcskills.assess import Assessor
from hpcskills.clients.cohort_file import People
from hpcskills.model import FULL, Catalogue, Requirement, Role, Tier
from hpcskills.scoring.matrix import spread

MOST_LACKING = 3
"""What a near-ready person lacks, costliest first, as far as one talks about it in a meeting."""

_TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """How much of a role's demand in each category the cohort covers, in percent; None where it asks for nothing."""

    role: Role
    shares: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonGap:
    """A need of the target roles: whom it concerns, who holds it in full, in part or not, and what it costs.

    `cost` is in percent points of fit, averaged over the whole cohort.
    """

    requirement: Requirement
    asked: int
    full: int
    part: int
    none: int
    cost: float

    @property
    def lacking(self) -> int:
        """People who do not hold it in full."""
        return self.part + self.none


def by_tier(catalogue: Catalogue) -> list[Role]:
    """Core, entry, emerging roles, each in the order of the data."""
    return sorted(catalogue.roles.values(), key=lambda role: _TIERS.index(role.tier))


class Needs:
    """What everybody covers of every requirement, in units of 1/6000; the same skills are looked at once."""

    def __init__(self, people: People, assessor: Assessor, targets: Sequence[Role]) -> None:
        self._catalogue = assessor.catalogue
        self._targets = targets
        found: dict[tuple[tuple[str, int], ...], Mapping[str, tuple[int, ...]]] = {}
        self._covered = []
        for client in people.clients:
            levels = client.levels or {}
            key = tuple(sorted(levels.items()))
            if key not in found:
                found[key] = assessor.scorer.coverage(levels)
            self._covered.append(found[key])

    def supply(self) -> tuple[Supply, ...]:
        """Average what is covered over everybody, by role and category."""
        categories = [one.id for one in self._catalogue.categories.values() if one.heatmap]
        return tuple(self._supply(role, categories) for role in by_tier(self._catalogue))

    def _supply(self, role: Role, categories: Sequence[str]) -> Supply:
        size = FULL * len(self._covered)
        sums = [sum(column) for column in zip(*(covered[role.id] for covered in self._covered), strict=True)]
        asked = dict.fromkeys(self._catalogue.categories, 0.0)
        held = dict(asked)
        for need, total in zip(role.requirements, sums, strict=True):
            for category, weight in spread(self._catalogue, need):
                asked[category] += weight
                held[category] += weight * total / size
        shares = tuple(100 * held[one] / asked[one] if asked[one] else None for one in categories)
        return Supply(role=role, shares=shares)

    def gaps(self) -> tuple[CommonGap, ...]:
        """Give every need of the target roles, the costliest first; roles that ask for the same share one."""
        tally: dict[tuple[str, ...], _Tally] = {}
        for covered, role in zip(self._covered, self._targets, strict=True):
            weight = sum(need.importance for need in role.requirements)
            for need, units in zip(role.requirements, covered[role.id], strict=True):
                tally.setdefault(need.skills, _Tally(need)).add(units, 100 * need.importance / (weight * FULL))
        size = len(self._targets)
        return tuple(sorted((one.gap(size) for one in tally.values()), key=lambda gap: -gap.cost))

    def role(self, place: int) -> Role:
        """Give the target role of a person."""
        return self._targets[place]

    def missing(self, place: int) -> list[tuple[Requirement, int]]:
        """Give what a person lacks for the target role with the units that are covered, costliest first."""
        role = self._targets[place]
        parts = zip(role.requirements, self._covered[place][role.id], strict=True)
        open_parts = [(need, units) for need, units in parts if units < FULL]
        return sorted(open_parts, key=lambda part: part[0].importance * (part[1] - FULL))

    def lacking(self, place: int) -> tuple[str, ...]:
        """Name what a person lacks most for the target role."""
        return tuple(need.label for need, _ in self.missing(place)[:MOST_LACKING])


class _Tally:
    """Counts for one need while people are looked at."""

    def __init__(self, need: Requirement) -> None:
        self._need = need
        self._full = self._part = self._none = 0
        self._cost = 0.0

    def add(self, units: int, worth: float) -> None:
        """Count a person who covers so many units, each worth so many percent points."""
        self._full += units == FULL
        self._none += units == 0
        self._part += 0 < units < FULL
        self._cost += (FULL - units) * worth

    def gap(self, size: int) -> CommonGap:
        """Give the sums, the cost averaged over `size` people."""
        return CommonGap(
            requirement=self._need,
            asked=self._full + self._part + self._none,
            full=self._full,
            part=self._part,
            none=self._none,
            cost=self._cost / size,
        )
