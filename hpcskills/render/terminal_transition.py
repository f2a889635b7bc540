"""The terminal report of a change of trade."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.text import Text

from hpcskills.model import Catalogue, Tier
from hpcskills.render import wording
from hpcskills.render.terminal import bullets, lines, section, sheet, words
from hpcskills.render.terminal_assessment import first_path, fits_table, understood
from hpcskills.transition import CarriedOver, Stone, Transition, UsualGap

TOP_EARNINGS = 2
TOP_FACTS = 8


def transition(found: Transition, catalogue: Catalogue, *, width: int) -> Group:
    """The whole report for `width` columns."""
    assessed = found.assessment
    title = f"From {found.background.label} to HPC"
    return Group(
        words(title, "bold"),
        *(words(sentence) for sentence in answer(found, catalogue)),
        Text(),
        section("What carries over (typical level, 1-5)", _carried(found, catalogue)),
        section("What people of this trade usually lack", bullets(gap_lines(found.usual_gaps, catalogue))),
        *(understood(assessed, catalogue) if assessed.reading.matches or assessed.reading.unknown else ()),
        section(
            "Where to land, and the six roles after that",
            fits_table(assessed.fits, catalogue, width, (Tier.ENTRY, Tier.CORE)),
        ),
        section("Stepping stones", bullets(stone_lines(found.stones, catalogue))),
        *first_path(assessed.path, catalogue),
        *_outlook(found),
        section("How to read this", lines(wording.footnotes(assessed, catalogue), "dim")),
    )


def answer(found: Transition, catalogue: Catalogue) -> Iterator[str]:
    """Which landing job is nearest and what that means."""
    fit = found.assessment.target
    role = catalogue.roles[fit.role]
    which = "Landing job" if role.tier is Tier.ENTRY else "Role asked for"
    yield f"{which}: {role.label}, {wording.score(fit)}"
    yield role.summary


def _carried(found: Transition, catalogue: Catalogue) -> Group:
    table = sheet("Skill", "Level", "Why", "Earns points in", right=(1,), fixed=(1,))
    for carried in found.carried:
        table.add_row(
            words(catalogue.skills[carried.implied.skill].label),
            words(str(carried.held.level) if carried.held else "said no"),
            words(carried.implied.why),
            words(earnings(carried, catalogue)),
        )
    return Group(table)


def earnings(carried: CarriedOver, catalogue: Catalogue) -> str:
    """The roles in which a skill earns most."""
    if not carried.earns:
        return "none of these roles asks it"
    shown = carried.earns[:TOP_EARNINGS]
    return ", ".join(f"{catalogue.roles[one.role].label} +{one.points:.1f}" for one in shown)


def gap_lines(gaps: tuple[UsualGap, ...], catalogue: Catalogue) -> list[str]:
    """Usual gaps, and which of them this person does not have."""
    return [
        f"{catalogue.skills[gap.skill].label}"
        + (f" (you have it: level {gap.held.level}{'~' if gap.held.assumed else ''})" if gap.held else "")
        for gap in gaps
    ]


def stone_lines(stones: tuple[Stone, ...], catalogue: Catalogue) -> list[str]:
    """Landing job -> the roles it leads to, with the fits of today."""
    return [
        f"{catalogue.roles[stone.fit.role].label} ({wording.whole(stone.fit.fit)}) → "
        + ", ".join(f"{catalogue.roles[fit.role].label} ({wording.whole(fit.fit)})" for fit in stone.onward)
        for stone in stones
    ]


def _outlook(found: Transition) -> list[Group]:
    if not found.facts:
        return []
    texts = [wording.fact_line(fact) for fact in found.facts[:TOP_FACTS]]
    more = len(found.facts) - TOP_FACTS
    note = [f"{wording.plural(more, 'further figure')}: hpcskills roles ID, or --format markdown."] if more > 0 else []
    return [section("Outlook (US figures unless said otherwise)", bullets(texts), lines(note, "dim"))]
