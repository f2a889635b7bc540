"""Levels written as figures behind a skill: "80%", "4/5", "7 out of 10", stars and dots, or a scale with its legend.

What a person rates 0 is denied. Figures without a scale ("Python 3") say nothing: they may be versions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hpcskills.reading.tokens import Words

PERCENTS = (90, 61, 41, 21, 1)
"""From so many percent upwards a rating is level 5, 4, 3, 2, 1: even fifths, but for the last, since few people who
give themselves 85 percent mean that they are an authority."""

_PAUSES = frozenset({"", ",", ";", "."})
_LEVEL = frozenset({"level", "lvl", "nivel", "niveau", "stufe"})
_LEAD = r"[\s:(\[=-]{0,4}(?:(?:level|lvl|nivel|niveau|stufe)[\s:]{1,2})?"
_ENDS = r"(?=\s*(?:[,;.)\]|\n•·]|stars?\b|points?\b|\Z))"
_SHARE = re.compile(
    _LEAD + r"(\d{1,3})(?:\s?%|\s?(?:/|of|out of|von|aus|de|sur|su|em)\s?(5|6|10|100)(?![\d./]))" + _ENDS
)
_BARE = re.compile(_LEAD + r"(\d{1,2})(?![\d%/+])" + _ENDS)
_FULL, _EMPTY = "★✭●•*⭐⬤■◼▮▰█◆⚫", "☆○◦✩◯□◻▯▱░◇⚪"
_SIGNS = re.compile(rf"[ (:\t-]*([{_FULL}]{{1,10}})([{_EMPTY}]{{0,10}})(?![{_FULL}{_EMPTY}])")
_TELLS = re.compile(r"\s?(?:[=:(-])\s?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What two numbers of a scale mean as levels (0: none); those between and beyond follow from them."""

    low: int
    low_level: int
    high: int
    high_level: int

    def level(self, number: int) -> int | None:
        """The level (0-5) that a number of this scale stands for; None if it is none of it."""
        if not self.low <= number <= self.high:
            return None
        share = (number - self.low) / (self.high - self.low)
        return round(self.low_level + share * (self.high_level - self.low_level) + 1e-9)


def tells(words: Words, first: int) -> int | None:
    """The number that the words from `first` explain, as in "6 = expert"; None if they explain none."""
    number = words.words[first - 1] if first else ""
    ok = number.isdecimal() and len(number) < 3 and _TELLS.match(words.gaps[first])
    return int(number) if ok else None


def legend(told: Sequence[tuple[int, int]]) -> Legend | None:
    """The legend that numbers with their levels make, if there are two or more."""
    if len(dict(told)) < 2:
        return None
    (low, low_level), (high, high_level) = min(told), max(told)
    return Legend(low=low, low_level=low_level, high=high, high_level=high_level)


def rating(words: Words, last: int, scale: Legend | None) -> int | None:
    """The level (0-5) that stands in figures or signs behind word `last`."""
    gap = words.gaps[last + 1]
    if gap[:1] in _PAUSES:
        return None
    if len(gap) > 1 and (signs := _SIGNS.match(gap)):
        return _signs(len(signs[1]), len(signs[2]))
    following = words.words[last + 1 : last + 2]
    if not following or not (following[0][0].isdecimal() or following[0] in _LEVEL):
        return None
    end = words.end(last)
    found = _SHARE.match(words.folded, end)
    if found:
        return _share(int(found[1]), int(found[2] or 100))
    bare = _BARE.match(words.folded, end) if scale else None
    return scale.level(int(bare[1])) if scale and bare else None


def _signs(full: int, empty: int) -> int | None:
    """Stars and dots: of five they are the level; one without an empty one beside it is a bullet."""
    if full + empty == 1 or (not empty and full > len(PERCENTS)):
        return None
    return full if full + empty <= len(PERCENTS) else _share(full, full + empty)


def _share(number: int, most: int) -> int | None:
    """The level of a share of the most that can be reached; of five it is the number itself."""
    if number > most:
        return None
    if most == len(PERCENTS):
        return number
    percent = 100 * number / most
    return next((5 - place for place, least in enumerate(PERCENTS) if percent >= least), 0)
