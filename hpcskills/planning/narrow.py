"""What a search need not look at: takes that lead nowhere, and takes that another one stands for.

Both are left out without loss: of the plans that are best by the aims of `program.py`, the first by id has none of
them. For put the other take in its place: the plan is no worse in any aim, and has fewer courses or comes earlier.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import accumulate
from operator import or_
from typing import TypeAlias

from hpcskills.planning.aims import Aim, Wish
from hpcskills.planning.choice import Choice
from hpcskills.planning.leads import Masks, bits, first_of, leading, mask_of
from hpcskills.planning.solver import Row
from hpcskills.planning.takes import Way

Part: TypeAlias = tuple[int, int]
"""A requirement, by place, and a number of units covered of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What each take costs: for each of the `aims` in their order, then for what a plan may only have so much of.

    There are two such lists, for a route may pay. What is `kept` no other course stands for.
    """

    aims: int
    least: Sequence[tuple[int, ...]]
    most: Sequence[tuple[int, ...]]
    kept: int

    def cheaper(self) -> Callable[[int], int]:
        """Give a function from a take to the mask of those that cost less by the aims, or the same and come first."""
        order = sorted((ours[: self.aims], j) for j, ours in enumerate(self.most))
        masks = list(accumulate((1 << j for _, j in order), or_, initial=0))
        return lambda k: masks[bisect_left(order, (self.least[k][: self.aims], k))]

    def spares(self, j: int, k: int) -> bool:
        """Tell whether take `j` uses up no more than `k` of what a plan may only have so much of."""
        limits = zip(self.most[j][self.aims :], self.least[k][self.aims :], strict=True)
        return all(mine <= yours for mine, yours in limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The takes to look at, as a bit mask; for each need of each, and each value of a part, those first to meet it."""

    takes: int
    needs: Masks
    parts: Mapping[Part, int]


def ranked(choice: Choice, wish: Wish, aims: Sequence[Aim], prices: Mapping[Aim, Row]) -> Prices:
    """Rank the takes by what they cost, aim by aim."""
    limits = [aim for aim, most in ((Aim.CENTS, wish.cents), (Aim.MINUTES, wish.minutes)) if most is not None]
    order = [*aims, *limits]
    paid = {k for grant in choice.grants for k in grant.takes}
    return Prices(
        aims=len(aims),
        most=[tuple(prices[aim].get(k, 0) for aim in order) for k in range(len(choice.takes))],
        least=[
            tuple(0 if aim is Aim.CENTS and k in paid else prices[aim].get(k, 0) for aim in order)
            for k in range(len(choice.takes))
        ],
        kept=mask_of(k for k, take in enumerate(choice.takes) if take.course.id in choice.included | wish.hoped),
    )


def narrowed(choice: Choice, prices: Prices) -> Field:
    """Leave out what leads nowhere and what another take stands for, until nothing more is."""
    field = _field(choice, prices, mask_of(range(len(choice.takes))))
    while beaten := _beaten(choice, prices, field):
        field = _field(choice, prices, field.takes & ~beaten)
    return field


def _field(choice: Choice, prices: Prices, kept: int) -> Field:
    """Keep what is first to meet some part or leads to such a take."""
    left = [tuple(mask & kept for mask in masks) if kept >> k & 1 else () for k, masks in enumerate(choice.providers)]
    first = first_of(left)
    needs = [tuple(map(first, masks)) for masks in left]
    parts = {part: first(mask) for part, mask in _parts(choice, kept).items()}
    takes = leading(needs, kept, bits(reduce(or_, parts.values(), prices.kept)))
    return Field(takes=takes, needs=needs, parts={part: mask for part, mask in parts.items() if mask})


def _parts(choice: Choice, kept: int) -> Mapping[Part, int]:
    """For each value of each part the takes that cover as much or more."""
    parts: dict[Part, int] = {}
    for place, share in enumerate(choice.shares):
        so_far = 0
        for won, k in sorted(((won, k) for k, won in share.covers.items() if kept >> k & 1), reverse=True):
            parts[place, won] = so_far = so_far | 1 << k
    return parts


def _beaten(choice: Choice, prices: Prices, field: Field) -> int:
    """Give the takes for which another one stands: it asks no more, gives no less and costs no more.

    Exams have several ways, one of which may be taken: an exam stands only for another way to itself.
    """
    takes = choice.takes
    plain = mask_of(k for k in bits(field.takes) if takes[k].way is Way.LEARN)
    ways: dict[str, int] = {}
    for k in bits(field.takes & ~plain):
        ways[takes[k].course.id] = ways.get(takes[k].course.id, 0) | 1 << k
    better = {k: (0 if prices.kept >> k & 1 else plain) | ways.get(takes[k].course.id, 0) for k in bits(field.takes)}
    for mask in {*field.parts.values(), *(mask for k in bits(field.takes) for mask in field.needs[k])}:
        for k in bits(mask):
            better[k] &= mask
    cheaper, asking_more = prices.cheaper(), _asking_more(field)
    instead = ((k, mask & cheaper(k)) for k, mask in better.items())
    return mask_of(
        k for k, mask in instead if mask and any(prices.spares(j, k) for j in bits(mask & ~asking_more(field.needs[k])))
    )


def _asking_more(field: Field) -> Callable[[tuple[int, ...]], int]:
    """Give a function from needs to the takes with another need: one that what meets these may not meet.

    All takes are tested at once by their masks: to compare each with each takes a minute for three thousand courses.
    """
    askers: dict[int, int] = {}
    for j in bits(field.takes):
        for need in field.needs[j]:
            askers[need] = askers.get(need, 0) | 1 << j
    owns, asking = list(askers), list(askers.values())

    @cache
    def met(need: int) -> tuple[int, Mapping[int, int]]:
        """The needs met with this one, as a mask; and by place those met but for one take, which meets them itself."""
        lacking = [need & ~own for own in owns]
        alone = {place: left for place, left in enumerate(lacking) if left.bit_count() == 1}
        return mask_of(place for place, left in enumerate(lacking) if not left), alone

    @cache
    def asking_more(needs: tuple[int, ...]) -> int:
        more, unmet, alone = 0, (1 << len(owns)) - 1, dict[int, int]()
        for mask, ones in map(met, needs):
            unmet &= ~mask
            for place, one in ones.items():
                alone[place] = alone.get(place, 0) | one
        for place in bits(unmet):
            more |= asking[place] & ~alone.get(place, 0)
        return more

    return asking_more
