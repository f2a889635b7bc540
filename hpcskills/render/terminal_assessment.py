"""The terminal report of an assessment, from the answer to the footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hpcskills.model import (
    FULL,
    Assessment,
    Catalogue,
    CourseOption,
    FirstPath,
    Fit,
    Gap,
    Part,
    Raise,
    Status,
    Tier,
)
from hpcskills.render import figures, wording
from hpcskills.render.terminal import (
    bar,
    bullets,
    cautions,
    lines,
    pairs,
    section,
    sheet,
    unknown_words,
    unsure_lines,
    words,
)

TOP_GAPS = (4, 5)
TOP_FUNDING = 2
"""What a reader takes in at one sitting (gaps: narrow and wide); the other formats hold everything."""

WIDE = 100
"""Columns from which there is room for more."""


def assessment(found: Assessment, catalogue: Catalogue, *, width: int) -> Group:
    """The whole report for `width` columns."""
    role = catalogue.roles[found.target.role].label
    opening: list[RenderableType] = [
        *cautions(found.reading),
        *_answer(found, catalogue),
        *understood(found, catalogue),
    ]
    if wording.nothing_to_judge(found):
        return Group(*opening)
    return Group(
        *opening,
        section("How near each role is", fits_table(found.fits, catalogue, width), lines([_fits_legend()], "dim")),
        *_parts(found.target, catalogue, title=f"{role}: what it asks and what you bring"),
        *_raises(found.raises, catalogue, role),
        *first_path(found.path, catalogue, width),
        section("How to read this", lines(wording.footnotes(found, catalogue), "dim")),
    )


def _answer(found: Assessment, catalogue: Catalogue) -> list[Text]:
    first, *rest = wording.headline(found, catalogue)
    return [words(first, "bold"), *([words(" ".join(rest))] if rest else []), Text()]


# --- what was understood ----------------------------------------------------------------------------------


def understood(found: Assessment, catalogue: Catalogue, *, own_words: bool = False) -> list[Group]:
    """Skills held, denied, wanted, doubtful, unknown; with `own_words`, without those of the background."""
    reading, blocks = found.reading, []
    shown = [held for held in found.profile.held.values() if held.matches or not own_words]
    rows: list[tuple[str, str | Text]] = [
        (category, ", ".join(wording.held_text(held, catalogue) for held in those))
        for category, those in wording.held_by_category(shown, catalogue).items()
    ]
    for title, status in (("Said not to have", Status.DENIED), ("Wants to learn", Status.WANTED)):
        if labels := wording.labels_with(status, found, catalogue):
            rows.append((title, ", ".join(labels) + " (not counted)"))
    if rows:
        notes = [wording.background_line(found.background)] if found.background and not own_words else []
        blocks.append(section("What was understood (skill and level, 1-5)", pairs(rows), lines(notes, "dim")))
    if reading.unsure:
        blocks.append(section("Not sure (not counted)", bullets(unsure_lines(reading, catalogue))))
    if reading.unknown:
        unknown = wording.mentions(one.mention for one in reading.unknown)
        blocks.append(section("Not understood (kept, not counted)", unknown_words(unknown)))
    return blocks


# --- the fits ---------------------------------------------------------------------------------------------


def fits_table(fits: Sequence[Fit], catalogue: Catalogue, width: int, tiers: Sequence[Tier] = tuple(Tier)) -> Table:
    """One line a role, the tiers apart."""
    bar_width = 24 if width >= WIDE else 8
    table = sheet("Role", "Fit", "", "Range", "Core", "Reading", right=(1, 3, 4), fixed=(1, 2, 3, 4, 5))
    table.columns[2].width = bar_width
    for tier in tiers:
        ranked = [fit for fit in fits if fit.tier is tier]
        if ranked and len(tiers) > 1:
            table.add_row(words(wording.TIERS[tier], "italic"))
        for fit in ranked:
            core = f"{fit.core_met}/{fit.core_total}" if fit.core_total else "-"
            table.add_row(
                Padding(words(catalogue.roles[fit.role].label), (0, 0, 0, 2 if len(tiers) > 1 else 0)),
                words(str(figures.whole(fit.fit)), "bold"),
                bar(fit.fit, fit.high, bar_width),
                words(figures.span(fit)),
                words(core),
                words(fit.band.label),
            )
    return table


def _fits_legend() -> str:
    return "█ fit of 100   ░ what assumed or unsure skills may add   Core: core skills met"


def _parts(fit: Fit, catalogue: Catalogue, *, title: str) -> list[Group]:
    """What is missing altogether in a paragraph, what is brought in a table; most points to win first."""
    parts = wording.by_points_lost(fit.parts)
    blocks: list[RenderableType] = []
    if missing := [wording.missing(part) for part in parts if not part.covered]:
        blocks += [lines([f"Nothing yet for (level asked, points): {', '.join(missing)}."])]
    if brought := [part for part in parts if part.covered]:
        blocks += [_brought(brought, catalogue)]
    blocks += [lines([wording.points_sum(fit)])]
    if credited := wording.credits(fit.parts):
        blocks += [lines(["Credited for a neighbouring skill:"], "dim"), bullets(credited)]
    return [section(title, *blocks)]


def _brought(parts: Sequence[Part], catalogue: Catalogue) -> Table:
    table = sheet("It asks", "Need", "You bring", "Counts", "Points", right=(1, 3, 4), fixed=(1, 3, 4))
    for part in parts:
        need = part.requirement
        table.add_row(
            words(f"{need.label}{' *' if need.core else ''}"),
            words(str(need.level)),
            words(wording.brought(part, catalogue)),
            words(figures.number(part.have)),
            words(f"{figures.number(part.points / FULL)} of {need.importance}", "" if part.full else "yellow"),
        )
    return table


def _raises(raises: Sequence[Raise], catalogue: Catalogue, role: str) -> list[Group]:
    if not raises:
        return []
    return [section(f"What would raise {role} most", bullets(wording.raises(raises, catalogue), "1"))]


# --- the first path ---------------------------------------------------------------------------------------


def first_path(path: FirstPath, catalogue: Catalogue, width: int) -> list[Group]:
    """The costliest gaps with a few courses each, and who may pay; says what is left out."""
    role = catalogue.roles[path.role].label
    if not path.gaps:
        return [section(f"First path to {role}", words("No gap is left: apply."))]
    wide = width >= WIDE
    blocks: list[RenderableType] = []
    for place, gap in enumerate(path.gaps[: TOP_GAPS[wide]], 1):
        blocks += [words(f"{place}. {figures.gap_title(gap)}"), _options(gap, 2 + wide)]
    blocks.append(lines([_left_out(path, TOP_GAPS[wide])], "dim"))
    found = [section(f"First path to {role}", *blocks)]
    if path.funding:
        routes = [f"{route.name}: {figures.funding_line(route)}" for route in path.funding[:TOP_FUNDING]]
        more = len(path.funding) - TOP_FUNDING
        note = [f"and {figures.plural(more, 'more route')}: --format markdown or json"] if more > 0 else []
        found.append(section("Who may pay", bullets(routes), lines(note, "dim")))
    return found


def _options(gap: Gap, most: int) -> Padding:
    """The best few courses, grouped by strategy."""
    shown = [_course(option) for option in figures.in_strategy_order(gap.options[:most])]
    return Padding(bullets(shown or ["no course in the data leads there"]), (0, 0, 0, 3))


def _course(option: CourseOption) -> Text:
    course = option.course
    facts = figures.course_facts(course, option.level)
    return Text.assemble(
        words(f"{figures.STRATEGIES[course.strategy]}: "),
        words(course.title, "bold"),
        words(f" · {facts} [{course.id}]"),
    )


def _left_out(path: FirstPath, shown: int) -> str:
    more = max(0, len(path.gaps) - shown)
    gaps = f"{figures.plural(more, 'smaller gap')} and all options: --format markdown or json. " if more else ""
    return f"{gaps}Address and conditions of a course: hpcskills courses ID."
