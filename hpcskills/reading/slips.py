"""Slips of the keyboard, the pen and the ear: how a misspelt word came about tells how likely it is the name meant.

People double, forget and swap letters, hit the next key and write as they hear. An odd letter more, or one far away on
the keyboard, mostly makes the name of something else ("kdocker", "apcluster").
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from enum import IntEnum
from functools import lru_cache
from itertools import groupby


class Slip(IntEnum):
    """What made one word out of another, from the most to the least forgivable."""

    DOUBLED = 0
    SWAPPED = 1
    NEAR = 2
    DROPPED = 3
    ODD = 4


_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
_KEYS = {key: (x + shift, y) for y, (row, shift) in enumerate(_ROWS) for x, key in enumerate(row)}
_NEXT_KEY = 1.3
_ALIKE = ("aeiouy", "ckqs", "sz", "fv", "dt", "bp", "gj", "mn", "vw", "0o", "1li")
"""Letters that sound or look alike."""

SHORTEST = {Slip.DOUBLED: 4, Slip.SWAPPED: 4, Slip.NEAR: 5, Slip.DROPPED: 5, Slip.ODD: 8}
"""Letters of the shortest name that is recognised behind a slip."""

VOUCHING = 6
"""Letters of the other words of a name that vouch for a short one; twice as many, for one that is a known word."""


@lru_cache(maxsize=10_000)
def slip(written: str, known: str) -> Slip:
    """What made `written` out of `known`, from which it is one edit away."""
    start = next(
        (i for i, (a, b) in enumerate(zip(written, known, strict=False)) if a != b), min(len(written), len(known))
    )
    if undoubled(written) == undoubled(known):
        return Slip.DOUBLED
    if len(written) < len(known):
        return Slip.DROPPED
    if len(written) > len(known):
        return Slip.ODD
    if sorted(written) == sorted(known):
        return Slip.SWAPPED
    return Slip.NEAR if _near(written[start], known[start]) else Slip.ODD


def is_plain(written: str, known: str) -> bool:
    """Is a name long enough to be recognised in a word that is one edit away from it?"""
    return len(known) >= SHORTEST[slip(written, known)]


def is_vouched(said: Sequence[str], meant: Sequence[str], edits: int, known: Set[str]) -> bool:
    """Do the words of a name vouch for those among them that differ? Most short ones have a neighbour."""
    differing = [(one, other) for one, other in zip(said, meant, strict=True) if one != other]
    written, right = differing[0]
    if len(differing) > 1:
        return all(len(one) > 3 and one not in known for one, _ in differing)
    if edits > 1:
        return len(written) > 7
    others = sum(map(len, said)) - len(written)
    if others >= 2 * VOUCHING:
        return True
    short = min(len(written), len(right)) < 4 and others < VOUCHING
    return written not in known and (not short or slip(written, right) <= Slip.SWAPPED)


def undoubled(word: str) -> str:
    """A word without its doubled letters, which people forget first: "shell" and "shel" are alike."""
    return "".join(letter for letter, _ in groupby(word))


def _near(one: str, other: str) -> bool:
    """Do two letters lie side by side, or sound or look alike?"""
    if any(one in letters and other in letters for letters in _ALIKE):
        return True
    (x, y), (x2, y2) = _KEYS.get(one, (-9.0, 0)), _KEYS.get(other, (99.0, 0))
    return abs(x - x2) < _NEXT_KEY and abs(y - y2) < 2
