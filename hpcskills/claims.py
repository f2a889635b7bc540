"""What is said about each skill found in a text: held, denied or wanted; at which level; for how many years.

A cue ("no experience with", "expert", "familiar with:") holds forward over its item, its list or the lines under a
heading, or backward over the skill it follows; the next cue, a contrast ("but") or the end of the clause ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hpcskills.layout import Break
from hpcskills.model import Cue, Status
from hpcskills.plainwords import AROUND_TIMES, CONTRAST, PREPOSITIONS
from hpcskills.tokens import Words

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
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
}
_NUMBER_UNIT = re.compile(r"(\d{1,3})(years?|yrs?|y|months?|mos?)\Z")
_STARS = re.compile(r"([★✭●*⭐]{1,5})([☆○✩]{0,4})(?![★*])")
MOST_YEARS = 60
MOST_BEHIND = 40
"""Skills and cues that one cue behind them may speak of ("a, b, c: no experience")."""

LONGEST_BRACKET = 60
"""Words; a longer bracket was probably never closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text says about one skill in one place."""

    status: Status = Status.HELD
    level: int | None = None
    years: float | None = None
    learning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words `first` to `last`: a skill (no cue), a cue, or a length of time."""

    first: int
    last: int
    cue: Cue | None = None
    years: float | None = None

    @property
    def is_skill(self) -> bool:
        """Neither cue nor time."""
        return self.cue is None and self.years is None


@dataclass(slots=True)
class _Scope:
    """A cue on its way through the text; it ends at a break of kind `ends` or worse."""

    cue: Cue
    ends: Break


def times(words: Words) -> Iterator[Span]:
    """Lengths of time: "5 years", "2-3 yrs", "24 months", "10yrs"; the lower end of a range counts."""
    for index in [i for i, key in enumerate(words.keys) if key in UNITS or (key[0].isdecimal() and len(key) > 2)]:
        glued = _NUMBER_UNIT.match(words.words[index])
        if glued:
            unit = UNITS[glued[2].rstrip("s") if glued[2] not in UNITS else glued[2]]
            yield from _time(index, index, float(glued[1]), unit)
        elif words.keys[index] in UNITS and index:
            first = index - 1
            value = _number(words.words[first])
            if value is None:
                continue
            if first and words.gaps[first].strip() in {"-", "to", "."} and _number(words.words[first - 1]) is not None:
                first -= 1
            elif first > 1 and words.words[first - 1] == "to" and _number(words.words[first - 2]) is not None:
                first -= 2
            low = _number(words.words[first])
            low = value if low is None else low
            if low == 1 and words.words[max(0, first - 2) : first] == ["less", "than"]:
                low = 0.5
            yield from _time(first, index, low, UNITS[words.keys[index]])


def _time(first: int, last: int, value: float, unit: float) -> Iterator[Span]:
    if 0 < value * unit <= MOST_YEARS:
        yield Span(first=first, last=last, years=round(value * unit, 2))


def _number(word: str) -> float | None:
    return float(word) if word.isdecimal() and len(word) < 4 else NUMBERS.get(word)


