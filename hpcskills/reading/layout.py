"""How a text hangs together: where items, clauses and sentences end between its words."""

from __future__ import annotations

import re
from enum import IntEnum

from hpcskills.reading.tokens import Words


class Break(IntEnum):
    """What a gap between two words separates, from nothing to everything."""

    JOIN = 0
    ITEM = 1
    CLAUSE = 2
    STOP = 3


_JOIN = re.compile(r"[ \t]{0,2}[/._&+'*]?[ \t]{0,2}\Z|- ?\Z")
_STOP = re.compile(r"[.!?][\"')*]*\s|\n[ \t]*\n")
_ITEM = re.compile(r"[,:()\[\]{}|<>=~#\n]|\s[-*?]{1,3}\s|[ \t]{3,}|[^\s\w.!?;'\"&/+_-]")
_CLAUSE = re.compile(r"[;•·▪●◦■□►➢✓]|\n\s*[-*o]\s|\s{2,}[-*]+|\n\s*\d*[.)]")


class _Kinds(dict[str, Break]):
    """Memo of `_kind`, emptied before hostile input can fill the memory."""

    LIMIT = 50_000

    def __missing__(self, gap: str) -> Break:
        if len(self) >= self.LIMIT:
            self.clear()
        kind = _kind(gap if len(gap) <= LONGEST_GAP else gap[: LONGEST_GAP // 2] + gap[-LONGEST_GAP // 2 :])
        if len(gap) <= LONGEST_GAP:
            self[gap] = kind
        return kind


_KINDS = _Kinds()
LONGEST_GAP = 80
"""Characters of a gap that are looked at: its ends tell what it separates, and patterns stay fast."""


def breaks(words: Words) -> list[Break]:
    """What each gap of `words` separates; one longer than the list of words, like `Words.gaps`."""
    kinds = [_KINDS[gap] for gap in words.gaps]
    if "\n" in words.text:
        _unwrap(words, kinds)
    kinds[0] = kinds[-1] = Break.STOP
    return kinds


def _kind(gap: str) -> Break:
    if gap == " ":
        return Break.JOIN
    if _STOP.search(gap):
        return Break.STOP
    if _JOIN.match(gap):
        return Break.JOIN
    if _CLAUSE.search(gap):
        return Break.CLAUSE
    return Break.ITEM if _ITEM.search(gap) else Break.JOIN


def _unwrap(words: Words, kinds: list[Break]) -> None:
    """A line that ends and a next one that begins with a capital are two clauses; otherwise the line was wrapped."""
    for index in [place for place, gap in enumerate(words.gaps[:-1]) if "\n" in gap]:
        if kinds[index] is Break.ITEM and not words.text[words.starts[index]].islower():
            kinds[index] = Break.CLAUSE


def item(kinds: list[Break], words: Words, first: int, last: int, most: int = 10**9) -> tuple[int, int]:
    """The item of a list around words `first` to `last`, up to a break or an "and"; at most so many words each way."""
    begin, end, said, joining = first - most, last + most, words.words, words.grammar.joining
    while first > begin and kinds[first] is Break.JOIN and said[first - 1] not in joining:
        first -= 1
    while last < end and kinds[last + 1] is Break.JOIN and said[last + 1] not in joining:
        last += 1
    return first, last
