"""What leads where: which takes meet the needs of which, as bit masks, and what can be left out for good.

A set of takes is a whole number with one bit for each of them, so that unions and tests take no time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from typing import TypeAlias

from hpcskills.planning.takes import Need, Share, Take, Way
from hpcskills.scoring.credit import Credits

Masks: TypeAlias = Sequence[tuple[int, ...]]
"""For each take one bit mask a need: any of these takes, taken before, meets it."""


def bits(mask: int) -> Iterator[int]:
    """Give the numbers of the bits that are set, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit.bit_length() - 1
        mask ^= bit


def mask_of(numbers: Iterable[int]) -> int:
    """Set the bits of these numbers."""
    return sum(1 << number for number in numbers)


def meeting(takes: Sequence[Take], credits_: Credits) -> Masks:
    """For each take the bit masks of those that meet its needs, one mask a need."""
    giving: dict[str, list[tuple[int, int]]] = {}
    of_course: dict[str, int] = {}
    for k, take in enumerate(takes):
        of_course[take.course.id] = of_course.get(take.course.id, 0) | 1 << k
        for skill, level in take.gives.items():
            giving.setdefault(skill, []).append((level, k))
    masks: dict[Need, int] = {}

    def meets(need: Need) -> int:
        if need not in masks:
            skill, asked = need
            masks[need] = sum(
                {
                    1 << k
                    for source, credit in credits_.towards(skill).items()
                    for level, k in giving.get(source, ())
                    if level * credit.percent >= 100 * asked
                }
            )
        return masks[need]

    return [(*map(meets, take.needs), *(of_course.get(id_, 0) for id_ in take.after)) for take in takes]


def first_providers(providers: Masks) -> tuple[tuple[int, ...], ...]:
    """Leave out of each need the providers that are never the first to meet it.

    If all that meets some need of a provider would meet this need too, then this need is met before the provider
    can be taken: another one was first. That removes nearly all circles of courses that justify each other.
    """
    firsts: dict[int, int] = {}

    def first(mask: int) -> int:
        if mask not in firsts:
            rest, kept = mask, 0
            while rest:
                bit = rest & -rest
                rest ^= bit
                if all(own & ~mask for own in providers[bit.bit_length() - 1]):
                    kept |= bit
            firsts[mask] = kept
        return firsts[mask]

    return tuple(tuple(first(mask) & ~(1 << k) for mask in masks) for k, masks in enumerate(providers))


def reachable(providers: Masks) -> int:
    """Give what can be taken at all when everything else is taken before."""
    reached, before = 0, -1
    while reached != before:
        before = reached
        for k, masks in enumerate(providers):
            if not reached >> k & 1 and all(mask & reached for mask in masks):
                reached |= 1 << k
    return reached


def leading(providers: Masks, alive: int, wanted: Iterable[int]) -> int:
    """Keep, of what is alive, the wanted takes and all that leads to them."""
    kept = mask_of(wanted) & alive
    waiting = list(bits(kept))
    while waiting:
        for mask in providers[waiting.pop()]:
            more = mask & alive & ~kept
            kept |= more
            waiting += bits(more)
    return kept


def undominated(
    takes: Sequence[Take], providers: Masks, alive: int, shares: Sequence[Share], apart: Collection[str]
) -> int:
    """Leave out what a course that asks no more, gives no less and costs no more in money and time stands for.

    Of two that are alike the first by id stays. Exams have several ways, one of which may be taken: an exam stands
    only for another way to itself. Courses kept `apart` neither stand for others nor are left out.
    """
    plain = mask_of(k for k in bits(alive) if takes[k].way is Way.LEARN and takes[k].course.id not in apart)
    better = {k: plain for k in bits(alive) if takes[k].course.id not in apart}
    for k in better:
        if takes[k].way is not Way.LEARN:
            better[k] |= mask_of(j for j in bits(alive) if takes[j].course is takes[k].course)
    for mask in {mask for masks in providers for mask in masks}:
        for k in bits(mask):
            if k in better:
                better[k] &= mask
    for share in shares:
        as_much = 0
        for _, several in groupby(sorted(share.covers.items(), key=lambda one: -one[1]), key=lambda one: one[1]):
            same = [k for k, _ in several]
            as_much |= mask_of(same)
            for k in same:
                if k in better:
                    better[k] &= as_much
    beaten = (k for k, mask in better.items() if any(j != k and _beats(takes, providers, j, k) for j in bits(mask)))
    return alive & ~mask_of(beaten)


def _beats(takes: Sequence[Take], providers: Masks, j: int, k: int) -> bool:
    """Tell whether take `j` costs no more than `k` and whatever meets the needs of `k` meets those of `j`."""
    ours = (not takes[j].priced, takes[j].cents, takes[j].minutes)
    theirs = (not takes[k].priced, takes[k].cents, takes[k].minutes)
    if any(mine > yours for mine, yours in zip(ours, theirs, strict=True)) or (ours == theirs and j > k):
        return False
    return all(any(not other & ~own for other in providers[k]) for own in providers[j])


def loops(waits: Mapping[int, int]) -> set[int]:
    """Give, as bit masks, the smallest sets whose members wait (number -> mask) for nobody outside."""
    after = dict(waits)
    while grown := {
        k: m for k, mask in after.items() if (m := reduce(or_, (after[j] for j in bits(mask)), mask)) != mask
    }:
        after |= grown
    return {mask for mask in after.values() if all(after[j] == mask for j in bits(mask))}
