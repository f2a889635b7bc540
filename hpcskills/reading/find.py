"""Where names and cues stand in a text: the longest at each place, as written, as a variant, or misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import contains
from typing import NamedTuple

from hpcskills.model import Cue
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import DENIALS, QUALIFIERS
from hpcskills.reading.tokens import Words, key
from hpcskills.reading.vocabulary import Guess, Name, Vocabulary

SHORTEST_JOINED = 8
"""Letters of the shortest name of several words that is recognised both misspelt and written as one."""

FARTHEST_BACK = 5
"""Words from the beginning of a name to the one of them that is misspelt."""


class Hit(NamedTuple):
    """Names of skills, or else a cue, at words `first` to `last`.

    `edits` counts the typing errors of word `misspelt`; `changed` says spelled otherwise.
    """

    first: int
    last: int
    names: Sequence[Name]
    cue: Cue | None = None
    edits: int = 0
    misspelt: int = -1
    changed: bool = False


@dataclass(slots=True)
class Finder:
    """Looks up the words of one text. The last hit spans the words from `hit_from` to before `hit_to`."""

    vocabulary: Vocabulary
    words: Words
    kinds: list[Break]
    hit_from: int = 0
    hit_to: int = 0

    def hits(self) -> list[Hit]:
        """Names and cues from left to right; no word belongs to two."""
        found: list[Hit] = []
        # Most words begin nothing, and are passed over without a step of Python.
        telling = map(self.vocabulary.telling.__getitem__, self.words.words)
        for index in compress(count(), map(contains, telling, [*self.words.keys[1:], ""])):
            if index < self.hit_to:
                continue
            hit = self._at(index)
            if hit is None or hit.last == index:
                hit = self._two_as_one(index) or hit
            if hit is not None:
                # A misspelt word may complete the name that the hit before it begins: "GPU programing".
                if hit.first < self.hit_to:
                    found.pop()
                found.append(hit)
                self.hit_from, self.hit_to = hit.first, hit.last + 1
        return found

    def _at(self, index: int) -> Hit | None:
        """What begins at a word, or is misspelt in it."""
        word = self.words.keys[index]
        if word not in self.vocabulary.begins:
            return None if word in self.vocabulary.known else self._unknown(index)
        return (self._denial(index) if word in DENIALS else None) or self._longest(index, index, word)

    def whole(self, first: int, last: int) -> Hit | None:
        """A name that the words `first` to `last` are as a whole, blanks misplaced or letters mistyped: "RAPID SAI"."""
        keys = self.words.keys[first : last + 1]
        near = self._joined("".join(keys), "".join(self.words.words[first : last + 1]))
        near = near if near.words else self._each(keys)
        if not near.words:
            return None
        meant = [(len(keys) == 2 and self._in_two(known)) or self.vocabulary.spelled(known) for known in near.words]
        names = [name for found in meant for name in found]
        sure = names and any(map(self.vocabulary.is_word, keys))
        return Hit(first, last, names, edits=near.edits, misspelt=first, changed=True) if sure else None

    def _in_two(self, known: str) -> Sequence[Name]:
        """Names of two words that `known` is in one, where it may be another: "air flow" is no Airflow."""
        cuts = [(known[:cut], known[cut:]) for cut in range(2, len(known) - 1)]
        return next((self.vocabulary.names[cut] for cut in cuts if cut in self.vocabulary.names), ())

    def _joined(self, key: str, word: str) -> Guess:
        """What several words written as one may be, by their compared form and by what was written."""
        nearest = self.vocabulary.nearest
        if key in self.vocabulary.joined:
            return Guess((key,))
        return nearest[key] if key == word else min(nearest[key], nearest[word], key=Guess.rank)

    def _each(self, keys: Sequence[str]) -> Guess:
        """What several words may be, each of them known or misspelt by itself: "parralel programing"."""
        name, edits = "", 0
        for word in keys:
            near = Guess((word,)) if word in self.vocabulary.known else self.vocabulary.nearest[word]
            if len(near.words) != 1:
                return near._replace(words=())
            name, edits = name + near.words[0], edits + near.edits
        return Guess((name,) if name in self.vocabulary.joined else (), edits)

    def _longest(self, first: int, last: int, word: str, place: int = -1, known: str = "") -> Hit | None:
        """The longest name or cue that begins with `word`, at words `first` to `last`, and may go on behind them.

        It may go on over blanks, hyphens and a wrapped line. Word `place` is read as `known`.
        """
        keys, kinds, gaps, names = self.words.keys, self.kinds, self.words.gaps, self.vocabulary.names
        found: tuple[int, Sequence[Name], Cue | None] | None = None
        said: tuple[str, ...] = (word,)
        seconds = self.vocabulary.begins.get(word, ())
        while True:
            if said in names and (first == last or not self._slashed(first, last, names[said])):
                found = last, names[said], None
            elif said in self.vocabulary.cues:
                found = last, (), self.vocabulary.cues[said]
            last += 1
            if last == len(keys) or (kinds[last] and gaps[last] != "\n"):
                break
            following = known if last == place else keys[last]
            if said not in self.vocabulary.longer if len(said) > 1 else following not in seconds:
                break
            said = (*said, following)
        return Hit(first, *found) if found else None

    def _slashed(self, first: int, last: int, names: Sequence[Name]) -> bool:
        """Does a slash cut the words, though no name is written with one? "Ubuntu/Linux" is two skills, "CI/CD" one.

        So does a tab, which stands between the cells of a table.
        """
        gaps = "".join(self.words.gaps[first + 1 : last + 1])
        return "\t" in gaps or ("/" in gaps and not any("/" in name.written for name in names))

    def _denial(self, index: int) -> Hit | None:
        """A denial with a qualifier inside: "no specific experience with" is "no experience with"."""
        keys, last = self.words.keys, index
        while last + 1 < len(keys) and keys[last + 1] in QUALIFIERS and not self.kinds[last + 1]:
            last += 1
        hit = self._longest(index, last, keys[index]) if last > index else None
        return hit if hit and hit.last > last else None

    def _two_as_one(self, index: int) -> Hit | None:
        """One name written as two words: "power shell", "Post greSQL"."""
        endings = self.vocabulary.endings[self.words.words[index]]
        if not endings or index + 1 == len(self.words.keys) or self.words.keys[index + 1] not in endings:
            return None
        names = self.vocabulary.names.get((key(self.words.words[index] + self.words.words[index + 1]),))
        return (
            Hit(index, index + 1, names, changed=True) if names and self.words.gaps[index + 1] in {" ", "-"} else None
        )

    def _unknown(self, index: int) -> Hit | None:
        """A known name with a version, written as one word, or misspelt."""
        guess = self.vocabulary.guesses[self.words.words[index]]
        if guess is None:
            return None
        if guess.edits:
            return self._misspelt(index, guess)
        known = guess.words[0]
        if not guess.alone:
            hit = self._longest(index, index, known)
            return hit and hit._replace(changed=True)
        if known in self.vocabulary.joined:
            return Hit(index, index, self.vocabulary.spelled(known), changed=True)
        names, cue = self.vocabulary.names.get((known,), ()), self.vocabulary.cues.get((known,))
        return Hit(index, index, names, cue, changed=True) if names or cue else None

    def _misspelt(self, index: int, guess: Guess) -> Hit | None:
        """A name that is there once the unknown word is read as a known one near to it; several if none is nearest."""
        edits = guess.edits
        # A name of several words both misspelt and written as one must be long.
        near = [known for known in guess.words if known not in self.vocabulary.joined or len(known) >= SHORTEST_JOINED]
        hits = [hit for known in near if (hit := self._respelt(index, known)) and hit.names]
        if edits > 1:
            hits = [hit for hit in hits if not self._hides(hit, index)]
        if not hits:
            return None
        longest = max(hit.last - hit.first for hit in hits)
        best = [hit for hit in hits if hit.last - hit.first == longest]
        names = [name for hit in best for name in hit.names]
        return best[0]._replace(names=names, edits=edits, misspelt=index)

    def _hides(self, hit: Hit, misspelt: int) -> bool:
        """Is one of the other words of a doubtful hit a name by itself ("administering Linux")?"""
        names = self.vocabulary.names
        return any((self.words.keys[i],) in names for i in range(hit.first, hit.last + 1) if i != misspelt)

    def _respelt(self, index: int, known: str) -> Hit | None:
        """The longest name over word `index` read as `known`; it may begin some words earlier."""
        if known in self.vocabulary.joined:
            return Hit(index, index, self.vocabulary.spelled(known), changed=True)
        keys, begins = self.words.keys, self.vocabulary.begins
        if index and keys[index - 1] in self.vocabulary.before.get(known, ()):
            for begin in range(max(self.hit_from, index - FARTHEST_BACK), index):
                if keys[begin] in begins and not self.hit_from < begin < self.hit_to:
                    hit = self._longest(begin, begin, keys[begin], index, known)
                    if hit is not None and hit.last >= index:
                        return hit
        return self._longest(index, index, known)
