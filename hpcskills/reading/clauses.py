"""How skills, cues and times stand to each other: what is between them, which are listed together, who is told of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum

from hpcskills.model import Cue
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import (
    ACQUAINTANCES,
    EXPERIENCE,
    HELPING,
    KNOWLEDGE,
    OPENING,
    OURS,
    PEOPLE,
    QUALIFIERS,
    TRAILING,
    WRITER,
)
from hpcskills.reading.spans import Span
from hpcskills.reading.tokens import Words, fold

MOST_BEHIND = 40
"""Skills and cues that one cue behind them may speak of ("a, b, c: no experience")."""

LONGEST_BRACKET = 60
"""Words; a longer bracket was probably never closed."""

FARTHEST_END = 25
"""Words between the two halves of a cue: "kenne Slurm, PBS und LSF nicht"."""

LONGEST_PLACE = 3
"""Words of the name of a place or a trade between years and "experience"."""

MOST_OF_SUBJECT = 3
"""Words from a skill to what is said of it: "my Linux knowledge is basic"."""

FARTHEST_HELP = 9
"""Words between helping somebody and what they lack: "assisted front-end developers having no experience in"."""

_BRACKETS = re.compile(r"[()]")
_IN_LISTS = frozenset(" ,/&+()")


class Listed(IntEnum):
    """Which skills before a cue or a time are spoken of together: those tied by a slash, by "and", by commas, all."""

    TIED = 0
    JOINED = 1
    COMMAS = 2
    ALL = 3


class Clauses:
    """The spans of one text in its clauses."""

    def __init__(self, words: Words, kinds: Sequence[Break], spans: Sequence[Span]) -> None:
        self.words, self.kinds, self.spans, self.grammar = words, kinds, spans, words.grammar
        self.of_others = _about_others(words, kinds)
        self.heading: dict[int, bool] = {}

    def _between(self, index: int) -> tuple[Break, Sequence[str]]:
        """The worst break and the words between a span and the one before it; they may overlap ("Python 3 years")."""
        begin = self.spans[index - 1].last + 1 if index else 0
        end = self.spans[index].first
        return max(self.kinds[begin : end + 1], default=Break.JOIN), self.words.words[begin:end]

    def _joined(self, index: int) -> bool:
        """Is a span joined to the one before it by nothing but "and" or a slash?"""
        worst, between = self._between(index)
        tied = "/" in self.words.gaps[self.spans[index].first] or bool(between)
        return worst is Break.JOIN and tied and self.grammar.joining.issuperset(between)

    def _behind(self, index: int) -> int | None:
        """The skill nearest before span `index` in the same clause, and in the same bracket."""
        begin = self._bracket(self.spans[index].first)
        for before in range(index - 1, max(-1, index - 1 - MOST_BEHIND), -1):
            if self._between(before + 1)[0] >= Break.CLAUSE or self.spans[before].first < begin:
                return None
            if self.spans[before].is_skill:
                return before
        return None

    def _listed(self, index: int, listed: Listed) -> Iterator[int]:
        """The skill at `index` and those listed with it before it.

        A list that ends with "and" may have commas before that ("Slurm, PBS and LSF"); one in brackets is one.
        """
        begin = self._bracket(self.spans[index].first) if listed else 0
        listed = Listed.ALL if begin and listed is Listed.JOINED else listed
        labels = listed is Listed.COMMAS
        yield index
        for after in range(index, max(0, index - MOST_BEHIND), -1):
            worst, between = self._between(after)
            before = self.spans[after - 1]
            if worst >= Break.CLAUSE or before.first < begin or not before.is_skill:
                return
            gaps = "".join(self.words.gaps[before.last + 1 : self.spans[after].first + 1])
            if listed is Listed.JOINED and not self.grammar.joining.isdisjoint(between):
                listed = Listed.COMMAS
            # All words of a label belong to it: "HPC workload schedulers: none".
            if listed is not Listed.ALL and not (labels and worst is Break.JOIN):
                tied = listed is Listed.COMMAS or gaps == "/" or (listed is Listed.JOINED and worst is Break.JOIN)
                if not (tied and _IN_LISTS.issuperset(gaps) and self.grammar.list_words.issuperset(between)):
                    return
            yield after - 1

    def _bracket(self, word: int) -> int:
        """The first word of the bracket in which `word` stands, but not as its first; 0 if it stands in none.

        What is said inside brackets speaks of what stands inside them: "(also Lua, but no experience)".
        """
        starts, closed = self.words.starts, 0
        begin, before = starts[max(0, word - LONGEST_BRACKET)], starts[word - 1] if word else 0
        for sign in reversed(list(_BRACKETS.finditer(self.words.folded, begin, starts[word]))):
            if sign[0] == ")":
                closed += 1
            elif sign.start() < before:
                closed -= 1
                if closed < 0:
                    return bisect_right(starts, sign.start())
        return 0

    def _closes(self, span: Span) -> bool:
        """Does a cue end its item, but for words such as "it" and "yet", so that it speaks of nothing behind it?"""
        said, after = self.words.words, span.last + 1
        while self.kinds[after] is Break.JOIN and said[after] in TRAILING:
            after += 1
        if self.kinds[after] is Break.JOIN:
            return said[after] in self.grammar.contrast
        # "RHCE no. 605-010" and "never used: Slurm" go on.
        numbered = self.words.gaps[after] == ". " and after < len(said) and said[after][0].isdecimal()
        return not numbered and ":" not in self.words.gaps[after]

    def _reaches(self, index: int) -> bool:
        """Is a skill what the cue before it speaks of: "no real Linux experience", but not "no downtime of Linux"?

        One word right before the skill may be any; a preposition behind the cue begins something else ("to zero with").
        """
        _, between = self._between(index)
        return not between or (between[0] not in self.grammar.prepositions and all(map(self._is_small, between[:-1])))

    def _is_small(self, word: str) -> bool:
        return word in self.grammar.fillers or word in QUALIFIERS or word in KNOWLEDGE

    def _is_compound(self, span: Span) -> bool:
        """Is a cue part of a compound: "no-code", "zero-downtime"?"""
        return self.words.gaps[span.last + 1] == "-"

    def _in_item(self, index: int, between: Sequence[str], *, ends: bool) -> bool:
        """Does a cue speak of the skill before it in its item? One that does not end there may be said of the next."""
        if between[-1:] in (["is"], ["are"]):
            return len(between) <= MOST_OF_SUBJECT
        if ends or index + 1 == len(self.spans) or not self.spans[index + 1].is_skill:
            return len(between) <= 2
        return not between and self._between(index + 1) != (Break.JOIN, [])

    def _has_object(self, span: Span) -> bool:
        """Does something stand before a cue in its item that it may speak of: "welding I don't know"?"""
        place, said = span.first, self.words.words
        while self.kinds[place] is Break.JOIN and span.first - place < FARTHEST_HELP:
            place -= 1
            if said[place] not in self.grammar.fillers:
                return True
        return False

    def _leads_to(self, index: int) -> bool:
        """Does a cue open its item with a skill right behind it ("never Azure"), or is it a label ("None: Azure")?"""
        if ":" in self.words.gaps[self.spans[index].last + 1]:
            return True
        if self.kinds[self.spans[index].first] is Break.JOIN or index + 1 == len(self.spans):
            return False
        return self.spans[index + 1].is_skill and self._between(index + 1) == (Break.JOIN, [])

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

    def _ends_clause(self, index: int) -> bool:
        """Does a clause end with a cue that can speak of what stands before it: "deep learning, nivel medio"?"""
        cue, last = self.spans[index].cue, self.spans[index].last
        can = cue is not None and (cue.after or not cue.before)
        return can and self.kinds[last + 1] >= Break.CLAUSE

    def _heads_list(self, index: int) -> bool:
        """A cue in brackets with skills right behind it, unless the first such one in the clause follows a skill.

        "(Proficient) Java, C++ (Familiar) C#, Python", but not "Java (expert) Python (basic)".
        """
        gaps, place = self.words.gaps, index
        if gaps[self.spans[index].last + 1].strip() not in {")", "]"}:
            return False
        while place and index - place < MOST_BEHIND and self._between(place)[0] < Break.CLAUSE:
            place -= 1
            if place in self.heading:
                break
        rates = gaps[self.spans[index].first].strip() in {"(", "["} and not self._between(index)[1]
        rates = rates and index > 0 and self.spans[index - 1].is_skill
        self.heading[index] = self.heading.get(place, not rates)
        leads = index + 1 < len(self.spans) and self.spans[index + 1].is_skill and not self._between(index + 1)[1]
        return leads and self.heading[index]

    def _heads_lines(self, index: int, *, follows: bool) -> bool:
        """Is a cue a heading over lines: with a colon at its end, or alone on its line where a block begins?

        It may also be alone where it `follows` another heading and its list.
        """
        span, gaps = self.spans[index], self.words.gaps
        if re.match(r" ?:[ \t]*\n", gaps[span.last + 1]):
            return True
        alone = "\n" in gaps[span.last + 1] and (not span.first or "\n" in gaps[span.first])
        begins = follows or not index or self._between(index) == (Break.STOP, [])
        return alone and (begins or self._heads_list_below(index))

    def _heads_list_below(self, index: int) -> bool:
        """Do two skills or more stand on the line below: a list, and no table of names and levels line by line?"""
        below = self.spans[index + 1 : index + 3]
        if len(below) < 2 or not all(span.is_skill for span in below):
            return False
        gaps = self.words.gaps[below[0].first : below[1].first + 1]
        return "\n" in gaps[0] and "\n" not in "".join(gaps[1:])

    def _goes_on(self, index: int, between: Sequence[str]) -> bool:
        """Does a line go on with the list under a heading: no new label, and no words but names?"""
        begin = self.spans[index - 1].last + 1 if index else 0
        begin += self.spans[index - 1].cue is not None
        labelled = any(":" in gap for gap in self.words.gaps[begin : self.spans[index].first + 1])
        return not labelled and self.grammar.list_words.issuperset(between)

    def _helped(self, span: Span) -> bool:
        """Does a cue tell of others: "mentored engineers new to Hadoop", "tools for users who had no Linux"?"""
        if PEOPLE.isdisjoint(self.words.words[max(0, span.first - FARTHEST_HELP) : span.first]):
            return False
        people = who = False
        for place in range(span.first - 1, max(-1, span.first - 1 - FARTHEST_HELP), -1):
            word = self.words.words[place]
            if self.kinds[place + 1] > Break.JOIN or word in WRITER:
                return False
            if people and word in HELPING:
                return True
            people, who = people or word in PEOPLE, who or word == "who"
            if people and who:
                return True
        return False

    def _alone(self, span: Span) -> bool:
        """Does a time, but for words such as "of experience", end its item: "Linux, 5 years, Docker, 2 years"?"""
        after = span.last + 1
        while self.kinds[after] is Break.JOIN and self.words.words[after] in self.grammar.around_times:
            after += 1
        return self.kinds[after] > Break.JOIN and ":" not in self.words.gaps[after] and not span.dated

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

    def _leads_on(self, index: int, least: int) -> bool:
        """Does a time speak of the next skill, as in "network technician with 5 years of experience in Cisco"?

        At `least` so many words are between, the last a preposition.
        """
        following = index + 1
        if following < len(self.spans) and (cue := self.spans[following].cue) and cue.level and cue.before:
            following += 1
        if following >= len(self.spans) or not self.spans[following].is_skill:
            return False
        begin, end = self.spans[index].last + 1, self.spans[following].first
        between = self.words.words[begin:end]
        leads = len(between) >= least and between[-1] in self.grammar.prepositions
        joined = max(self.kinds[begin : end + 1]) is Break.JOIN
        return leads and joined and self.grammar.around_times.issuperset(between)

    def _reach(self, span: Span, cue: Cue) -> Break:
        """How far a cue holds: a heading or "familiar with" over the list, a bare adjective over its item."""
        closed = self.words.gaps[span.last + 1]
        if ":" in closed or ")" in closed or self.words.words[span.last] in self.grammar.prepositions:
            return Break.CLAUSE
        # "Everything except MPI" ends with its item.
        whole = cue.status is not None and span.last > span.first
        return Break.CLAUSE if whole and self.words.words[span.last] not in self.grammar.contrast else Break.ITEM

    def _names_experience(self, index: int, worst: Break, between: Sequence[str]) -> bool:
        """Does a time go on with a cue of experience, over the name of a place: "12 years New York experience in"?"""
        span = self.spans[index]
        named = span.cue is not None and self.words.words[span.first] in EXPERIENCE
        return named and worst is Break.JOIN and len(between) <= LONGEST_PLACE


def _about_others(words: Words, kinds: Sequence[Break]) -> set[int]:
    """The words of clauses about other people: "my wife is a Java developer and ..."."""
    said, found, end = words.words, set[int](), 0
    if ACQUAINTANCES.isdisjoint(said):
        return found
    for place in [place for place, word in enumerate(said) if word in ACQUAINTANCES and kinds[place] is Break.JOIN]:
        opens = kinds[place - 1] > Break.JOIN or (place > 1 and said[place - 2] in OPENING)
        if place >= end and opens and said[place - 1] in OURS and words.gaps[place + 1] == " ":
            end = place + 1
            while kinds[end] < Break.CLAUSE and said[end] not in WRITER and said[end] not in words.grammar.contrast:
                end += 1
            found.update(range(place, end))
    return found
