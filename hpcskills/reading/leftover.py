"""What is left when the skills of a text are taken: items of lists that name none, and technologies in prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set

from hpcskills.model import Unknown
from hpcskills.reading.layout import Items
from hpcskills.reading.tokens import Words

LONGEST = 4
"""The longest item, in words, that is listed whole as unknown; of longer ones only names of technologies are."""

_TECHNICAL = re.compile(r"[A-Z].*[A-Z0-9]|[a-z].*[A-Z]|[A-Za-z].*\d|.*[+#]")


class Leftover:
    """The words of a text that say something, by the items in which they stand."""

    def __init__(self, words: Words, items: Items) -> None:
        self.words, self._items, fillers = words, items, words.grammar.fillers
        said = enumerate(words.words)
        self._telling = [index for index, word in said if word not in fillers and not word.isdecimal()]

    def items(self, taken: Set[int]) -> Iterator[tuple[int, int, list[int]]]:
        """Items with words that are not `taken`: first and last word, and those that are left."""
        rest, place = [index for index in self._telling if index not in taken], 0
        while place < len(rest):
            first, last = self._items.around(rest[place], rest[place])
            end = bisect_right(rest, last)
            yield first, last, rest[place:end]
            place = end

    def unknown(self, skills: Set[int], said: Set[int]) -> Iterator[Unknown]:
        """Items of lists that name no skill, and words in prose that look like the name of a technology.

        What is `said` of an item, as in "excel basics" and "6 years retail", does not make it known.
        """
        for first, last, left in self.items(skills | said):
            if last - first < LONGEST and skills.isdisjoint(range(first, last + 1)):
                yield self._unknown(left[0], left[-1])
            else:
                yield from (self._unknown(index, index) for index in self._technical(left))

    def _technical(self, left: Sequence[int]) -> list[int]:
        """The words that look like names of technologies: capitals inside, digits, signs."""
        text, words, starts = self.words.text, self.words.words, self.words.starts
        written = [(index, text[starts[index] : starts[index] + len(words[index])]) for index in left]
        return [index for index, mention in written if mention != words[index] and _TECHNICAL.match(mention)]

    def _unknown(self, first: int, last: int) -> Unknown:
        mention = self.words.mention(first, last)
        return Unknown(mention=mention, start=self.words.starts[first], end=self.words.end(last))
