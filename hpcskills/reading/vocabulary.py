"""The vocabulary as an index: which names begin with a word, and which known word a misspelt one may be.

Typing errors are found with rapidfuzz's optimal string alignment (OSA) distance, limited by length. Ratio scorers such
as WRatio are not used: short names score high inside almost any word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, islice, pairwise, takewhile
from typing import NamedTuple

from hpcskills.model import Cue, Skill
from hpcskills.reading.grammar import ENGLISH, Grammar
from hpcskills.reading.inflection import Keys, inflected
from hpcskills.reading.plainwords import DENIALS
from hpcskills.reading.slips import Slip, slip
from hpcskills.reading.tokens import Memo, compared, compared_lines, fold, key


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

LONG_NUMBERED = 10
"""Letters of a name with a number in it that is still recognised behind two slips: "EC2 Comtaineer Service"."""

SHORTEST_CUT = 6
"""The shortest name, in letters, that is recognised when it is written as two words."""


_VERSION = re.compile(r"([^\W\d_]{3,}?|[^\W\d_]{2}(?=v?\d\d?x?\Z))v?\d+x?\Z")
"""A name and its version; two letters before three digits are another product, ML350."""

_SEEN = str.maketrans("10", "lo"), str.maketrans("10", "io")
"""Letters that a scanner takes for digits: "S1urm"."""
_LETTERS = re.compile(r"[^\W_]+")

TIMES = frozenset({"year", "yr", "month"})
"""Words of no name that are known as well: they are often glued to the next one ("12 monthsCompany")."""


def longest_edit(length: int) -> int:
    """How many edits may still mean the same word: none below 4 letters, 1 below 8, else 2."""
    return 0 if length < 4 else 1 if length < 8 else 2


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

    `begins` holds the first words of them all, each with the second ones, `longer` the beginnings that go on behind
    these, `known` every word of a name, `spelt` the false friends as well, `joined` the names of several words written
    as one, `single` the others, sorted. Remembered are of words met in texts: in `telling` what must follow for
    something to begin there or be misspelt, in `endings` what completes them to a name that people cut in two, and in
    `guesses` what an unknown one may be: in `nearest` a misspelt known one.
    """

    def __init__(
        self,
        names: dict[Keys, list[Name]],
        cues: dict[Keys, Cue],
        false_friends: frozenset[str],
        grammar: Grammar,
        english: Vocabulary | None = None,
    ) -> None:
        self.names, self.cues, self.false_friends, self.grammar = names, cues, false_friends, grammar
        self.english = english
        shared = {*english.names, *english.cues} if english else set[Keys]()
        new = [keys for keys in chain(names, cues) if keys not in shared]
        self.begins: dict[str, Set[str]] = _begins(new, english.begins if english else {})
        longer = {keys[:end] for keys in new for end in range(2, len(keys))}
        self.longer: Set[Keys] = longer | english.longer if english else longer
        self.known = frozenset(chain(TIMES, *names, *cues))
        self.spelt = self.known | false_friends
        self.joined: dict[str, Keys] = _joined(names, english.joined if english else {})
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
        if word in self.joined:
            return Guess((word,), alone=True)
        version = _VERSION.match(word)
        if version and key(version[1]) in self.begins:
            return Guess((key(version[1]),))
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
        if word in self.begins:
            alone = (word,) in self.names or (word,) in self.cues or word in DENIALS
            return _ANYTHING if alone else endings | self.begins[word]
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
        limit = 1 if digits and len(word) < LONG_NUMBERED else limit
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(word, self._pool(word, limit), scorer=OSA.distance, score_cutoff=limit, limit=8)
        if not near:
            return Guess(())
        best = int(near[0][1])
        same = dict.fromkeys(name for name, distance, _ in near if distance == best and _digits(name) == digits)
        if len(same) > 1 and best == 1:
            same = dict.fromkeys(_likely(word, list(same)))
        return Guess(tuple(dict.fromkeys(map(self._meant, same))), best)

    def _pool(self, word: str, limit: int) -> list[str]:
        """Known words nearly as long that begin or end alike: hardly a slip, or two, hit both ends."""
        lengths = range(len(word) - limit, len(word) + limit + 1)
        alike = 1 if len(word) < 5 else 2
        ends = (word[:alike], ""), ("", word[-alike:])
        near = [form for n in lengths for first, last in ends for form in self._buckets.get((n, first, last), ())]
        return near + self.english._pool(word, limit) if self.english else near

    def _meant(self, form: str) -> str:
        """The known word or joined name that a form is."""
        if self.english is not None and form not in self._forms:
            return self.english._meant(form)
        return self._forms[form]

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
            if len(form) > 3 and (form.isalnum() or form in self.joined):
                for alike in (1, 2) if len(form) < 6 else (2,):
                    buckets.setdefault((len(form), form[:alike], ""), []).append(form)
                    buckets.setdefault((len(form), "", form[-alike:]), []).append(form)
        return buckets

    @cached_property
    def _forms(self) -> dict[str, str]:
        """What misspelt words are compared with, plurals too, and the known word or joined name that each is.

        Those of English are not repeated for another language.
        """
        english = self.english
        shared = english._forms if english else {}
        forms = {known: known for known in (*self.known, *self.joined) if shared.get(known) != known}
        for keys, found in self.names.items():
            if english is not None and english.names.get(keys) is found:
                continue
            for words in [_LETTERS.findall(name.folded) for name in found]:
                forms.update({word: key(word) for word in words if word not in forms and word not in shared})
                if "".join(keys) in self.joined:
                    forms.setdefault("".join(words), "".join(keys))
        return forms


