"""The page about a cohort: the same sentences and figures as in the terminal, with charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hpcskills.clients.classes import Advice
from hpcskills.clients.cohort import Cohort, Groups, Spread
from hpcskills.clients.common_gaps import CommonGap
from hpcskills.render import charts, figures, wording, wording_cohort
from hpcskills.render.page import page

TOP_GAPS = 20
TOP_NEAR = 30
TOP_PEOPLE = 24
"""What fits on the page; JSON holds everything."""

SHADES = (1, 25, 50, 75)
"""From this covered share (percent) upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """The fits of a role as a box: from least to most, the middle half, and the median."""

    label: str
    tier: str
    median: int
    middle: str
    ends: str
    counts: tuple[int, ...]
    least: float
    length: float
    lower: float
    half: float
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A gap with the shares of those who hold it in full and in part."""

    label: str
    asked: str
    full: str
    part: str
    none: str
    cost: str
    full_share: float
    part_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """A person near the target role."""

    id: str
    fit: int
    role: str
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of finished cells under their heads; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRow:
    """A course to run."""

    title: str
    id: str
    gain: str
    terms: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesView:
    """The class to run, in sentences and one by one."""

    lead: str
    rest: str
    bookings: tuple[BookingRow, ...]


def cohort(found: Cohort, advice: Advice | None, *, made: date) -> str:
    """The whole page."""
    first, *rest = wording_cohort.headline(found)
    return page(
        "cohort.html",
        title="The group at a glance",
        kind="Cohort report",
        subject=figures.plural(found.size, "client"),
        made=made,
        lead=first,
        rest=" ".join(rest),
        bands=[band.label for band in found.bands],
        spreads=[_spread(one) for one in found.spreads],
        supply=_supply(found) if found.supply else None,
        gaps=[_gap(one) for one in found.gaps if one.cost][:TOP_GAPS],
        near=_near(found),
        more_near=max(0, len(found.near) - TOP_NEAR),
        groups=_groups(found.groups, found) if found.groups else None,
        by=found.groups.column if found.groups else "",
        changes=_changes(found) if found.changes else None,
        both=found.both,
        classes=_classes(advice, found.size) if advice else None,
        notes=wording_cohort.footnotes(found, advice is not None),
    )


def _spread(one: Spread) -> SpreadRow:
    return SpreadRow(
        label=one.role.label,
        tier=wording.TIERS[one.role.tier],
        median=figures.whole(one.median),
        middle=wording_cohort.middle(one),
        ends=wording_cohort.ends(one),
        counts=one.bands,
        least=charts.percent(one.least),
        length=charts.percent(one.most - one.least),
        lower=charts.percent(one.lower),
        half=charts.percent(one.upper - one.lower),
        at=charts.percent(one.median),
    )


def _supply(found: Cohort) -> charts.Heatmap:
    return charts.heatmap(
        "How much of each role's demand the group covers",
        "Percent of what a role asks in each kind of skill, averaged over all; the stronger the colour, the more.",
        [category.label for category in found.categories],
        [(one.role.label, one.shares) for one in found.supply],
        SHADES,
    )


def _gap(one: CommonGap) -> GapRow:
    return GapRow(
        label=one.requirement.label,
        asked=f"{one.asked:,}",
        full=f"{one.full:,}",
        part=f"{one.part:,}",
        none=f"{one.none:,}",
        cost=wording_cohort.cost(one),
        full_share=charts.percent(100 * one.full / one.asked),
        part_share=charts.percent(100 * (one.full + one.part) / one.asked),
    )


def _near(found: Cohort) -> list[NearRow]:
    return [
        NearRow(id=one.id, fit=figures.whole(one.fit), role=one.role.label, lacks=wording_cohort.lacks(one))
        for one in found.near[:TOP_NEAR]
    ]


def _groups(groups: Groups, found: Cohort) -> Table:
    rows = zip((*groups.names, "All"), groups.counts.rows, (*groups.medians, None), strict=True)
    return Table(
        heads=(groups.column, *(band.label for band in found.bands), "All", "Median fit"),
        rows=tuple(
            (name, *map(wording_cohort.cell, counts), "" if median is None else str(figures.whole(median)))
            for name, counts, median in rows
        ),
        note=wording_cohort.hiding(groups),
    )


def _changes(found: Cohort) -> Table:
    return Table(
        heads=("Role", "Median fit", "Risen", "Fallen", "Ready before", "Ready now"),
        rows=tuple(
            (
                one.role.label,
                wording_cohort.change(one),
                *(f"{count:,}" for count in (one.risen, one.fallen, one.ready_before, one.ready_after)),
            )
            for one in found.changes
        ),
        note="",
    )


def _classes(advice: Advice, size: int) -> ClassesView:
    first, *rest = wording_cohort.advice(advice, size)
    return ClassesView(
        lead=first,
        rest=" ".join(rest),
        bookings=tuple(
            BookingRow(
                title=one.offer.course.title,
                id=one.offer.course.id,
                gain=f"+{one.gain:,.1f}",
                terms=wording_cohort.terms(one),
                people=wording_cohort.people(one, TOP_PEOPLE),
            )
            for one in advice.best.bookings
        ),
    )
