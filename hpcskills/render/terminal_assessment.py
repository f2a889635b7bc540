"""The terminal report of an assessment, from the answer to the footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
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
    Raise,
    Status,
    Strategy,
    Tier,
)
from hpcskills.render import wording
from hpcskills.render.terminal import bar, bullets, lines, pairs, section, sheet, unknown_words, unsure_lines, words

TOP_GAPS = 5
TOP_OPTIONS = 3
TOP_FUNDING = 3
"""What a reader takes in at one sitting; the Markdown and JSON reports hold everything."""


def assessment(found: Assessment, catalogue: Catalogue, *, width: int) -> Group:
    """The whole report for `width` columns."""
    role = catalogue.roles[found.target.role].label
    return Group(
        *_answer(found, catalogue),
        *understood(found, catalogue),
        section("How near each role is", fits_table(found.fits, catalogue, width), lines([_fits_legend()], "dim")),
        *_parts(found.target, catalogue, title=f"{role} in parts"),
        *_raises(found.raises, catalogue, role),
        *first_path(found.path, catalogue),
        section("How to read this", lines(wording.footnotes(found, catalogue), "dim")),
    )


def _answer(found: Assessment, catalogue: Catalogue) -> list[Text]:
    first, *rest = wording.headline(found, catalogue)
    return [words(first, "bold"), *([words(" ".join(rest))] if rest else []), Text()]


# --- what was understood ------------------------------------------------------------------------------------------


def understood(found: Assessment, catalogue: Catalogue) -> list[Group]:
    """Skills held, denied, wanted, doubtful and unknown: nothing of what was said is left out."""
    reading, blocks = found.reading, []
    rows: list[tuple[str, str | Text]] = [
        (category, ", ".join(wording.held_text(held, catalogue) for held in those))
        for category, those in wording.held_by_category(found.profile.held.values(), catalogue).items()
    ]
    for title, status in (("Said not to have", Status.DENIED), ("Wants to learn", Status.WANTED)):
        if labels := wording.labels_with(status, reading.matches, catalogue):
            rows.append((title, ", ".join(labels) + " (not counted)"))
    if rows:
        notes = [wording.background_line(found.background)] if found.background else []
        blocks.append(section("What was understood (skill and level, 1-5)", pairs(rows), lines(notes, "dim")))
    if reading.unsure:
        blocks.append(section("Not sure (not counted)", bullets(unsure_lines(reading, catalogue))))
    if reading.unknown:
        unknown = wording.mentions(one.mention for one in reading.unknown)
        blocks.append(section("Not understood (kept, not counted)", unknown_words(unknown)))
    return blocks


# --- the fits -----------------------------------------------------------------------------------------------------


def fits_table(fits: Sequence[Fit], catalogue: Catalogue, width: int, tiers: Sequence[Tier] = tuple(Tier)) -> Table:
    """One line a role, the tiers apart."""
    bar_width = 12 if width < 90 else 30
    table = sheet("Role", "Fit", "", "Range", "Core met", "Reading", right=(1, 3, 4), fixed=(1, 2, 3, 4, 5))
    table.columns[2].width = bar_width
    for tier in tiers:
        ranked = [fit for fit in fits if fit.tier is tier]
        if ranked and len(tiers) > 1:
            table.add_row(words(wording.TIERS[tier], "italic"))
        for fit in ranked:
            core = f"{fit.core_met} of {fit.core_total}" if fit.core_total else "-"
            table.add_row(
                words(f"  {catalogue.roles[fit.role].label}" if len(tiers) > 1 else catalogue.roles[fit.role].label),
                words(str(wording.whole(fit.fit)), "bold"),
                bar(fit.fit, fit.high, bar_width),
                words(wording.span(fit)),
                words(core),
                words(fit.band.label),
            )
    return table


def _fits_legend() -> str:
    return "█ the fit, 0-100   ░ up to the high end of the range: what is assumed or unsure could add this much"


def _parts(fit: Fit, catalogue: Catalogue, *, title: str) -> list[Group]:
    table = sheet("It asks", "Need", "You bring", "Counts", "Points", right=(1, 3, 4), fixed=(1, 3, 4))
    for part in wording.by_points_lost(fit.parts):
        need = part.requirement
        missing = part.covered == 0
        table.add_row(
            words(f"{need.label}{' *' if need.core else ''}"),
            words(str(need.level)),
            words(wording.brought(part, catalogue), "dim" if missing else ""),
            words(wording.number(part.have)),
            words(f"{wording.number(part.points / FULL)} of {need.importance}", "" if part.full else "yellow"),
        )
    blocks: list[Table | Group] = [table, lines([wording.points_sum(fit)])]
    if credited := wording.credits(fit.parts, catalogue):
        blocks += [lines(["Credited for a neighbouring skill:"], "dim"), bullets(credited)]
    return [section(f"{title} (most points to win first)", *blocks)]


def _raises(raises: Sequence[Raise], catalogue: Catalogue, role: str) -> list[Group]:
    if not raises:
        return []
    steps = [
        f"{catalogue.skills[step.skill].label} from {step.have} to level {step.level}: +{step.gain:.1f} points"
        for step in raises
    ]
    return [section(f"What would raise {role} most", bullets(steps, "1"))]


# --- the first path -----------------------------------------------------------------------------------------------


def first_path(path: FirstPath, catalogue: Catalogue) -> list[Group]:
    """The costliest gaps with a few courses each, and who may pay; says what is left out."""
    role = catalogue.roles[path.role].label
    if not path.gaps:
        return [section(f"First path to {role}", words("No gap is left: apply."))]
    blocks: list[Table | Group | Text] = []
    for place, gap in enumerate(path.gaps[:TOP_GAPS], 1):
        blocks += [words(f"{place}. {wording.gap_title(gap)}"), _options(gap)]
    blocks.append(lines([_left_out(path)], "dim"))
    found = [section(f"First path to {role}", *blocks)]
    if path.funding:
        routes = [f"{route.name}: {wording.funding_line(route)}" for route in path.funding[:TOP_FUNDING]]
        found.append(section("Who may pay", bullets(routes)))
    return found


def _options(gap: Gap) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1)
    if not gap.options:
        grid.add_row("", "", words("no course in the data leads there"))
    last: Strategy | None = None
    for option in in_strategy_order(gap.options[:TOP_OPTIONS]):
        strategy = option.course.strategy
        grid.add_row("", words("" if strategy is last else wording.STRATEGIES[strategy]), _course(option))
        last = strategy
    return grid


def in_strategy_order(options: Sequence[CourseOption]) -> list[CourseOption]:
    """Grouped by strategy in the report's order; best first within each."""
    order = list(Strategy)
    return sorted(options, key=lambda option: order.index(option.course.strategy))


def _course(option: CourseOption) -> Text:
    course = option.course
    return Text.assemble(
        words(course.title), words(f" · {wording.course_facts(course, option.level)}", "dim"), words(f" [{course.id}]")
    )


def _left_out(path: FirstPath) -> str:
    more = max(0, len(path.gaps) - TOP_GAPS)
    gaps = f"{wording.plural(more, 'smaller gap')} and all options: --format markdown or json. " if more else ""
    return f"{gaps}Address and conditions of a course: hpcskills courses ID."
