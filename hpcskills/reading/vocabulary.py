"""The vocabulary as an index: which names begin with a word, and which known word a misspelt one may be.

Typing errors are found with rapidfuzz's optimal string alignment (OSA) distance, limited by length. Ratio scorers such
as WRatio are not used: short names score high inside almost any word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from hpcskills.model import Cue, Skill
from hpcskills.reading.grammar import ENGLISH, Grammar
from hpcskills.reading.inflection import inflected
from hpcskills.reading.tokens import compared, fold


class Name(NamedTuple):
    """A label or alias of a skill: its spelling in the data and its words as they are compared.

    A tuple because thousands are made at every start, and a frozen record takes three times as long.
    """

    skill: str
    written: str
    folded: str
    keys: tuple[str, ...]
    label: bool
    ambiguous: bool


LONGEST_WORD = 40
"""Letters of the longest word that is looked up as a misspelling; no name is longer."""

SHORTEST_CUT = 6
"""The shortest name, in letters, that is recognised when it is written as two words."""


TIMES = frozenset({"year", "yr", "month"})
"""Words of no name that are known as well: they are often glued to the next one ("12 monthsCompany")."""


def longest_edit(length: int) -> int:
    """How many edits may still mean the same word: none below 4 letters, 1 below 8, else 2."""
    return 0 if length < 4 else 1 if length < 8 else 2


@dataclass(slots=True)
class Vocabulary:
    """Names and cues by their words; `corrections` remembers what misspelt words may be.

    `reach` says how many words the longest name spans that begins with a word, `second` which words may come next
    ("" if the word alone is a name). `known` holds every word of a name, `joined` the names of several words written as
    one, `halves` the beginnings of names that people cut in two.
    """

    names: dict[tuple[str, ...], list[Name]]
    cues: dict[tuple[str, ...], Cue]
    reach: dict[str, int]
    second: dict[str, set[str]]
    known: frozenset[str]
    joined: dict[str, tuple[str, ...]]
    halves: frozenset[str]
    false_friends: frozenset[str]
    corrections: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    _buckets: dict[tuple[int, str, str], list[str]] = field(default_factory=dict)

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

    def spelled(self, known: str) -> list[Name]:
        """The names that `known` is: one word, or several written as one; empty for a mere part of names."""
        return self.names.get(self.joined.get(known, (known,)), [])

    def _nearest(self, word: str) -> tuple[int, tuple[str, ...]]:
        limit = longest_edit(len(word))
        if not limit or len(word) > LONGEST_WORD or not word.isalpha():
            return 0, ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(word, self._pool(word, limit), scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return 0, ()
        best = int(near[0][1])
        same = dict.fromkeys(name for name, distance, _ in near if distance == best)
        # Two letters swapped is the commonest slip: "slrum" is Slurm before it is scrum.
        swapped = tuple(name for name in same if sorted(name) == sorted(word))
        return best, swapped or tuple(same)

    def _pool(self, word: str, limit: int) -> list[str]:
        """Names and words of names nearly as long that begin or end with the same letter: hardly a slip hits both."""
        if not self._buckets:
            for name in sorted(self.known | self.joined.keys()):
                if len(name) > 3 and name.isalnum():
                    self._buckets.setdefault((len(name), name[0], ""), []).append(name)
                    self._buckets.setdefault((len(name), "", name[-1]), []).append(name)
        lengths = range(len(word) - limit, len(word) + limit + 1)
        ends = ((word[0], ""), ("", word[-1]))
        return [name for n in lengths for first, last in ends for name in self._buckets.get((n, first, last), ())]


def build(
    skills: Iterable[Skill], cues: Iterable[Cue], false_friends: frozenset[str], grammar: Grammar = ENGLISH
) -> Vocabulary:
    """Index all names of `skills` and all wordings of `cues`: the English ones, and those of one other language."""
    names: dict[tuple[str, ...], list[Name]] = {}
    skills, cues = tuple(skills), tuple(cues)
    for skill in skills:
        unclear = set(skill.ambiguous)
        for number, written in enumerate(skill.names):
            folded = fold(written)
            keys = compared(folded)
            name = Name(skill.id, written, folded, keys, label=not number, ambiguous=written in unclear)
            names.setdefault(keys, []).append(name)
    if grammar is not ENGLISH:
        _translate(names, skills, grammar)
    said = {compared(fold(written)): cue for cue in cues if cue.language is None for written in cue.words}
    if grammar is not ENGLISH:
        said = {keys: cue for keys, cue in said.items() if len(keys) > 1 or keys[0] not in grammar.common}
        said |= {compared(fold(one)): cue for cue in cues if cue.language == grammar.code for one in cue.words}
    names.pop((), None)
    spelled = [*names, *said]
    return Vocabulary(
        names=names,
        cues=said,
        reach=_reach(spelled),
        second=_second(spelled),
        known=frozenset(word for keys in spelled for word in keys) | TIMES,
        joined=_joined(names),
        halves=_halves(names),
        false_friends=frozenset(fold(word) for word in false_friends),
    )


def _translate(names: dict[tuple[str, ...], list[Name]], skills: Iterable[Skill], grammar: Grammar) -> None:
    """Add the names of a language, and their inflected forms where these are no names already."""
    found = [(skill.id, name, fold(name)) for skill in skills for name in skill.translations.get(grammar.code, ())]
    forms: dict[tuple[str, ...], Name] = {}
    for skill, written, folded in found:
        keys = compared(folded)
        names[keys] = [Name(skill, written, folded, keys, label=False, ambiguous=False)]
        for form in inflected(keys, grammar):
            forms.setdefault(form, Name(skill, written, folded, form, label=False, ambiguous=False))
    for form, name in forms.items():
        names.setdefault(form, [name])


def _reach(entries: Iterable[tuple[str, ...]]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for keys in entries:
        if len(keys) > reach.get(keys[0], 0):
            reach[keys[0]] = len(keys)
    return reach


def _second(entries: Iterable[tuple[str, ...]]) -> dict[str, set[str]]:
    second: dict[str, set[str]] = {}
    for keys in entries:
        second.setdefault(keys[0], set()).add(keys[1] if len(keys) > 1 else "")
    return second


def _joined(names: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Names of several words written as one ("scikitlearn"), where that is not a name of its own."""
    single = {keys[0] for keys in names if len(keys) == 1}
    joined = {"".join(keys): keys for keys in names if len(keys) > 1}
    return {word: keys for word, keys in joined.items() if word not in single and len(word) > 4}


def _halves(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Beginnings of the one-word names long enough to be cut in two: "power" of PowerShell."""
    long = [keys[0] for keys in names if len(keys) == 1 and len(keys[0]) >= SHORTEST_CUT]
    return frozenset(name[:cut] for name in long for cut in range(2, len(name) - 1))
