"""Building blocks of the terminal reports: clean text, lists, tables and bars. Colour never stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hpcskills.model import Catalogue, Reading
from hpcskills.render import wording
from hpcskills.render.clean import visible

MOST_UNKNOWN = 200
"""More words than anybody reads on a screen; the other formats list them all."""

NARROW = 72
"""Columns below which a table would break its words."""

FULL_BLOCK, SHADE = "█", "░"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def words(text: str, style: str = "") -> Text:
    """Text shown exactly as it stands, never read as markup."""
    return Text(visible(text), style=style)


def section(title: str, *blocks: RenderableType) -> Group:
    """A heading, its blocks indented by two, and an empty line."""
    return Group(words(title, "bold"), *(Padding(block, (0, 0, 0, 2)) for block in blocks), Text())


def lines(texts: Iterable[str], style: str = "") -> Group:
    """One paragraph for each text."""
    return Group(*(words(text, style) for text in texts))


def bullets(texts: Iterable[str | Text], mark: str = "-") -> Table:
    """A list whose wrapped lines hang under their text."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for place, text in enumerate(texts, 1):
        shown = words(text) if isinstance(text, str) else text
        grid.add_row(words(f"{place}." if mark == "1" else mark), shown)
    return grid


def sheet(*headers: str, right: Sequence[int] = (), fixed: Sequence[int] = ()) -> Table:
    """An empty table, ruled under its head; `right`, `fixed` number the columns so aligned or unwrapped."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="")
    for place, header in enumerate(headers):
        table.add_column(
            words(header, "dim"),
            justify="right" if place in right else "left",
            no_wrap=place in fixed,
            overflow="fold",
        )
    return table


def pairs(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Names and what belongs to them, in two columns."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=36, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for name, value in rows:
        grid.add_row(words(name), words(value) if isinstance(value, str) else value)
    return grid


def bar(value: float, high: float, width: int) -> Text:
    """A bar of 0-100: solid up to `value`, shaded on to `high`."""
    eighths = int(min(max(value, 0), 100) / 100 * width * 8 + 1e-9)
    solid = FULL_BLOCK * (eighths // 8) + _EIGHTHS[eighths % 8]
    shaded = max(0, int(min(high, 100) / 100 * width + 0.5) - len(solid))
    return Text.assemble((solid, "cyan"), (SHADE * shaded, "cyan dim"))


def unknown_words(mentions: Sequence[str]) -> Text:
    """The words nobody understood, each as it was written."""
    shown = Text(" · ").join(words(mention) for mention in mentions[:MOST_UNKNOWN])
    if (more := len(mentions) - MOST_UNKNOWN) > 0:
        shown.append(f" · and {more:,} more: --format json lists them all")
    return shown


def unsure_lines(reading: Reading, catalogue: Catalogue) -> list[Text]:
    """Doubtful words, each with the skills that may be meant and the reason for the doubt."""
    return [
        Text.assemble(words(f"“{doubt.mention}”"), words(wording.doubt(doubt, catalogue))) for doubt in reading.unsure
    ]


def cautions(reading: Reading) -> list[RenderableType]:
    """What is to be said of the text as a whole, on top of a report."""
    return [*(words(note, "bold yellow") for note in reading.notes), *([Text()] if reading.notes else [])]


def _table(rows: Iterable[Sequence[str]]) -> Table:
    table = sheet("Words", "Skill", "Understood as", "Sure", "Said", right=(3,), fixed=(3,))
    for row in rows:
        table.add_row(*map(words, row))
    return table


def _line(row: Sequence[str]) -> str:
    mention, skill, how, sure, said = row
    return f"{mention}: {skill} ({how} {sure}{'' if said == '-' else f', {said}'})"


def match(reading: Reading, catalogue: Catalogue, width: int) -> Group:
    """What was understood of a text, word by word."""
    rows = [
        (one.mention, catalogue.skills[one.skill].label, one.how.value, f"{100 * one.score:.0f}%", wording.said(one))
        for one in reading.matches
    ]
    shown = _table(rows) if width >= NARROW else bullets(_line(row) for row in rows)
    blocks = [section("Understood", shown if reading.matches else words("no skill with certainty"))]
    if reading.unsure:
        blocks.append(section("Not sure (not counted)", bullets(unsure_lines(reading, catalogue))))
    if reading.unknown:
        unknown = wording.mentions(one.mention for one in reading.unknown)
        blocks.append(section("Not understood (kept, not counted)", unknown_words(unknown)))
    return Group(*cautions(reading), *blocks)
