"""The skill matrix as a heatmap in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from hpcskills.render.terminal import words
from hpcskills.scoring.matrix import Matrix

SHADES = ((30, "█"), (20, "▓"), (10, "▒"), (1, "░"))
"""From this share (percent of a role's demand) upwards; below 1 stays empty."""

_COLOURS = {"█": "bold blue", "▓": "blue", "▒": "cyan", "░": "dim"}
_CELL = 6
_LABEL = (20, 34)
_OTHER = "Other"


def matrix(found: Matrix, *, width: int) -> Group:
    """Draw the heatmap, in as many blocks of columns as the width asks for."""
    labels = [category.label for category in found.categories]
    if any(row.rest > 1e-9 for row in found.rows):
        labels.append(_OTHER)
    headers, sizes = _columns(labels, width)
    label = max(_LABEL[0], min(_LABEL[1], width - sum(sizes) - len(sizes)))
    per_block = max(1, (width - label) // (max(sizes) + 1)) if headers != labels else len(labels)
    blocks = [
        _block(found, headers, sizes, range(start, min(start + per_block, len(headers))), label)
        for start in range(0, len(headers), per_block)
    ]
    key = [] if headers == labels else [words(f"Columns: {', '.join(labels)}.", "dim")]
    return Group(
        words("Percent of each role's demand by kind of skill; darker is higher", "bold"),
        Text(),
        *(part for block in blocks for part in (block, Text())),
        words("░ 1-9  ▒ 10-19  ▓ 20-29  █ 30 and more. A choice (C or C++) counts once.", "dim"),
        *key,
    )


def _columns(labels: Sequence[str], width: int) -> tuple[list[str], list[int]]:
    """Give headers and widths: labels in full, broken between words, where there is room for all of them."""
    full = [max(_CELL, *(len(word) for word in label.split())) for label in labels]
    if _LABEL[0] + sum(full) + len(full) <= width:
        return list(labels), full
    short = [first if len(first := label.split()[0]) <= _CELL else f"{first[: _CELL - 1]}." for label in labels]
    return short, [_CELL] * len(labels)


def _block(
    found: Matrix,
    headers: Sequence[str],
    sizes: Sequence[int],
    columns: range,
    label: int,
) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="", collapse_padding=True)
    table.add_column("", width=label - 1)
    for place in columns:
        table.add_column(words(headers[place], "dim"), width=sizes[place], vertical="middle")
    for row in found.rows:
        shares = (*row.shares, row.rest)
        table.add_row(words(row.role.label), *(_cell(shares[place]) for place in columns))
    return table


def _cell(value: float) -> Text:
    """Two shades and the number: the number carries the value, shade and colour only repeat it."""
    shown = round(value)
    mark = next((shade for least, shade in SHADES if shown >= least), None)
    if mark is None:
        return Text("    0", style="dim")
    return Text(f"{mark * 2}{shown:>3}", style=_COLOURS[mark])
