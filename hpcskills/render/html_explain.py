"""The text of a person as a page, with what was understood marked in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hpcskills.model import Catalogue, Reading
from hpcskills.render.marks import PAGE_LEGEND, Kind, Mark, counts, pieces
from hpcskills.render.page import page

Line = list[str | Mark]


def explained(text: str, reading: Reading, catalogue: Catalogue, *, made: date) -> str:
    """A page with the text in its paragraphs; colour never stands alone, each mark says what it is."""
    found = list(pieces(text, reading, catalogue))
    kinds = {piece.kind for piece in found if isinstance(piece, Mark)}
    return page(
        "explain.html",
        title="What was understood of your words",
        kind="Skills, word by word",
        made=made,
        cautions=reading.notes,
        counts=counts(reading),
        paragraphs=_paragraphs(found),
        legend=PAGE_LEGEND if kinds else "",
        kinds=[kind.value for kind in Kind if kind in kinds],
        digest=catalogue.digest[:12],
    )


def _paragraphs(found: Iterable[str | Mark]) -> list[list[Line]]:
    """Paragraphs of lines of pieces: an empty line parts paragraphs."""
    lines: list[Line] = [[]]
    for piece in found:
        first, *more = piece.split("\n") if isinstance(piece, str) else [piece]
        lines[-1].append(first)
        lines.extend([part] for part in more)
    paragraphs: list[list[Line]] = [[]]
    for line in lines:
        if any(not isinstance(piece, str) or piece.strip() for piece in line):
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]
