"""How well a profile fits a role: an exact sum of parts, each with the skill that covers it and the reason.

have(s) is the best level x credit among the skills held; covered(s) = min(1, have(s) / need); the fit is the
mean of covered(s), weighted by importance. Sums are whole numbers of 1/6000, so the parts add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hpcskills.model import (
    FULL,
    Band,
    Catalogue,
    Credit,
    CreditKind,
    Fit,
    Held,
    Part,
    Profile,
    Raise,
    Requirement,
    Role,
    Tier,
    Transfer,
)

CORE_MARGIN = 1
"""A core skill is met from this many levels below its need (though never from nothing): the last level grows
in the job, and no newcomer holds level 5, an authority's, in the core skills of a role."""

STEP_LEVELS = 2
"""The most levels one suggested step climbs: what a person can learn before looking at the map again."""

_KINDS = tuple(CreditKind)
_TIERS = tuple(Tier)


class Credits:
    """Which skills count for which, and how far: narrower ones, transfers, and in part broader ones."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._counted = _counted(catalogue)
        self._into: dict[str, list[Transfer]] = {}
        for transfer in catalogue.transfers:
            self._into.setdefault(transfer.target, []).append(transfer)
        self._towards: dict[str, Mapping[str, Credit]] = {}

    def towards(self, target: str) -> Mapping[str, Credit]:
        """Give every skill that counts for `target`, itself first, with its best credit."""
        if target not in self._towards:
            best: dict[str, Credit] = {}
            for credit in self._offers(target):
                # Offers come surest kind first, so only a higher percentage replaces one.
                so_far = best.get(credit.source)
                if credit.percent > (so_far.percent if so_far else 0):
                    best[credit.source] = credit
            self._towards[target] = best
        return self._towards[target]

    def hundredths(self, target: str, levels: Mapping[str, int]) -> int:
        """Give the level of `target` that `levels` count for, in hundredths (0-500)."""
        towards = self.towards(target)
        return max((levels[o] * towards[o].percent for o in levels if o in towards), default=0)

    def _offers(self, target: str) -> Iterator[Credit]:
        name = self._label(target)
        yield Credit(
            source=target, target=target, percent=100, kind=CreditKind.SAME, why=f"{name} is what is asked"
        )
        for narrower in self._counted[target]:
            yield Credit(
                source=narrower,
                target=target,
                percent=self._catalogue.narrower_percent,
                kind=CreditKind.NARROWER,
                why=f"{self._label(narrower)} is a kind of {name}",
            )
        yield from self._transfers(target)
        for broader in self._catalogue.skills[target].broader:
            yield Credit(
                source=broader,
                target=target,
                percent=self._catalogue.broader_percent,
                kind=CreditKind.BROADER,
                why=f"{self._label(broader)} is wider than {name}, so it counts in part",
            )

    def _transfers(self, target: str) -> Iterator[Credit]:
        """One transfer, and at most one step down to a narrower skill, before it or behind it."""
        name, narrower_percent = self._label(target), self._catalogue.narrower_percent

        def credit(source: str, percent: int, way: str, why: str) -> Credit:
            return Credit(
                source=source,
                target=target,
                percent=percent,
                kind=CreditKind.TRANSFER,
                why=f"{self._label(source)}{way}: {why}",
            )

        direct = self._into.get(target, ())
        for transfer in direct:
            yield credit(transfer.source, transfer.percent, f" carries over to {name}", transfer.why)
        for transfer in direct:
            way = f", a kind of {self._label(transfer.source)}, carries over to {name}"
            for source in self._counted[transfer.source]:
                yield credit(source, transfer.percent * narrower_percent // 100, way, transfer.why)
        for narrower in self._counted[target]:
            way = f" carries over to {self._label(narrower)}, a kind of {name}"
            for transfer in self._into.get(narrower, ()):
                yield credit(transfer.source, transfer.percent * narrower_percent // 100, way, transfer.why)

    def _label(self, skill: str) -> str:
        return self._catalogue.skills[skill].label


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """A requirement at its place among all roles, and the units from which a core skill is met."""

    role: int
    requirement: Requirement
    met_from: int


class Scorer:
    """Scores profiles against all roles of a catalogue; built once, used for many people."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.credits = Credits(catalogue)
        self._bands = sorted(catalogue.bands, key=lambda band: band.min_fit)
        self._roles = tuple(catalogue.roles.values())
        self._place = {role.id: place for place, role in enumerate(self._roles)}
        self._full = tuple(FULL * sum(need.importance for need in role.requirements) for role in self._roles)
        self._needs = tuple(
            _Need(role=place, requirement=requirement, met_from=_met_from(requirement))
            for place, role in enumerate(self._roles)
            for requirement in role.requirements
        )
        self._touches = self._index()

    def fit(self, role: Role, profile: Profile) -> Fit:
        """Score one role of the catalogue, with all parts."""
        return next(self._fits(profile, [self._place[role.id]], parts=True))

    def fits(self, profile: Profile, *, parts: bool = True) -> tuple[Fit, ...]:
        """Score all roles, best first within each tier; `parts=False` leaves the parts out, for many people.

        Equal fits are ordered by core skills met, then as in the roles file.
        """
        found = self._fits(profile, range(len(self._roles)), parts=parts)
        return tuple(sorted(found, key=lambda fit: (_TIERS.index(fit.tier), -fit.fit, -fit.core_met)))

    def totals(self, levels: Mapping[str, int]) -> tuple[int, ...]:
        """Give the points of every role, in catalogue order, for skill levels (1-5) taken as they stand."""
        return self._points(self._covered(levels))

    def raises(self, role: Role, profile: Profile, limit: int = 3) -> tuple[Raise, ...]:
        """Give the single steps that lift a role's fit most, each with its exact gain, one for each gap.

        A step brings a skill that is asked for to the level needed, or as far as `STEP_LEVELS` lead.
        """
        levels = _levels(profile)
        start = self.totals(levels)[self._place[role.id]]
        gaps = [part.requirement for part in self.fit(role, profile).parts if not part.full]
        steps = [
            max((self._raise(role, skill, need, levels, start) for skill in need.skills), key=_gain)
            for need in sorted(gaps, key=lambda need: -need.importance)
        ]
        distinct: dict[str, Raise] = {}
        for step in sorted(steps, key=_gain, reverse=True):
            distinct.setdefault(step.skill, step)
        return tuple(distinct.values())[:limit]

    def _raise(
        self, role: Role, skill: str, need: Requirement, levels: Mapping[str, int], start: int
    ) -> Raise:
        place = self._place[role.id]
        counted = self.credits.hundredths(skill, levels) // 100
        level = min(need.level, counted + STEP_LEVELS)
        points = self.totals({**levels, skill: level})[place] - start
        return Raise(
            skill=skill, have=levels.get(skill, 0), level=level, gain=100 * points / self._full[place]
        )

    def _fits(self, profile: Profile, places: Iterable[int], *, parts: bool) -> Iterator[Fit]:
        covered = self._covered(_levels(profile))
        met = self._core_met(covered)
        lows, points, highs = (
            self.totals(_low_levels(profile)),
            self._points(covered),
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
                core_met=met[place],
                core_total=sum(need.core for need in role.requirements),
                band=self._band(100 * points[place] // full),
                parts=tuple(self._part(need, profile.held) for need in role.requirements) if parts else (),
            )

    def _index(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """For each skill the needs it touches, with the units that one level of it covers there."""
        touches: dict[str, dict[int, int]] = {}
        for slot, need in enumerate(self._needs):
            for skill in need.requirement.skills:
                for source, credit in self.credits.towards(skill).items():
                    slots = touches.setdefault(source, {})
                    slots[slot] = max(slots.get(slot, 0), units(1, credit.percent, need.requirement))
        return {skill: tuple(slots.items()) for skill, slots in touches.items()}

    def _covered(self, levels: Mapping[str, int]) -> Mapping[int, int]:
        """Give the units covered, only for the needs that are touched at all."""
        covered: dict[int, int] = {}
        for skill, level in levels.items():
            for slot, reach in self._touches.get(skill, ()):
                if level * reach > covered.get(slot, 0):
                    covered[slot] = level * reach
        return covered

    def _points(self, covered: Mapping[int, int]) -> tuple[int, ...]:
        points = [0] * len(self._roles)
        for slot, reach in covered.items():
            need = self._needs[slot]
            points[need.role] += need.requirement.importance * min(reach, FULL)
        return tuple(points)

    def _core_met(self, covered: Mapping[int, int]) -> tuple[int, ...]:
        met = [0] * len(self._roles)
        for slot, reach in covered.items():
            need = self._needs[slot]
            met[need.role] += need.requirement.core and reach >= need.met_from
        return tuple(met)

    def _band(self, whole: int) -> Band:
        return [band for band in self._bands if band.min_fit <= whole][-1]

    def _part(self, need: Requirement, held: Mapping[str, Held]) -> Part:
        """Credit what covers most; among equals the surest kind, then the first skill by id."""
        offers = [
            (units(held[credit.source].level, credit.percent, need), credit)
            for skill in need.skills
            for credit in self.credits.towards(skill).values()
            if credit.source in held
        ]
        if not offers:
            return Part(requirement=need, covered=0, held=None, credit=None)
        covered = max(min(reach, FULL) for reach, _ in offers)
        best = min((credit for reach, credit in offers if reach >= covered), key=_surest)
        return Part(requirement=need, covered=covered, held=held[best.source], credit=best)


def _counted(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """For each skill the narrower ones that count for it: those its data name, else its children."""
    children: dict[str, list[str]] = {}
    for skill in catalogue.skills.values():
        for broader in skill.broader:
            children.setdefault(broader, []).append(skill.id)
    return {
        skill.id: sorted(children.get(skill.id, ()) if skill.counted_by is None else skill.counted_by)
        for skill in catalogue.skills.values()
    }


def units(level: int, percent: int, need: Requirement) -> int:
    """Give the units of `FULL` that a level with so much credit covers, not capped; always a whole number."""
    return level * percent * (FULL // 100 // need.level)


def _met_from(need: Requirement) -> int:
    return max(need.level - CORE_MARGIN, 1) * FULL // need.level


def _surest(credit: Credit) -> tuple[int, str, str]:
    return _KINDS.index(credit.kind), credit.source, credit.target


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