def said(words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> list[Said]:
    """What is said of each skill among `spans` (in text order), in the same order."""
    reader = _Reader(words, kinds, spans)
    for index in range(len(spans)):
        reader.step(index)
    return [reader.answers[index] for index, span in enumerate(spans) if span.is_skill]


class _Reader:
    """Walks the spans once, from left to right, with the scopes that are open."""

    def __init__(self, words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> None:
        self.words, self.kinds, self.spans = words, kinds, spans
        self.answers: dict[int, Said] = {}
        self.level: _Scope | None = None
        self.status: _Scope | None = None
        self.years: float | None = None

    def step(self, index: int) -> None:
        span = self.spans[index]
        self._close(index)
        if span.is_skill:
            self._skill(index)
        elif span.cue is not None:
            self._cue(index, span.cue)
        elif span.years is not None:
            self._time(index, span.years)

    def _between(self, index: int) -> tuple[Break, Sequence[str]]:
        """The worst break and the words between a span and the one before it."""
        begin = self.spans[index - 1].last + 1 if index else 0
        end = self.spans[index].first
        return max(self.kinds[begin : end + 1], default=Break.STOP), self.words.words[begin:end]

    def _close(self, index: int) -> None:
        """End the scopes that do not reach this span."""
        worst, between = self._between(index)
        contrast = not CONTRAST.isdisjoint(between)
        if self.level and (worst >= self.level.ends or contrast):
            self.level = None
        if self.status and (worst >= self.status.ends or contrast):
            self.status = None
        if worst >= Break.CLAUSE or not AROUND_TIMES.issuperset(between):
            self.years = None

    def _skill(self, index: int) -> None:
        span = self.spans[index]
        level = self.level.cue if self.level else None
        status = self.status.cue.status if self.status else None
        stars = _STARS.match(self.words.gaps[span.last + 1].lstrip(" (:-\t"))
        self.answers[index] = Said(
            status=status or Status.HELD,
            level=min(5, len(stars[1]))
            if stars and (stars[2] or len(stars[1]) > 1)
            else level.level
            if level
            else None,
            years=self.years,
            learning=bool(level and level.learning),
        )
        self.years = None

    def _cue(self, index: int, cue: Cue) -> None:
        span = self.spans[index]
        opened = self.words.gaps[span.first]
        behind = list(self._behind(index)) if index else []
        if behind and (cue.after or (cue.status and ":" in opened)) and self._looks_back(index, opened):
            targets = behind if ":" in opened or (cue.status is Status.DENIED and "(" not in opened) else behind[:1]
            for target in targets:
                self._apply(target, cue)
            if not (cue.before and cue.status):
                return
        if cue.before:
            scope = _Scope(cue, self._reach(span, cue))
            if cue.status is None:
                self.level = scope
            else:
                self.status = None if cue.status is Status.HELD else scope

    def _behind(self, index: int) -> Iterator[int]:
        """Skills before span `index` in the same clause, nearest first."""
        begin = self._bracket(self.spans[index].first)
        for before in range(index - 1, max(-1, index - 1 - MOST_BEHIND), -1):
            worst, _ = self._between(before + 1)
            if worst >= Break.CLAUSE or self.spans[before].first < begin:
                return
            if self.spans[before].is_skill:
                yield before

    def _bracket(self, word: int) -> int:
        """The first word of the bracket in which `word` stands, but not as its first; 0 if it stands in none.

        What is said inside brackets speaks of what stands inside them: "(also Lua, but no experience)".
        """
        closed = self.words.gaps[word].count(")")
        for place in range(word - 1, max(0, word - LONGEST_BRACKET), -1):
            gap = self.words.gaps[place]
            closed += gap.count(")") - gap.count("(")
            if closed < 0:
                return place
        return 0

    def _looks_back(self, index: int, opened: str) -> bool:
        """Does the cue speak of the skill before it: in brackets, behind a colon or a dash, or in the same item?"""
        if self._heads_list(index):
            return False
        worst, between = self._between(index)
        if any(sign in opened for sign in "(:[") or re.search(r"\s-\s?|-\s", opened):
            return not between
        if worst > Break.JOIN or not self.spans[index - 1].is_skill:
            return False
        if index + 1 == len(self.spans) or not self.spans[index + 1].is_skill:
            return len(between) <= 2
        after, _ = self._between(index + 1)
        return not between and after > Break.JOIN

    def _heads_list(self, index: int) -> bool:
        """A cue in brackets with skills right behind it: "(Familiar) C#, Python"."""
        if index + 1 == len(self.spans) or not self.spans[index + 1].is_skill:
            return False
        _, between = self._between(index + 1)
        return not between and self.words.gaps[self.spans[index].last + 1].strip() in {")", "]"}

    def _reach(self, span: Span, cue: Cue) -> Break:
        """How far a cue holds: a heading or "familiar with" over the list, a bare adjective over its item."""
        closed = self.words.gaps[span.last + 1]
        if ":" in closed or ")" in closed or self.words.words[span.last] in PREPOSITIONS:
            return Break.CLAUSE
        if cue.status is not None and span.last > span.first:
            return Break.CLAUSE
        return Break.ITEM

    def _apply(self, target: int, cue: Cue) -> None:
        old = self.answers[target]
        self.answers[target] = Said(
            status=cue.status or old.status,
            level=cue.level or old.level,
            years=old.years,
            learning=old.learning or cue.learning,
        )

    def _time(self, index: int, years: float) -> None:
        """A time belongs to the skill just before it ("Linux (5 years)", "Linux - 5 years") or to the next one."""
        if index and self.spans[index - 1].is_skill:
            worst, between = self._between(index)
            opened = self.words.gaps[self.spans[index].first]
            near = worst < Break.CLAUSE and AROUND_TIMES.issuperset(between)
            if near and (worst is Break.JOIN or re.search(r"[(:\[=-]", opened) or between):
                old = self.answers[index - 1]
                self.answers[index - 1] = Said(status=old.status, level=old.level, years=years, learning=old.learning)
                return
        self.years = years
