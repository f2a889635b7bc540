"""The vocabulary as an index: which names begin with a word, and which known word a misspelt one may be.

Typing errors are found with rapidfuzz's optimal string alignment (OSA) distance, limited by length. Ratio scorers such as
WRatio are not used: short names score high inside almost any word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hpcskills.model import Cue, Skill
from hpcskills.tokens import fold, key, words

NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A label or alias of a skill as it is compared: `keys` are its words, `written` its spelling in the data."""

    skill: str
    written: str
    keys: tuple[str, ...]
    label: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CueName:
    """A wording cue as it is compared."""

    cue: Cue
    written: str
    keys: tuple[str, ...]


Entry = Name | CueName


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Entries with the same words that begin at one place of a text and span `length` words."""

    entries: tuple[Entry, ...]
    length: int


def longest_edit(length: int) -> int:
    """How many edits may still mean the same word: none below 4 letters, 1 below 6, else 2."""
    return 0 if length < 4 else 1 if length < 6 else 2


@dataclass(slots=True)
class Vocabulary:
    """Names and cues by their first word. Built once from the catalogue; `corrections` remembers misspellings."""

    first: dict[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]
    known: frozenset[str]
    joined: dict[str, tuple[str, ...]]
    longest: int
    false_friends: frozenset[str]
    corrections: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    _by_length: dict[int, list[str]] = field(default_factory=dict)

    MEMO = 200_000

    def correct(self, word: str) -> tuple[int, tuple[str, ...]]:
        """Known words nearest to an unknown one, with their distance; (0, ()) where there is none."""
        found = self.corrections.get(word)
        if found is None:
            if len(self.corrections) >= self.MEMO:
                self.corrections.clear()
            found = self.corrections[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        limit = longest_edit(len(word))
        if not limit or word in self.false_friends or key(word) in self.false_friends or word.isdecimal():
            return 0, ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        pool = [name for n in range(len(word) - limit, len(word) + limit + 1) for name in self._length(n)]
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return 0, ()
        best = int(near[0][1])
        same = tuple(name for name, distance, _ in near if distance == best)
        # Two letters swapped is the commonest slip: "slrum" is Slurm before it is scrum.
        swapped = tuple(name for name in same if sorted(name) == sorted(word))
        return best, swapped or same

    def _length(self, length: int) -> list[str]:
        if not self._by_length:
            for name in sorted(self.known | self.joined.keys()):
                if len(name) > 3 and not name.isdecimal():
                    self._by_length.setdefault(len(name), []).append(name)
        return self._by_length.get(length, [])


def build(skills: Iterable[Skill], cues: Iterable[Cue], false_friends: frozenset[str]) -> Vocabulary:
    """Index all names of `skills` and all wordings of `cues`."""
    entries: list[Entry] = []
    for skill in skills:
        unclear = set(skill.ambiguous)
        for number, written in enumerate(skill.names):
            keys = compared(written)
            if keys:
                name = Name(
                    skill=skill.id, written=written, keys=keys, label=not number, ambiguous=written in unclear
                )
                entries.append(name)
    for cue in cues:
        entries.extend(CueName(cue=cue, written=said, keys=compared(said)) for said in cue.words)
    return Vocabulary(
        first=_by_first(entries),
        known=frozenset(word for entry in entries for word in entry.keys),
        joined=_joined(entries),
        longest=max((len(entry.keys) for entry in entries), default=1),
        false_friends=frozenset(fold(word) for word in false_friends),
    )


def compared(written: str) -> tuple[str, ...]:
    """The words of a name in the form they are compared in."""
    return tuple(words(written, NO_WORDS).keys if written.islower() else words(fold(written), NO_WORDS).keys)


def _by_first(entries: list[Entry]) -> dict[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]:
    grouped: dict[str, dict[tuple[str, ...], list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        grouped[entry.keys[0]][entry.keys[1:]].append(entry)
    return {
        word: tuple((tail, tuple(same)) for tail, same in sorted(tails.items(), key=lambda item: -len(item[0])))
        for word, tails in grouped.items()
    }


def _joined(entries: list[Entry]) -> dict[str, tuple[str, ...]]:
    """Names of several words written as one ("scikitlearn"), where that is not a name of its own."""
    single = {entry.keys[0] for entry in entries if len(entry.keys) == 1}
    joined = {"".join(entry.keys): entry.keys for entry in entries if isinstance(entry, Name) and len(entry.keys) > 1}
    return {word: keys for word, keys in joined.items() if word not in single and len(word) > 4}
