"""What a plan is to be best in, what it must reach, and what each course adds to that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hpcskills.planning.choice import Choice
from hpcskills.planning.solver import Row


class Aim(StrEnum):
    """What is made as small as possible; the fit, as large as possible."""

    UNPRICED = "courses of unknown price"
    CENTS = "money"
    MINUTES = "time"
    POINTS = "fit"
    FOREIGN = "time in other languages"
    AGAINST = "courses against a wish"
    DROPPED = "included courses left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a plan must reach and may cost at most; `met` names, by place, the parts to be met as core skills.

    `against`, `hoped` and `foreign` are ids of courses to count for the aims of those names.
    """

    points: int = 0
    met: frozenset[int] = frozenset()
    cents: int | None = None
    minutes: int | None = None
    against: frozenset[str] = frozenset()
    hoped: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()


def prices(choice: Choice, wish: Wish) -> Mapping[Aim, Row]:
    """For each aim what each take adds to it."""
    takes = tuple(enumerate(choice.takes))
    return {
        Aim.UNPRICED: {k: 1 for k, take in takes if not take.priced},
        Aim.CENTS: {k: take.cents for k, take in takes if take.cents},
        Aim.MINUTES: {k: take.minutes for k, take in takes if take.minutes},
        Aim.POINTS: {},
        Aim.AGAINST: {k: 1 for k, take in takes if take.course.id in wish.against},
        Aim.DROPPED: {k: -1 for k, take in takes if take.course.id in wish.hoped},
        Aim.FOREIGN: {k: take.minutes for k, take in takes if take.course.id in wish.foreign},
    }
