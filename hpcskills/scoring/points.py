"""The fits of many people at once: the same whole numbers as `fit`, looked up in a table and summed by numpy.

What a person holds is a list of codes, one for each skill and its level, said, assumed or unsure; a row of the table
says what such a code covers of every need. A need is covered by the best of a person's rows, as in `fit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hpcskills.model import FULL, Catalogue, Held, Profile, Requirement, Tier
from hpcskills.scoring.credit import IN_FULL
from hpcskills.scoring.fit import LENT_PART, Scorer, met_from, units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole: TypeAlias = NDArray[np.int64]
    Units: TypeAlias = NDArray[np.uint16]

LEVELS = 5
SAID = LEVELS
DENIED = 2 * LEVELS
SURE = DENIED + 1
CODES = SURE + 2 * LEVELS
"""Codes of one skill, the higher outranking the lower: unsure, assumed at level 1-5 or said at level 1-5; denied; then
assumed or said for sure. Code 0 stands for nothing at all."""

_TIERS = tuple(Tier)

FINE, MET_BITS, TIER_BIT = 1 << 44, 8, 54
"""How a rank is made one whole number: a share of 1 has this many steps, then comes the number of core skills met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """Fits of several people (rows) for all roles (columns, in catalogue order).

    `points` are the sums as in `Fit`; `fit`, `low`, `high` are tenths of a percent, floored; `order` names the roles by
    tier, best first; `band` is the place of the band among the catalogue's, from the lowest.
    """

    points: NDArray[np.float64]
    fit: Whole
    low: Whole
    high: Whole
    core_met: Whole
    band: Whole
    order: Whole


