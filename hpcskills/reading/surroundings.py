"""What stands around a name in a text: neighbours that vouch for it, a list, a title, a compound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.layout import Break, Items
from hpcskills.reading.plainwords import TIED_WORDS
from hpcskills.reading.spans import UNITS

NEIGHBOURHOOD = 8
"""How many words away another skill still vouches for an ambiguous name."""

SHORT_TEXT = 12
"""Words of a text so short that its names need no neighbour: "go, rust, c"."""

LONGEST_ITEM = 10
"""Words of the longest item of a list; longer ones are prose, and looking at so many keeps hostile texts fast."""

TIES = frozenset({"-", ".", "_"})
NAMING = frozenset({"a", "an", "the", "as"})
"""Words before what somebody is: "12 years as a Chef"."""

OPENING = frozenset({"(", "[", ":", "-", "="})
LETTER_TIES = frozenset({"-", ".", "'"})


class Surroundings:
    """Tells what stands around the hits of one text."""

    def __init__(self, finder: Finder, hits: Sequence[Hit]) -> None:
        self.words, self.kinds, self.items = finder.words, finder.kinds, Items(finder.words, finder.kinds)
        self.named = [hit for hit in hits if hit.cue is None]
        self.cues = [hit for hit in hits if hit.cue is not None]

    @cached_property
    def in_names(self) -> set[int]:
        """All words of names."""
        return {index for hit in self.named for index in range(hit.first, hit.last + 1)}

    @cached_property
    def in_cues(self) -> set[int]:
        """All words of cues."""
        return {index for hit in self.cues for index in range(hit.first, hit.last + 1)}

    @cached_property
    def vouching(self) -> list[Hit]:
        """The names that are sure by themselves."""
        return [hit for hit in self.named if not (hit.edits or any(name.ambiguous for name in hit.names))]

    @cached_property
    def vouching_at(self) -> list[int]:
        """Their first words."""
        return [hit.first for hit in self.vouching]

    def _vouched(self, hit: Hit) -> bool:
        """Is another, unambiguous skill near, in the same sentence?"""
        place = bisect_left(self.vouching_at, hit.first)
        if place and self.vouching[place - 1].last >= hit.first - NEIGHBOURHOOD:
            before = self.vouching[place - 1]
            if max(self.kinds[before.last + 1 : hit.first + 1]) < Break.STOP:
                return True
        if place < len(self.vouching) and self.vouching[place].first == hit.first:
            place += 1
        if place < len(self.vouching) and self.vouching[place].first <= hit.last + NEIGHBOURHOOD:
            return max(self.kinds[hit.last + 1 : self.vouching[place].first + 1]) < Break.STOP
        return False

    def _is_described(self, hit: Hit) -> bool:
        """Is something said of a name that ends its item, as one says of skills: "expert in R", "C: advanced"?"""
        closed = self.kinds[hit.last + 1] > Break.JOIN
        return closed and (self._described_before(hit.first) or self._described_behind(hit))

    def _described_before(self, first: int) -> bool:
        """Does a cue or a length of time stand before a name, with no more than small words between?"""
        keys, between = self.words.keys, self.words.grammar.around_times - NAMING
        for index in range(first - 1, max(-1, first - 1 - NEIGHBOURHOOD), -1):
            if self.kinds[index + 1] > Break.JOIN:
                return False
            if index in self.in_cues or keys[index] in UNITS:
                return True
            if self.words.words[index] not in between:
                return False
        return False

    def _described_behind(self, hit: Hit) -> bool:
        """Does a name begin its item, and a cue or a number follow in brackets, or behind a colon or a dash?"""
        following, sign = hit.last + 1, self.words.gaps[hit.last + 1].strip()
        if self.kinds[hit.first] is Break.JOIN or following == len(self.words.words) or sign not in OPENING:
            return False
        return following in self.in_cues or self.words.words[following].isdecimal()

    def _alone(self) -> bool:
        """Is the text short and little else than names? Then there is no neighbour to vouch for an ambiguous one."""
        return len(self.words.words) <= SHORT_TEXT and 2 * len(self.in_names) >= len(self.words.words)

    def _in_list(self, hit: Hit) -> bool:
        """Does the item around a hit hold nothing but names and words of lists?"""
        first, last = self.items.around(hit.first, hit.last)
        if (first, last) == (hit.first, hit.last):
            return True
        listed = self.words.grammar.list_words
        return last - first < LONGEST_ITEM and all(
            index in self.in_names or self.words.words[index] in listed or self.words.words[index][0].isdecimal()
            for index in range(first, last + 1)
        )

    def _in_title(self, hit: Hit) -> bool:
        """Is the name part of a longer one that has capitals throughout ("Atlas Communications", "Web Servers")?"""
        before = self.words.gaps[hit.first] == " " and self.kinds[hit.first - 1] is Break.JOIN
        after = self.words.gaps[hit.last + 1] == " " and self.kinds[hit.last + 1] is Break.JOIN
        return (before and self._stands_out(hit.first - 1)) or (after and self._stands_out(hit.last + 1))

    def _stands_out(self, index: int) -> bool:
        """Is a word that no skill covers written with a capital?"""
        said = index in self.in_names or index in self.in_cues
        return not said and self.words.text[self.words.starts[index]].isupper()

    def _part_of_compound(self, hit: Hit) -> bool:
        """Is the name tied by hyphens or dots to a word that no name covers ("azure-data-factory", "llama.cpp")?"""
        if self.words.gaps[hit.first] not in TIES and self.words.gaps[hit.last + 1] not in TIES:
            return False
        first = self._tied.rfind(0, max(0, hit.first - LONGEST_ITEM), hit.first + 1)
        end = self._tied.find(0, hit.last + 1, hit.last + LONGEST_ITEM + 2)
        begin = hit.first - LONGEST_ITEM if first < 0 else first
        return self._strange.find(1, begin, hit.last + LONGEST_ITEM + 1 if end < 0 else end) >= 0

    @cached_property
    def _tied(self) -> bytes:
        """For each gap 1 if it ties the words beside it, else 0."""
        gaps = zip(self.kinds, self.words.gaps, strict=True)
        return bytes([kind is Break.JOIN and gap in TIES for kind, gap in gaps])

    @cached_property
    def _strange(self) -> bytes:
        """For each word 1 if a name that is tied to it may mean something else."""
        known, words = self.in_names, enumerate(self.words.words)
        return bytes([not (i in known or word in TIED_WORDS or word[0].isdecimal()) for i, word in words])

    def _following(self, hit: Hit) -> str:
        """The word behind a name, if but a blank is between."""
        near = self.words.gaps[hit.last + 1] == " " and hit.last + 1 < len(self.words.words)
        return self.words.words[hit.last + 1] if near else ""

    def _tied_letter(self, hit: Hit) -> bool:
        """A single letter tied to other words: "R&D", "C-level", an initial, "A/C"."""
        if hit.last > hit.first or len(self.words.words[hit.first]) > 1:
            return False
        return self._ties(hit.first, hit.first - 1) or self._ties(hit.last + 1, hit.last + 1)

    def _ties(self, gap: int, neighbour: int) -> bool:
        """Does a gap tie a letter to the word beside it, so that it is no name of its own?"""
        if self.kinds[gap] is not Break.JOIN:
            return False
        sign = self.words.gaps[gap]
        if sign == "/":
            return self._is_stray(neighbour)
        return (sign in LETTER_TIES or sign.strip() == "&") and self.words.words[neighbour] not in TIED_WORDS

    def _is_stray(self, index: int) -> bool:
        """Is a word a single letter that names nothing?"""
        return len(self.words.words[index]) == 1 and index not in self.in_names
