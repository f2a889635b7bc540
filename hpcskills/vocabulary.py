"""The vocabulary as an index: which names begin with a word, and which known word a misspelt one may be.

Typing errors are found with rapidfuzz's optimal string alignment (OSA) distance, limited by length. Ratio scorers such
as WRatio are not used: short names score high inside almost any word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from hpcskills.model import Cue, Skill
from hpcskills.tokens import compared, fold


class Name(NamedTuple):
    """A label or alias of a skill: its spelling in the data and its words as they are compared.

    A tuple because thousands are made at every start, and a frozen record takes three times as long.
    """

    skill: str
    written: str
    keys: tuple[str, ...]
    label: bool
    ambiguous: bool


class CueName(NamedTuple):
    """A wording cue and one of its spellings."""

    cue: Cue
    written: str


Entry = Name | CueName

SHORTEST_CUT = 6
"""The shortest name, in letters, that is recognised when it is written as two words."""


def longest_edit(length: int) -> int:
    """How many edits may still mean the same word: none below 4 letters, 1 below 8, else 2."""
    return 0 if length < 4 else 1 if length < 8 else 2


@dataclass(slots=True)
class Vocabulary:
    """Names and cues by their words; `corrections` remembers what misspelt words may be.

    `reach` says how many words the longest name spans that begins with a word; `known` holds every word of a name,
    `joined` the names of several words written as one, `halves` the beginnings of names that people cut in two.
    """

    entries: dict[tuple[str, ...], list[Entry]]
    reach: dict[str, int]
    known: frozenset[str]
    joined: dict[str, tuple[str, ...]]
    halves: frozenset[str]
    false_friends: frozenset[str]
    corrections: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    _pools: dict[int, list[str]] = field(default_factory=dict)

    MEMO = 200_000

    def is_word(self, word: str) -> bool:
        """Is `word` known, or near enough to a known one to be a misspelling?"""
        return word in self.known or (word.isalpha() and bool(self.correct(word)[1]))

    def correct(self, word: str) -> tuple[int, tuple[str, ...]]:
        """Known words nearest to an unknown one, with their distance in edits; (0, ()) where there is none."""
        found = self.corrections.get(word)
        if found is None:
            if len(self.corrections) >= self.MEMO:
                self.corrections.clear()
            found = self.corrections[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        limit = longest_edit(len(word))
        if not limit or word.isdecimal():
            return 0, ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(word, self._pool(len(word), limit), scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return 0, ()
        best = int(near[0][1])
        same = tuple(name for name, distance, _ in near if distance == best)
        # Two letters swapped is the commonest slip: "slrum" is Slurm before it is scrum.
        swapped = tuple(name for name in same if sorted(name) == sorted(word))
        return best, swapped or same

    def _pool(self, length: int, limit: int) -> list[str]:
        """The names and words of names that are at most `limit` letters shorter or longer."""
        pool = self._pools.get(length)
        if pool is None:
            lengths = range(max(4, length - limit), length + limit + 1)
            words = sorted(self.known | self.joined.keys())
            pool = self._pools[length] = [word for word in words if len(word) in lengths and not word.isdecimal()]
        return pool


def build(skills: Iterable[Skill], cues: Iterable[Cue], false_friends: frozenset[str]) -> Vocabulary:
    """Index all names of `skills` and all wordings of `cues`."""
    entries: dict[tuple[str, ...], list[Entry]] = {}
    for skill in skills:
        unclear = set(skill.ambiguous)
        for number, written in enumerate(skill.names):
            keys = compared(written)
            name = Name(skill.id, written, keys, label=not number, ambiguous=written in unclear)
            entries.setdefault(keys, []).append(name)
    names = list(entries)
    for cue in cues:
        for written in cue.words:
            entries.setdefault(compared(written), []).append(CueName(cue, written))
    entries.pop((), None)
    return Vocabulary(
        entries=entries,
        reach=_reach(entries),
        known=frozenset(word for keys in entries for word in keys),
        joined=_joined(names),
        halves=_halves(names),
        false_friends=frozenset(fold(word) for word in false_friends),
    )


def _reach(entries: Iterable[tuple[str, ...]]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for keys in entries:
        if len(keys) > reach.get(keys[0], 0):
            reach[keys[0]] = len(keys)
    return reach


def _joined(names: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Names of several words written as one ("scikitlearn"), where that is not a name of its own."""
    single = {keys[0] for keys in names if len(keys) == 1}
    joined = {"".join(keys): keys for keys in names if len(keys) > 1}
    return {word: keys for word, keys in joined.items() if word not in single and len(word) > 4}


def _halves(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Beginnings of the one-word names long enough to be cut in two: "power" of PowerShell."""
    long = [keys[0] for keys in names if len(keys) == 1 and len(keys[0]) >= SHORTEST_CUT]
    return frozenset(name[:cut] for name in long for cut in range(2, len(name) - 1))
