"""What the rows of a batch say, as codes for `Points`: lists item by item, everything else read whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from hpcskills.assess import Assessor
from hpcskills.clients.items import Above, Answer, Heard
from hpcskills.clients.known import Numbered
from hpcskills.clients.lists import Lists
from hpcskills.model import Match, Status
from hpcskills.scoring import profile
from hpcskills.scoring.points import CODES, DENIED, Points

if TYPE_CHECKING:
    from hpcskills.clients.known import Flags, Whole

Ticked: TypeAlias = tuple[tuple[str, int], ...]
Texts: TypeAlias = Sequence[tuple[str, str, Ticked]]
"""Texts, each with the id of a background or nothing, and skills with the levels that were ticked for them."""

WHOLE_CHARACTERS = 200_000
"""Characters of texts read whole that are remembered with what they mean."""

MANY = 3
"""Codes that nearly all items get along with."""


class Doubtful(NamedTuple):
    """Words that may mean one of `skills`; `codes` are those of them that may be held."""

    mention: str
    skills: tuple[str, ...]
    codes: tuple[int, ...]


class Piece(NamedTuple):
    """What an item, or a text, says: codes held, unsure or denied, doubtful words, unknown words."""

    codes: tuple[int, ...]
    doubts: tuple[Doubtful, ...]
    unknown: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Must all of a text be known to tell what this says?"""
        return any(len(doubt.codes) > 1 for doubt in self.doubts)


class Told(NamedTuple):
    """What the people of a block hold: `codes` one person after the other, `counts` of them each, one a skill.

    By row stand the words that a person should look at.
    """

    codes: Whole
    counts: Whole
    doubts: Mapping[int, Sequence[Doubtful]]
    unknown: Mapping[int, Sequence[str]]


