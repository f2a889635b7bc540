"""The words on a page, the rows they make, and the lines of text those say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from hpcskills.documents.kinds import BROKEN, under, words

BULLETS = frozenset("•·▪●◦■□►➢✓✔❖-–—*o§→»")
LEVELS = frozenset("●○◯◌◦∘•★☆■□▪▫◆◇\uf06c\uf0a1\uf0ab\uf0b6\uf06e\uf06f")
"""Signs that people count a level with, "● ● ○"; some from fonts of signs."""

_FILLED = str.maketrans("•◦∘◯", "●○○○")
"""What stands for a level is not taken for a bullet."""

_LEADER = re.compile(r"\.{5,}")
"""Dots that lead from a job to its dates."""

CELL = 1.9
"""White of so many times the height of the letters stands between two cells, not between two words."""


class Word(NamedTuple):
    """A word and its box; y grows upwards, as in a PDF. A tuple: a page has a thousand."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """Half-way up the box: words of a row agree in it."""
        return (self.bottom + self.top) / 2


_LEFT = itemgetter(1)

Line = list[Word]
Span = tuple[float, float]


def from_top(words: Iterable[Word]) -> list[Word]:
    """Words from top to bottom, by the middle of their boxes."""
    return sorted(words, key=lambda word: -word.bottom - word.top)


def rows(words: Iterable[Word]) -> list[Line]:
    """Words from top to bottom as rows of those that stand level, each from left to right."""
    found: list[Line] = []
    row_middle = float("inf")
    for word in words:
        _, _, _, bottom, top = word
        middle = (bottom + top) / 2
        if row_middle - middle < 0.45 * (top - bottom):
            found[-1].append(word)
        else:
            found.append([word])
            row_middle = middle
    for row in found:
        row.sort(key=_LEFT)
    return found


def tidied(words: Iterable[Word], height: float) -> list[Word]:
    """Dotted lines become white, the signs of a level one word, and a bullet part of the word after it.

    Or the white beside them would look like that between columns.
    """
    found = [part for word in words for part in (_around_leader(word) if "....." in word.text else (word,))]
    if any(_is_bullet(word) or word.text[0] in LEVELS for word in found):
        found = [word for row in rows(from_top(found)) for word in _with_bullets(_with_levels(row, height), height)]
    return found


def _around_leader(word: Word) -> Iterator[Word]:
    """What stands before and behind dots that fill a line."""
    at, width = 0, (word.right - word.left) / len(word.text)
    for part in _LEADER.split(word.text):
        at = word.text.find(part, at)
        if part:
            yield word._replace(text=part, left=word.left + at * width, right=word.left + (at + len(part)) * width)
        at += len(part)


def _with_bullets(row: Line, height: float) -> Iterator[Word]:
    end = float("-inf")
    bullet: Word | None = None
    for word in row:
        # In the middle of a line the same sign separates: "Graz · 2010 – 2012".
        begins = _is_bullet(word) and word.left - end > height
        if bullet and not begins and word.left - bullet.right < 3.5 * height:
            sign = bullet.text if bullet.text[0].isdigit() else "-"
            yield word._replace(text=f"{sign} {word.text}", left=bullet.left)
            bullet = None
        else:
            if bullet:
                yield bullet
            bullet = word if begins else None
            if not begins:
                yield word
        end = word.right
    if bullet:
        yield bullet


def _with_levels(row: Line, height: float) -> Line:
    found = row[:1]
    for word in row[1:]:
        last = found[-1]
        signs = LEVELS.issuperset(word.text) and LEVELS.issuperset(last.text)
        if signs and word.left - last.right < 3 * height:
            found[-1] = last._replace(text=(last.text + word.text).translate(_FILLED), right=word.right)
        else:
            found.append(word)
    return found


def _is_bullet(word: Word) -> bool:
    text = word.text
    private = len(text) == 1 and "\ue000" <= text <= "\uf8ff"  # as in fonts of signs
    return text in BULLETS or private or (len(text) < 4 and text[-1] in ".)" and text[:-1].isdigit())


def unwrapped(lines: Sequence[Line], height: float) -> list[str]:
    """Rows as text, where one that was broken because it was full goes on in the same line."""
    right = max(line[-1].right for line in lines)
    found: list[str] = []
    for number, line in enumerate(lines):
        text = line_text(line)
        if number and "\t" not in text and goes_on(lines[number - 1], line, right, height):
            found[-1] = _joined(found[-1], text)
        else:
            found.append(text)
    return found


def table_text(lines: Sequence[Line], bands: Sequence[Span], height: float) -> list[str]:
    """The rows of a table as text, where each cell may have gone on below; `bands` are the white between columns."""
    starts = [band[0] for band in bands]
    ends = [*starts, max(line[-1].right for line in lines)]
    found: list[dict[int, list[Line]]] = []
    for line in lines:
        cells: dict[int, Line] = {}
        for word in line:
            cells.setdefault(bisect_left(starts, word.right - 0.01), []).append(word)
        row = found[-1] if found else {}
        if all(at in row and goes_on(row[at][-1], cell, ends[at], height) for at, cell in cells.items()):
            for at, cell in cells.items():
                row[at].append(cell)
        else:
            found.append({at: [cell] for at, cell in cells.items()})
    first = (part for cells in found[0].values() for part in _parts(cells[0]))
    heads = [(part[0].left + part[-1].right, line_text(part)) for part in first]
    return [text for number, row in enumerate(found) for text in _row_text(row, heads if number else [])]


def _row_text(row: dict[int, list[Line]], heads: Sequence[tuple[float, str]]) -> list[str]:
    """A row of a table as one line, or as one for each cell if it is text that goes on beside text."""
    cells = list(row.values())
    if all(len(cell) == 1 for cell in cells):
        return ["\t".join(_under(heads, part) for cell in cells for part in _parts(cell[0]))]
    texts = [reduce(_joined, map(line_text, cell)) for cell in cells]
    return texts if sum(text.count(" ") > 2 for text in texts) > 1 else ["\t".join(texts)]


def _under(heads: Sequence[tuple[float, str]], part: Line) -> str:
    """What words say under the head that stands nearest above them."""
    if len(heads) < 2:
        return line_text(part)
    middle = part[0].left + part[-1].right
    return under(min(heads, key=lambda head: abs(head[0] - middle))[1], line_text(part), len(heads))


def _parts(line: Line) -> Iterator[Line]:
    """Words with white between them as between cells, from left to right."""
    first = 0
    for number, (word, after) in enumerate(pairwise(line), 1):
        if after.left - word.right > CELL * (after.top - after.bottom):
            yield line[first:number]
            first = number
    yield line[first:]


def goes_on(line: Line, after: Line, right: float, height: float) -> bool:
    """Was `line` broken only because the first word of `after` did not fit any more?"""
    first, last = after[0], line[-1]
    cell = last_cell(line)
    if len(cell) < len(line) and abs(cell[0].left - first.left) > 0.5 * height:
        return False  # below another cell of a table
    size, next_size = last.top - last.bottom, first.top - first.bottom
    apart = abs(size - next_size) > 0.15 * size or line[0].top - first.top > 2.2 * size
    if apart or first.text.startswith("- ") or _spaced(line):
        return False
    begins, ends = first.text[0], last.text[-1]
    if ends == "-" and begins.islower():
        return True
    if last.right + 0.2 * height + (first.right - first.left) < right:
        return False
    hangs = line[0].text.startswith("- ") and first.left - line[0].left > 0.5 * height
    if hangs or begins.islower() or ends in ",-–/&(" or last.text in _OPEN:
        return True
    return len(cell) >= 6 and ends not in ".:;!?"


def last_cell(line: Line) -> Line:
    """The words after the last white as wide as that between cells."""
    for index in range(len(line) - 1, 0, -1):
        if line[index].left - line[index - 1].right > CELL * (line[index].top - line[index].bottom):
            return line[index:]
    return line


_OPEN = words(
    "a an and as at by for from in into of on or the to under using via with und mit für der die das de la el y"
)
"""Words no line ends with."""


def _joined(text: str, after: str) -> str:
    """Two lines as one; a word broken at its hyphen is marked, to be mended when the whole text is known."""
    if text.endswith("-") and text[-2:-1].isalpha():
        return f"{text[:-1]}{BROKEN}{after}"
    if text.endswith("-") and text[-2:-1].isdigit():
        return f"{text}{after}"  # a span of years
    return f"{text} {after}"


def line_text(line: Line) -> str:
    """The words of a row: blanks between them, a tab where white is left as between the cells of a table."""
    gaps = [after.left - word.right for word, after in pairwise(line)]
    height = max(word.top - word.bottom for word in line)
    nothing, tab = 0.05 * height, CELL * height
    if _spaced(line):
        nothing, tab = 1.5 * median(gaps), 6 * median(gaps)
    pieces = [line[0].text]
    for word, gap in zip(line[1:], gaps, strict=True):
        pieces.append("\t" if gap > tab else "" if gap <= nothing else " ")
        pieces.append(word.text)
    return "".join(pieces)


def _spaced(line: Line) -> bool:
    """Is it a heading with its letters set apart, "S K I L L S"?"""
    return len(line) >= 4 and sum(1 for word in line if len(word.text) == 1 and word.text.isalpha()) > 0.8 * len(line)
