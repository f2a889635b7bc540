"""Names of skills for a person who is typing one: whole beginnings first, then beginnings with a slip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hpcskills.model import Skill
from hpcskills.reading.tokens import fold

MOST = 8
"""Names shown at once."""

LEAST_ALIKE = 70
"""Below this score (0-100) a name only shares letters with what was typed."""

SHORTEST_WORD = 5
"""Letters; shorter words are like too many names by chance."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name and the skill it belongs to."""

    name: str
    skill: str


class Suggester:
    """Looks through all names of all skills at every key."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        self._all = [Suggestion(name, skill.id) for skill in skills for name in skill.names]
        self._folded = [fold(one.name) for one in self._all]

    def named(self, typed: str) -> str | None:
        """The skill of which `typed` is a whole name, if it is one skill."""
        wanted = fold(typed.strip())
        found = {one.skill for one, name in zip(self._all, self._folded, strict=True) if name == wanted}
        return found.pop() if len(found) == 1 else None

    def suggest(self, typed: str, most: int = MOST) -> tuple[Suggestion, ...]:
        """The best names for what was typed so far, one for each skill."""
        wanted = fold(typed.strip())
        if not wanted:
            return ()
        found: dict[str, Suggestion] = {}
        for places in (self._begun(wanted), self._slipped(wanted), self._alike(wanted)):
            for place in places:
                found.setdefault(self._all[place].skill, self._all[place])
            if len(found) >= most:
                break
        return tuple(found.values())[:most]

    def misspelt(self, word: str, least: int) -> tuple[str, ...]:
        """The skills that a single word may be a misspelt name of: alike from `least` (0-100) on, the likest first."""
        from rapidfuzz import fuzz, process

        wanted = fold(word.strip())
        if len(wanted) < SHORTEST_WORD or " " in wanted:
            return ()
        near = process.extract(wanted, self._folded, scorer=fuzz.ratio, score_cutoff=least, limit=4 * MOST)
        return tuple(dict.fromkeys(self._all[place].skill for name, _, place in near if name[0] == wanted[0]))

    def _begun(self, wanted: str) -> list[int]:
        """Names that begin so, the shortest first; then names of which a word begins so."""
        whole = [place for place, name in enumerate(self._folded) if name.startswith(wanted)]
        inside = [place for place, name in enumerate(self._folded) if f" {wanted}" in name]
        return sorted(whole, key=self._length) + sorted(inside, key=self._length)

    def _slipped(self, wanted: str) -> list[int]:
        """Names whose beginning is one slip away from what was typed, or two where that is long."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        limit = 0 if len(wanted) < 3 else 1 if len(wanted) < 8 else 2
        begun = {place: name[: len(wanted)] for place, name in enumerate(self._folded)}
        near = process.extract(wanted, begun, scorer=OSA.distance, score_cutoff=limit, limit=None) if limit else []
        return [place for _, _, place in sorted(near, key=lambda one: (one[1], self._length(one[2])))]

    def _alike(self, wanted: str) -> list[int]:
        """Fill up with what looks like it in any way: good enough to choose from, not to decide by."""
        from rapidfuzz import fuzz, process

        scorer = fuzz.token_set_ratio
        near = process.extract(wanted, self._folded, scorer=scorer, score_cutoff=LEAST_ALIKE, limit=4 * MOST)
        return [place for _, _, place in near]

    def _length(self, place: int) -> int:
        return len(self._folded[place])
