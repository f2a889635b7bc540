"""Levels written as figures beside a skill: "80%", "4/5", "7 out of 10", stars and dots, or a scale with its legend.

What a person rates 0 is denied. Figures without a scale ("Python 3") say nothing: they may be versions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hpcskills.reading.tokens import Words

PERCENTS = (90, 61, 41, 21, 1)
"""From so many percent upwards a rating is level 5, 4, 3, 2, 1: even fifths, but for the last, since few people who
give themselves 85 percent mean that they are an authority."""

_PAUSES = frozenset({"", ",", ";", "."})
_LETTERS = {"a1": 1, "a2": 2, "b1": 2, "b2": 3, "c1": 4, "c2": 5}
"""Levels of the European framework for languages: B1 still asks for help, B2 works alone."""
_LEVEL = frozenset({"level", "lvl", "nivel", "niveau", "stufe"})
_LEAD = r"[\s:(\[=-]{0,4}(?:(?:level|lvl|nivel|niveau|stufe)[\s:]{1,2})?"
_ENDS = r"(?=\s*(?:[,;.)\]|\n•·]|stars?\b|points?\b|\Z))"
_SHARE = re.compile(
    _LEAD + r"(\d{1,3})(?:\s?%|\s?(?:/|of|out of|von|aus|de|sur|su|em)\s?(5|6|10|100)(?![\d./]))" + _ENDS
)
_BARE = re.compile(_LEAD + r"(\d{1,2})(?![\d%/+])" + _ENDS)
_LETTER = re.compile(_LEAD + r"([abc][12])" + _ENDS)
_IN = frozenset({"in", "for", "with", "at"})
_BEFORE = re.compile(r"\b(?:(?:level|lvl) (\d)|(\d{1,2}) ?(?:/|of|out of) ?(5|6|10)|([abc][12])) [a-z]+ \Z")
LONGEST_BEFORE = 25
"""Characters before a skill in which its level may stand: "10 out of 10 in Linux"."""
_TO_HIGH = ("-5", "- 5", "to 5", "-10", "- 10", "to 10")
_SCALE = re.compile(
    r"\b(?:scale|rated?|rating|ratings|self-assess\w*|assess\w*|levels?|proficiency|skills?|knowledge)\b[^\d\n,;]{0,30}"
    r"\b([01]) ?(?:-|to|up to) ?(5|10)(?=\s*(?:[).,;:(\n=]|- |scale|where|with|\Z))"
)
_FULL, _EMPTY = "★✭●•*⭐⬤■◼▮▰█◆⚫", "☆○◦✩◯□◻▯▱░◇⚪"
_SIGNS = re.compile(rf"[ (:\t-]*([{_FULL}]{{1,10}})([{_EMPTY}]{{0,10}})(?![{_FULL}{_EMPTY}])")
_TELLS = re.compile(r"\s?(?:[=:(-])\s?\Z")
_OPENS = frozenset("(:-=")


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
    if not (number.isdecimal() and len(number) < 3):
        return None
    apart = words.gaps[first] == " " and words.gaps[first - 1].strip()[-1:] in _OPENS
    return int(number) if apart or _TELLS.match(words.gaps[first]) else None


def announced(folded: str) -> Legend | None:
    """The scale that a text announces: "rate yourself from 1 to 5", "skills (0-10)"."""
    found = _SCALE.search(folded) if any(high in folded for high in _TO_HIGH) else None
    low = int(found[1]) if found else 0
    return Legend(low=low, low_level=low, high=int(found[2]), high_level=len(PERCENTS)) if found else None


def legend(told: Sequence[tuple[int, int]]) -> Legend | None:
    """The legend that numbers with their levels make, if there are two or more."""
    if len(dict(told)) < 2:
        return None
    (low, low_level), (high, high_level) = min(told), max(told)
    return Legend(low=low, low_level=low_level, high=high, high_level=high_level)


def rating(words: Words, first: int, last: int, scale: Callable[[], Legend | None]) -> int | None:
    """The level (0-5) that stands in figures, letters or signs beside the words `first` to `last`."""
    behind = None if words.gaps[last + 1][:1] in _PAUSES else _behind(words, last, scale)
    return _before(words, first) if behind is None and first and words.words[first - 1] in _IN else behind


def _before(words: Words, first: int) -> int | None:
    """The level before a skill: "level 4 in Python", "3 of 5 in SQL"."""
    start = words.starts[first]
    found = _BEFORE.search(words.folded, max(0, start - LONGEST_BEFORE), start)
    if found is None:
        return None
    return _LETTERS[found[4]] if found[4] else _share(int(found[1] or found[2]), int(found[3] or 5))


def _behind(words: Words, last: int, scale: Callable[[], Legend | None]) -> int | None:
    """The level behind a skill."""
    gap = words.gaps[last + 1]
    if len(gap) > 1 and (signs := _SIGNS.match(gap)):
        return _signs(len(signs[1]), len(signs[2]))
    following = words.words[last + 1 : last + 2]
    if not following or not (following[0][0].isdecimal() or following[0] in _LEVEL or following[0] in _LETTERS):
        return None
    end = words.end(last)
    if letter := _LETTER.match(words.folded, end):
        return _LETTERS[letter[1]]
    found = _SHARE.match(words.folded, end)
    if found:
        return _share(int(found[1]), int(found[2] or 100))
    bare = _BARE.match(words.folded, end)
    figures = scale() if bare else None
    return figures.level(int(bare[1])) if bare and figures else None


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
