"""What the rows of a batch say, as codes for `Points`: lists item by item, everything else read whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from hpcskills.assess import Assessor
from hpcskills.clients.items import NO_WORDS, NOTHING, Above, Answer, Heard, Item, Lists, foreign_list
from hpcskills.model import Background, Match, Reading, Status
from hpcskills.reading.judge import NEIGHBOURHOOD, SHORT_TEXT
from hpcskills.reading.layout import Break
from hpcskills.scoring import profile
from hpcskills.scoring.points import CODES, UNSURE, Points

_PARTS = re.compile("([,;])")

ENTRIES = 80_000
"""Distinct items kept ready."""

MOST_ABOVE = 1000
"""Distinct things said over the rest of a list that are kept."""

FAR = 1000
"""More words than any item has."""

WHOLE_CHARACTERS = 3_000_000
"""Characters of texts read whole that are remembered with what they mean."""


class Doubtful(NamedTuple):
    """Words that may mean one of `skills`; `codes` are those of them that would be held."""

    mention: str
    skills: tuple[str, ...]
    codes: tuple[int, ...]


class Piece(NamedTuple):
    """What an item, or a text, says: codes held, skills (numbers) denied, doubtful words, unknown words."""

    codes: tuple[int, ...]
    denied: tuple[int, ...]
    doubts: tuple[Doubtful, ...]
    unknown: tuple[str, ...]


class _Told:
    """What an item says in one kind of place: nothing before it, and below what was said before."""

    __slots__ = ("answer", "below", "leaves", "piece")

    def __init__(self, answer: Answer, piece: Piece) -> None:
        self.answer, self.piece = answer, piece
        self.leaves = answer.behind(NOTHING) is not NOTHING
        self.below: dict[int, Piece] = {}


class _Entry:
    """An item kept ready for lists. `told` is what it says anywhere, or what it says by `_place`.

    `early` and `late` are its first and last word that asks for a skill nearby, `head` and `tail` how many words
    stand before its first and behind its last sure skill.
    """

    __slots__ = ("early", "foreign", "head", "item", "late", "piece", "places", "tail", "tells", "told", "words")

    def __init__(self, item: Item, told: _Told | None) -> None:
        self.item, self.told, self.words, self.foreign = item, told, item.words, item.foreign
        self.head = item.vouching[0][0] if item.vouching else FAR
        self.tail = item.words - 1 - item.vouching[-1][1] if item.vouching else FAR
        self.late = max((first for first, _ in item.asks), default=0)
        self.early = min((last for _, last in item.asks), default=0)
        # What is said anywhere, if that is all.
        self.tells = item.tells
        usual = told is not None and not (told.leaves or item.foreign or item.tells or item.colon)
        self.piece = told.piece if usual and told else None
        self.places: list[_Told | None] = [None, None, None, None]


class Person(NamedTuple):
    """What a row says: at most one code a skill, and what a person should look at."""

    codes: Sequence[int]
    doubts: Sequence[Doubtful]
    unknown: Sequence[str]


class People:
    """Understands the texts of a batch; each distinct item and each distinct whole text once."""

    def __init__(self, assessor: Assessor, points: Points) -> None:
        self._read = assessor.matcher.read
        self._scale = assessor.catalogue.scale
        self._lists = Lists(assessor.matcher)
        self._code = points.code
        self._skill = [(code - 1) // CODES for code in range(points.size)]
        self._entries: dict[str, _Entry] = {}
        self._above: dict[Above, Above] = {NOTHING: NOTHING}
        self._whole: dict[str, Piece] = {}
        self._room = WHOLE_CHARACTERS
        self._implied: dict[str, tuple[int, ...]] = {}

    def person(self, text: str, background: Background | None = None, ticked: Sequence[tuple[str, int]] = ()) -> Person:
        """Understand a text, and add what the background brings and the levels (0: none) ticked in a form."""
        # A blank in front makes the first item look like the others.
        parts = f" {text}".split(",")
        known = self._entries
        try:
            entries = [known[raw] for raw in parts]
        except KeyError:
            pieces: Sequence[Piece | None] = self._parts(text)
        else:
            pieces = [entry.piece for entry in entries]
            if None in pieces:
                pieces = self._in_list(entries) or self._parts(text)
        return self._together(cast("Sequence[Piece]", pieces), background, ticked)

    # --- items ------------------------------------------------------------------------------------------------

    def _in_list(self, entries: Sequence[_Entry]) -> list[Piece] | None:
        """Put a list of known items together; None if a place is not one of the usual."""
        foreign = sum([entry.foreign for entry in entries])
        if foreign and foreign_list(foreign, sum([entry.words for entry in entries])):
            return None
        if entries[0].item.colon or sum([entry.tells for entry in entries]) > 1:
            return None
        above, found = NOTHING, []
        short: bool | None = None
        for place, entry in enumerate(entries):
            if entry.piece is not None and above is NOTHING:
                found.append(entry.piece)
                continue
            told = entry.told
            if told is None:
                if short is None:
                    short = sum([entry.words for entry in entries]) <= SHORT_TEXT
                vouched = _is_vouched(entries, place)
                if short or not (vouched or len(entry.item.asks) < 2):
                    return None
                told = entry.places[2 * vouched + (not place)] or self._placed(entry, vouched, not place)
                if told is None:
                    return None
            if above is NOTHING:
                found.append(told.piece)
                if told.leaves:
                    above = self._same(told.answer.behind(above))
            else:
                found.append(told.below.get(id(above)) or self._below(told, above))
                above = self._same(told.answer.behind(above))
        return found

    def _placed(self, entry: _Entry, vouched: bool, first: bool) -> _Told | None:
        """Give what an item says in such a place of a long list; None if the list must be looked at as a whole."""
        answer = self._lists.placed(entry.item, vouched=vouched, first=first)
        if answer is not None:
            entry.places[2 * vouched + first] = _Told(answer, self._coded(answer, NOTHING))
        return entry.places[2 * vouched + first]

    def _below(self, told: _Told, above: Above) -> Piece:
        piece = told.below[id(above)] = self._coded(told.answer, above)
        return piece

    def _same(self, above: Above) -> Above:
        """Give the one record for what was said, so that it is known by its identity."""
        return self._above.setdefault(above, above) if above is not NOTHING else above

    def _parts(self, text: str) -> list[Piece]:
        """Take a list apart, or read the text whole."""
        # A point at the end says nothing, except behind a figure.
        parts = _PARTS.split(f" {text[:-1] if text[-1:] == '.' and text[-2:-1].isalpha() else text}")
        items, breaks, kind = [], [], Break.STOP
        for place in range(0, len(parts), 2):
            item = self._lists.item(parts[place])
            if item is not NO_WORDS:
                if item.open:
                    return [self._read_whole(text)]
                items.append(item)
                breaks.append(kind)
                kind = Break.ITEM
            if place + 1 < len(parts) and parts[place + 1] == ";":
                kind = max(kind, Break.CLAUSE)
        answers = self._lists.answers(items, breaks)
        if answers is None:
            return [self._read_whole(text)]
        self._keep(parts)
        return self._under(answers, breaks)

    def _keep(self, parts: Sequence[str]) -> None:
        """Keep the items of a list ready for the next."""
        if len(self._entries) > ENTRIES or len(self._above) > MOST_ABOVE:
            self._entries.clear()
            self._above = {NOTHING: NOTHING}
        for raw in parts[::2]:
            item = self._lists.item(raw)
            if raw in self._entries or item.timed or item is NO_WORDS:
                continue
            told = None
            if item.plain:
                (answer,) = item.answers.values()
                told = _Told(answer, self._coded(answer, NOTHING))
            self._entries[raw] = _Entry(item, told)

    def _under(self, answers: Sequence[Answer], breaks: Sequence[Break]) -> list[Piece]:
        """Give the pieces of a list, each below what was said before it in its clause."""
        above, found = NOTHING, []
        for answer, kind in zip(answers, breaks, strict=True):
            if kind >= Break.CLAUSE:
                above = NOTHING
            found.append(self._coded(answer, above))
            above = answer.behind(above)
        return found

    def _coded(self, answer: Answer, above: Above) -> Piece:
        heard = [one.under(above) for one in answer.heard]
        doubts = [(doubt.mention, [one.under(above) for one in doubt.candidates]) for doubt in answer.doubts]
        return self._told(heard, doubts, answer.unknown)

    def _told(
        self,
        heard: Iterable[Heard | Match],
        doubts: Iterable[tuple[str, Sequence[Heard | Match]]],
        unknown: tuple[str, ...],
    ) -> Piece:
        return Piece(
            tuple([self._held(one) for one in heard if one.status is Status.HELD]),
            tuple([self._number(one) for one in heard if one.status is Status.DENIED]),
            tuple(
                Doubtful(
                    mention,
                    tuple([one.skill for one in candidates]),
                    tuple([self._held(one) for one in candidates if one.status is Status.HELD]),
                )
                for mention, candidates in doubts
            ),
            unknown,
        )

    def _held(self, one: Heard | Match) -> int:
        # What is heard has the level and the years of a match, and no more is asked for.
        said = profile.said_level(cast(Match, one), self._scale)
        assumed = self._scale.assumed_learning if one.learning else self._scale.assumed
        return self._code(one.skill, said or assumed, assumed=said is None)

    def _number(self, one: Heard | Match) -> int:
        return self._skill[self._code(one.skill, 1, assumed=True)]

    # --- whole texts ------------------------------------------------------------------------------------------

    def _read_whole(self, text: str) -> Piece:
        piece = self._whole.get(text)
        if piece is None:
            self._room -= len(text)
            if self._room < 0:
                self._whole.clear()
                self._room = WHOLE_CHARACTERS
            piece = self._whole[text] = self._of_reading(self._read(text))
        return piece

    def _of_reading(self, reading: Reading) -> Piece:
        doubts = [(doubt.mention, doubt.candidates) for doubt in reading.unsure]
        return self._told(reading.matches, doubts, tuple([unknown.mention for unknown in reading.unknown]))

    # --- together ---------------------------------------------------------------------------------------------

    def _together(
        self, pieces: Sequence[Piece], background: Background | None, ticked: Sequence[tuple[str, int]]
    ) -> Person:
        """Join pieces as `profile.build` does: what is said outranks what is assumed, then the highest level."""
        skill_of = self._skill
        codes = [code for piece in pieces for code in piece[0]]
        doubts = [doubt for piece in pieces for doubt in piece[2]]
        unknown = [words for piece in pieces for words in piece[3]]
        if not doubts and background is None and not ticked:
            if len({skill_of[code] for code in codes}) < len(codes):
                codes = list({skill_of[code]: code for code in sorted(codes)}.values())
            return Person(codes, doubts, unknown)
        denied = {skill for piece in pieces for skill in piece[1]}
        if background is not None:
            codes += [code for code in self._brought(background) if skill_of[code] not in denied]
        best = {skill_of[code]: code for code in sorted(codes)}
        for skill, level in ticked:
            # A rating of oneself wins over everything said or assumed.
            code = self._code(skill, max(level, 1), assumed=False)
            best.pop(skill_of[code], None)
            if level:
                best[skill_of[code]] = code
            else:
                denied.add(skill_of[code])
        unsure = {}
        for code in sorted([self._first(doubt, best, denied) for doubt in doubts]):
            if code:
                unsure[skill_of[code]] = code + UNSURE
        return Person([*best.values(), *unsure.values()], doubts, unknown)

    def _first(self, doubt: Doubtful, best: dict[int, int], denied: set[int]) -> int:
        """Give the best candidate that is neither held nor denied elsewhere, or 0."""
        skills = self._skill
        return next((code for code in doubt.codes if skills[code] not in best and skills[code] not in denied), 0)

    def _brought(self, background: Background) -> tuple[int, ...]:
        found = self._implied.get(background.id)
        if found is None:
            codes = [self._code(implied.skill, implied.level, assumed=True) for implied in background.skills]
            found = self._implied[background.id] = tuple(codes)
        return found


def _is_vouched(entries: Sequence[_Entry], place: int) -> bool:
    """Does a sure skill of another item stand near enough to all words of this one that ask for it?"""
    entry = entries[place]
    between, other = entry.late, place - 1
    while other >= 0 and between < NEIGHBOURHOOD:
        if between + entries[other].tail < NEIGHBOURHOOD:
            return True
        between += entries[other].words
        other -= 1
    between, other = entry.words - entry.early, place + 1
    while other < len(entries) and between <= NEIGHBOURHOOD:
        if between + entries[other].head <= NEIGHBOURHOOD:
            return True
        between += entries[other].words
        other += 1
    return False
