"""From words on a page to lines in the order a person reads them: columns one after the other, tables row by row.

A recursive XY-cut: a page is cut where a band of white runs through, from top to bottom between columns, and into runs
of rows that share such a band. Columns whose rows stand level are told apart from tables by how full their lines are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hpcskills.documents.kinds import BROKEN, words

BULLETS = frozenset("•·▪●◦■□►➢✓✔❖-–—*o§→»")
_LEVELS = frozenset("●○◯◌•★☆■□▪▫◆◇\uf06c\uf0a1\uf0ab\uf06e\uf06f")
"""Signs that people count a level with, "● ● ○"; some from fonts of signs."""

_DEEPEST = 30
_CELL = 1.9
"""White of so many times the height of the letters stands between two cells, not between two words."""

_MOST_COLUMNS = 20
"""Of more bands of white only the widest are tried as white between columns."""

_NARROW, _WIDE, _MANY_ROWS = 0.7, 1.4, 6
"""How wide white between columns must be, in heights of the letters: in many rows a narrow one is no chance."""


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


Line = list[Word]
Span = tuple[float, float]


class _Block(NamedTuple):
    """Rows that belong together, and the bands of white between the columns if they are those of a table."""

    lines: list[Line]
    bands: Sequence[Span] = ()


def read(words: Sequence[Word]) -> list[str]:
    """The lines of a page in reading order; a line that was broken to fit is joined with the next."""
    if not words:
        return []
    height = median(word.top - word.bottom for word in words) or 1.0
    found: list[str] = []
    for block in _order(_with_signs(list(words), height), height, 0):
        found.extend(_unwrapped(block, height))
    return found


def rows(words: Sequence[Word]) -> list[Line]:
    """Words that stand level make a row; rows from top to bottom, words from left to right."""
    found: list[Line] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: -word.middle):
        if found and middle - word.middle < 0.45 * (word.top - word.bottom):
            found[-1].append(word)
        else:
            found.append([word])
            middle = word.middle
    for row in found:
        row.sort(key=lambda word: word.left)
    return found


def _with_signs(words: list[Word], height: float) -> list[Word]:
    """The signs of a level become one word, and a bullet part of the word after it.

    Or the white beside them would look like that between columns.
    """
    if not any(_is_bullet(word) or word.text in _LEVELS for word in words):
        return words
    found: list[Word] = []
    for row in (_with_whole_levels(row, height) for row in rows(words)):
        end = float("-inf")
        bullet: Word | None = None
        for word in row:
            # In the middle of a line the same sign separates: "Graz · 2010 – 2012".
            if _is_bullet(word) and word.left - end > height:
                found.append(word)
                bullet = word
            elif bullet is not None and word.left - bullet.right < 3.5 * height:
                sign = bullet.text if bullet.text[0].isdigit() else "-"
                found[-1] = word._replace(text=f"{sign} {word.text}", left=bullet.left)
                bullet = None
            else:
                found.append(word)
                bullet = None
            end = word.right
    return found


def _with_whole_levels(row: Line, height: float) -> Line:
    found = row[:1]
    for word in row[1:]:
        last = found[-1]
        if word.text in _LEVELS and last.text[-1] in _LEVELS and word.left - last.right < 3 * height:
            found[-1] = last._replace(text=last.text + word.text, right=word.right)
        else:
            found.append(word)
    return found


def _is_bullet(word: Word) -> bool:
    text = word.text
    private = len(text) == 1 and "\ue000" <= text <= "\uf8ff"  # as in fonts of signs
    return text in BULLETS or private or (len(text) < 4 and text[-1] in ".)" and text[:-1].isdigit())


def _order(words: list[Word], height: float, depth: int) -> Iterator[_Block]:
    """Blocks of rows in reading order."""
    lines = rows(words)
    if len(lines) == 1 or depth > _DEEPEST:
        yield _Block(lines)
        return
    bands = _bands(words, len(lines), height)
    for left, right in sorted(bands, key=lambda band: band[0] - band[1])[:_MOST_COLUMNS]:
        sides = ([w for w in words if w.right <= left + 0.01], [w for w in words if w.left >= right - 0.01])
        if not _level(rows(sides[0]), rows(sides[1])):
            for side in sides:
                yield from _order(side, height, depth + 1)
            return
    if bands:
        yield _Block(lines, bands)
        return
    runs = _runs(words, height)
    for run in runs:
        if len(runs) > 1 and _bands(run, len(rows(run)), height):
            yield from _order(run, height, depth + 1)
        else:
            yield _Block(rows(run))


def _bands(words: Sequence[Word], count: int, height: float) -> list[Span]:
    """Bands of white that run from the top to the bottom of these words, with words on both sides."""
    return _between(_cover(((word.left, word.right) for word in words), height), count, height)


def _cover(spans: Iterable[Span], height: float) -> list[Span]:
    """What stands below or above something, from left to right; white too narrow for a band is no white."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < _NARROW * height:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _between(cover: Sequence[Span], count: int, height: float) -> list[Span]:
    """The bands of white that are left in `count` rows."""
    narrowest = height * (_NARROW if count >= _MANY_ROWS else _WIDE)
    return [(one[1], after[0]) for one, after in pairwise(cover) if after[0] - one[1] >= narrowest]


