"""What is left when the skills of a text are taken: items of lists that name none, and technologies in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from itertools import compress

from hpcskills.model import Unknown
from hpcskills.reading.layout import Items
from hpcskills.reading.tokens import Words

LONGEST = 4
"""The longest item, in words, that is listed whole as unknown; of longer ones only names of technologies are."""

_TECHNICAL = re.compile(r"[A-Z].*[A-Z0-9]|[a-z].*[A-Z]|[A-Za-z].*\d|.*[+#]")


class Leftover:
    """The words of a text that say something, by the items in which they stand.

    Words are marked in bytes, one for each, because these are searched without a step of Python.
    """

    def __init__(self, words: Words, items: Items) -> None:
        self.words, self._items, fillers = words, items, words.grammar.fillers
        self._telling = bytes([word not in fillers and not word.isdecimal() for word in words.words])

    def items(self, taken: Iterable[int], longest: int) -> list[tuple[int, int]]:
        """First and last word of items of 2 to `longest` words that are not all `taken`."""
        left = self._without(taken)
        items = [(first, end) for first, end in self._items.all() if 1 < end - first <= longest]
        return [(first, end - 1) for first, end in items if left.find(1, first, end) >= 0]

    def unknown(self, skills: Set[int], said: Set[int]) -> Iterator[Unknown]:
        """Items of lists that name no skill, and words in prose that look like the name of a technology.

        What is `said` of an item, as in "excel basics" and "6 years retail", does not make it known.
        """
        left = self._without([*skills, *said])
        for first, end in self._items.all():
            begin = left.find(1, first, end)
            if begin >= 0:
                if end - first <= LONGEST and skills.isdisjoint(range(first, end)):
                    yield self._unknown(begin, left.rfind(1, first, end))
                else:
                    yield from self._technical(left, first, end)

    def _without(self, taken: Iterable[int]) -> bytearray:
        """Which words say something and are not `taken`."""
        left = bytearray(self._telling)
        for index in taken:
            left[index] = 0
        return left

    def _technical(self, left: bytearray, first: int, end: int) -> Iterator[Unknown]:
        """The words that look like names of technologies: capitals inside, digits, signs."""
        words = self.words
        if words.mention(first, end - 1) == words.written(first, end - 1):
            return
        for index in compress(range(first, end), left[first:end]):
            mention = words.text[words.starts[index] : words.starts[index] + len(words.words[index])]
            if mention != words.words[index] and _TECHNICAL.match(mention):
                yield self._unknown(index, index)

    def _unknown(self, first: int, last: int) -> Unknown:
        start, end = self.words.starts[first], self.words.end(last)
        return Unknown(self.words.text[start:end], start, end)
