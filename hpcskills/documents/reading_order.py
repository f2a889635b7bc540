"""From words on a page to lines in the order a person reads them: columns one after the other, tables row by row.

A recursive XY-cut: a page is cut where a band of white runs through, from top to bottom between columns, and into runs
of rows that share such a band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from hpcskills.documents.page_columns import columns
from hpcskills.documents.page_rows import (
    Line,
    Span,
    Word,
    from_top,
    goes_on,
    line_text,
    rows,
    table_text,
    tidied,
    unwrapped,
)

_DEEPEST = 30
_NARROW, _WIDE, _MANY_ROWS = 0.7, 1.4, 6
"""How wide white between columns must be, in heights of the letters: in many rows a narrow one is no chance."""

_TOP, _SIDES = itemgetter(4), itemgetter(1, 2)


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
    for block in _order(tidied(words, height), height, 0):
        lines, bands = block
        found.extend(table_text(lines, bands, height) if bands else unwrapped(lines, height))
    return found


def _order(words: list[Word], height: float, depth: int) -> Iterator[_Block]:
    """Blocks of rows in reading order."""
    words = from_top(words)
    lines = rows(words)
    if len(lines) <= 1 or depth > _DEEPEST:
        yield from [_Block(lines)] if lines else []
        return
    bands = _bands(words, len(lines), height)
    sides = columns(words, bands, height)
    if sides:
        for side in sides:
            yield from _order(side, height, depth + 1)
        return
    if bands:
        first, last = _table_rows(lines, bands)
        yield from _order(_words(lines[:first]), height, depth + 1)
        own = _bands(_words(lines[first:last]), last - first, height)
        yield _Block(lines[first:last], max(own, bands, key=len))
        yield from _order(_words(lines[last:]), height, depth + 1)
        return
    runs = _runs(words, height)
    if len(runs) == 1:
        yield _Block(lines)
        return
    for run in _past_boxes(runs, height):
        lines = rows(from_top(run))
        if _bands(run, len(lines), height):
            yield from _order(run, height, depth + 1)
        else:
            yield _Block(lines)


def _table_rows(lines: Sequence[Line], bands: Sequence[Span]) -> tuple[int, int]:
    """From which row up to which a table goes: lines above or below it stand on the left only, in one piece."""
    plain = [line[-1].right <= bands[0][0] + 0.01 and "\t" not in line_text(line) for line in lines]
    if False not in plain:
        return 0, len(lines)
    return plain.index(False), len(lines) - plain[::-1].index(False)


def _words(lines: Iterable[Line]) -> list[Word]:
    return [word for line in lines for word in line]


def _bands(words: Iterable[Word], count: int, height: float) -> list[Span]:
    """Bands of white that run from the top to the bottom of these words, with words on both sides."""
    return _between(_cover(map(_SIDES, words), height), count, height)


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
    strips = list(_strips(words))
    for number, strip in enumerate(strips):
        own = _cover(map(_SIDES, strip), height)
        both = _cover([*cover, *own], height)
        bands = _between(cover, count, height)
        goes_with_last = _between(both, count + 1, height) or not (bands or _between(own, 1, height))
        if runs and goes_with_last and not (bands and _is_heading(strips, number, bands)):
            runs[-1].extend(strip)
            cover, count = both, count + 1
        else:
            runs.append(strip)
            cover, count = own, 1
    return runs


def _is_heading(strips: Sequence[list[Word]], number: int, bands: Sequence[Span]) -> bool:
    """Does a strip stand before all bands, and nearer to what is below than to what is above?"""
    strip = strips[number]
    if number + 1 == len(strips) or len(strip) > 5 or max(word.right for word in strip) > bands[0][0]:
        return False
    above = min(word.bottom for word in strips[number - 1]) - max(word.top for word in strip)
    below = min(word.bottom for word in strip) - max(word.top for word in strips[number + 1])
    return above - below > 0.3 * (strip[0].top - strip[0].bottom)


def _strips(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words between two bands of white that run across, from top to bottom."""
    strip: list[Word] = []
    bottom = 0.0
    for word in sorted(words, key=_TOP, reverse=True):
        # Boxes are as high as the letters' font, so those of neighbouring lines may touch or overlap a little.
        shrunk = 0.2 * (word.top - word.bottom)
        if strip and word.top - shrunk < bottom:
            yield strip
            strip = []
        bottom = min(bottom, word.bottom + shrunk) if strip else word.bottom + shrunk
        strip.append(word)
    if strip:
        yield strip


