"""Where names and cues stand in a text: the longest at each place, as written, as a variant, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hpcskills.layout import Break
from hpcskills.model import Cue
from hpcskills.tokens import Words, key
from hpcskills.vocabulary import CueName, Entry, Name, Vocabulary

DENIALS = frozenset({"no", "any", "zero"})
QUALIFIERS = frozenset(
    "specific prior previous real professional practical formal direct actual commercial production hands on much paid".split()
)
"""Words that change nothing between "no" and "experience"."""

PLAIN = frozenset(
    """about after all also and any are been before between both but can could did does doing during each etc for from had
    has have her here him his how into its just less like made make many may more most must near new not now off old one only
    other our out over own per she should since some such than that the their them then there these they this those through
    time two under until use used using was well were what when where which while who why will with within without work
    worked working would year you your""".split()
)
"""Words of every text, never looked up as misspellings."""

_VERSION = re.compile(r"([^\W\d_]{2,}?)v?\d+x?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Names, or a cue, at words `first` to `last`; `edits` counts typing errors, `changed` says spelled otherwise."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    edits: int = 0
    changed: bool = False

    @property
    def names(self) -> tuple[Name, ...]:
        """The names among the entries; empty for a cue."""
        return tuple(entry for entry in self.entries if isinstance(entry, Name))

    @property
    def cue(self) -> Cue | None:
        """The cue, if no skill has these words."""
        first = self.entries[0]
        return first.cue if isinstance(first, CueName) else None


@dataclass(slots=True)
class Finder:
    """Looks up the words of one text."""

    vocabulary: Vocabulary
    words: Words
    kinds: list[Break]

    def hits(self) -> Iterator[Hit]:
        """Names and cues from left to right; no word belongs to two."""
        first, known, keys = self.vocabulary.first, self.vocabulary.known, self.words.keys
        index, count = 0, len(keys)
        while index < count:
            word = keys[index]
            hit = None
            if word in first:
                hit = (word in DENIALS and self._denial(index)) or self._longest(index, self._window(index))
            elif word not in known and word not in PLAIN:
                hit = self._unknown(index)
            if (hit is None or hit.last == index) and index + 1 < count:
                hit = self._two_as_one(index) or hit
            if hit is None:
                index += 1
            else:
                yield hit
                index = hit.last + 1

    def _window(self, index: int) -> tuple[str, ...]:
        """The keys from word `index` on that one name may span: over blanks, hyphens, slashes, a wrapped line."""
        last, end = index + 1, min(len(self.words.keys), index + self.vocabulary.longest)
        while last < end and (self.kinds[last] is Break.JOIN or self.words.gaps[last] == "\n"):
            last += 1
        return tuple(self.words.keys[index:last])

    def _longest(self, index: int, window: tuple[str, ...], *, edits: int = 0, changed: bool = False) -> Hit | None:
        for tail, entries in self.vocabulary.first.get(window[0], ()):
            if window[1 : 1 + len(tail)] == tail:
                return Hit(first=index, last=index + len(tail), entries=entries, edits=edits, changed=changed)
        return None

    def _denial(self, index: int) -> Hit | None:
        """A denial with a qualifier inside: "no specific experience with" is "no experience with"."""
        window = self._window(index)
        skipped = 0
        while skipped + 1 < len(window) and window[1 + skipped] in QUALIFIERS:
            skipped += 1
        hit = self._longest(index, (window[0], *window[1 + skipped :])) if skipped else None
        return None if hit is None or hit.last == index else replace(hit, last=hit.last + skipped)

    def _two_as_one(self, index: int) -> Hit | None:
        """One name written as two words: "power shell", "Post greSQL"."""
        keys = self.words.keys
        both = keys[index] + keys[index + 1]
        if both not in self.vocabulary.first or len(both) < 6 or self.words.gaps[index + 1] not in {" ", "-"}:
            return None
        hit = self._longest(index, (both,), changed=True)
        return replace(hit, last=index + 1) if hit is not None and hit.names else None

    def _unknown(self, index: int) -> Hit | None:
        """A known name with a version, written as one word, or misspelt."""
        word = self.words.keys[index]
        if len(word) < 3:
            return None
        version = _VERSION.match(word)
        if version and key(version[1]) in self.vocabulary.first:
            return self._longest(index, (key(version[1]), *self._window(index)[1:]), changed=True)
        if word in self.vocabulary.joined:
            return self._joined(index, word, edits=0)
        return self._misspelt(index, word)

    def _joined(self, index: int, word: str, *, edits: int) -> Hit | None:
        """A name of several words written as one: "scikitlearn"."""
        hit = self._longest(index, self.vocabulary.joined[word], edits=edits, changed=True)
        return hit and replace(hit, last=index)

    def _misspelt(self, index: int, word: str) -> Hit | None:
        """A name that is there once the unknown word is read as a known one near to it; several if none is nearest."""
        edits, near = self.vocabulary.correct(word)
        hits = [hit for known in near if (hit := self._respelt(index, known, edits)) is not None and hit.names]
        if not hits:
            return None
        longest = max(hit.last - hit.first for hit in hits)
        best = [hit for hit in hits if hit.last - hit.first == longest]
        entries = tuple(entry for hit in best for entry in hit.entries)
        return replace(best[0], entries=entries)

    def _respelt(self, index: int, known: str, edits: int) -> Hit | None:
        """The longest name over word `index` read as `known`; it may begin up to three words earlier."""
        if known in self.vocabulary.joined:
            return self._joined(index, known, edits=edits)
        for begin in range(max(0, index - 3), index + 1):
            window = self._window(begin)
            place = index - begin
            if place < len(window):
                hit = self._longest(begin, (*window[:place], known, *window[place + 1 :]), edits=edits)
                if hit is not None and hit.last >= index:
                    return hit
        return None
