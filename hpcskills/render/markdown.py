"""Reports in Markdown: everything the terminal shows, and all gaps, options and figures it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from hpcskills.model import (
    FULL,
    Assessment,
    Catalogue,
    CourseOption,
    FirstPath,
    Fit,
    Gap,
    Reading,
    Status,
    Tier,
)
from hpcskills.render import figures, marks, wording, wording_ladder
from hpcskills.render.clean import markdown as safe
from hpcskills.render.clean import visible
from hpcskills.transition import Transition

_LINE_START = re.compile(r"^([-=+]|\d+(?=[.)]))")
"""What would make a line a list or the line above it a heading."""


def assessment(found: Assessment, catalogue: Catalogue) -> str:
    """The whole report of an assessment."""
    role = catalogue.roles[found.target.role].label
    first, *rest = wording.headline(found, catalogue)
    opening = [
        "# Assessment",
        *_cautions(found.reading),
        f"**{safe(first)}**",
        safe(" ".join(rest)),
        *_understood(found, catalogue),
    ]
    if wording.nothing_to_judge(found):
        return document(*opening)
    return document(
        *opening,
        "## How near each role is",
        _fits(found.fits, catalogue),
        *_target(found, catalogue, role),
        *_path(found.path, catalogue),
        *_notes(found, catalogue),
    )


def transition(found: Transition, catalogue: Catalogue) -> str:
    """The whole report of a change of trade."""
    assessed = found.assessment
    role = catalogue.roles[assessed.target.role].label
    carried = (
        (
            catalogue.skills[one.implied.skill].label,
            str(one.held.level) if one.held else "said no",
            one.implied.why,
            wording.earnings([(e.role, e.points) for e in one.earns], catalogue),
        )
        for one in found.carried
    )
    gaps = [(gap.skill, gap.held) for gap in found.usual_gaps]
    return document(
        f"# From {safe(found.background.label)} to HPC",
        *_cautions(assessed.reading),
        f"**{safe(wording.landing(assessed, catalogue))}**",
        "## What carries over",
        table(("Skill", "Level", "Why", "Earns points in"), carried),
        "## What people of this trade usually lack",
        _list(wording.usual_gaps(gaps, catalogue)),
        *_understood(assessed, catalogue),
        "## How near each role is",
        _fits(assessed.fits, catalogue),
        "## Stepping stones",
        *_stones(found, catalogue),
        *_target(assessed, catalogue, role),
        *_path(assessed.path, catalogue),
        "## Outlook",
        _list(figures.fact_lines(found.facts)),
        *_notes(assessed, catalogue),
    )


def _stones(found: Transition, catalogue: Catalogue) -> Iterator[str]:
    for number, stone in enumerate(wording_ladder.stones(found.ladder, found.facts, catalogue), 1):
        yield f"{number}. **{safe(stone.title)}**\n" + "\n".join(f"   - {safe(line)}" for line in stone.lines)
    yield _list(wording_ladder.notes(found.ladder, catalogue))


def match(reading: Reading, catalogue: Catalogue) -> str:
    """What was understood of a text, word by word."""
    rows = (
        (
            one.mention,
            catalogue.skills[one.skill].label,
            one.how.value,
            f"{100 * one.score:.0f}%",
            wording.said(one),
        )
        for one in reading.matches
    )
    return document(
        "# What was understood",
        *_cautions(reading),
        table(("Words", "Skill", "Understood as", "Sure", "Said"), rows),
        *_doubts(reading, catalogue),
    )


def explained(text: str, reading: Reading, catalogue: Catalogue) -> str:
    """The text itself, with what was understood of its words in brackets."""
    shown = "".join(
        "\n".join(map(safe, piece.split("\n"))) if isinstance(piece, str) else f"**{safe(piece.plain)}**"
        for piece in marks.pieces(text, reading, catalogue)
    )
    return document(
        "# What was understood of your words",
        *_cautions(reading),
        "\n".join(
            _LINE_START.sub(r"\\\1", line.strip()) + ("  " if line.strip() else "") for line in shown.split("\n")
        ),
        "## How to read this",
        _list([marks.LEGEND, marks.counts(reading)]),
    )


# --- parts of the reports ---------------------------------------------------------------------------------


def _cautions(reading: Reading) -> list[str]:
    return [f"**{safe(note)}**" for note in reading.notes]


def _understood(found: Assessment, catalogue: Catalogue) -> Iterator[str]:
    groups = wording.held_by_category(found.profile.held.values(), catalogue)
    yield "## What was understood"
    rows = [(name, ", ".join(wording.held_text(held, catalogue) for held in those)) for name, those in groups.items()]
    for title, status in (("Said not to have", Status.DENIED), ("Wants to learn", Status.WANTED)):
        if labels := wording.labels_with(status, found, catalogue):
            rows.append((title, ", ".join(labels) + " (not counted)"))
    yield table(("Category", "Skills and levels (1-5)"), rows) if rows else "Nothing with certainty."
    if found.background:
        yield safe(wording.background_line(found.background))
    yield from _doubts(found.reading, catalogue)


def _doubts(reading: Reading, catalogue: Catalogue) -> Iterator[str]:
    if reading.unsure:
        yield "### Not sure (not counted)"
        yield _list(f"“{doubt.mention}”{wording.doubt(doubt, catalogue)}" for doubt in reading.unsure)
    if reading.unknown:
        yield "### Not understood (kept, not counted)"
        yield _list(wording.mentions(one.mention for one in reading.unknown))


def _fits(fits: Sequence[Fit], catalogue: Catalogue) -> str:
    rows: list[tuple[str, ...]] = []
    for tier in Tier:
        rows += [
            (
                catalogue.roles[fit.role].label,
                tier.value,
                str(figures.whole(fit.fit)),
                figures.span(fit),
                f"{fit.core_met} of {fit.core_total}" if fit.core_total else "-",
                fit.band.label,
            )
            for fit in fits
            if fit.tier is tier
        ]
    return table(("Role", "Tier", "Fit", "Range", "Core met", "Reading"), rows)


def _target(found: Assessment, catalogue: Catalogue, role: str) -> Iterator[str]:
    yield f"## {safe(role)} in parts"
    rows = (
        (
            f"{part.requirement.label}{' *' if part.requirement.core else ''}",
            str(part.requirement.level),
            wording.brought(part, catalogue),
            f"{figures.number(part.points / FULL)} of {part.requirement.importance}",
            part.requirement.why,
        )
        for part in wording.by_points_lost(found.target.parts)
    )
    yield table(("It asks", "Level", "You bring", "Points", "Why it is asked"), rows)
    yield safe(wording.points_sum(found.target))
    if credited := wording.credits(found.target.parts):
        yield "Credited for a neighbouring skill:"
        yield _list(credited)
    if found.raises:
        yield f"## What would raise {safe(role)} most"
        yield _list(wording.raises(found.raises, catalogue))


def _path(path: FirstPath, catalogue: Catalogue) -> Iterator[str]:
    yield f"## First path to {safe(catalogue.roles[path.role].label)}"
    if not path.gaps:
        yield "No gap is left: apply."
    for place, gap in enumerate(path.gaps, 1):
        yield f"### {place}. {safe(figures.gap_title(gap))}"
        yield _options(gap)
    if path.funding:
        yield "## Who may pay"
        yield "\n".join(
            f"- {link(route.name, route.url)}: {safe(figures.funding_line(route))}. {safe(route.text)}"
            for route in path.funding
        )


def _options(gap: Gap) -> str:
    if not gap.options:
        return "No course in the data leads there."
    return "\n".join(_option(option) for option in figures.in_strategy_order(gap.options))


def _option(option: CourseOption) -> str:
    course = option.course
    strategy = figures.STRATEGIES[course.strategy]
    facts = safe(figures.course_facts(course, option.level))
    return f"- {strategy}: {link(course.title, course.url)} · {facts} · {safe(course.id)}"


def _notes(found: Assessment, catalogue: Catalogue) -> Iterator[str]:
    yield "## How to read this"
    yield _list(wording.footnotes(found, catalogue))


# --- Markdown itself --------------------------------------------------------------------------------------


def document(*blocks: str) -> str:
    """Blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(filter(None, blocks)) + "\n"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what stands in its cells is made safe."""
    lines = [headers, ["---"] * len(headers), *([safe(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {safe(text)}" for text in texts)


def link(title: str, url: str) -> str:
    """A link only for web addresses that cannot end the link early; anything else as text."""
    address = visible(url)
    if address.startswith(("https://", "http://")) and not set(address) & set(" <>()\"'`\\|"):
        return f"[{safe(title)}](<{address}>)"
    return f"{safe(title)} ({safe(url)})"
