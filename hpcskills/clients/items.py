"""What one item of a list of skills says: the same as `Matcher.read` hears of it, whatever else the list holds.

That may hang on the rest of the list: "go" counts beside a skill, "expert in a, b" holds for both. An item tells what
it brings to its list and is judged anew for each kind of place; where more than that reaches over a comma, it is none.
`tests/test_batch_lists.py` compares both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from hpcskills.model import Cue, Status
from hpcskills.reading import claims, layout, sections, tokens
from hpcskills.reading.claims import Said
from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.judge import Judge
from hpcskills.reading.layout import Break
from hpcskills.reading.match import Matcher
from hpcskills.reading.plainwords import ACQUAINTANCES, AROUND_TIMES, CONTRAST, OURS, SUBJECTS
from hpcskills.reading.ratings import announced, tells
from hpcskills.reading.spans import UNITS, Span
from hpcskills.reading.tokens import Words
from hpcskills.reading.wholes import Doubt as Doubted
from hpcskills.reading.wholes import Sure

_OPENS = re.compile(r"\w|\.net\b|\*\w", re.IGNORECASE)
_BLANKS = re.compile(r" ?\S(?:.*\S)? {0,8}\Z| {0,8}[^\s*](?:.*\S)? {0,8}\Z")
_CLOSES = frozenset({"", ")", "+"})
"""What may stand between the last word of an item and the comma without changing what either means."""

FAR = 1000
"""More words than any item has."""

PASSED = Cue(words=(), level=None)
"""Stands for what the list said before an item: it says nothing itself, and shows how far that would reach."""

YEARS_PASSED = -1.0
"""Stands in the same way for a length of time that belongs to the next skill."""

_TIME_PASSED = Span(first=-1, last=-1, years=YEARS_PASSED)
_CUE_PASSED = Span(first=-1, last=-1, cue=PASSED)

Number = TypeVar("Number")


class Above(NamedTuple):
    """What the list said before an item and still holds: a level, a status, a length of time."""

    level: Cue | None = None
    status: Cue | None = None
    years: float | None = None


NOTHING = Above()


class Around(NamedTuple):
    """What an item is told by its list: is it first in its clause, is the list short, does a skill vouch for it?"""

    first: bool = False
    alone: bool = False
    vouched: bool = False


PLACES = [Around(bool(place & 4), bool(place & 2), bool(place & 1)) for place in range(8)]


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

    @property
    def derived(self) -> bool:
        """Dates of jobs stand over lines of their own, so never over an item."""
        return False

    def under(self, above: Above) -> Heard:
        """Give the claim as it stands below what was said before."""
        skill, status, level, years, learning, *by = self
        if above.level and self.by_level:
            level, learning = level or above.level.level, learning or above.level.learning
        if above.status and self.by_status and status is Status.HELD:
            status = above.status.status or status
        if self.by_years and years is None:
            years = above.years
        if years == 0:
            status, years = Status.DENIED, None
        return Heard(skill, status, level, years, learning, *by)


class Doubt(NamedTuple):
    """Words of an item that may mean a skill; candidates come best first."""

    mention: str
    candidates: tuple[Heard, ...]


class Answer(NamedTuple):
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


class Facts(NamedTuple, Generic[Number]):
    """What an item brings to its list, in whole numbers; of many items, in columns of them.

    `named` words belong to names, `foreign` ones to other languages; `tells` numbers have a level behind them, two of
    which make a scale; with a `colon` it may be a heading. `head` and `tail` words stand before the first and behind
    the last sure skill; `asks` names need another skill beside, the last of them from word `late`, the first up to
    `early`. `timed` has a length of time in front, `pauses` words that may stand between one and its skill. What is
    `open` must be read with the whole of its list.
    """

    words: Number
    named: Number
    foreign: Number
    tells: Number
    colon: Number
    head: Number
    tail: Number
    asks: Number
    late: Number
    early: Number
    open: Number
    timed: Number
    pauses: Number


NO_WORDS = Facts(0, 0, 0, 0, 0, FAR, FAR, 0, 0, 0, 0, 0, 0)
UNCLEAR = NO_WORDS._replace(open=1)


class Judged(NamedTuple):
    """An item in some place: what it brings, what it says, and whether it says that anywhere."""

    facts: Facts[int]
    answer: Answer
    anywhere: bool


class Items:
    """Understands items."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher, self._vocabulary = matcher, matcher.vocabulary

    def understood(self, text: str) -> Judged | None:
        """Understand an item that stands between two others; None if its list must be read whole."""
        if not _OPENS.match(text):
            return None
        judge = self._in_place(text, Around())
        found = self._judged(judge)
        return None if found.facts.open or not _is_closed(judge.words, judge.kinds) else found

    def placed(self, text: str, around: Around) -> Judged:
        """Judge an item in a place where it was not met before."""
        return self._judged(self._in_place(text, around))

    def _in_place(self, text: str, around: Around) -> _InList:
        words = tokens.words(text, self._vocabulary.is_word, self._vocabulary.known)
        kinds = layout.breaks(words)
        if not around.first:
            kinds[0] = Break.ITEM
        finder = Finder(self._vocabulary, words, kinds)
        return _InList(finder, tuple(finder.hits()), around)

    def _judged(self, judge: _InList) -> Judged:
        answer, words, vouching = judge.answer(), judge.words, judge.vouching
        facts = Facts(
            words=len(words.words),
            named=len(judge.in_names),
            foreign=self._matcher.detector.count(words.words),
            tells=judge.tells,
            colon=":" in words.folded,
            head=vouching[0].first if vouching else FAR,
            tail=len(words.words) - 1 - vouching[-1].last if vouching else FAR,
            asks=len(set(judge.asked)),
            late=max((first for first, _ in judge.asked), default=0),
            early=min((last for _, last in judge.asked), default=0),
            open=judge.open,
            timed=judge.timed,
            pauses=judge.pauses,
        )
        return Judged(facts, answer, not (judge.asked or judge.at_edge))


