"""The geometry of the charts in HTML reports: where bars begin and end, in percent of the width they get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hpcskills.model import Band, Fit
from hpcskills.render import figures

MOST_STEPS = 8
"""Gaps drawn one by one in a waterfall; the rest is one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a band begins on the ruler."""

    label: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """A fit with its range on the scale of the bands, and the same in words for those who do not see it."""

    title: str
    text: str
    mark: str
    anchor: str
    fit: float
    low: float
    width: float
    bands: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One gap of the waterfall: it begins where the one before it ends."""

    label: str
    gain: str
    start: float
    width: float


def ruler(fit: Fit, role: str, bands: Sequence[Band]) -> Ruler:
    """Draw one fit."""
    shown = figures.whole(fit.fit)
    starts = ", ".join(f"{band.label.lower()} from {band.min_fit}" for band in bands)
    return Ruler(
        title=f"{role}: {shown} of 100",
        text=f"Range {figures.span(fit)}. Reading: {fit.band.label.lower()}. The scale: {starts}.",
        mark=f"{shown} of 100",
        anchor="start" if shown < 15 else "end" if shown > 85 else "middle",
        fit=percent(fit.fit),
        low=percent(fit.low),
        width=percent(fit.high - fit.low),
        bands=tuple(Place(label=band.label, start=band.min_fit) for band in bands),
    )


def waterfall(start: float, gains: Iterable[tuple[str, float]], most: int = MOST_STEPS) -> tuple[Step, ...]:
    """Lay gains end to end from `start` upwards; those beyond `most` make one last step."""
    steps = list(gains)
    shown, rest = steps[:most], steps[most:]
    if len(rest) == 1:
        shown, rest = steps, []
    if rest:
        shown = [*shown, (figures.plural(len(rest), "smaller gap"), sum(gain for _, gain in rest))]
    found = []
    for label, gain in shown:
        found.append(Step(label=label, gain=f"{gain:.1f}", start=percent(start), width=percent(gain)))
        start += gain
    return tuple(found)


def percent(value: float) -> float:
    """A length with two decimals, within the chart: more would only make the page larger."""
    return round(min(max(value, 0.0), 100.0), 2)


# --- heatmaps -----------------------------------------------------------------------------------------------

_LABEL, _CELL, _ROW, _HEAD = 224, 80, 30, 52
"""Widths and heights in pixels: room for the longest role name, and for two or three words above a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value: its text, its shade from 0 to 4, and where it stands."""

    text: str
    shade: int
    x: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of cells."""

    label: str
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The words above a column, one below the other."""

    words: tuple[str, ...]
    label: str
    x: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heatmap:
    """Rows x columns with the shades that carry the values; the value itself stands in every cell."""

    title: str
    text: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    legend: tuple[Cell, ...]
    width: int
    height: int

    @property
    def wide(self) -> bool:
        """Too wide for a page without scrolling."""
        return self.width > _x(9)


def heatmap(
    title: str,
    text: str,
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[float | None]]],
    shades: Sequence[int],
) -> Heatmap:
    """Lay out a heatmap; a value reaches a shade from each of `shades` upwards, None is left out."""
    lines = tuple(
        Line(
            label=label,
            y=_HEAD + _ROW * place,
            cells=tuple(
                Cell(text="–" if value is None else f"{value:.0f}", shade=_shade(value, shades), x=_x(column))
                for column, value in enumerate(values)
            ),
        )
        for place, (label, values) in enumerate(rows)
    )
    return Heatmap(
        title=title,
        text=text,
        heads=tuple(
            Head(words=tuple(label.split()[-3:]), label=label, x=_x(column)) for column, label in enumerate(columns)
        ),
        lines=lines,
        legend=_legend(shades),
        width=_x(len(columns)),
        height=_HEAD + _ROW * len(lines) + 40,
    )


def _x(column: int) -> int:
    return _LABEL + _CELL * column


def _shade(value: float | None, shades: Sequence[int]) -> int:
    return 0 if value is None else sum(round(value) >= start for start in shades)


def _legend(shades: Sequence[int]) -> tuple[Cell, ...]:
    ends = [f"-{end - 1}" for end in shades[1:]] + [" and more"]
    return tuple(
        Cell(text=f"{start}{end}", shade=place, x=_LABEL + 100 * (place - 1))
        for place, (start, end) in enumerate(zip(shades, ends, strict=True), 1)
    )
