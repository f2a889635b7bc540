"""Lists of skills read item by item, each distinct item once: the same answers as `Matcher.read`, many times faster.

What an item says may hang on the rest of its list: "go" counts beside a skill, "expert in a, b" holds for both. An item
keeps what it asks of its list and what it tells it; where more than that reaches over a comma, the list is read whole.
`tests/test_items.py` compares both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hpcskills.model import Cue, Match, Status
from hpcskills.reading import claims, layout, sections, tokens
from hpcskills.reading.claims import Said
from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.judge import NEIGHBOURHOOD, SHORT_TEXT, Judge, Sure
from hpcskills.reading.judge import Doubt as Doubted
from hpcskills.reading.language import SHORT
from hpcskills.reading.layout import Break
from hpcskills.reading.match import Matcher
from hpcskills.reading.plainwords import AROUND_TIMES, CONTRAST
from hpcskills.reading.ratings import tells
from hpcskills.reading.spans import UNITS, Span
from hpcskills.reading.tokens import Words

_OPENS = re.compile(r"\w|\.net\b|\*\w", re.IGNORECASE)
_BLANKS = re.compile(r" ?\S(?:.*\S)? {0,8}\Z| {0,8}[^\s*](?:.*\S)? {0,8}\Z")
_CLOSES = frozenset({"", ")", "+"})
"""What may stand between the last word of an item and the comma without changing what either means."""

PASSED = Cue(words=(), level=None)
"""Stands for what the list said before an item: it says nothing itself, and shows how far that would reach."""

YEARS_PASSED = -1.0
"""Stands in the same way for a length of time that belongs to the next skill."""

_TIME_PASSED = Span(first=-1, last=-1, years=YEARS_PASSED)


class Above(NamedTuple):
    """What the list said before an item and still holds: a level, a status, a length of time."""

    level: Cue | None = None
    status: Cue | None = None
    years: float | None = None


NOTHING = Above()


class Around(NamedTuple):
    """What an item is told by its list: is it first in its clause, is the list short, does a skill vouch for it?"""

    first: bool
    alone: bool
    vouched: bool


class Heard(NamedTuple):
    """A claim of an item; the last three tell which of the things said `Above` hold for it as well."""

    skill: str
    status: Status
    level: int | None
    years: float | None
    learning: bool
    by_level: bool
    by_status: bool
    by_years: bool

    def under(self, above: Above) -> Heard:
        """Give the claim as it stands below what was said before."""
        skill, status, level, years, learning, *by = self
        if above.level and self.by_level:
            level, learning = level or above.level.level, learning or above.level.learning
        if above.status and self.by_status and status is Status.HELD:
            status = above.status.status or status
        if self.by_years and years is None:
            years = above.years
        return Heard(skill, status, level, years, learning, *by)


class Doubt(NamedTuple):
    """Words of an item that may mean a skill; candidates come best first."""

    mention: str
    candidates: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item means in its place; `leaves` holds on behind it (`PASSED`: what was said before it does)."""

    heard: tuple[Heard, ...]
    doubts: tuple[Doubt, ...]
    unknown: tuple[str, ...]
    leaves: Above

    def behind(self, above: Above) -> Above:
        """Give what holds behind the item."""
        level, status, years = self.leaves
        if level is PASSED and status is PASSED and above.years is None and years in {None, YEARS_PASSED}:
            return above
        return Above(
            above.level if level is PASSED else level,
            above.status if status is PASSED else status,
            above.years if years == YEARS_PASSED else years,
        )


@dataclass(slots=True)
class Item:
    """An item of lists. `vouching` are the words of its sure skills, `asks` those of names that need another beside.

    `answers` are kept by what they hang on; an item that asks nothing has one. `pauses` are words that may stand
    between a length of time and its skill, `timed` a length of time in front. `foreign` words of other languages.
    `tells` numbers with a level behind them, two of which make a scale; with a `colon` it may be a heading.
    """

    text: str
    words: int = 0
    named: int = 0
    vouching: tuple[tuple[int, int], ...] = ()
    asks: tuple[tuple[int, int], ...] = ()
    plain: bool = True
    open: bool = False
    pauses: bool = False
    timed: bool = False
    foreign: int = 0
    tells: int = 0
    colon: bool = False
    answers: dict[Around, Answer] = field(default_factory=dict)


_ALONE = Around(first=False, alone=False, vouched=False)
NO_WORDS = Item("", answers={_ALONE: Answer((), (), (), Above(PASSED, PASSED, YEARS_PASSED))})
UNCLEAR = Item("", open=True)

ITEMS = 80_000
"""Distinct items remembered."""