def is_item(raw: str) -> bool:
    """May words with such blanks around be an item by themselves?"""
    return _BLANKS.match(raw) is not None


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
        heard, doubts = list[Heard](), list[Doubt]()
        for one, index in zip(judged, [index for index, span in enumerate(spans) if span.is_skill], strict=True):
            said = reader.answers[index], reader.under[index]
            if isinstance(one, Sure):
                heard.append(_heard(one.name.skill, *said))
            else:
                skills = dict.fromkeys([name.skill for name in one.hit.names])
                mention = self.words.mention(one.hit.first, one.hit.last)
                doubts.append(Doubt(mention, tuple([_heard(skill, *said) for skill in skills])))
        unknown = tuple([left.mention for left in self._unknown(spans)])
        left = reader.left(reader.level), reader.left(reader.status), reader.time.years if reader.time else None
        return Answer(tuple(heard), tuple(doubts), unknown, Above(*left))

    def _look_beyond(self, reader: _Through, spans: Sequence[Span]) -> None:
        """Note what may reach over the ends of the item."""
        said = self.words.words
        front, behind = said[: spans[0].first if spans else 0], said[spans[-1].last + 1 if spans else 0 :]
        if not CONTRAST.isdisjoint(behind):
            reader.level = reader.status = None
        if not AROUND_TIMES.issuperset(behind):
            reader.time = None
        helped = [one.others for one in (*reader.answers.values(), reader.level, reader.status) if one]
        beyond = [span.dated or (span.cue is not None and bool(span.cue.until)) for span in spans]
        covered = {index for span in spans for index in range(span.first, span.last + 1)}
        dashed = any(" - " in gap and index not in covered for index, gap in enumerate(self.words.gaps[:-1]))
        others = any(one in OURS and other in ACQUAINTANCES for one, other in pairwise(said))
        told = dashed or others or any(word in SUBJECTS and index not in covered for index, word in enumerate(said))
        scaled = announced(self.words.folded) is not None
        self.open = reader.reaches or True in helped or True in beyond or told or scaled
        self.tells = sum([span.cue is not None and tells(self.words, span.first) is not None for span in spans])
        self.pauses = AROUND_TIMES.issuperset(behind) and (bool(behind) or not spans)
        self.open = self.open or bool(spans and spans[-1].cue and spans[-1].cue.near)
        if spans and (cue := spans[0].cue) is not None:
            self.open = self.open or not (front or cue.before)
        elif spans and spans[0].years is not None:
            # A time in front may belong to the skill before it, unless a word that is no pause stands between.
            self.timed = not front
            self.open = self.open or (AROUND_TIMES.issuperset(front) if front else reader._alone(spans[0]))


def _heard(skill: str, said: Said, under: tuple[bool, bool, bool]) -> Heard:
    by_level, by_status, by_years = under
    return Heard(skill, said.status, said.level, said.years, said.learning, by_level, by_status, by_years)


class _Through(claims._Reader):
    """Hears an item below words that stood before it, and notes what they reach."""

    def __init__(self, words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> None:
        super().__init__(words, kinds, spans)
        self.level = claims._Scope(PASSED, Break.CLAUSE, _CUE_PASSED, False)
        self.status = claims._Scope(PASSED, Break.CLAUSE, _CUE_PASSED, False)
        self.time = _TIME_PASSED
        self.under: dict[int, tuple[bool, bool, bool]] = {}
        self.reaches = False

    def _skill(self, index: int) -> None:
        passed = self.time is _TIME_PASSED
        shared = index > 0 and self.under.get(index - 1, (False,))[-1] and self._joined(index)
        self.under[index] = (self._passed(self.level), self._passed(self.status), passed or shared)
        if passed:
            self.time = None
        super()._skill(index)

    def _speaks_back(self, index: int, cue: Cue, closes: bool) -> bool:
        """A cue at the end that speaks of all before it, or of one some words away, may mean more than its item."""
        speaks = super()._speaks_back(index, cue, closes)
        if speaks:
            opened = self.words.gaps[self.spans[index].first]
            all_before = ":" in opened or (cue.status is not None and "(" not in opened)
            self.reaches = self.reaches or all_before or bool(self._between(index)[1])
        return speaks

    @staticmethod
    def _passed(scope: claims._Scope | None) -> bool:
        return scope is not None and scope.cue is PASSED

    @staticmethod
    def left(scope: claims._Scope | None) -> Cue | None:
        """Give what holds on behind the item."""
        return scope.cue if scope is not None and scope.ends > Break.ITEM else None
