"""What is said about each skill found in a text: held, denied or wanted; at which level; for how many years.

A cue ("no experience with", "expert", "familiar with:") holds forward over its item, its list or the lines under a
heading, or backward over the skill it follows; the next cue, a contrast ("but") or the end of the clause ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from hpcskills.model import Cue, Status
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import EXPERIENCE, HELPING, PEOPLE, WRITER
from hpcskills.reading.ratings import Legend, legend, rating, tells
from hpcskills.reading.spans import Span
from hpcskills.reading.tokens import Words, fold

MOST_BEHIND = 40
"""Skills and cues that one cue behind them may speak of ("a, b, c: no experience")."""

MOST_OF_BEGINNERS = 2
"""The highest level that may be said of people who are helped; what is said above it speaks of the writer."""

FARTHEST_HELP = 9
"""Words between helping somebody and what they lack: "assisted front-end developers having no experience in"."""

FARTHEST_END = 25
"""Words between the two halves of a cue: "kenne Slurm, PBS und LSF nicht"."""

LONGEST_PLACE = 3
"""Words of the name of a place or a trade between years and "experience"."""

LONGEST_BRACKET = 60
"""Words; a longer bracket was probably never closed."""


_DASH, _OPENS = re.compile(r"\s-\s?|-\s"), re.compile(r"[(:\[=-]")


class Said(NamedTuple):
    """What a text says about one skill in one place, and `because` of which words.

    `dated`: the years are the difference of two dates.
    `others`: it is said of people whom the writer helped.
    """

    status: Status = Status.HELD
    level: int | None = None
    years: float | None = None
    learning: bool = False
    dated: bool = False
    others: bool = False
    because: tuple[Span, ...] = ()


NOTHING = Said()


@dataclass(slots=True)
class _Scope:
    """A cue on its way through the text; it ends at a break of kind `ends` or worse."""

    cue: Cue
    ends: Break
    span: Span
    others: bool
    until: int | None = None

    def holds(self, first: int, worst: Break, contrast: bool) -> bool:
        """Does the cue reach word `first`, over a break this bad?"""
        return worst < self.ends and not contrast and (self.until is None or first < self.until)


def said(words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> list[Said]:
    """What is said of each skill among `spans` (in text order), in the same order."""
    scale, told = _legend(words, spans)
    spans = [span for span in spans if span.first not in told] if scale else spans
    reader = _Reader(words, kinds, spans, scale)
    for index in range(len(spans)):
        reader.step(index)
    return [reader.answers[index] for index, span in enumerate(spans) if span.is_skill]


def _legend(words: Words, spans: Sequence[Span]) -> tuple[Legend | None, set[int]]:
    """The scale that a text explains ("1 = none, 6 = expert"), and the first words of the cues that explain it."""
    found: list[tuple[int, int]] = []
    places: set[int] = set()
    for span in spans:
        if span.cue is not None and (span.cue.level or span.cue.status is Status.DENIED):
            number = tells(words, span.first)
            if number is not None:
                found.append((number, span.cue.level or 0))
                places.add(span.first)
    return legend(found), places


class _Reader:
    """Walks the spans once, from left to right, with the scopes that are open."""

    def __init__(
        self, words: Words, kinds: Sequence[Break], spans: Sequence[Span], scale: Legend | None = None
    ) -> None:
        self.words, self.kinds, self.spans, self.scale, self.grammar = words, kinds, spans, scale, words.grammar
        self.answers: dict[int, Said] = {}
        self.level: _Scope | None = None
        self.status: _Scope | None = None
        self.time: Span | None = None

    def step(self, index: int) -> None:
        span = self.spans[index]
        self._close(index)
        if span.is_skill:
            self._skill(index)
        elif span.cue is not None:
            self._cue(index, span.cue)
        elif span.years is not None:
            self._time(index, span)

    def _between(self, index: int) -> tuple[Break, Sequence[str]]:
        """The worst break and the words between a span and the one before it."""
        begin = self.spans[index - 1].last + 1 if index else 0
        end = self.spans[index].first
        return max(self.kinds[begin : end + 1], default=Break.STOP), self.words.words[begin:end]

    def _close(self, index: int) -> None:
        """End the scopes that do not reach this span."""
        if not (self.level or self.status or self.time):
            return
        worst, between = self._between(index)
        contrast, first = not self.grammar.contrast.isdisjoint(between), self.spans[index].first
        if self.level and not self.level.holds(first, worst, contrast):
            self.level = None
        if self.status and not self.status.holds(first, worst, contrast):
            self.status = None
        if worst >= Break.CLAUSE or not self.grammar.around_times.issuperset(between):
            self.time = self.time if self._names_experience(index, worst, between) else None

    def _names_experience(self, index: int, worst: Break, between: Sequence[str]) -> bool:
        """Does a time go on with a cue of experience, over the name of a place: "12 years New York experience in"?"""
        span = self.spans[index]
        named = span.cue is not None and self.words.words[span.first] in EXPERIENCE
        return named and worst is Break.JOIN and len(between) <= LONGEST_PLACE

    def _skill(self, index: int) -> None:
        span = self.spans[index]
        if (self.level and self.level.others) or (self.status and self.status.others):
            self.answers[index] = Said(others=True)
            return
        rated = rating(self.words, span.last, self.scale)
        if rated is None and not (self.level or self.status or self.time):
            self.answers[index] = NOTHING
            return
        level = self.level.cue if self.level else None
        status = self.status.cue.status if self.status else None
        self.answers[index] = Said(
            status=Status.DENIED if rated == 0 else status or Status.HELD,
            level=rated or (level.level if level else None),
            years=self.time.years if self.time else None,
            dated=bool(self.time and self.time.dated),
            learning=bool(level and level.learning),
            because=self._because() if self.level or self.status or self.time else (),
        )
        self.time = None

    def _because(self) -> tuple[Span, ...]:
        """What speaks of a skill that stands here."""
        spans = [scope.span for scope in (self.status, self.level) if scope] + ([self.time] if self.time else [])
        return tuple(sorted(spans, key=lambda span: span.first))

    def _cue(self, index: int, cue: Cue) -> None:
        span = self.spans[index]
        opened = self.words.gaps[span.first]
        until = self._until(span, cue) if cue.until else None
        if cue.until and until is None:
            return
        speaks_back = index > 0 and (cue.after or (cue.status is not None and ":" in opened))
        if speaks_back and self._looks_back(index, opened) and (told := self._told(index, opened, cue)):
            for target in told:
                self._apply(target, cue, span)
            if not (cue.before and cue.status):
                return
        if cue.before:
            reach = Break.CLAUSE if until else self._reach(span, cue)
            scope = _Scope(cue, reach, span, self._of_others(span, cue), until)
            if cue.status is None:
                self.level = scope
            else:
                self.status = None if cue.status is Status.HELD else scope

    def _until(self, span: Span, cue: Cue) -> int | None:
        """Where the word stands that ends what the cue begins ("kenne Slurm nicht"); None if it does not come."""
        ends = {fold(word) for word in cue.until}
        for place in range(span.last + 1, min(len(self.words.words), span.last + 1 + FARTHEST_END)):
            word = self.words.words[place]
            if self.kinds[place] >= Break.CLAUSE or word in self.grammar.contrast:
                return None
            closed = self.kinds[place + 1] > Break.JOIN or self.words.words[place + 1] in self.grammar.joining
            if word in ends and closed:
                return place
        return None

    def _behind(self, index: int) -> Iterator[int]:
        """Skills before span `index` in the same clause, nearest first."""
        begin = self._bracket(self.spans[index].first)
        for before in range(index - 1, max(-1, index - 1 - MOST_BEHIND), -1):
            worst, _ = self._between(before + 1)
            if worst >= Break.CLAUSE or self.spans[before].first < begin:
                return
            if self.spans[before].is_skill:
                yield before

    def _told(self, index: int, opened: str, cue: Cue) -> list[int]:
        """The skills before cue `index` of which it speaks, nearest first.

        Behind a colon, and if it denies, a cue speaks of all up to one of which something was said already: in "Linux:
        expert, Slurm, PBS: none" of Slurm and PBS.
        """
        of_all = ":" in opened or (cue.status is Status.DENIED and "(" not in opened)
        behind = self._behind(index)
        rest = takewhile(lambda place: of_all and not self._is_said(place), behind)
        return [*islice(behind, 1), *rest]

    def _is_said(self, index: int) -> bool:
        """Was anything said of a skill?"""
        answer = self.answers[index]
        return answer.level is not None or answer.years is not None or answer.status is not Status.HELD

    def _bracket(self, word: int) -> int:
        """The first word of the bracket in which `word` stands, but not as its first; 0 if it stands in none.

        What is said inside brackets speaks of what stands inside them: "(also Lua, but no experience)".
        """
        begin = max(0, word - LONGEST_BRACKET)
        if "(" not in self.words.folded[self.words.starts[begin] : self.words.starts[word]]:
            return 0
        closed = self.words.gaps[word].count(")")
        for place in range(word - 1, begin, -1):
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
        if worst is Break.ITEM and opened.strip() == "," and self._ends_clause(index):
            return not between
        if any(sign in opened for sign in "(:[") or _DASH.search(opened):
            return not between
        if worst > Break.JOIN or not self.spans[index - 1].is_skill:
            return False
        if index + 1 == len(self.spans) or not self.spans[index + 1].is_skill:
            return len(between) <= 2
        after, _ = self._between(index + 1)
        return not between and after > Break.JOIN

    def _ends_clause(self, index: int) -> bool:
        """Does a clause end with a cue that only speaks of what stands before it: "deep learning, nivel medio"?"""
        cue, last = self.spans[index].cue, self.spans[index].last
        return cue is not None and not cue.before and self.kinds[last + 1] >= Break.CLAUSE

    def _heads_list(self, index: int) -> bool:
        """A cue in brackets with skills right behind it: "(Familiar) C#, Python"."""
        if index + 1 == len(self.spans) or not self.spans[index + 1].is_skill:
            return False
        _, between = self._between(index + 1)
        return not between and self.words.gaps[self.spans[index].last + 1].strip() in {")", "]"}

    def _reach(self, span: Span, cue: Cue) -> Break:
        """How far a cue holds: a heading or "familiar with" over the list, a bare adjective over its item."""
        closed = self.words.gaps[span.last + 1]
        if ":" in closed or ")" in closed or self.words.words[span.last] in self.grammar.prepositions:
            return Break.CLAUSE
        if cue.status is not None and span.last > span.first:
            return Break.CLAUSE
        return Break.ITEM

    def _of_others(self, span: Span, cue: Cue) -> bool:
        """Does the cue tell what people lack whom the writer helped: "mentored engineers new to Hadoop"?"""
        if cue.status is not Status.DENIED and (cue.level is None or cue.level > MOST_OF_BEGINNERS):
            return False
        if PEOPLE.isdisjoint(self.words.words[max(0, span.first - FARTHEST_HELP) : span.first]):
            return False
        people = False
        for place in range(span.first - 1, max(-1, span.first - 1 - FARTHEST_HELP), -1):
            word = self.words.words[place]
            if self.kinds[place + 1] > Break.JOIN or word in WRITER:
                return False
            if people and word in HELPING:
                return True
            people = people or word in PEOPLE
        return False

    def _apply(self, target: int, cue: Cue, span: Span) -> None:
        old = self.answers[target]
        self.answers[target] = Said(
            status=cue.status or old.status,
            level=cue.level or old.level,
            years=old.years,
            learning=old.learning or cue.learning,
            dated=old.dated,
            others=old.others,
            because=(*old.because, span),
        )

    def _time(self, index: int, span: Span) -> None:
        """A time belongs to the skill just before it ("Linux (5 years)", "Linux - 5 years") or to the next one."""
        if index and self.spans[index - 1].is_skill:
            worst, between = self._between(index)
            opened = self.words.gaps[span.first]
            near = self.grammar.around_times.issuperset(between) and (worst < Break.CLAUSE or self._bracketed(span))
            if near and not self._leads_on(index) and (worst is Break.JOIN or _OPENS.search(opened) or between):
                whole = EXPERIENCE.issuperset(between) and bool(between) and "-" in opened
                for target in self._behind(index) if whole else (index - 1,):
                    old = self.answers[target]
                    because = (*old.because, span)
                    self.answers[target] = old._replace(years=span.years, dated=span.dated, because=because)
                return
        self.time = None if self._ends_other_item(span) else span

    def _ends_other_item(self, span: Span) -> bool:
        """Does a time end an item about something else: "cook for 3 years, Linux"?"""
        first, kinds = span.first, self.kinds
        while first and kinds[first] is Break.JOIN and self.words.words[first - 1] in self.grammar.around_times:
            first -= 1
        return kinds[span.last + 1] is Break.ITEM and first > 0 and kinds[first] is Break.JOIN

    def _bracketed(self, span: Span) -> bool:
        """Does a time stand alone in brackets, even on the next line: "UNIX (less than 1 year)"?"""
        gaps = self.words.gaps
        first = next((place for place in range(span.first, max(0, span.first - 3), -1) if "(" in gaps[place]), None)
        return first is not None and gaps[first].strip(" ") in {"(", "\n("} and gaps[span.last + 1].startswith(")")

    def _leads_on(self, index: int) -> bool:
        """Does a time speak of the next skill, as in "network technician with 5 years of experience in Cisco"?"""
        following = index + 1
        if following < len(self.spans) and (cue := self.spans[following].cue) and cue.level and cue.before:
            following += 1
        if following >= len(self.spans) or not self.spans[following].is_skill:
            return False
        begin, end = self.spans[index].last + 1, self.spans[following].first
        between = self.words.words[begin:end]
        leads = len(between) > 1 and between[-1] in self.grammar.prepositions
        joined = max(self.kinds[begin : end + 1]) is Break.JOIN
        return leads and joined and self.grammar.around_times.issuperset(between)
