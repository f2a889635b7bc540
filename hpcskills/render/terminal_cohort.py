"""The terminal report of a cohort, from the answer to the footnotes."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from hpcskills.clients.classes import Advice
from hpcskills.clients.cohort import Cohort, Groups
from hpcskills.model import Tier
from hpcskills.render import figures, wording, wording_cohort
from hpcskills.render.terminal import bar, bullets, lines, section, sheet, words

TOP_GAPS = 12
TOP_NEAR = 15
TOP_PEOPLE = 8
"""What a reader takes in at one sitting; JSON holds everything."""


def cohort(found: Cohort, advice: Advice | None, *, width: int) -> Group:
    """The whole report for `width` columns."""
    first, *rest = wording_cohort.headline(found)
    blocks: list[RenderableType] = [words(first, "bold"), words(" ".join(rest)), Text()]
    blocks.append(section("How near the group is to each role", _spreads(found, width)))
    if found.supply:
        blocks.append(section("How much of each role's demand the group covers (percent)", *_supply(found)))
    if found.gaps:
        blocks.append(section("What the group lacks, costliest first", _gaps(found)))
    else:
        note = "The file holds fits only, no skills: gaps and classes need a scores file with skills, or the clients."
        blocks.append(section("What the group lacks", words(note)))
    blocks.append(section("Who is near", *_near(found)))
    if found.groups:
        blocks.append(section(f"By {found.groups.column}", *_groups(found.groups, found)))
    if found.changes:
        blocks.append(section(f"Change for the {found.both:,} people in both runs", _changes(found)))
    if advice:
        blocks.append(section("The class to run", *_classes(advice, found)))
    blocks.append(section("How to read this", lines(wording_cohort.footnotes(found, advice is not None), "dim")))
    return Group(*blocks)


def _spreads(found: Cohort, width: int) -> RenderableType:
    labels = [band.label for band in found.bands]
    table = sheet("Role", "Median", "", "Middle half", *labels[-3:], right=(1, 4, 5, 6), fixed=(1, 2, 3))
    table.columns[2].width = 10 if width < 100 else 20
    tier = None
    for one in found.spreads:
        if one.role.tier is not tier:
            tier = one.role.tier
            table.add_row(words(wording.TIERS[tier], "italic"))
        table.add_row(
            Padding(words(one.role.label), (0, 0, 0, 2)),
            words(str(figures.whole(one.median)), "bold"),
            bar(one.median, one.upper, table.columns[2].width),
            words(wording_cohort.middle(one)),
            *(words(f"{count:,}") for count in one.bands[-3:]),
        )
    return table


def _supply(found: Cohort) -> list[RenderableType]:
    short = [first if len(first := one.label.split()[0]) < 9 else f"{first[:7]}." for one in found.categories]
    table = sheet("Role", *short, right=range(1, len(short) + 1), fixed=range(1, len(short) + 1))
    for one in (one for one in found.supply if one.role.tier is not Tier.EMERGING):
        shown = ("" if share is None else str(figures.whole(share)) for share in one.shares)
        table.add_row(words(one.role.label), *map(words, shown))
    key = ", ".join(category.label for category in found.categories)
    return [table, lines([f"Columns: {key}; empty where the role asks for nothing of the kind."], "dim")]


def _gaps(found: Cohort) -> RenderableType:
    table = sheet("What is asked", "Asked of", "Full", "In part", "Not", "Costs", right=(1, 2, 3, 4, 5))
    for gap in [gap for gap in found.gaps if gap.cost][:TOP_GAPS]:
        table.add_row(
            words(gap.requirement.label),
            *(words(f"{count:,}") for count in (gap.asked, gap.full, gap.part, gap.none)),
            words(wording_cohort.cost(gap)),
        )
    return table


def _near(found: Cohort) -> list[RenderableType]:
    if not found.near:
        return [words("Nobody yet.")]
    table = sheet("Client", "Fit", "Role", "Lacks most", right=(1,), fixed=(1,))
    for one in found.near[:TOP_NEAR]:
        table.add_row(
            words(one.id),
            words(str(figures.whole(one.fit)), "bold"),
            words(one.role.label),
            words(wording_cohort.lacks(one)),
        )
    more = len(found.near) - TOP_NEAR
    return [table, *([lines([f"and {more:,} more: --format json"], "dim")] if more > 0 else [])]


def _groups(groups: Groups, found: Cohort) -> list[RenderableType]:
    table = sheet(groups.column, *(band.label for band in found.bands), "All", "Median", right=range(1, 8))
    for name, counts, median in zip((*groups.names, "All"), groups.counts.rows, (*groups.medians, None), strict=True):
        shown = "" if median is None else str(figures.whole(median))
        table.add_row(words(name), *(words(wording_cohort.cell(count)) for count in counts), words(shown))
    return [table, lines([wording_cohort.hiding(groups)], "dim")]


def _changes(found: Cohort) -> RenderableType:
    table = sheet("Role", "Median", "Risen", "Fallen", "Ready before", "Ready now", right=(1, 2, 3, 4, 5))
    for one in found.changes:
        counts = (one.risen, one.fallen, one.ready_before, one.ready_after)
        table.add_row(
            words(one.role.label), words(wording_cohort.change(one)), *(words(f"{count:,}") for count in counts)
        )
    return table


def _classes(advice: Advice, found: Cohort) -> list[RenderableType]:
    first, *rest = wording_cohort.advice(advice, found.size)
    listed = [
        f"{one.offer.course.title} [{one.offer.course.id}] · +{one.gain:,.1f} points · {wording_cohort.terms(one)}: "
        f"{wording_cohort.people(one, TOP_PEOPLE)}"
        for one in advice.best.bookings
    ]
    return [words(first, "bold"), words(" ".join(rest)), bullets(listed, "1")]
