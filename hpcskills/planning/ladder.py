"""The stepping stones into HPC: a landing job, then a core role, then an emerging one, each with the plan to it.

A rung begins with the skills after the rung before: what its plan taught, and what a year of work in it teaches by the
assumption that stands in the data.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hpcskills.errors import UserError
from hpcskills.model import Band, Catalogue, Profile, Role, Tier, WorkYear
from hpcskills.planning.limits import Limits
from hpcskills.planning.optimum import plan
from hpcskills.planning.planned import Plan, Target
from hpcskills.planning.steps import grown
from hpcskills.scoring.fit import Scorer

SECONDS = 3.0
"""Processor time for all rungs: whoever asks where to go waits no longer, and a busy machine leaves no rung out."""

LEAST_SECONDS = 0.2
"""With less left no further plan is begun."""

TIERS = (Tier.ENTRY, Tier.CORE, Tier.EMERGING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: the plan to its role, the plans to others of its tier (`beside`), and what a year in it teaches.

    `year` holds the skills that grow with their new levels; empty where nothing is assumed.
    """

    tier: Tier
    plan: Plan
    beside: tuple[Plan, ...]
    year: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs from today on. `near` is the band that plans lead to; `cut`: time was up before all was planned."""

    rungs: tuple[Rung, ...]
    near: Band
    cut: bool


def ladder(
    catalogue: Catalogue,
    scorer: Scorer,
    profile: Profile,
    first: Sequence[Role],
    limits: Limits,
    *,
    wanted: Role | None = None,
    seconds: float = SECONDS,
) -> Ladder:
    """Climb from the first of the landing jobs to a core and an emerging role; through `wanted`, if that is named."""
    climb = _Climb(catalogue, scorer, limits, ends=time.process_time() + seconds)
    rungs: list[Rung] = []
    for tier in TIERS:
        offers = list(first) if tier is Tier.ENTRY else list(_onward(catalogue, rungs, tier))
        if wanted is not None and wanted.tier is tier:
            offers = [wanted, *(role for role in offers if role is not wanted)]
        plans = climb.plans(offers, profile)
        if not plans:
            continue
        if tier is not Tier.ENTRY and (wanted is None or wanted.tier is not tier):
            plans.sort(key=_effort)
        best, *beside = plans
        year = after_a_year(scorer, best.profile, catalogue.roles[best.role], catalogue.work)
        rungs.append(Rung(tier=tier, plan=best, beside=tuple(beside), year=year))
        profile = grown(best.profile, year)
    return Ladder(rungs=tuple(rungs), near=climb.near, cut=climb.cut)


def after_a_year(scorer: Scorer, profile: Profile, role: Role, work: WorkYear | None) -> Mapping[str, int]:
    """Give the levels that a year in a role raises: what it asks for, by what the data assume."""
    levels = {skill: held.level for skill, held in profile.held.items()}
    raised: dict[str, int] = {}
    if work is None:
        return raised
    for need in role.requirements:
        skill = max(need.skills, key=lambda one: scorer.credits.hundredths(one, levels))
        level = min(need.level, work.most, scorer.credits.hundredths(skill, levels) // 100 + work.levels)
        if level > levels.get(skill, 0):
            raised[skill] = max(level, raised.get(skill, 0))
    return raised


class _Climb:
    """Plans one role after the other while there is time."""

    def __init__(self, catalogue: Catalogue, scorer: Scorer, limits: Limits, *, ends: float) -> None:
        self._catalogue, self._scorer, self._limits, self._ends = catalogue, scorer, limits, ends
        self.near = sorted(catalogue.bands, key=lambda band: band.min_fit)[-2:][0]
        self.cut = False

    def plans(self, roles: Iterable[Role], profile: Profile) -> list[Plan]:
        """Give the plans for as many of the roles as there is time for."""
        found: list[Plan] = []
        for role in roles:
            seconds = self._ends - time.process_time()
            if seconds < LEAST_SECONDS:
                self.cut = True
                break
            try:
                found.append(
                    plan(
                        self._catalogue, self._scorer, profile, role, self._limits,
                        target=Target(fit=self.near.min_fit), seconds=seconds, advise=False,
                    )
                )  # fmt: skip
            except UserError:  # no plan in the time that was left
                self.cut = True
        return found


def _onward(catalogue: Catalogue, rungs: Sequence[Rung], tier: Tier) -> Iterator[Role]:
    """Give the roles of a tier that those of the rungs lead to, the last rung's first."""
    names = dict.fromkeys(name for rung in reversed(rungs) for name in catalogue.roles[rung.plan.role].next_roles)
    return (catalogue.roles[name] for name in names if catalogue.roles[name].tier is tier)


def _effort(found: Plan) -> tuple[bool, float, float]:
    """Order plans: those that lead to the goal first, then by hours and money."""
    return not (found.reached and found.goal.within_courses), found.hours.high or 0.0, found.usd.high or 0.0
