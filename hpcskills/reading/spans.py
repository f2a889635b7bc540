"""What a text says beside its skills: cues, and lengths of time in words, figures or dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress, count
from typing import NamedTuple

from hpcskills.model import Cue
from hpcskills.reading.tokens import Memo, Words

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "couple": 2, "few": 3, "several": 3,
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
_AND_MONTHS = re.compile(r"(?:,| and|,? &)? ?(\d\d?) ?(?:months?|mos?|mths?)\b| and (?:a|one) half\b")
_HALF = re.compile(rf"(?:\b({'|'.join(NUMBERS)}) and )?\b(?:an? )?half(?: an?)? \Z")
_COLUMNS = re.compile(
    r"^(?:skills?|technolog(?:y|ies)|tools?|software|languages?|systems?|names?|areas?)\s*([|,\t ])"
    r"[^\n\d]{0,40}\byears?\b[^\n\d]{0,30}$",
    re.MULTILINE,
)
_CELLS = {
    sign: re.compile(rf"^[^\n]{{1,40}}?{re.escape(sign)}\s?(\d\d?)\+?(?=\s*(?:[|,\t\n]|[a-z]|\Z))", re.MULTILINE)
    for sign in "|,\t "
}
_DATE = re.compile(r"(?:19[6-9]|20[0-4])\d\Z")
MOST_YEARS = 60
LONGEST_HALF = 30
"""Characters before a unit in which a half is looked for: "seven and a half years"."""

_TELLS = Memo(lambda key: key in UNITS or (len(key) > 1 and key[0].isdecimal()))
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
    others, done = words.grammar.units, -1
    yield from _column(words)
    tells = (lambda key: _TELLS[key] or key in others) if others else _TELLS.__getitem__
    for index in compress(count(), map(tells, words.keys)):
        span = _told(words, index) if index > done else None
        if span is not None:
            yield span
            done = span.last


def _column(words: Words) -> Iterator[Span]:
    """The numbers of a table with a column of years: "Technology | Years | Level" and below it "AWS | 5 | Expert"."""
    head = _COLUMNS.search(words.folded) if "year" in words.folded and "\n" in words.folded else None
    if head is None:
        return
    end = words.folded.find("\n\n", head.end())
    for row in _CELLS[head[1]].finditer(words.folded, head.end(), end if end > 0 else len(words.folded)):
        index = bisect_left(words.starts, row.start(1))
        yield Span(first=index, last=index, years=float(row[1]))


def _told(words: Words, index: int) -> Span | None:
    """The time that the word at `index` tells: the unit of a number, both in one word, or a year."""
    key = words.keys[index]
    unit = UNITS.get(key) or words.grammar.units.get(key)
    if unit is not None:
        return _counted(words, index, unit)
    if glued := _NUMBER_UNIT.match(words.words[index]):
        unit = UNITS[glued[2].rstrip("s") if glued[2] not in UNITS else glued[2]]
        return _time(words, index, index, float(glued[1]), unit)
    return _dates(words, index) if len(key) == 4 and _DATE.match(key) else None


def _counted(words: Words, index: int, unit: float) -> Span | None:
    """A number or a range of numbers before the unit at word `index`."""
    said, gaps = words.words, words.gaps
    if said[index + 1 : index + 2] == ["ago"]:
        return None
    first = index - 2 if index and said[index - 1] in {"plus", "of"} else index - 1
    value = _number(words, first)
    if value is None:
        return _half(words, index, unit)
    if first and gaps[first] == "." and said[first - 1].isdecimal():
        return _time(words, first - 1, index, float(f"{said[first - 1]}.{said[first]}"), unit)
    if first and gaps[first].strip() == "-" and _number(words, first - 1) is not None:
        first -= 1
    elif first > 1 and said[first - 1] in words.grammar.upto and _number(words, first - 2) is not None:
        first -= 2
    return _time(words, first, index, _number(words, first) or value, unit)


def _half(words: Words, index: int, unit: float) -> Span | None:
    """Half of the unit at word `index` ("half a year", "two and a half years"), "a decade" and "for a year"."""
    said, start = words.words, words.starts[index]
    if half := _HALF.search(words.folded, max(0, start - LONGEST_HALF), start):
        whole = NUMBERS.get(half[1] or "", 0)
        return _time(words, index - len(half[0].split()), index, whole + 0.5, unit)
    if not index or said[index - 1] not in {"a", "the", "last"}:
        return None
    of = said[index + 1 : index + 2] in (["of"], ["with"], ["and"])
    lasted = unit > 1 or of or (index > 1 and said[index - 2] == "for")
    return _time(words, index - 1, index, 1.0, unit) if lasted else None


def _dates(words: Words, index: int) -> Span | None:
    """The time from one year to another: "2009-2012", "2009 to 2012"."""
    said, last = words.words, index + 1
    if last < len(said) and said[last] in words.grammar.upto:
        last += 1
    elif last < len(said) and words.gaps[last].strip() != "-":
        return None
    if last == len(said) or not _DATE.match(said[last]):
        return None
    span = _time(words, index, last, float(int(said[last]) - int(said[index])), 1.0)
    return span and span._replace(dated=True)


def _time(words: Words, first: int, last: int, value: float, unit: float) -> Span | None:
    """The time from word `first` to `last`; less than one is half of it, and months behind years are added."""
    before = tuple(words.words[max(0, first - 2) : first])
    less = value == 1 and (words.gaps[first].endswith("<") or before in words.grammar.less)
    years = value * unit / (2 if less else 1)
    if unit == 1.0 and (months := _AND_MONTHS.match(words.folded, words.end(last))):
        years += int(months[1] or 6) / 12
        last = bisect_left(words.starts, months.end()) - 1
    return Span(first=first, last=last, years=round(years, 2)) if 0 <= years <= MOST_YEARS else None


def _number(words: Words, index: int) -> float | None:
    """The number that a word is; None if it is none."""
    if index < 0:
        return None
    word = words.words[index]
    if word.isdecimal() and len(word) < 4:
        return float(word)
    return NUMBERS.get(word) or words.grammar.numbers.get(word)
