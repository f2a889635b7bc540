"""Where names and cues stand in a text: the longest at each place, as written, as a variant, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hpcskills.model import Cue
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import DENIALS, QUALIFIERS
from hpcskills.reading.tokens import Words, key
from hpcskills.reading.vocabulary import SHORTEST_CUT, Name, Vocabulary

_VERSION = re.compile(r"([^\W\d_]{2,}?)v?\d+x?\Z")


@dataclass(frozen=True, slots=True)
class Hit:
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

    def hits(self) -> Iterator[Hit]:
        """Names and cues from left to right; no word belongs to two."""
        held: Hit | None = None
        for hit in self._candidates():
            # A misspelt word may complete the name that the hit before it begins: "GPU programing".
            if held is not None and hit.first > held.last:
                yield held
            held = hit
        if held is not None:
            yield held

    def _candidates(self) -> Iterator[Hit]:
        """Hits from left to right; one may take the place of the one before it."""
        second, known, halves = self.vocabulary.second, self.vocabulary.known, self.vocabulary.halves
        keys, final = self.words.keys, len(self.words.keys) - 1
        plain = self.words.grammar.never_misspelt
        for index, (word, following) in enumerate(zip(keys, [*keys[1:], ""], strict=False)):
            if index < self.hit_to:
                continue
            hit = None
            if word in second:
                may_follow = second[word]
                if word in DENIALS:
                    hit = self._denial(index)
                if hit is None and ("" in may_follow or following in may_follow):
                    hit = self._longest(index, self._window(index, word))
            elif word not in known and self.words.words[index] not in plain and word not in plain:
                hit = self._unknown(index)
            if word in halves and index < final and (hit is None or hit.last == index):
                hit = self._two_as_one(index) or hit
            if hit is not None:
                yield hit
                self.hit_from, self.hit_to = hit.first, hit.last + 1

    def whole(self, first: int, last: int) -> Hit | None:
        """A name that the words `first` to `last` are as a whole, blanks misplaced or letters mistyped: "RAPID SAI"."""
        keys = self.words.keys[first : last + 1]
        if not any(key in self.vocabulary.known or self.vocabulary.correct(key)[1] for key in keys):
            return None
        written = "".join(keys)
        known_so = written in self.vocabulary.joined
        edits, near = (0, (written,)) if known_so else self.vocabulary.correct(written)
        names = [name for known in near for name in self.vocabulary.spelled(known)]
        return Hit(first, last, names, edits=edits, misspelt=first, changed=True) if names else None

    def _window(self, index: int, word: str) -> tuple[str, ...]:
        """The keys that a name beginning with `word` at `index` may span: over blanks, hyphens, a wrapped line."""
        keys, kinds, gaps = self.words.keys, self.kinds, self.words.gaps
        last, end = index + 1, min(len(keys), index + self.vocabulary.reach.get(word, 1))
        while last < end and (kinds[last] is Break.JOIN or gaps[last] == "\n"):
            last += 1
        return (word, *keys[index + 1 : last])

    def _longest(self, index: int, window: tuple[str, ...], *, edits: int = 0, changed: bool = False) -> Hit | None:
        names, cues = self.vocabulary.names, self.vocabulary.cues
        for length in range(len(window), 0, -1):
            words = window[:length]
            if words in names:
                found = names[words]
                if length == 1 or not self._slashed(index, length, found):
                    return Hit(index, index + length - 1, found, edits=edits, changed=changed)
            elif words in cues:
                return Hit(index, index + length - 1, (), cues[words])
        return None

    def _slashed(self, index: int, length: int, names: Sequence[Name]) -> bool:
        """Does a slash cut the words, though no name is written with one? "Ubuntu/Linux" is two skills, "CI/CD" one."""
        gaps = self.words.gaps[index + 1 : index + length]
        return any("/" in gap for gap in gaps) and not any("/" in name.written for name in names)

    def _denial(self, index: int) -> Hit | None:
        """A denial with a qualifier inside: "no specific experience with" is "no experience with"."""
        window = self._window(index, self.words.keys[index])
        skipped = 0
        while skipped + 1 < len(window) and window[1 + skipped] in QUALIFIERS:
            skipped += 1
        hit = self._longest(index, (window[0], *window[1 + skipped :])) if skipped else None
        return None if hit is None or hit.last == index else replace(hit, last=hit.last + skipped)

    def _two_as_one(self, index: int) -> Hit | None:
        """One name written as two words: "power shell", "Post greSQL"."""
        both = key(self.words.words[index] + self.words.words[index + 1])
        if (
            (both,) not in self.vocabulary.names
            or len(both) < SHORTEST_CUT
            or self.words.gaps[index + 1] not in {" ", "-"}
        ):
            return None
        hit = self._longest(index, (both,), changed=True)
        return replace(hit, last=index + 1) if hit is not None and hit.names else None

    def _unknown(self, index: int) -> Hit | None:
        """A known name with a version, written as one word, or misspelt."""
        word = self.words.keys[index]
        if len(word) < 3:
            return None
        version = _VERSION.match(word)
        if version and key(version[1]) in self.vocabulary.reach:
            return self._longest(index, self._window(index, key(version[1])), changed=True)
        if word in self.vocabulary.joined:
            return self._joined(index, word, edits=0)
        for tail in self.words.grammar.tails:
            if word.endswith(tail) and (head := key(word.removesuffix(tail))) in self.vocabulary.reach:
                return self._longest(index, (head,), changed=True)
        if word in self.vocabulary.false_friends or self.words.words[index] in self.vocabulary.false_friends:
            return None
        return self._misspelt(index, word)

    def _joined(self, index: int, word: str, *, edits: int) -> Hit | None:
        """A name of several words written as one: "scikitlearn"."""
        hit = self._longest(index, self.vocabulary.joined[word], edits=edits, changed=True)
        return hit and replace(hit, last=index)

    def _misspelt(self, index: int, word: str) -> Hit | None:
        """A name that is there once the unknown word is read as a known one near to it; several if none is nearest."""
        edits, near = self.vocabulary.correct(word)
        hits = [hit for known in near if (hit := self._respelt(index, known, edits)) is not None and hit.names]
        hits = [hit for hit in hits if edits < 2 or not self._hides(hit, index)]
        if not hits:
            return None
        longest = max(hit.last - hit.first for hit in hits)
        best = [hit for hit in hits if hit.last - hit.first == longest]
        return replace(best[0], names=tuple(name for hit in best for name in hit.names), misspelt=index)

    def _hides(self, hit: Hit, misspelt: int) -> bool:
        """Is one of the other words of a doubtful hit a name by itself ("administering Linux")?"""
        names = self.vocabulary.names
        return any((self.words.keys[i],) in names for i in range(hit.first, hit.last + 1) if i != misspelt)

    def _respelt(self, index: int, known: str, edits: int) -> Hit | None:
        """The longest name over word `index` read as `known`; it may begin up to three words earlier."""
        if known in self.vocabulary.joined:
            return self._joined(index, known, edits=edits)
        for begin in range(max(self.hit_from, index - 3), index):
            if self.hit_from < begin < self.hit_to:
                continue
            window, place = self._window(begin, self.words.keys[begin]), index - begin
            if place < len(window):
                hit = self._longest(begin, (*window[:place], known, *window[place + 1 :]), edits=edits)
                if hit is not None and hit.last >= index:
                    return hit
        return self._longest(index, self._window(index, known), edits=edits)