def _past_boxes(runs: Sequence[list[Word]], height: float) -> list[list[Word]]:
    """Runs, where text that flows around a box is one with the text it continues; the box comes after it."""
    found: list[list[Word]] = []
    waiting = list(reversed(runs))
    while waiting:
        run = waiting.pop()
        before, after = found[-1] if found else [], waiting[-1] if waiting else []
        flow = _flow(before, run, after, height)
        if flow is None:
            found.append(run)
            continue
        found[-1:], rest = flow
        waiting[-1:] = [rest] if rest else []
    return found


def _flow(
    before: list[Word], run: list[Word], after: list[Word], height: float
) -> tuple[list[list[Word]], list[Word]] | None:
    """What comes before a box in a run and is text that flows past it, and the box; then the rest of `after`.

    None if there is no such box: the text must go on from above into the run, or from the run into what is below.
    """
    bands = _bands(run, len(rows(from_top(run))), height)
    if not 1 <= len(bands) <= 2:
        return None
    above, below = (_plain(words, height) for words in (before, after))
    if not (above or below):
        return None
    right = max(line[-1].right for line in above + below)
    for text, box in _texts_and_boxes(run, bands, right, height):
        lines = rows(from_top(text))
        last = [lines[-1], *below]
        onto = next(
            (at for at, (one, next_one) in enumerate(pairwise(last)) if not goes_on(one, next_one, right, height)),
            len(below),
        )
        into = above and (goes_on(above[-1], lines[0], right, height) or (len(bands) == 2 and _steady(above, lines)))
        item = any(line[0].text.startswith("- ") for line in [*above[-1:], *lines])
        if (onto or into) and not item:
            flowing = [*text, *_words(below[:onto])]
            first = [before + flowing] if above else [before, flowing] if before else [flowing]
            return [*first, box], _words(below[onto:]) if below else after
    return None


def _plain(words: list[Word], height: float) -> list[Line]:
    """The rows of words that do not stand in columns; none of those that do."""
    lines = rows(from_top(words))
    return [] if len(lines) > 1 and _bands(words, len(lines), height) else lines


def _steady(above: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Do lines follow upon those above at the distance that they have among themselves?"""
    steps = [one[0].bottom - after[0].bottom for one, after in pairwise([*above[-2:], *lines[:2]])]
    return len(steps) == 3 and max(steps) < 1.1 * min(steps)


def _texts_and_boxes(
    run: list[Word], bands: Sequence[Span], right: float, height: float
) -> Iterator[tuple[list[Word], list[Word]]]:
    """What may be a text and what a box in or beside it; the rows of the text are drawn together up to `right`."""
    outer, inner = bands[0], bands[-1]
    first = [word for word in run if word.right <= outer[0] + 0.01]
    last = [word for word in run if word.left >= inner[1] - 0.01]
    middle = [word for word in run if outer[1] - 0.01 <= word.left and word.right <= inner[0] + 0.01]
    for text, box in [(first + last, middle)] if middle else [(first, last), (last, first)]:
        lines = rows(from_top(text))
        if len(lines) > 1 and median(map(len, lines)) >= 3:
            end = right - max(word.right for word in text)
            yield [word for line in lines for word in _drawn_together(line, line[-1].right + end, height)], box


def _drawn_together(line: Line, end: float, height: float) -> Iterator[Word]:
    """The words of a row with a blank between them, so that the last stands at `end`."""
    for word in reversed(line):
        yield word._replace(left=end - word.right + word.left, right=end)
        end -= word.right - word.left + 0.25 * height
