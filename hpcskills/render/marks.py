"""A text with what was understood of it: its words in their order, some of them marked with how they were read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hpcskills.model import Catalogue, How, Match, Reading, Status, Unknown, Unsure
from hpcskills.render import figures, wording
from hpcskills.render.clean import visible, visible_lines

HOW = {
    How.CONFIRMED: "confirmed",
    How.EXACT: "exact",
    How.ALIAS: "alias",
    How.VARIANT: "variant",
    How.FUZZY: "typing error",
}

_HOW_TOLD = (
    "Not denied and not wanted means held. exact: its name; alias: another name of it; variant: written otherwise; "
    "typing error: mended."
)
LEGEND = f"[skill: your words, how they were understood, what is said of it and in which words]. {_HOW_TOLD}"
PAGE_LEGEND = (
    f"Behind marked words stand the skill, how they were understood, what is said of it and in which words. {_HOW_TOLD}"
)

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")


class Kind(StrEnum):
    """What marked words are to the reader; each has its colour, and its words say it too."""

    HELD = "held"
    LEARNING = "learning"
    DENIED = "denied"
    WANTED = "wanted"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of the text and how they were understood: the skill by id and by label, and in `note` the rest."""

    kind: Kind
    mention: str
    note: str
    name: str = ""
    label: str = ""

    @property
    def beside(self) -> str:
        """What stands beside the words where they are marked otherwise."""
        return f"{self.label}{self.note}".lstrip(": ") or self.kind.value

    @property
    def plain(self) -> str:
        """The mark in brackets, as it stands in running text without colour."""
        if self.kind is Kind.UNKNOWN:
            return f"[unknown: {self.mention}]"
        return f"[{self.name}: {self.mention}{self.note}]" if self.name else f"[? {self.mention}{self.note}]"


def pieces(text: str, reading: Reading, catalogue: Catalogue) -> Iterator[str | Mark]:
    """The whole text in its order: plain parts (line breaks kept, several empty lines as one) and marks."""
    at = 0
    places: list[Match | Unsure | Unknown] = [*reading.matches, *reading.unsure, *reading.unknown]
    for place in sorted(places, key=lambda one: one.start):
        if place.start < at or place.start == place.end:
            continue
        yield _between(text[at : place.start])
        yield _mark(text, place, catalogue)
        at = place.end
    yield _between(text[at:])


def counts(reading: Reading) -> str:
    """How much was understood, as a sentence."""
    held = {match.skill for match in reading.matches if match.status is Status.HELD}
    parts = [figures.plural(len(held), "skill") + " held"]
    for status in (Status.DENIED, Status.WANTED):
        if found := {match.skill for match in reading.matches if match.status is status}:
            parts.append(f"{len(found)} {status.value}")
    if reading.unsure:
        parts.append(f"{len(reading.unsure)} not sure")
    if reading.unknown:
        parts.append(f"{len(reading.unknown)} unknown")
    return f"{', '.join(parts)}."


def _between(text: str) -> str:
    return visible_lines(_EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text)))


def _mark(text: str, place: Match | Unsure | Unknown, catalogue: Catalogue) -> Mark:
    mention = visible(place.mention)
    if isinstance(place, Match):
        label = catalogue.skills[place.skill].label
        note = f", {_understood(text, place)}"
        return Mark(kind=_kind(place), mention=mention, note=note, name=place.skill, label=label)
    if isinstance(place, Unsure):
        return Mark(kind=Kind.UNSURE, mention=mention, note=visible(wording.doubt(place, catalogue)))
    return Mark(kind=Kind.UNKNOWN, mention=mention, note="")


def _kind(match: Match) -> Kind:
    if match.status is not Status.HELD:
        return Kind(match.status.value)
    return Kind.LEARNING if match.learning else Kind.HELD


def _understood(text: str, match: Match) -> str:
    """How the words were understood, then what is said of the skill and by which words."""
    how = HOW[match.how] + (f" {100 * match.score:.0f}%" if match.how is How.FUZZY else "")
    told = wording.said(match)
    told = "" if told == "-" else f", {told}"
    words = [visible(text[place.start : place.end].strip()) for place in match.because]
    because = f" from {', '.join(f'“{said}”' for said in dict.fromkeys(words))}" if words else ""
    return f"{how}{told}{because}"
