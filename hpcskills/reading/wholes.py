"""Items of lists that are, as a whole, one name: misspelt, or with its blanks misplaced.

If an item may be a misspelt longer name, no part of it is sure: "GPU hradwaer" is not GPU computing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hpcskills.model import How
from hpcskills.reading import tokens
from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.leftover import Leftover
from hpcskills.reading.plainwords import SEVERAL
from hpcskills.reading.slips import is_vouched
from hpcskills.reading.surroundings import Surroundings
from hpcskills.reading.vocabulary import SHORTEST_CUT, Name

EXACT, ALIAS, VARIANT = (How.EXACT, 1.0), (How.ALIAS, 0.98), (How.VARIANT, 0.95)
"""How a name was written, and how sure that is (0-1)."""

WHOLE_ITEM = 6
"""Words of the longest item that is looked up as one misspelt name."""


class Sure(NamedTuple):
    """A hit that counts, with the name meant."""

    hit: Hit
    name: Name
    how: How
    score: float


class Doubt(NamedTuple):
    """A hit that a person must confirm, and why."""

    hit: Hit
    why: str


class Wholes(Surroundings):
    """Decides which items of a text are one name each."""

    def __init__(self, finder: Finder, hits: Sequence[Hit]) -> None:
        super().__init__(finder, hits)
        self.finder, self.leftover = finder, Leftover(finder.words, self.items)

    def _with_items(self, judged: list[Sure | Doubt]) -> list[Sure | Doubt]:
        """The decisions, and in the place of some those for whole items of lists that are one misspelt name."""
        exact = [one.hit for one in judged if isinstance(one, Sure) and not one.hit.edits and not one.hit.changed]
        sure = {index for hit in exact for index in range(hit.first, hit.last + 1)}
        left = self.leftover.items(sure, WHOLE_ITEM)
        of = {index: one for one in judged for index in range(one.hit.first, one.hit.last + 1)} if left else {}
        items: dict[int, Sure | Doubt] = {}
        inside: set[int] = set()
        for first, last in left:
            parts = [of[index] for index in range(first, last + 1) if index in of]
            if all(first <= one.hit.first <= one.hit.last <= last for one in parts):
                whole = self._judge_whole(self.finder.whole(first, last), sure, parts)
                if whole is not None:
                    items[first] = whole
                    inside.update(range(first, last + 1))
        if not items:
            return judged
        kept = [one for one in judged if one.hit.first not in inside]
        return sorted([*kept, *items.values()], key=lambda one: one.hit.first)

    def _judge_whole(self, hit: Hit | None, sure: set[int], parts: list[Sure | Doubt]) -> Sure | Doubt | None:
        """A whole item counts if it is a name but for blanks or a slip; if it may be one, no part of it is sure."""
        if hit is None or self._names_people(hit, hit.names[0]):
            return None
        name, near = meant(hit, self.words.mention(hit.first, hit.last)), self._is_near(hit, hit.names[0])
        others = [one.name for one in parts if isinstance(one, Sure)]
        skills = {other.skill for other in others}
        if name is not None and near and (skills > {name.skill} or self._is_clear(hit, name, sure)):
            return Sure(hit, name, *self._how(hit, name))
        if others:
            either = hit._replace(names=[*hit.names, *others])
            return Doubt(either, "may be a misspelt longer name") if self._hides(hit, sure, skills) else None
        known = self.finder.vocabulary.known
        if not near or (name is None and known.issuperset(self.words.keys[hit.first : hit.last + 1])):
            return None
        return Doubt(hit, "looks like a misspelling" if name else "fits more than one skill equally well")

    def _is_clear(self, hit: Hit, name: Name, sure: set[int]) -> bool:
        """Does nothing in an item speak against the one name that it is but for blanks or a slip?"""
        said = self.words.keys[hit.first : hit.last + 1]
        if hit.edits and len(said) == len(name.keys):
            return is_vouched(said, name.keys, hit.edits, self.finder.vocabulary.spelt)
        return not hit.edits or sure.isdisjoint(range(hit.first, hit.last + 1))

    def _hides(self, hit: Hit, sure: set[int], skills: set[str]) -> bool:
        """May an item be a misspelt name of another skill than the names in it: "GPU hradwaer" is GPU hardware?

        None of these names is given up for it ("Amazon API" is no Amazon AMI), and what differs is not too short.
        """
        said, right = range(hit.first, hit.last + 1), hit.names[0].keys
        odd = sum(len(self.words.words[i]) for i in said if i not in sure and self.words.keys[i] not in right)
        kept = all(self.words.keys[i] in "".join(right) for i in said if i in sure)
        another = any(name.skill not in skills for name in hit.names)
        return another and kept and odd >= 3 * hit.edits - 1 and (hit.edits < 2 or self._is_listed(hit))

    def _is_near(self, hit: Hit, name: Name) -> bool:
        """Is an item long enough for its slips? Two ask for a list, and for the same beginning."""
        said = self._said(hit.first, hit.last)
        letters = sum(map(len, said))
        if hit.edits > 1:
            return letters > 12 and said[0][0] == name.folded[0] and self._is_listed(hit)
        return letters > (4 if len(said) == len(name.keys) else SHORTEST_CUT)

    def _is_listed(self, hit: Hit) -> bool:
        """Are the plain words of an item such as stand in lists, or in the name that it may be?"""
        plain = self.words.grammar.fillers.intersection(self._said(hit.first, hit.last))
        return self.words.grammar.list_words.union(hit.names[0].keys) >= plain

    def _names_people(self, hit: Hit, name: Name | None) -> bool:
        """Does it name several people of a trade, who are others: "an interface to project managers"?"""
        return self.words.words[hit.last] in SEVERAL and not (name and name.folded.endswith("s"))

    def _said(self, first: int, last: int) -> list[str]:
        return self.words.words[first : last + 1]

    def _how(self, hit: Hit, name: Name) -> tuple[How, float]:
        """How a hit names a skill, and how sure that is (0-1)."""
        if hit.edits:
            return How.FUZZY, round(1 - hit.edits / max(2 * hit.edits, sum(map(len, name.keys))), 2)
        if not hit.changed and name.folded == self.words.written(hit.first, hit.last):
            return EXACT if name.label else ALIAS
        return VARIANT


def meant(hit: Hit, mention: str) -> Name | None:
    """The name meant: the one spelled alike where several share their words; None for a tie between skills."""
    names = hit.names
    if len(names) == 1:
        return names[0]
    if len({name.skill for name in names}) > 1:
        folded = tokens.fold(mention)
        names = tuple(name for name in names if name.folded == folded)
        if len({name.skill for name in names}) != 1:
            return None
    return min(names, key=lambda name: (name.written != mention, name.ambiguous, not name.label))
