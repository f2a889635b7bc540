"""What leads where: which takes meet the needs of which, as bit masks, and what can be left out for good.

A set of takes is a whole number with one bit for each of them, so that unions and tests take no time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from hpcskills.planning.takes import Need, Take
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


def first_of(providers: Masks) -> Callable[[int], int]:
    """Give a function that leaves out of a mask of takes, all of which meet something, those never first to meet it.

    If all that meets some need of a take would meet the same thing, it is met before that take can come: another one
    was first. That removes nearly all circles of courses that justify each other.
    """

    @cache
    def first(mask: int) -> int:
        return mask_of(k for k in bits(mask) if all(own & ~mask for own in providers[k]))

    return first


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
