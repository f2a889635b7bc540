"""The text of a person on the terminal, with what was understood marked in it."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from hpcskills.model import Catalogue, Reading
from hpcskills.render.marks import LEGEND, Kind, counts, pieces
from hpcskills.render.terminal import cautions, lines, section

STYLES = {
    Kind.HELD: "green",
    Kind.LEARNING: "blue",
    Kind.DENIED: "red",
    Kind.WANTED: "cyan",
    Kind.UNSURE: "yellow",
    Kind.UNKNOWN: "dim",
}


def explained(text: str, reading: Reading, catalogue: Catalogue) -> Group:
    """The whole text, wrapped like prose, every mark in brackets and in its colour."""
    shown = Text(overflow="fold")
    for piece in pieces(text, reading, catalogue):
        if isinstance(piece, str):
            shown.append(piece)
        else:
            shown.append(piece.plain, STYLES[piece.kind])
    shown.rstrip()
    return Group(
        *cautions(reading),
        shown,
        Text(),
        section("How to read this", lines([LEGEND, counts(reading)], "dim")),
    )