class Lists:
    """Takes lists apart, and puts together what their items mean."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher, self._vocabulary = matcher, matcher.vocabulary
        self._items: dict[str, Item] = {}

    def item(self, raw: str) -> Item:
        """Understand one item, or tell that its list must be read whole."""
        text = raw.strip(" ")
        if not text:
            return NO_WORDS
        if not _BLANKS.match(raw):
            return UNCLEAR
        item = self._items.get(text)
        if item is None:
            if len(self._items) >= ITEMS:
                self._items.clear()
            item = self._items[text] = self._understood(text)
        return item

    def answers(self, items: Sequence[Item], breaks: Sequence[Break]) -> list[Answer] | None:
        """Give what each item means in its place; `breaks` stand before them. None: read the list whole."""
        found, start, count = [], 0, sum([item.words for item in items])
        if foreign_list(sum([item.foreign for item in items]), count) or _as_whole(items):
            return None
        alone = count <= SHORT_TEXT and 2 * sum([item.named for item in items]) >= count
        vouching = None
        for item, kind in zip(items, breaks, strict=True):
            if item.plain:
                found.append(item.answers[_ALONE])
            else:
                vouching = _vouching(items) if vouching is None else vouching
                vouched = {_near(start + first, start + last, vouching) for first, last in item.asks}
                if len(vouched) > 1:
                    return None
                around = Around(kind >= Break.CLAUSE, alone, True in vouched)
                found.append(item.answers.get(around) or self._asked(item, around))
            start += item.words
        # Told last: an answer that was not asked for before may have changed them.
        return None if _as_whole(items) else found

    def placed(self, item: Item, *, vouched: bool, first: bool) -> Answer | None:
        """Give what an item means in a long list, with a skill nearby or none; None if it hangs on more than that."""
        around = Around(first=first, alone=False, vouched=vouched)
        answer = item.answers.get(around) or self._asked(item, around)
        return None if item.open or item.timed else answer

    def _asked(self, item: Item, around: Around) -> Answer:
        """Judge an item in surroundings in which it was not met before."""
        judge = self._judged(item.text, around)
        answer = item.answers[around] = judge.answer()
        item.open, item.pauses, item.timed = (
            item.open or judge.open,
            item.pauses or judge.pauses,
            item.timed or judge.timed,
        )
        return answer

    def _understood(self, text: str) -> Item:
        if not _OPENS.match(text):
            return UNCLEAR
        judge = self._judged(text, _ALONE)
        answer, words = judge.answer(), judge.words
        if judge.open or not _is_closed(words, judge.kinds):
            return UNCLEAR
        plain = not judge.asked and not judge.at_edge
        return Item(
            text=text,
            words=len(words.words),
            named=len(judge.in_names),
            vouching=tuple((hit.first, hit.last) for hit in judge.vouching),
            asks=tuple(judge.asked),
            plain=plain,
            pauses=judge.pauses,
            timed=judge.timed,
            tells=judge.tells,
            colon=":" in words.folded,
            foreign=self._matcher.detector.count(words.words),
            answers={_ALONE: answer} if plain else {},
        )

    def _judged(self, text: str, around: Around) -> _InList:
        words = tokens.words(text, self._vocabulary.is_word, self._vocabulary.known)
        kinds = layout.breaks(words)
        if not around.first:
            kinds[0] = Break.ITEM
        finder = Finder(self._vocabulary, words, kinds)
        return _InList(finder, tuple(finder.hits()), around)


def foreign_list(foreign: int, words: int) -> bool:
    """May a list with so many words of other languages be one in another language?"""
    return foreign > 1 or (foreign == 1 and words <= SHORT)


def _as_whole(items: Sequence[Item]) -> bool:
    """Does something in a list reach over its items, or may it do so in this company?"""
    return (
        any(item.open for item in items)
        or (bool(items) and items[0].colon)
        or sum([item.tells for item in items]) > 1
        or (any(item.timed for item in items) and any(item.pauses for item in items))
    )


def _vouching(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Give the words of the list at which unambiguous skills stand."""
    found, start = [], 0
    for item in items:
        found += [(start + first, start + last) for first, last in item.vouching]
        start += item.words
    return found


def _near(first: int, last: int, vouching: Sequence[tuple[int, int]]) -> bool:
    """Does a skill stand near enough to words `first` to `last`, and is none of them?"""
    return any(
        other_last >= first - NEIGHBOURHOOD if other < first else first < other <= last + NEIGHBOURHOOD
        for other, other_last in vouching
    )


def _is_closed(words: Words, kinds: Sequence[Break]) -> bool:
    """Do the words of an item keep to themselves: no sentence ends inside, and no number or unit looks beyond?"""
    said = words.words
    return not (
        not said
        or words.gaps[0] not in {"", "*"}
        or words.gaps[-1] not in _CLOSES
        or "\n" in words.folded
        or max(kinds[1:-1], default=Break.JOIN) >= Break.CLAUSE
        or words.keys[0] in UNITS
        or said[0] == "to"
        or said[-1] in {"to", "less", "than"}
    )