def build(skills: Iterable[Skill], cues: Iterable[Cue], false_friends: frozenset[str]) -> Vocabulary:
    """Index all English names of `skills` and all English wordings of `cues`."""
    names: dict[Keys, list[Name]] = {}
    skills = tuple(skills)
    # All at once: a call for each of many thousands of names would take longer than the work.
    folded = fold("\n".join(chain.from_iterable(skill.names for skill in skills))).split("\n")
    forms = zip(folded, compared_lines(folded), strict=True)
    for skill in skills:
        unclear = frozenset(skill.ambiguous)
        for number, (written, (plain, keys)) in enumerate(zip(skill.names, forms, strict=False)):
            names.setdefault(keys, []).append(Name(skill.id, written, plain, keys, not number, written in unclear))
    said = {compared(fold(written)): cue for cue in cues if cue.language is None for written in cue.words}
    names.pop((), None)
    return Vocabulary(names, said, frozenset(fold(word) for word in false_friends), ENGLISH)


def extend(english: Vocabulary, skills: Iterable[Skill], cues: Iterable[Cue], grammar: Grammar) -> Vocabulary:
    """Index the names and wordings of another language together with the English ones, which are shared."""
    names = dict(english.names)
    _translate(names, skills, grammar)
    said = {keys: cue for keys, cue in english.cues.items() if len(keys) > 1 or keys[0] not in grammar.common}
    said |= {compared(fold(one)): cue for cue in cues if cue.language == grammar.code for one in cue.words}
    names.pop((), None)
    return Vocabulary(names, said, english.false_friends, grammar, english)


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


def _begins(names: Iterable[Keys], english: Mapping[str, Set[str]]) -> dict[str, Set[str]]:
    """The first words of names and cues, each with the second ones, and those of English."""
    found: dict[str, set[str]] = defaultdict(set)
    for keys in names:
        found[keys[0]].update(keys[1:2])
    return {**english, **{first: seconds.union(english.get(first, ())) for first, seconds in found.items()}}


def _joined(names: Mapping[Keys, Sequence[Name]], english: Mapping[str, Keys]) -> dict[str, Keys]:
    """Names of several words written as one ("scikitlearn"), where that is not a name of its own."""
    single, known = {keys[0] for keys in names if len(keys) == 1}, set(english.values())
    joined = {**english, **{"".join(keys): keys for keys in names if len(keys) > 1 and keys not in known}}
    return {word: keys for word, keys in joined.items() if word not in single and len(word) > 4}


def _likely(word: str, names: list[str]) -> list[str]:
    """Those of several near names that are meant: "slrum" is Slurm, with letters swapped, before it is scrum."""
    kinds = {name: slip(word, name) for name in names}
    mixed = [name for name in names if kinds[name] <= Slip.SWAPPED and len(word) >= len(name)]
    if mixed and len(word) > 4:
        return [name for name in names if name in mixed or kinds[name] is Slip.DROPPED]
    return [name for name in names if kinds[name] is not Slip.ODD] or names


def _digits(word: str) -> str:
    """The digits of a word: another number is another thing, A100 or Cat5."""
    return "" if word.isalpha() else "".join(filter(str.isdecimal, word))