class People:
    """Understands the texts of a batch; each distinct item and each distinct whole text once."""

    def __init__(self, assessor: Assessor, points: Points) -> None:
        self._read, self._scale, self._points = assessor.matcher.read, assessor.catalogue.scale, points
        self._brought = {
            id: [points.code(one.skill, one.level, assumed=True) for one in background.skills]
            for id, background in assessor.catalogue.backgrounds.items()
        }
        self._whole: dict[str, Piece] = {}
        self._room = WHOLE_CHARACTERS
        self._lists = Lists(assessor.matcher, self._number)
        self.forget()

    def forget(self) -> None:
        """Know nothing yet."""
        self._pieces = Numbered[Piece](MANY + 2)  # codes or 0; is it put together by hand; is a word unclear
        self._lists.forget()

    def told(self, texts: Texts) -> Told:
        """Understand a block of texts."""
        import numpy as np

        if self._lists.is_full:
            self.forget()
        rows, pieces, whole = self._lists.listed([text for text, _, _ in texts])
        found = self._pieces.rows.take(pieces, axis=0)
        slow = np.array([bool(trade or ticked) for _, trade, ticked in texts], np.bool_)
        slow[whole] = slow[rows[found[:, MANY] > 0]] = True
        by_hand = slow[rows]
        said: dict[int, list[Piece]] = {row: [] for row in np.flatnonzero(slow).tolist()}
        alone = [(row, self._read_whole(texts[row][0])) for row in whole.tolist()]
        for row, piece in (*alone, *self._of_rows(rows, pieces, by_hand)):
            said[row].append(piece)
        codes, size = found[:, :MANY], self._points.size
        keys = (codes + size * rows[:, None])[(codes > 0) & ~by_hand[:, None]]
        others = [size * row + code for row in said for code in self._together(said[row], *texts[row][1:])]
        held = self._best(np.concatenate([keys, np.array(others, np.int64)]), len(texts))
        return Told(*held, *_words((*alone, *self._of_rows(rows, pieces, found[:, MANY + 1] > 0))))

    def _of_rows(self, rows: Whole, pieces: Whole, wanted: Flags) -> Iterable[tuple[int, Piece]]:
        values = map(self._pieces.values.__getitem__, pieces[wanted].tolist())
        return zip(rows[wanted].tolist(), values, strict=True)

    def _best(self, keys: Whole, rows: int) -> tuple[Whole, Whole]:
        """Give what each row holds, of each skill the highest code."""
        import numpy as np

        keys.sort()
        row, code = np.divmod(keys, self._points.size)
        skill, rank = np.divmod(code - 1, CODES)
        best = (np.diff(row * self._points.size + skill, append=-1) != 0) & (rank != DENIED)
        return code[best], np.bincount(row[best], minlength=rows)

    # --- what is said -----------------------------------------------------------------------------------------

    def _number(self, answer: Answer, above: Above) -> int:
        """Give the number of what an item says below what was said before it."""
        heard = [one.under(above) for one in answer.heard]
        doubts = [(doubt.mention, [one.under(above) for one in doubt.candidates]) for doubt in answer.doubts]
        piece = self._piece(heard, doubts, answer.unknown)
        number = self._pieces.numbers.get(piece)
        if number is not None:
            return number
        codes = (*piece.codes, *[0] * (MANY - len(piece.codes)))
        by_hand = piece.is_open or len(codes) > MANY
        return self._pieces.add(piece, (*codes[:MANY], by_hand, bool(piece.doubts or piece.unknown)))

    def _read_whole(self, text: str) -> Piece:
        piece = self._whole.get(text)
        if piece is None:
            self._room -= len(text)
            if self._room < 0:
                self._whole.clear()
                self._room = WHOLE_CHARACTERS
            reading = self._read(text)
            doubts = [(doubt.mention, doubt.candidates) for doubt in reading.unsure]
            unknown = tuple([unknown.mention for unknown in reading.unknown])
            piece = self._whole[text] = self._piece(reading.matches, doubts, unknown)
        return piece

    def _piece(
        self,
        heard: Iterable[Heard | Match],
        doubts: Iterable[tuple[str, Sequence[Heard | Match]]],
        unknown: tuple[str, ...],
    ) -> Piece:
        unsure = tuple(
            Doubtful(
                mention,
                tuple([one.skill for one in candidates]),
                tuple([self._code(one, unsure=True) for one in candidates if one.status is Status.HELD]),
            )
            for mention, candidates in doubts
        )
        codes = [self._code(one) for one in heard if one.status in {Status.HELD, Status.DENIED}]
        codes += [doubt.codes[0] for doubt in unsure if len(doubt.codes) == 1]
        return Piece(tuple(codes), unsure, unknown)

    def _code(self, one: Heard | Match, *, unsure: bool = False) -> int:
        if one.status is Status.DENIED:
            return self._points.denied(one.skill)
        # What is heard has all of a match that its level hangs on.
        match = cast(Match, one)
        said = profile.said_level(match, self._scale)
        level = said or profile.assumed_level(match, self._scale)
        return self._points.code(one.skill, level, assumed=said is None, unsure=unsure)

    # --- by hand ------------------------------------------------------------------------------------------------

    def _together(self, pieces: Sequence[Piece], trade: str, ticked: Ticked) -> list[int]:
        """Join pieces with what the background brings and the levels (0: none) ticked in a form."""
        codes = [code for piece in pieces for code in piece.codes]
        if trade:
            denied = {_skill(code) for code in codes if (code - 1) % CODES == DENIED}
            codes += [code for code in self._brought[trade] if _skill(code) not in denied]
        for name, level in ticked:
            # A rating of oneself wins over everything said or assumed.
            code = self._points.code(name, level, assumed=False) if level else self._points.denied(name)
            codes = [code, *(one for one in codes if _skill(one) != _skill(code))]
        settled = {_skill(code) for code in codes if (code - 1) % CODES >= DENIED}
        # The best candidate that is neither held nor denied elsewhere.
        doubts = [doubt.codes for piece in pieces for doubt in piece.doubts]
        free = [[code for code in codes if _skill(code) not in settled] for codes in doubts]
        return codes + [codes[0] for codes in free if codes]


def _skill(code: int) -> int:
    return (code - 1) // CODES


def _words(
    unclear: Iterable[tuple[int, Piece]],
) -> tuple[Mapping[int, Sequence[Doubtful]], Mapping[int, Sequence[str]]]:
    """Give doubtful and unknown words by row."""
    doubts, unknown = defaultdict[int, list[Doubtful]](list), defaultdict[int, list[str]](list)
    for row, piece in unclear:
        if piece.unknown:
            unknown[row] += piece.unknown
        if piece.doubts:
            doubts[row] += piece.doubts
    return doubts, unknown