class _InList(Judge):
    """Judges an item; what only the rest of its list can tell is given, and noted if it was asked for."""

    def __init__(self, finder: Finder, hits: tuple[Hit, ...], around: Around) -> None:
        super().__init__(finder, hits, sections.NONE)
        self.around = around
        self.asked: list[tuple[int, int]] = []
        self.at_edge = self.open = self.pauses = self.timed = False
        self.tells = 0

    def _vouched(self, hit: Hit) -> bool:
        if super()._vouched(hit):
            return True
        self.asked.append((hit.first, hit.last))
        return self.around.vouched

    def _alone(self) -> bool:
        self.at_edge = True
        return self.around.alone

    def _everyday(self, sure: Sure, mention: str) -> Sure | Doubted | None:
        self.at_edge = True
        return super()._everyday(sure, mention)

    def answer(self) -> Answer:
        """Give all that the item says."""
        judged = self._with_items([one for one in map(self._judge, self.named) if one is not None])
        spans = self._spans(judged)
        reader = _Through(self.words, self.kinds, spans)
        for index in range(len(spans)):
            reader.step(index)
        self._look_beyond(reader, spans)
        said = [(reader.answers[index], *reader.under[index]) for index, span in enumerate(spans) if span.is_skill]
        both = list(zip(judged, said, strict=True))
        return Answer(
            heard=tuple(_heard(self._match(one, what), *u) for one, (what, *u) in both if isinstance(one, Sure)),
            doubts=tuple(self._doubt(one, what, *u) for one, (what, *u) in both if isinstance(one, Doubted)),
            unknown=tuple(left.mention for left in self._unknown(spans)),
            leaves=Above(
                reader.left(reader.level), reader.left(reader.status), reader.time.years if reader.time else None
            ),
        )

    def _doubt(self, doubt: Doubted, said: Said, *under: bool) -> Doubt:
        unsure = self._unsure(doubt, said)
        return Doubt(unsure.mention, tuple(_heard(match, *under) for match in unsure.candidates))

    def _look_beyond(self, reader: _Through, spans: Sequence[Span]) -> None:
        """Note what may reach over the ends of the item."""
        behind = self.words.words[spans[-1].last + 1 if spans else 0 :]
        if not CONTRAST.isdisjoint(behind):
            reader.level = reader.status = None
        if not AROUND_TIMES.issuperset(behind):
            reader.time = None
        helped = any(one.others for one in reader.answers.values())
        self.open = reader.reaches or helped or any(s.others for s in (reader.level, reader.status) if s)
        self.open = self.open or any(span.dated or (span.cue is not None and span.cue.until) for span in spans)
        self.tells = sum(span.cue is not None and tells(self.words, span.first) is not None for span in spans)
        self.pauses = AROUND_TIMES.issuperset(behind) and (bool(behind) or not spans)
        if spans and spans[0].years is not None:
            # A time in front may belong to the skill before it, unless a word that is no pause stands between.
            front = self.words.words[: spans[0].first]
            self.timed = not front
            self.open = self.open or (bool(front) and AROUND_TIMES.issuperset(front))


def _heard(match: Match, *under: bool) -> Heard:
    return Heard(match.skill, match.status, match.level, match.years, match.learning, *under)


class _Through(claims._Reader):
    """Hears an item below words that stood before it, and notes what they reach."""

    def __init__(self, words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> None:
        super().__init__(words, kinds, spans)
        self.level = claims._Scope(PASSED, Break.CLAUSE, _TIME_PASSED, False)
        self.status = claims._Scope(PASSED, Break.CLAUSE, _TIME_PASSED, False)
        self.time = _TIME_PASSED
        self.under: dict[int, tuple[bool, bool, bool]] = {}
        self.reaches = False

    def _skill(self, index: int) -> None:
        passed = self.time is _TIME_PASSED
        self.under[index] = (self._passed(self.level), self._passed(self.status), passed)
        if passed:
            self.time = None
        super()._skill(index)

    def _looks_back(self, index: int, opened: str) -> bool:
        """A cue at the end that speaks of all before it, or of one some words away, may mean more than its item."""
        looks = super()._looks_back(index, opened)
        cue = self.spans[index].cue
        if looks and cue is not None:
            _, between = self._between(index)
            all_before = ":" in opened or (cue.status is Status.DENIED and "(" not in opened)
            self.reaches = self.reaches or all_before or bool(between) or cue.status is Status.HELD
        return looks

    @staticmethod
    def _passed(scope: claims._Scope | None) -> bool:
        return scope is not None and scope.cue is PASSED

    @staticmethod
    def left(scope: claims._Scope | None) -> Cue | None:
        """Give what holds on behind the item."""
        return scope.cue if scope is not None and scope.ends > Break.ITEM else None
