"""All that one person can take on the way to one role, found and cut down to what can matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hpcskills.model import FULL, Catalogue, Profile, Role
from hpcskills.planning.leads import bits, first_of, leading, mask_of, meeting, reachable
from hpcskills.planning.limits import Limits
from hpcskills.planning.takes import Grant, Share, Take, grants, shares, takes
from hpcskills.scoring.credit import Credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All that can be taken, and what each of it needs.

    `providers[k]` holds one bit mask of takes for each need of take `k`: any of them, taken before, meets it.
    A provider that could only be taken once the need is met is left out.
    """

    role: Role
    start: Mapping[str, int]
    takes: tuple[Take, ...]
    providers: tuple[tuple[int, ...], ...]
    shares: tuple[Share, ...]
    grants: tuple[Grant, ...]
    included: frozenset[str]

    @property
    def full_points(self) -> int:
        """Points of a fit of 100."""
        return FULL * sum(share.requirement.importance for share in self.shares)

    def points(self, taken: Collection[int]) -> int:
        """Give the role's points with some takes."""
        return sum(share.requirement.importance * share.covered(taken) for share in self.shares)

    def ordered(self, taken: Collection[int]) -> tuple[list[int], list[int]]:
        """Split takes into those that can follow one another, in an order that works, and those that are stuck."""
        order: list[int] = []
        waiting, done = sorted(taken), 0
        while ready := [k for k in waiting if all(mask & done for mask in self.providers[k])]:
            order += ready
            done |= mask_of(ready)
            waiting = [k for k in waiting if not done >> k & 1]
        return order, waiting


def start_levels(catalogue: Catalogue, profile: Profile, limits: Limits) -> dict[str, int]:
    """Give the levels a person starts from: those of the profile and of courses that are done."""
    levels = {skill: held.level for skill, held in profile.held.items()}
    for done in limits.done:
        for skill, level in catalogue.courses[done].gives.items():
            levels[skill] = max(level, levels.get(skill, 0))
    return levels


def choice(
    catalogue: Catalogue,
    credits_: Credits,
    profile: Profile,
    role: Role,
    limits: Limits,
) -> Choice:
    """Find everything that can be reached from the start and may serve the role."""
    start = start_levels(catalogue, profile, limits)
    courses = {
        course.id: course
        for course in catalogue.courses.values()
        if course.id not in limits.done and limits.allows(course)
    }
    done = [catalogue.courses[id_] for id_ in sorted(limits.done)]
    every = sorted(takes(courses, credits_, start, limits, done=done), key=lambda take: take.key)
    meets, won = meeting(every, credits_), shares(every, credits_, role, start)
    wanted = {k for share in won for k in share.covers}
    wanted |= {k for k, take in enumerate(every) if take.course.id in limits.include}
    some = [every[k] for k in bits(leading(meets, reachable(meets), wanted))]
    needs = meeting(some, credits_)
    first = first_of(needs)
    return Choice(
        role=role,
        start=start,
        takes=tuple(some),
        providers=tuple(tuple(map(first, masks)) for masks in needs),
        shares=shares(some, credits_, role, start),
        grants=tuple(grants(catalogue, some, limits)),
        included=limits.include - limits.done,
    )
