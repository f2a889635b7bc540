"""The vocabulary as an index: which names begin with a word, and which known word a misspelt one may be.

Typing errors are found with rapidfuzz's optimal string alignment (OSA) distance, limited by length. Ratio scorers such
as WRatio are not used: short names score high inside almost any word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, islice, pairwise, takewhile
from typing import NamedTuple

from hpcskills.model import Cue, Skill
from hpcskills.reading.grammar import ENGLISH, Grammar
from hpcskills.reading.inflection import Keys, inflected
from hpcskills.reading.plainwords import DENIALS
from hpcskills.reading.slips import Slip, slip
from hpcskills.reading.tokens import Memo, compared, fold, key


class Name(NamedTuple):
    """A label or alias of a skill: its spelling in the data and its words as they are compared.

    A tuple because thousands are made at every start, and a frozen record takes three times as long.
    """

    skill: str
    written: str
    folded: str
    keys: Keys
    label: bool
    ambiguous: bool


LONGEST_WORD = 40
"""Letters of the longest word that is looked up as a misspelling; no name is longer."""

SHORTEST_CUT = 6
"""The shortest name, in letters, that is recognised when it is written as two words."""


_VERSION = re.compile(r"([^\W\d_]{2,}?)v?\d+x?\Z")

_SEEN = str.maketrans("10", "lo"), str.maketrans("10", "io")
"""Letters that a scanner takes for digits: "S1urm"."""
_LETTERS = re.compile(r"[^\W_]+")

TIMES = frozenset({"year", "yr", "month"})
"""Words of no name that are known as well: they are often glued to the next one ("12 monthsCompany")."""


def longest_edit(length: int) -> int:
    """How many edits may still mean the same word: none below 4 letters, 1 below 8, else 2."""
    return 0 if length < 4 else 1 if length < 8 else 2


class Node:
    """What names and cues that begin with the same words go on with; `names` or `cue` if some end here."""

    __slots__ = ("cue", "following", "names")

    def __init__(self) -> None:
        self.names: Sequence[Name] = ()
        self.cue: Cue | None = None
        self.following: dict[str, Node] = {}

    def at(self, keys: Keys) -> Node:
        """The node behind some more words."""
        node = self
        for word in keys:
            node = node.following.get(word) or node.following.setdefault(word, Node())
        return node


class _Anything(frozenset[str]):
    """The set of all words."""

    def __contains__(self, word: object) -> bool:
        return True


_ANYTHING = _Anything()


class Guess(NamedTuple):
    """What an unknown word may be: known `words`, all so many `edits` away; `alone`: it begins no longer name."""

    words: tuple[str, ...]
    edits: int = 0
    alone: bool = False

    def rank(self) -> int:
        """Fewer edits are better, none found is worst."""
        return self.edits if self.words else LONGEST_WORD


class Vocabulary:
    """Names and cues by their words, English ones and those of one other language.

    `begins` holds the first words of them all and what may follow, `known` every word of a name, `joined` the names of
    several words written as one, `single` the others, sorted. Remembered are of words met in texts: in `telling` what
    must follow for something to begin there or be misspelt, in `endings` what completes them to a name that people cut
    in two, and in `guesses` what an unknown one may be: in `nearest` a misspelt known one.
    """

    def __init__(
        self, names: dict[Keys, list[Name]], cues: dict[Keys, Cue], false_friends: frozenset[str], grammar: Grammar
    ) -> None:
        self.names, self.cues, self.false_friends, self.grammar = names, cues, false_friends, grammar
        self.begins = _tree(names, cues)
        self.known = frozenset(chain(TIMES, *names, *cues))
        self.joined = _joined(names)
        self.single = sorted(name.folded for keys, found in names.items() if len(keys) == 1 for name in found)
        self.telling, self.endings = Memo(self._telling), Memo(self._endings)
        self.guesses, self.nearest = Memo(self._guess), Memo(self._nearest)

    def is_word(self, word: str) -> bool:
        """Is `word` known, or near enough to a known one to be a misspelling?"""
        return word in self.known or (word.isalpha() and bool(self.nearest[word].words))

    def spelled(self, known: str) -> list[Name]:
        """The names that `known` is: one word, or several written as one; empty for a mere part of names."""
        return self.names.get(self.joined.get(known, (known,)), [])

    def _guess(self, written: str) -> Guess | None:
        """What a word that is no part of a name may be: one with a version, written as one, glued or misspelt."""
        word, plain = key(written), self.grammar.never_misspelt
        if len(word) < 3 or written in plain or word in plain:
            return None
        version = _VERSION.match(word)
        if version and key(version[1]) in self.begins:
            return Guess((key(version[1]),))
        if word in self.joined:
            return Guess((word,), alone=True)
        for tail in self.grammar.tails:
            if word.endswith(tail) and (head := key(word.removesuffix(tail))) in self.begins:
                return Guess((head,), alone=True)
        if word in self.false_friends or written in self.false_friends:
            return None
        near, other = sorted((self.nearest[word], self.nearest[written]), key=Guess.rank)
        if near.edits == other.edits:
            near = near._replace(words=tuple(dict.fromkeys(near.words + other.words)))
        return near if near.words else None

    def _telling(self, written: str) -> Set[str]:
        word, endings = key(written), self.endings[written]
        node = self.begins.get(word)
        if node is not None:
            alone = node.names or node.cue or word in DENIALS
            return _ANYTHING if alone else endings | node.following.keys()
        return _ANYTHING if word not in self.known and self.guesses[written] else endings

    def _endings(self, written: str) -> Set[str]:
        first, size = bisect_left(self.single, written), len(written)
        if size < 2 or not self.single[first : first + 1] or not self.single[first].startswith(written):
            return frozenset()
        longer = takewhile(lambda name: name.startswith(written), islice(self.single, first, None))
        return frozenset(key(name[size:]) for name in longer if len(name) >= max(SHORTEST_CUT, size + 2))

    def _nearest(self, word: str) -> Guess:
        """The known words nearest to an unknown one."""
        for seen in _SEEN:
            if (known := word.translate(seen)) != word and known in self.known:
                return Guess((known,), 1)
        limit = longest_edit(len(word))
        if not limit or len(word) > LONGEST_WORD:
            return Guess(())
        digits = _digits(word)
        limit = 1 if digits else limit
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(word, self._pool(word, limit), scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return Guess(())
        best = int(near[0][1])
        same = dict.fromkeys(name for name, distance, _ in near if distance == best and _digits(name) == digits)
        if len(same) > 1 and best == 1:
            # Two letters swapped is the commonest slip: "slrum" is Slurm before it is scrum.
            kinds = {name: slip(word, name) for name in same}
            swapped = [name for name in same if kinds[name] is Slip.SWAPPED]
            same = dict.fromkeys(swapped or [name for name in same if kinds[name] is not Slip.ODD] or same)
        return Guess(tuple(dict.fromkeys(self._forms[form] for form in same)), best)

    def _pool(self, word: str, limit: int) -> list[str]:
        """Known words nearly as long that begin or end alike: hardly a slip, or two, hit both ends."""
        lengths = range(len(word) - limit, len(word) + limit + 1)
        alike = 1 if len(word) < 5 else 2
        ends = (word[:alike], ""), ("", word[-alike:])
        return [known for n in lengths for first, last in ends for known in self._buckets.get((n, first, last), ())]

    @cached_property
    def before(self) -> dict[str, set[str]]:
        """The words that stand before each word in names and cues of several."""
        found: dict[str, set[str]] = {}
        for keys in chain(self.names, self.cues):
            for one, following in pairwise(keys):
                found.setdefault(following, set()).add(one)
        return found

    @cached_property
    def _buckets(self) -> dict[tuple[int, str, str], list[str]]:
        buckets: dict[tuple[int, str, str], list[str]] = {}
        for form in sorted(self._forms):
            if len(form) > 3 and form.isalnum():
                for alike in (1, 2) if len(form) < 6 else (2,):
                    buckets.setdefault((len(form), form[:alike], ""), []).append(form)
                    buckets.setdefault((len(form), "", form[-alike:]), []).append(form)
        return buckets

    @cached_property
    def _forms(self) -> dict[str, str]:
        """What misspelt words are compared with, plurals too, and the known word or joined name that each is."""
        forms = {known: known for known in (*self.known, *self.joined)}
        for keys, found in self.names.items():
            for words in [_LETTERS.findall(name.folded) for name in found]:
                forms.update({word: key(word) for word in words if word not in forms})
                if "".join(keys) in self.joined:
                    forms.setdefault("".join(words), "".join(keys))
        return forms


def build(
    skills: Iterable[Skill], cues: Iterable[Cue], false_friends: frozenset[str], grammar: Grammar = ENGLISH
) -> Vocabulary:
    """Index all names of `skills` and all wordings of `cues`: the English ones, and those of one other language."""
    names: dict[Keys, list[Name]] = {}
    skills, cues = tuple(skills), tuple(cues)
    for skill in skills:
        unclear = set(skill.ambiguous)
        # All at once: a call for each of thousands of names would take longer than folding them.
        for number, (written, folded) in enumerate(
            zip(skill.names, fold("\n".join(skill.names)).split("\n"), strict=True)
        ):
            keys = compared(folded)
            names.setdefault(keys, []).append(Name(skill.id, written, folded, keys, not number, written in unclear))
    if grammar is not ENGLISH:
        _translate(names, skills, grammar)
    said = {compared(fold(written)): cue for cue in cues if cue.language is None for written in cue.words}
    if grammar is not ENGLISH:
        said = {keys: cue for keys, cue in said.items() if len(keys) > 1 or keys[0] not in grammar.common}
        said |= {compared(fold(one)): cue for cue in cues if cue.language == grammar.code for one in cue.words}
    names.pop((), None)
    return Vocabulary(names, said, frozenset(fold(word) for word in false_friends), grammar)


def _translate(names: dict[Keys, list[Name]], skills: Iterable[Skill], grammar: Grammar) -> None:
    """Add the names of a language, and their inflected forms where these are no names already."""
    found = [(skill.id, name, fold(name)) for skill in skills for name in skill.translations.get(grammar.code, ())]
    forms: dict[Keys, Name] = {}
    for skill, written, folded in found:
        keys = compared(folded)
        names[keys] = [Name(skill, written, folded, keys, label=False, ambiguous=False)]
        for form in inflected(keys, grammar):
            forms.setdefault(form, Name(skill, written, folded, form, label=False, ambiguous=False))
    for form, name in forms.items():
        names.setdefault(form, [name])


def _tree(names: Mapping[Keys, Sequence[Name]], cues: Mapping[Keys, Cue]) -> dict[str, Node]:
    root = Node()
    for keys, cue in cues.items():
        root.at(keys).cue = cue
    for keys, found in names.items():
        root.at(keys).names = found
    return root.following


def _joined(names: Iterable[Keys]) -> dict[str, Keys]:
    """Names of several words written as one ("scikitlearn"), where that is not a name of its own."""
    single = {keys[0] for keys in names if len(keys) == 1}
    joined = {"".join(keys): keys for keys in names if len(keys) > 1}
    return {word: keys for word, keys in joined.items() if word not in single and len(word) > 4}


def _digits(word: str) -> str:
    """The digits of a word: another number is another thing, A100 or Cat5."""
    return "" if word.isalpha() else "".join(filter(str.isdecimal, word))