def _runs(words: list[Word], height: float) -> list[list[Word]]:
    """Cut a page across where columns begin and end: rows that share a band of white stay together.

    Rows are cut only where white runs across the whole page, so columns of different line height stay whole.
    """
    runs: list[list[Word]] = []
    cover: list[Span] = []  # of the last run, and how many strips it has
    count = 0
    for strip in _strips(words):
        own = _cover(((word.left, word.right) for word in strip), height)
        both = _cover([*cover, *own], height)
        inside = bool(_between(cover, count, height))
        if runs and (_between(both, count + 1, height) or not (inside or _between(own, 1, height))):
            runs[-1].extend(strip)
            cover, count = both, count + 1
        else:
            runs.append(strip)
            cover, count = own, 1
    return runs


def _strips(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words between two bands of white that run across, from top to bottom."""
    strip: list[Word] = []
    bottom = 0.0
    for word in sorted(words, key=lambda word: -word.top):
        # Boxes are as high as the letters' font, so those of neighbouring lines may touch or overlap a little.
        shrunk = 0.2 * (word.top - word.bottom)
        if strip and word.top - shrunk < bottom:
            yield strip
            strip = []
        bottom = min(bottom, word.bottom + shrunk) if strip else word.bottom + shrunk
        strip.append(word)
    if strip:
        yield strip


def _level(left: list[Line], right: list[Line]) -> bool:
    """Do the rows on both sides belong together (a table, dates beside jobs) rather than being two columns?"""
    # A heading above belongs to neither.
    highest = min(left[0][0].middle, right[0][0].middle) + left[0][0].top - left[0][0].bottom
    left, right = ([line for line in side if line[0].middle < highest] for side in (left, right))
    few, many = sorted((left, right), key=len)
    if not few:
        return False
    others = [line[0].middle for line in many]
    slack = 0.3 * median(line[0].top - line[0].bottom for line in few)
    where = [_nearest(line[0].middle, others) for line in few]
    beside = [index for index, line in zip(where, few, strict=True) if abs(others[index] - line[0].middle) <= slack]
    if len(beside) < 0.8 * len(few):
        return False
    if len(few) <= 2:
        return True
    full, also_full = _prose(left), _prose(right)
    if full and also_full:
        return False
    if full or also_full:
        # A margin of dates leaves rows free between its lines; a column of its own does not.
        next_ones = sum(1 for one, after in pairwise(beside) if after - one == 1)
        return next_ones < 0.5 * (len(beside) - 1)
    return len(few) >= 0.7 * len(many) or len(few) <= 0.4 * len(many)


def _nearest(middle: float, others: Sequence[float]) -> int:
    """Index of the row at this height; `others` fall from top to bottom."""
    low, high = 0, len(others) - 1
    while low < high:
        half = (low + high) // 2
        if others[half] > middle:
            low = half + 1
        else:
            high = half
    if low and abs(others[low - 1] - middle) < abs(others[low] - middle):
        low -= 1
    return low


def _prose(lines: Sequence[Line]) -> bool:
    """Running text, at least in part: lines of several words that fill the column."""
    widest = max(line[-1].right - line[0].left for line in lines)
    full = [line for line in lines if len(line) >= 5 and line[-1].right - line[0].left > 0.65 * widest]
    return len(full) >= max(2, 0.3 * len(lines))


def _unwrapped(block: _Block, height: float) -> list[str]:
    """The rows of a block as text, where a row that was broken because it was full goes on in the same line."""
    right = max(line[-1].right for line in block.lines)
    found: list[str] = []
    for number, line in enumerate(block.lines):
        text = line_text(line, block.bands)
        if number and "\t" not in text and _goes_on(block.lines[number - 1], line, right, height):
            found[-1] = _joined(found[-1], text)
        else:
            found.append(text)
    return found


def _goes_on(line: Line, after: Line, right: float, height: float) -> bool:
    """Was `line` broken only because the first word of `after` did not fit any more?"""
    first, last = after[0], line[-1]
    cell = _last_cell(line)
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


def _last_cell(line: Line) -> Line:
    """The words after the last white as wide as that between cells."""
    for index in range(len(line) - 1, 0, -1):
        if line[index].left - line[index - 1].right > _CELL * (line[index].top - line[index].bottom):
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


def line_text(line: Line, bands: Sequence[Span] = ()) -> str:
    """The words of a row: blanks between them, a tab where white is left as between the cells of a table."""
    gaps = [after.left - word.right for word, after in pairwise(line)]
    height = max(word.top - word.bottom for word in line)
    nothing, tab = 0.05 * height, _CELL * height
    if _spaced(line):
        nothing, tab, bands = 1.5 * median(gaps), 6 * median(gaps), ()
    pieces = [line[0].text]
    starts = [band[0] for band in bands]
    for before, word, gap in zip(line, line[1:], gaps, strict=False):
        band = bisect_left(starts, before.right - 0.01)
        cell = gap > tab or (band < len(bands) and bands[band][1] <= word.left + 0.01)
        pieces.append("\t" if cell else "" if gap <= nothing else " ")
        pieces.append(word.text)
    return "".join(pieces)


def _spaced(line: Line) -> bool:
    """Is it a heading with its letters set apart, "S K I L L S"?"""
    return len(line) >= 4 and sum(1 for word in line if len(word.text) == 1 and word.text.isalpha()) > 0.8 * len(line)
