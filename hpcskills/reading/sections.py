"""The sections of a text: what its headings say of the lines below them, and whether it is a job advert.

A heading of wishes ("Looking to learn:") makes the skills below it wanted. It holds up to the next heading, and over an
empty line only as far as its list goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from hpcskills.model import Cue, Heading, Place, SectionKind, Status
from hpcskills.reading.plainwords import LATER
from hpcskills.reading.tokens import Words, fold

LONGEST_HEADING = 60
"""Characters of a line that may be a heading, or of its part before the colon."""

LONGEST_LABEL = 4
"""Words before a colon that may be the heading of something new, behind an empty line."""

LONGEST_ENTRY = 8
"""Words of a line that may go on a list behind an empty line; a longer one is prose."""

SHORTEST_ADVERT = 40
"""Characters; most lists of skills are shorter and have no headings, and need no look."""

LONGEST_WISH = 6
"""Words of a heading that ends with a wish; in a longer line the wish is part of a sentence."""

LEAST_SIGNS = 2
"""Phrases of job adverts that make one: people quote a single one in their CV."""

ADVERT = (
    "This reads like a job advert ({signs}). What it asks for was taken as yours; "
    "give the words about yourself instead."
)

_NUMBER = re.compile(r"q(?:uestion)?\s?\d+[\s.):-]*")
_FROM_WHEN = re.compile(rf"(?:\s(?:{'|'.join(sorted(LATER))}))+\Z")
_MARKS = " \t-*#=_.:|•·▪●◦■►>~+&()[]0123456789"
_UNFINISHED = (",", "&", "/", " and", " or")
_PROSE = re.compile(r"\b(?:i|my|am|have|is|was)\b|[.!?]\s*\Z")


@dataclass(frozen=True, slots=True)
class Section:
    """A section begins at character `start` with a heading up to `body`; `kind` None: something of another kind."""

    start: int
    body: int
    kind: SectionKind | None

    @property
    def heading(self) -> Place:
        """Where the heading stands."""
        return Place(start=self.start, end=self.body)


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of one text in its order, and what is to be said of the text as a whole."""

    found: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()

    def heads(self, start: int) -> bool:
        """Does a character stand in a heading?"""
        section = self.around(start)
        return section is not None and start < section.body

    def around(self, start: int) -> Section | None:
        """The section in which a character stands."""
        if not self.found:
            return None
        place = bisect_right(self.found, start, key=lambda section: section.start)
        return self.found[place - 1] if place else None


NONE = Sections()


class Headings:
    """The wordings of headings, to look for in texts."""

    def __init__(self, headings: Iterable[Heading], cues: Iterable[Cue]) -> None:
        wordings = [(_title(fold(words)), one.section) for one in headings for words in one.words]
        self._kinds = {words: kind for words, kind in wordings if kind is not SectionKind.ADVERT}
        self._wishes = {fold(words) for cue in cues if cue.status is Status.WANTED for words in cue.words}
        self._ends = {words.rpartition(" ")[2] for words in (*self._wishes, *LATER)}
        signs = [words for words, kind in wordings if kind is SectionKind.ADVERT]
        self._signs = [(words, frozenset(re.findall(r"\w+", words)[:-1])) for words in signs]

    def find(self, text: Words) -> Sections:
        """The sections of a text."""
        folded = text.folded
        if "\n" not in folded and ":" not in folded and len(folded) < SHORTEST_ADVERT:
            return NONE
        # Most texts lack some word of each sign, which is sooner known than that they lack the sign.
        said = set(text.words)
        signs = [sign for sign, parts in self._signs if parts <= said and sign in folded]
        notes = (ADVERT.format(signs=", ".join(f"“{sign}”" for sign in signs[:3])),)
        found = tuple(self._sections(folded)) if "\n" in folded or ":" in folded or "?" in folded else ()
        if not (found or len(signs) >= LEAST_SIGNS):
            return NONE
        return Sections(found, notes if len(signs) >= LEAST_SIGNS else ())

    def _sections(self, folded: str) -> list[Section]:
        found: list[Section] = []
        at, behind_blank, entries, inline, goes_on = 0, False, 0, False, False
        for line in folded.split("\n"):
            head, colon, rest = line.partition("?" if "?" in line else ":")
            kind = self._kind(_title(head), alone=not rest) if len(head) <= LONGEST_HEADING else None
            listed = bool(found) and found[-1].kind is SectionKind.WISHES
            may_end = listed and (inline or behind_blank) and not goes_on and bool(line.strip())
            if kind is not None:
                found.append(Section(at, at + len(head), kind))
                entries, inline = 0, bool(rest.strip())
            elif may_end and _is_new(head, bool(colon), entries, inline):
                found.append(Section(at, at, None))
            entries += bool(line.strip()) and kind is None
            behind_blank, goes_on = not line.strip(), line.rstrip().endswith(_UNFINISHED)
            at += len(line) + 1
        return found

    def _kind(self, title: str, *, alone: bool) -> SectionKind | None:
        """What a heading stands over; one that ends with a wish has a line `alone`: "Tools I would love to learn"."""
        kind = self._kinds.get(title)
        if kind is not None or title.rpartition(" ")[2] not in self._ends:
            return kind
        title = _FROM_WHEN.sub("", title)
        words = title.split() if alone and title.count(" ") < LONGEST_WISH else []
        ends = (" ".join(words[first:]) for first in range(1, len(words)))
        return SectionKind.WISHES if any(end in self._wishes for end in ends) else self._kinds.get(title)


def _title(head: str) -> str:
    """A heading without its signs, bullets and numbers, also that of a question."""
    title = head.strip(_MARKS)
    return _NUMBER.sub("", title, count=1) if title[:1] == "q" else title


def _is_new(head: str, colon: bool, entries: int, inline: bool) -> bool:
    """Does a line leave the list of wishes?

    Wishes on the line of their heading end with it. Behind an empty line something new is a line with a label, prose,
    or, where the list had begun before, anything without the bullet of a list.
    """
    if inline:
        return True
    words = len(head.split())
    if colon and words <= LONGEST_LABEL:
        return True
    bulleted = not head.lstrip()[:1].isalnum()
    return words > LONGEST_ENTRY or _PROSE.search(head) is not None or (entries > 0 and not bulleted)
