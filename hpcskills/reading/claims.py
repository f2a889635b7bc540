"""What is said about each skill found in a text: held, denied or wanted; at which level; for how many years.

A cue ("no experience with", "expert", "familiar with:") holds forward over its item, its list or the lines under a
heading, or backward over the skill it follows; the next cue, a contrast ("but") or the end of the clause ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from hpcskills.model import Cue, Status
from hpcskills.reading.clauses import Clauses, Listed
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import EXPERIENCE, LASTING, NEGATIONS, SUBJECTS
from hpcskills.reading.ratings import Legend, announced, legend, rating, tells
from hpcskills.reading.spans import Span
from hpcskills.reading.tokens import Words

MOST_OF_BEGINNERS = 2
"""The highest level that may be said of people who are helped; what is said above it speaks of the writer."""

FARTHEST_NOT = 6
"""Words between "not" and the level that it turns: "not what you would call an expert"."""

TURNED = 2
"""The level of who is "not an expert"."""

FARTHEST_TIME = 2
"""Telling words between a skill and how long it was used: "ran LSF at my last job for four years"."""

NEVER = -2
"""Stands before the first skill and behind none."""

_BESIDE = re.compile(r"[(:\[|\t=]|\s-\s?|-\s| {3}")
"""Signs by which a cue or a time is joined to the skill before it: "Slurm (none)", "Slurm: none", a row of a table."""


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
    """A cue on its way through the text; it ends at a break of kind `ends` or worse.

    One that `heads` lines goes on over them for as long as they are a plain list.
    """

    cue: Cue
    ends: Break
    span: Span
    others: bool
    until: int | None = None
    heads: bool = False

    def holds(self, first: int, worst: Break, listed: bool) -> bool:
        """Does the cue reach word `first`, over a break this bad?"""
        reaches = worst < self.ends or (self.heads and listed and worst < Break.STOP)
        return reaches and (self.until is None or first < self.until)


def said(words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> list[Said]:
    """What is said of each skill among `spans` (in text order), in the same order."""
    scale, told = _legend(words, spans)
    spans = [span for span in spans if span.first not in told] if scale else spans
    reader = _Reader(words, kinds, spans, scale)
    for index in range(len(spans)):
        reader.step(index)
    answers = [reader.answers[index] for index, span in enumerate(spans) if span.is_skill]
    # Nought years are said of what one has not.
    return [one if one.years != 0 else one._replace(status=Status.DENIED, years=None) for one in answers]


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


class _Reader(Clauses):
    """Walks the spans once, from left to right, with the scopes that are open."""

    def __init__(
        self, words: Words, kinds: Sequence[Break], spans: Sequence[Span], scale: Legend | None = None
    ) -> None:
        super().__init__(words, kinds, spans)
        self.told_scale = scale
        self.answers: dict[int, Said] = {}
        self.level: _Scope | None = None
        self.status: _Scope | None = None
        self.time: Span | None = None
        self.timed = NEVER
        """The last skill that has its time from words before it."""

    def step(self, index: int) -> None:
        span = self.spans[index]
        self._close(index)
        if span.is_skill:
            self._skill(index)
        elif span.cue is not None:
            self._cue(index, span.cue)
        elif span.years is not None:
            self._time(index, span)

    def _close(self, index: int) -> None:
        """End the scopes that do not reach this span."""
        if not (self.level or self.status or self.time):
            return
        worst, between = self._between(index)
        if (
            self.status
            and self.status.cue.near
            and self.status.span is self.spans[index - 1]
            and not self._reaches(index)
        ):
            self.status = None
        ends, first = self._is_new(index, between), self.spans[index].first
        listed = worst is Break.CLAUSE and self._goes_on(index, between)
        if self.level and (ends or not self.level.holds(first, worst, listed)):
            self.level = None
        if self.status and (ends or not self.status.holds(first, worst, listed)):
            self.status = None
        if worst >= Break.CLAUSE or not self.grammar.around_times.issuperset(between):
            self.time = self.time if self._names_experience(index, worst, between) else None

    def _is_new(self, index: int, between: Sequence[str]) -> bool:
        """Does a contrast, or the writer behind a skill ("no Slurm, I use PBS"), begin something new?"""
        subject = self.words.words[self.spans[index].last + 1 : self.spans[index].last + 2] in (["is"], ["are"])
        if not self.grammar.contrast.isdisjoint(between) or (subject and self.kinds[self.spans[index].first]):
            return True
        if not (index and between and self.spans[index - 1].is_skill):
            return False
        gaps = self.words.gaps[self.spans[index - 1].last + 1 : self.spans[index].first]
        dash = any(" - " in gap and word not in self.grammar.joining for gap, word in zip(gaps, between, strict=True))
        return dash or not SUBJECTS.isdisjoint(between)

    # --- a skill --------------------------------------------------------------------------------------------------

    def _skill(self, index: int) -> None:
        span = self.spans[index]
        rated = rating(self.words, span.first, span.last, self._scale)
        beside = self.level or self.status or self.time or self.of_others or self.timed == index - 1
        self.answers[index] = self._told(index, span, rated) if beside or rated is not None else NOTHING

    def _told(self, index: int, span: Span, rated: int | None) -> Said:
        """What figures and the open scopes say of a skill."""
        time, scopes = self.time or self._shared(index), [scope for scope in (self.status, self.level) if scope]
        if any(scope.others for scope in scopes) or span.first in self.of_others:
            return Said(others=True)
        level = self.level.cue if self.level else None
        status = self.status.cue.status if self.status else None
        because = [scope.span for scope in scopes] + ([time] if time else [])
        self.time, self.timed = None, index if time else NEVER
        return Said(
            status=Status.DENIED if rated == 0 else status or Status.HELD,
            level=rated or (level.level if level else None),
            years=time.years if time else None,
            dated=bool(time and time.dated),
            learning=bool(level and level.learning),
            because=tuple(sorted(because, key=lambda span: span.first)),
        )

    def _scale(self) -> Legend | None:
        """The scale of figures in this text."""
        return self.told_scale or self.announced_scale

    @cached_property
    def announced_scale(self) -> Legend | None:
        """The scale that the text announces."""
        return announced(self.words.folded)

    def _shared(self, index: int) -> Span | None:
        """The time before a skill holds for one that is joined to it too: "10 years of Unix and Perl"."""
        if self.timed != index - 1 or not self._joined(index):
            return None
        return next(one for one in self.answers[self.timed].because if one.years is not None)

    # --- a cue ----------------------------------------------------------------------------------------------------

    def _cue(self, index: int, said: Cue) -> None:
        span, cue = self.spans[index], self._turned(self.spans[index], said)
        until = self._until(span, said) if said.until else None
        if cue is None or (cue.until and until is None) or (cue.near and self._is_compound(span)):
            return
        closes = self._closes(span)
        behind = self._spoken_of(index, cue, closes)
        if behind is not None:
            opened = self.words.gaps[span.first]
            listed = Listed.JOINED if cue.status is not None and "(" not in opened else Listed.TIED
            for target in self._listed(behind, Listed.COMMAS if ":" in opened else listed):
                self._apply(target, cue, span)
            if closes or not (cue.before and cue.status):
                return
        elif closes and cue.status is not None and self._has_object(span):
            return
        heads = self._heads_lines(index, follows=bool(self.level and self.level.heads))
        if cue.before or heads or self._leads_to(index):
            self._open(span, cue, until, heads)

    def _open(self, span: Span, cue: Cue, until: int | None, heads: bool) -> None:
        """Let a cue hold over what follows."""
        reach = Break.CLAUSE if until or heads else self._reach(span, cue)
        scope = _Scope(cue, reach, span, self._of_others(span, cue), until, heads)
        if heads:
            self.level = self.status = None
        if cue.status is None:
            self.level = scope
        else:
            self.status = None if cue.status is Status.HELD else scope

    def _turned(self, span: Span, cue: Cue) -> Cue | None:
        """What a cue says behind "not": "not a Linux expert" is a low level, "not a beginner" says nothing."""
        if cue.level is None:
            return cue
        for place in range(span.first - 1, max(-1, span.first - 1 - FARTHEST_NOT), -1):
            word = self.words.words[place]
            if self.kinds[place + 1] > Break.JOIN or word in self.grammar.joining or word in self.grammar.contrast:
                return cue
            if word in NEGATIONS and self.words.words[place + 1] not in {"only", "just"}:
                return replace(cue, level=TURNED) if cue.level > TURNED and not self._helped(span) else None
        return cue

    def _spoken_of(self, index: int, cue: Cue, closes: bool) -> int | None:
        """The skill before a cue, if the cue speaks of it."""
        heads = self._heads_list(index)
        if heads or not index or cue.status is Status.HELD:
            return None
        if self.words.gaps[self.spans[index].first].startswith("?") and self.spans[index - 1].is_skill:
            return index - 1 if closes and not self._between(index)[1] else None
        return self._behind(index) if self._speaks_back(index, cue, closes) else None

    def _speaks_back(self, index: int, cue: Cue, closes: bool) -> bool:
        """Does a cue speak of the skill before it: by a sign, in the same item, or with nothing behind it?"""
        span, opened = self.spans[index], self.words.gaps[self.spans[index].first]
        decides = cue.status is not None or cue.learning
        labelled = ":" in opened and (
            not cue.near or all(map(self._is_small, self.words.words[span.last + 1 : span.last + 2]))
        )
        after = (closes or labelled) if decides and cue.before else cue.after
        if not after:
            return False
        worst, between = self._between(index)
        if worst is Break.ITEM and opened.strip() == ",":
            return not between and (self._ends_clause(index) or self.words.words[span.first] == "which")
        if _BESIDE.search(opened):
            return not between
        if worst > Break.JOIN or not self._is_about(index - 1):
            return False
        return self._in_item(index, between, ends=decides and (closes or not cue.before))

    def _is_about(self, index: int) -> bool:
        """Is a span a skill, or what was said of the skill before it?"""
        return self.spans[index].is_skill or self.spans[index] in self.answers.get(index - 1, NOTHING).because

    def _of_others(self, span: Span, cue: Cue) -> bool:
        """Does the cue tell what people lack whom the writer helped?"""
        lacking = cue.status is Status.DENIED or (cue.level is not None and cue.level <= MOST_OF_BEGINNERS)
        return lacking and self._helped(span)

    def _apply(self, target: int, cue: Cue, span: Span) -> None:
        old = self.answers[target]
        self.answers[target] = old._replace(
            status=cue.status or old.status,
            level=cue.level or old.level,
            learning=old.learning or cue.learning,
            because=(*old.because, span),
        )

    # --- a time ---------------------------------------------------------------------------------------------------

    def _time(self, index: int, span: Span) -> None:
        """A time belongs to the skill just before it ("Linux (5 years)", "Linux - 5 years") or to the next one."""
        target = self._timed_before(index, span)
        if target is None:
            self.time = None if self._ends_other_item(span) else span
            return
        _, between = self._between(index)
        whole = bool(between) and EXPERIENCE.issuperset(between) and "-" in self.words.gaps[span.first]
        for one in self._listed(target, Listed.ALL if whole else Listed.TIED):
            old = self.answers[one]
            self.answers[one] = old._replace(years=span.years, dated=span.dated, because=(*old.because, span))

    def _lasts(self, span: Span, between: Sequence[str]) -> bool:
        """Is a time that of what is told of the skill before it: "ran LSF at my last job for about four years"?"""
        telling = [word for word in between if word not in self.grammar.fillers]
        lasts = not LASTING.isdisjoint(between[-2:]) and (SUBJECTS | self.grammar.joining).isdisjoint(between)
        return lasts and len(telling) <= FARTHEST_TIME

    def _timed_before(self, index: int, span: Span) -> int | None:
        """The skill before a time, if it speaks of that one; a cue may be between them: "Linux (expert, 5 years)"."""
        rated = index > 1 and not self.spans[index - 1].is_skill and self._is_about(index - 1)
        before = index - 1 - rated
        worst, between = self._between(index)
        if before < 0 or not self.spans[before].is_skill or self._leads_on(index, least=2 - (worst > Break.JOIN)):
            return None
        begin = self.spans[before].last + 1
        if (
            "(" in self.words.gaps[begin]
            and worst is Break.ITEM
            and self._bracket(span.first) == begin
            and self._alone(span)
        ):
            return before
        # The number of a version may be between: "Fortran 77/90 (3 years)".
        between = [word for word in between if not word.isdecimal()]
        if worst is Break.JOIN and self._lasts(span, between):
            return before
        if not self.grammar.around_times.issuperset(between) or not (worst < Break.CLAUSE or self._bracketed(span)):
            return None
        if not rated and (worst is Break.JOIN or between or _BESIDE.search(self.words.gaps[span.first])):
            return before
        return before if self._alone(span) else None
