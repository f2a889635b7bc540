"""How a text hangs together: where items, clauses and sentences end between its words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import IntEnum
from itertools import compress, count, pairwise, repeat
from operator import contains

from hpcskills.reading.tokens import Memo, Words


class Break(IntEnum):
    """What a gap between two words separates, from nothing to everything."""

    JOIN = 0
    ITEM = 1
    CLAUSE = 2
    STOP = 3


_JOIN = re.compile(r" {0,2}[/._&+'*]? {0,2}\Z|- ?\Z")
_STOP = re.compile(r"[.!?][\"')*]*\s|\n[ \t]*\n")
_ITEM = re.compile(r"[,:()\[\]{}|<>=~#\n\t]|\s[-*?]{1,3}\s|[ \t]{3,}|[^\s\w.!?;'\"&/+_-]")
_CLAUSE = re.compile(r"[;•·▪●◦■□►➢✓]|\n\s*[-*o]\s|\s{2,}[-*]+|\n\s*\d*[.)]")


LONGEST_GAP = 80
"""Characters of a gap that are looked at: its ends tell what it separates, and patterns stay fast."""


def breaks(words: Words) -> list[Break]:
    """What each gap of `words` separates; one longer than the list of words, like `Words.gaps`."""
    kinds = list(map(_KINDS.__getitem__, words.gaps))
    if "\n" in words.text:
        _unwrap(words, kinds)
    kinds[0] = kinds[-1] = Break.STOP
    return kinds


def _kind(gap: str) -> Break:
    if len(gap) > LONGEST_GAP:
        gap = gap[: LONGEST_GAP // 2] + gap[-LONGEST_GAP // 2 :]
    if _STOP.search(gap):
        return Break.STOP
    if _JOIN.match(gap):
        return Break.JOIN
    if _CLAUSE.search(gap):
        return Break.CLAUSE
    return Break.ITEM if _ITEM.search(gap) else Break.JOIN


_KINDS = Memo(_kind)


def _unwrap(words: Words, kinds: list[Break]) -> None:
    """A line that ends and a next one that begins with a capital are two clauses; otherwise the line was wrapped."""
    for index in compress(range(len(words.words)), map(contains, words.gaps, repeat("\n"))):
        if kinds[index] is Break.ITEM and not words.text[words.starts[index]].islower():
            kinds[index] = Break.CLAUSE


class Items:
    """The items of the lists in a text, from one break or "and" to the next."""

    def __init__(self, words: Words, kinds: list[Break]) -> None:
        begins = bytearray(kinds)
        for place in compress(count(), map(words.grammar.joining.__contains__, words.words)):
            begins[place] = begins[place + 1] = 1
        self._begins = list(compress(count(), begins))

    def all(self) -> Iterator[tuple[int, int]]:
        """The first and the word behind the last of each item."""
        return pairwise(self._begins)

    def around(self, first: int, last: int) -> tuple[int, int]:
        """The first and last word of the item in which the words `first` to `last` stand."""
        begins = self._begins
        return begins[bisect_right(begins, first) - 1], begins[bisect_right(begins, last)] - 1