class Points:
    """Scores people who are given as codes; built once for a catalogue."""

    def __init__(self, catalogue: Catalogue, scorer: Scorer) -> None:
        import numpy as np

        self.roles = tuple(catalogue.roles.values())
        self.bands = tuple(sorted(catalogue.bands, key=lambda band: band.min_fit))
        self.core_total = tuple(sum(need.core for need in role.requirements) for role in self.roles)
        self._skills = {skill: number for number, skill in enumerate(catalogue.skills)}
        self.size = 1 + CODES * len(self._skills)
        self._needs = _distinct(catalogue)
        self._table = self._filled(scorer)
        self._full = np.array([FULL * sum(n.importance for n in role.requirements) for role in self.roles], np.float64)
        # Whole numbers below 2^24 are exact in float32, which is twice as fast.
        exact = np.float32 if LENT_PART * self._full.max(initial=0) < 1 << 24 else np.float64
        self._weights = np.zeros((len(self._needs), len(self.roles)), exact)
        self._core = np.zeros_like(self._weights)
        self._met_from = np.zeros(len(self._needs), np.uint16)
        slots = {key: slot for slot, key in enumerate(self._needs)}
        for column, role in enumerate(self.roles):
            for need in role.requirements:
                slot = slots[need.skills, need.level]
                self._weights[slot, column] += need.importance
                self._core[slot, column] += need.core
                if need.core:
                    self._met_from[slot] = met_from(need)
        self._asked = np.flatnonzero(self._core.any(axis=1))
        self._tier = np.array([_TIERS.index(role.tier) for role in self.roles])
        froms = [band.min_fit for band in self.bands]
        self._band_at = np.searchsorted(froms, np.arange(101), side="right") - 1

    def code(self, skill: str, level: int, *, assumed: bool, unsure: bool = False) -> int:
        """Give the code of a skill at a level (1-5)."""
        return 1 + CODES * self._skills[skill] + SURE * (not unsure) + SAID * (not assumed) + level - 1

    def denied(self, skill: str) -> int:
        """Give the code of a skill that somebody says not to have."""
        return 1 + CODES * self._skills[skill] + DENIED

    def held(self) -> list[tuple[str, int, bool] | None]:
        """Give for every code the skill, its level and whether that is assumed; None where nothing is held for sure."""
        found: list[tuple[str, int, bool] | None] = [None] * self.size
        for skill in self._skills:
            for level in range(1, LEVELS + 1):
                for assumed in (True, False):
                    found[self.code(skill, level, assumed=assumed)] = (skill, level, assumed)
        return found

    def codes(self, person: Profile) -> list[int]:
        """Give the codes of all that a profile holds, sure and unsure."""
        return [self._of(held) for held in person.held.values()] + [
            self._of(held, unsure=True) for held in person.unsure.values()
        ]

    def _of(self, held: Held, *, unsure: bool = False) -> int:
        return self.code(held.skill, held.level, assumed=held.assumed, unsure=unsure)

    def fits(self, codes: Whole, counts: Whole) -> Fits:
        """Score people who hold so many of the codes each, of one skill at most one."""
        import numpy as np

        covered = self._covered(codes, counts)
        sums = covered.reshape(-1, len(self._needs)).astype(self._weights.dtype) @ self._weights
        points, lent, low, high = sums.reshape(len(counts), 4, -1).swapaxes(0, 1).astype(np.float64)
        reached = covered[:, self._asked] >= self._met_from[self._asked]
        met = (reached.astype(self._core.dtype) @ self._core[self._asked]).astype(np.int64)
        fit = _tenths(100 * points / self._full)
        return Fits(
            points=points,
            fit=fit,
            low=_tenths(100 * low / self._full),
            high=_tenths(100 * high / self._full),
            core_met=met,
            band=self._band_at[fit // 10],
            order=self._order(lent, met),
        )

    def _order(self, lent: NDArray[np.float64], met: Whole) -> Whole:
        """Give the roles by tier, best first: by the share of points with lent credit halved, then by core skills."""
        import numpy as np

        # In one whole number, because sorting by several takes ten times as long. Shares that differ do so by more
        # than one in FINE: they are fractions with denominators below 2^22.
        share = np.rint(lent / (LENT_PART * self._full) * FINE).astype(np.int64)
        return np.argsort((self._tier << TIER_BIT) - (share << MET_BITS) - met, axis=-1, kind="stable")

    def _covered(self, codes: Whole, counts: Whole) -> Units:
        """Give the best row of each person; those with most codes come first, so that each step takes fewer."""
        import numpy as np

        order = np.argsort(-counts, kind="stable")
        place, left = (np.cumsum(counts) - counts)[order], counts[order]
        best = np.zeros((len(counts), self._table.shape[1]), np.uint16)
        room = np.empty_like(best)
        while count := int(np.count_nonzero(left > 0)):
            self._table.take(codes[place[:count]], axis=0, out=room[:count], mode="clip")
            np.maximum(best[:count], room[:count], out=best[:count])
            place, left = place + 1, left - 1
        result = np.empty_like(best)
        result[order] = best
        return result

    def _filled(self, scorer: Scorer) -> Units:
        """Fill the table: four parts a row, for the points, with lent credit halved, for the low and the high end."""
        import numpy as np

        table = np.zeros((self.size, 4, len(self._needs)), np.uint16)
        for slot, need in enumerate(self._needs.values()):
            for skill in need.skills:
                for source, credit in scorer.credits.towards(skill).items():
                    share = LENT_PART if credit.kind in IN_FULL else 1
                    first = self.code(source, 1, assumed=True, unsure=True)
                    cells = table[first : first + CODES, :, slot]
                    np.maximum(cells, _cells(units(1, credit.percent, need), share), out=cells)
        return table.reshape(len(table), -1)


def _cells(reach: int, share: int) -> Units:
    """Give what all codes of a skill cover of a need, if one level covers `reach` and lent credit counts `share`."""
    import numpy as np

    cells = np.zeros((CODES, 4), np.uint16)
    for level in range(1, LEVELS + 1):
        for assumed in (True, False):
            unsure = SAID * (not assumed) + level - 1
            sure = SURE + unsure
            cells[[unsure, sure], 3] = min(min(level + assumed, LEVELS) * reach, FULL)
            cells[sure, 0] = min(level * reach, FULL)
            cells[sure, 1] = min(level * reach * share, LENT_PART * FULL)
            cells[sure, 2] = min(max(level - assumed, 1) * reach, FULL)
    return cells


def _distinct(catalogue: Catalogue) -> dict[tuple[tuple[str, ...], int], Requirement]:
    """Give the needs that differ in their skills or their level; many roles share one."""
    needs: dict[tuple[tuple[str, ...], int], Requirement] = {}
    for role in catalogue.roles.values():
        for need in role.requirements:
            needs.setdefault((need.skills, need.level), need)
    return needs


def _tenths(percent: NDArray[np.float64]) -> Whole:
    import numpy as np

    # As `results.floored` does it, so that both give the same.
    return (percent * 10 + 1e-6).astype(np.int64)
