"""Rows that no circle of takes keeps: somebody in it has to be led to from outside ("loop formulas")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hpcskills.planning.leads import Masks, bits, mask_of

MARGIN = 0.01
"""How far a row is off before it is worth adding."""


def broken(needs: Masks, values: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Give, as a column and a mask, rows x_k <= sum of the mask that hold in every order and that these values break.

    Values may be fractions. `led[k]` is how far k is led to by what comes before it, at most its value: as much as
    the least led of its needs is. The set of a row is k and all that its least led needs lead back to, as far as it
    is less led to than taken.
    """
    taken = [k for k, value in enumerate(values) if value > MARGIN]
    mask = mask_of(taken)
    ways = {k: [tuple(bits(need & mask)) for need in needs[k]] for k in taken if k < len(needs) and needs[k]}
    led = {k: 0.0 if k in ways else values[k] for k in taken}
    moved = True
    while moved:
        moved = False
        for k, several in ways.items():
            more = min(values[k], *(sum(led[p] for p in one) for one in several))
            if more > led[k] + MARGIN / 10:
                led[k], moved = more, True
    stuck = mask_of(k for k in ways if values[k] - led[k] > MARGIN / 2)
    least = {k: min(needs[k], key=lambda need: sum(led[p] for p in bits(need & mask))) for k in bits(stuck)}
    for k in bits(stuck):
        outside = _outside(k, stuck, least, needs)
        if values[k] - sum(values[p] for p in bits(outside)) > MARGIN:
            yield k, outside


def _outside(k: int, stuck: int, need: Mapping[int, int], needs: Masks) -> int:
    """Follow the needs of k back through all that is stuck, and give what stands around it.

    What stands around and can itself only be led to from there or from inside may as well stand inside.
    """
    inside, waiting, seen = 1 << k, [k], 0
    while waiting:
        seen |= need[waiting.pop()]
        more = seen & stuck & ~inside
        inside |= more
        waiting += bits(more)
    around = seen | inside
    while more := mask_of(p for p in bits(around & ~inside) if any(not own & ~around for own in needs[p])):
        inside |= more
    return around & ~inside
