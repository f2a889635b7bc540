"""The terminal report of a change of trade."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from hpcskills.model import Catalogue, Tier
from hpcskills.render import figures, wording, wording_ladder
from hpcskills.render.terminal import bullets, cautions, lines, section, sheet, words
from hpcskills.render.terminal_assessment import WIDE, first_path, fits_table, understood
from hpcskills.transition import Transition

TOP_FACTS = 3


def transition(found: Transition, catalogue: Catalogue, *, width: int) -> Group:
    """The whole report for `width` columns."""
    assessed = found.assessment
    gaps = [(gap.skill, gap.held) for gap in found.usual_gaps]
    title = f"From {found.background.label} to HPC"
    return Group(
        *cautions(assessed.reading),
        words(title),
        words(wording.landing(assessed, catalogue), "bold"),
        words(catalogue.roles[assessed.target.role].summary),
        Text(),
        section("What carries over (typical level, 1-5)", _carried(found, catalogue, width)),
        section(
            "What people of this trade usually lack",
            words(f"{', '.join(wording.usual_gaps(gaps, catalogue))}."),
        ),
        *understood(assessed, catalogue, own_words=True),
        section(
            "Where to land, and the six roles after that",
            fits_table(assessed.fits, catalogue, width, (Tier.ENTRY, Tier.CORE)),
        ),
        _stones(found, catalogue),
        *first_path(assessed.path, catalogue, width),
        *_outlook(found),
        section("How to read this", lines(wording.footnotes(assessed, catalogue), "dim")),
    )


def _carried(found: Transition, catalogue: Catalogue, width: int) -> Group:
    """The reasons are shown where there is room for them; the other formats always have them."""
    wide = width >= WIDE
    table = sheet("Skill", "Level", "Earns points in", *(["Because it"] if wide else []), right=(1,), fixed=(1,))
    for carried in found.carried:
        cells = [
            catalogue.skills[carried.implied.skill].label,
            str(carried.held.level) if carried.held else "said no",
            wording.earnings([(one.role, one.points) for one in carried.earns], catalogue),
            carried.implied.why,
        ]
        table.add_row(*(words(cell) for cell in (cells if wide else cells[:3])))
    return Group(table)


def _stones(found: Transition, catalogue: Catalogue) -> Group:
    told = [
        Text("\n").join([words(stone.title, "bold"), *map(words, stone.lines)])
        for stone in wording_ladder.stones(found.ladder, found.facts, catalogue)
    ]
    notes = wording_ladder.notes(found.ladder, catalogue)
    return section("Stepping stones", bullets(told, "1"), lines(notes, "dim"))


def _outlook(found: Transition) -> list[Group]:
    """What the stepping stones do not say already."""
    told = [fact for rung in found.ladder.rungs for fact in wording_ladder.outlook(rung.plan.role, found.facts)]
    facts = [fact for fact in found.facts if fact not in told]
    if not facts:
        return []
    texts = [figures.fact_line(fact) for fact in facts[:TOP_FACTS]]
    more = len(facts) - TOP_FACTS
    note = [f"{figures.plural(more, 'further figure')}: hpcskills roles ID, or --format markdown."] if more > 0 else []
    return [section("Outlook (US figures unless said otherwise)", bullets(texts), lines(note, "dim"))]
