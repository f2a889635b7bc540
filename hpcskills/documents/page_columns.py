"""Whether words on both sides of a band of white stand in two columns or in the rows of a table.

Columns whose rows stand level are told apart from tables by what their lines say and how full they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from statistics import median

from hpcskills.documents.page_rows import LEVELS, Line, Span, Word, goes_on, last_cell, line_text, rows

_MOST_COLUMNS = 20
"""Of more bands of white only the widest are tried as white between columns."""

_LEVEL = r"""
    (?:very\s)?(?:good|strong|solid|basic|advanced|proficient|experienced|skilled|familiar|fluent)(?:\sknowledge)?
    | expert | excellent | intermediate | competent | working\sknowledge | moderate | elementary
    | basics | beginner | novice | native | (?:sehr\s)?gut | experte | fortgeschritten
    | grundkenntnisse | anfänger | avanzado | intermedio | básico | experto | avançado | intermédio | avancé
    | intermédiaire | débutant | confirmé | notions
"""
_YEARS = r"[~<>]?\s?\d{1,2}([.,]\d)?(\s?[-–]\s?\d{1,2})?\+?\s?(years?|yrs?|y|months?|jahre?n?|años?|anos?|ans?)?"
_DATE = r"(?:(?:[^\W\d]{3,10}\.?\s|\d{1,2}[./-])?(?:19|20)\d\d|present|today|now|heute|actualidad)"
_SIGNS = rf"[{''.join(sorted(LEVELS))}\s]+|[xX✓✔☑]"
_LEVEL_WORDS, _VALUE = (
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        _LEVEL,
        rf"{_LEVEL} | {_YEARS} | \d\s?/\s?\d+ | \d{{1,3}}\s?% | {_SIGNS}"
        rf"| (since\s|seit\s)?{_DATE}(\s?[-–—]\s?{_DATE})?",
    )
)
"""What names a level; and what says nothing by itself: a level, a number, years, a date."""


def columns(words: Sequence[Word], bands: Sequence[Span], height: float) -> tuple[list[Word], list[Word]] | None:
    """The words on both sides of the white between two columns, if there are columns.

    Where rows do not stand level there surely are; else the widest white is taken.
    """
    found = None
    starts = sorted(start for start, _ in bands)
    for left, right in sorted(bands, key=lambda band: band[0] - band[1])[:_MOST_COLUMNS]:
        sides = [w for w in words if w.right <= left + 0.01], [w for w in words if w.left >= right - 0.01]
        both = rows(sides[0]), rows(sides[1])
        lines = _below_headings(*both)
        end = next((start for start in starts if start > left), None)
        beside_it = rows(word for word in sides[1] if word.right <= end + 0.01) if end else both[1]
        if not all(lines) or _values(beside_it) or (left == starts[0] and _values(lines[0])):
            continue  # one stands above the other, or says something of it
        beside = _beside(*lines)
        surely = len(beside) < 0.8 * min(map(len, lines))
        if surely or (found is None and not _table(*lines, beside, height)):
            found = _with_values(*both, height)
        if surely:
            break
    return found


def _with_values(left: list[Line], right: list[Line], height: float) -> tuple[list[Word], list[Word]]:
    """The words of two columns, where dates and levels that belong to the left one are no lines of the right one."""
    edge = min(line[0].left for line in right)
    middles = [line[0].middle for line in left]
    stays: list[Word] = []
    moved: list[Word] = []
    above = float("inf")  # where the last line of the right column stands
    for line in right:
        middle, near = line[0].middle, _nearest(line[0].middle, middles)
        level = abs(middles[near] - middle) <= 0.3 * height and _says(_VALUE, line) and not _says(_VALUE, left[near])
        if level and (line[0].left - edge > 2 * height or above - middle > 2 * height):
            moved.extend(line)
        else:
            stays.extend(line)
            above = middle
    return [*(word for line in left for word in line), *moved], stays


def _below_headings(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """The rows of two sides without the headings above, which belong to neither."""
    highest = min(left[0][0].middle, right[0][0].middle) + left[0][0].top - left[0][0].bottom
    return [line for line in left if line[0].middle < highest], [line for line in right if line[0].middle < highest]


def _beside(left: Sequence[Line], right: Sequence[Line]) -> list[int]:
    """Which rows of the longer side stand level with one of the shorter."""
    few, many = sorted((left, right), key=len)
    if not few:
        return []
    others = [line[0].middle for line in many]
    slack = 0.3 * median(line[0].top - line[0].bottom for line in few)
    where = [_nearest(line[0].middle, others) for line in few]
    return [index for index, line in zip(where, few, strict=True) if abs(others[index] - line[0].middle) <= slack]


def _table(left: Sequence[Line], right: Sequence[Line], beside: Sequence[int], height: float) -> bool:
    """Do rows that stand level belong together (a table, dates beside jobs) rather than being two columns?"""
    few, many = sorted((left, right), key=len)
    if _headed(left) and _headed(right):
        return False
    if len(few) <= 2:
        return True
    full, also_full = _prose(few), _prose(many)
    if full and also_full:
        return False
    # A margin of dates leaves rows free between its lines; a column of its own does not.
    next_ones = sum(1 for one, after in pairwise(beside) if after - one == 1)
    if next_ones < 0.5 * (len(beside) - 1):
        return True
    if full or also_full:
        return _where_lines_begin(many, beside, height)
    return len(few) >= 0.7 * len(many) or len(few) <= 0.4 * len(many)


def _headed(lines: Sequence[Line]) -> bool:
    """Does a heading stand above: a level of what is below, or words in larger letters?"""
    (head, *_), *rest = lines
    size = median(line[0].top - line[0].bottom for line in rest) if rest else float("inf")
    return head.top - head.bottom > 1.1 * size or (_says(_LEVEL_WORDS, lines[0]) and not _values(rest))


def _where_lines_begin(lines: Sequence[Line], beside: Sequence[int], height: float) -> bool:
    """Do the rows beside these lines stand only where a text begins, and never where it goes on in a next line?"""
    right = max(line[-1].right for line in lines)
    inner = range(beside[0] + 1, beside[-1] + 1)
    going_on = {index for index in inner if goes_on(lines[index - 1], lines[index], right, height)}
    return bool(going_on) and going_on.isdisjoint(beside)


def _values(lines: Sequence[Line]) -> bool:
    """Are these the cells of a column that says nothing by itself?"""
    others = (line for line in lines if not _says(_VALUE, line))
    return bool(lines) and next(islice(others, len(lines) // 5, None), None) is None


def _says(what: re.Pattern[str], line: Line) -> bool:
    """Is each cell of a row of this kind?"""
    return all(what.fullmatch(cell) for cell in line_text(line).split("\t"))


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
    full = [line for line in lines if len(last_cell(line)) >= 5 and line[-1].right - line[0].left > 0.65 * widest]
    return len(full) >= max(2, 0.3 * len(lines))
