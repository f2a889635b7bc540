"""What a text says beside its skills: cues, and lengths of time in words, figures or dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress, count
from typing import NamedTuple

from hpcskills.model import Cue
from hpcskills.reading.tokens import Memo, Words

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
UNITS = {
    "year": 1.0,
    "yr": 1.0,
    "yrs": 1.0,
    "y": 1.0,
    "month": 1 / 12,
    "mo": 1 / 12,
    "mos": 1 / 12,
    "mth": 1 / 12,
    "decade": 10.0,
}
_NUMBER_UNIT = re.compile(r"(\d{1,3})(years?|yrs?|y|months?|mos?)\Z")
_DATE = re.compile(r"(?:19[6-9]|20[0-4])\d\Z")
MOST_YEARS = 60

_TELLS = Memo(lambda key: key in UNITS or (len(key) > 2 and key[0].isdecimal()))
"""May a word tell a length of time? Most do not, and are not looked at any closer."""


class Span(NamedTuple):
    """Words `first` to `last`: a skill (no cue), a cue, or a length of time. `dated`: the time between two dates."""

    first: int
    last: int
    cue: Cue | None = None
    years: float | None = None
    dated: bool = False

    @property
    def is_skill(self) -> bool:
        """Neither cue nor time."""
        return self.cue is None and self.years is None


def times(words: Words) -> Iterator[Span]:
    """Lengths of time: "5 years", "2-3 yrs", "24 months", "10yrs", "2009-2012"; the lower end of a range counts.

    "Since 2015" gives none: what it means depends on when it is read, and the same words must always mean the same.
    """
    others = words.grammar.units
    tells = (lambda key: _TELLS[key] or key in others) if others else _TELLS.__getitem__
    for index in compress(count(), map(tells, words.keys)):
        key = words.keys[index]
        unit = UNITS.get(key) or others.get(key)
        if unit is not None:
            yield from _counted(words, index, unit)
        else:
            glued = _NUMBER_UNIT.match(words.words[index])
            if glued:
                unit = UNITS[glued[2].rstrip("s") if glued[2] not in UNITS else glued[2]]
                yield from _time(index, index, float(glued[1]), unit)
            elif len(key) == 4 and _DATE.match(key):
                yield from _dates(words, index)


def _counted(words: Words, index: int, unit: float) -> Iterator[Span]:
    """A number or a range of numbers before the unit at word `index`."""
    said = words.words
    first = index - 2 if index and said[index - 1] == "plus" else index - 1
    value = _number(words, first)
    if value is None and unit > 1 and first >= 0 and said[first] in {"a", "the", "last"}:
        half = said[first] == "a" and first > 0 and said[first - 1] == "half"
        yield from _time(first - half, index, 0.5 if half else 1.0, unit)
    if value is None:
        return
    if first and words.gaps[first].strip() in {"-", "to", "."} and _number(words, first - 1) is not None:
        first -= 1
    elif first > 1 and said[first - 1] in words.grammar.upto and _number(words, first - 2) is not None:
        first -= 2
    low = _number(words, first)
    low = value if low is None else low
    if low == 1 and first > 1 and (said[first - 2], said[first - 1]) in words.grammar.less:
        low = 0.5
    yield from _time(first, index, low, unit)


def _dates(words: Words, index: int) -> Iterator[Span]:
    """The time from one year to another: "2009-2012", "2009 to 2012"."""
    said, last = words.words, index + 1
    if last < len(said) and said[last] in words.grammar.upto:
        last += 1
    elif last < len(said) and words.gaps[last].strip() != "-":
        return
    if last < len(said) and _DATE.match(said[last]):
        for span in _time(index, last, float(int(said[last]) - int(said[index])), 1.0):
            yield Span(first=span.first, last=span.last, years=span.years, dated=True)


def _time(first: int, last: int, value: float, unit: float) -> Iterator[Span]:
    if 0 < value * unit <= MOST_YEARS:
        yield Span(first=first, last=last, years=round(value * unit, 2))


def _number(words: Words, index: int) -> float | None:
    """The number that a word is; None if it is none."""
    if index < 0:
        return None
    word = words.words[index]
    if word.isdecimal() and len(word) < 4:
        return float(word)
    return NUMBERS.get(word) or words.grammar.numbers.get(word)
