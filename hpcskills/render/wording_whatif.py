"""The rows and sentences of a what-if that every report shares, as plain text."""

from __future__ import annotations

from hpcskills.model import Catalogue
from hpcskills.planning.whatif import Effect, Next, WhatIf
from hpcskills.render import figures

EFFECTS = ("Role", "Fit", "Then", "Change", "Core", "Then", "Reading then")
CHANCES = ("Skill and next level", "Points", "Hours", "Per hour", "Price", "Course")
NO_COURSE = "none yet"


def added(found: WhatIf, catalogue: Catalogue) -> str:
    """What the question was."""
    return ", ".join(f"{catalogue.skills[skill].label} {level}" for skill, level in found.added.items())


def effect(one: Effect, catalogue: Catalogue) -> tuple[str, ...]:
    """One role before and after, with one decimal, for a level may be worth less than a point."""
    before, after = one.before, one.after
    return (
        catalogue.roles[after.role].label,
        _tenths(before.fit),
        _tenths(after.fit),
        _change(one),
        _core(before.core_met, before.core_total),
        _core(after.core_met, after.core_total),
        after.band.label,
    )


def _change(one: Effect) -> str:
    """The difference of the figures shown, so that they add up."""
    tenths = figures.whole(10 * one.after.fit) - figures.whole(10 * one.before.fit)
    return f"+{tenths / 10:.1f}" if tenths else "<0.1" if one.gain else "-"


def _tenths(fit: float) -> str:
    """One decimal, never rounded up."""
    return f"{figures.whole(10 * fit) / 10:.1f}"


def _core(met: int, of: int) -> str:
    return f"{met}/{of}" if of else "-"


def chance(one: Next, catalogue: Catalogue) -> tuple[str, ...]:
    """One next level: what it is worth, and what leads there."""
    label = catalogue.skills[one.skill].label
    skill = f"{label} {figures.number(one.have)} to {one.level}" if one.have else f"{label} {one.level}"
    if one.course is None:
        return skill, f"+{one.gain:.1f}", NO_COURSE, "-", "-", "-"
    hours = figures.hours(one.course.hours).removesuffix(" h")
    return skill, f"+{one.gain:.1f}", hours, f"{one.per_hour:.2f}", figures.cost(one.course), one.course.id


def notes(found: WhatIf, catalogue: Catalogue) -> list[str]:
    """What a reader must know to read the figures rightly."""
    if found.added:
        idle = [f"{catalogue.skills[skill].label} {level}" for skill, level in found.idle.items()]
        return [
            *([f"You bring {' and '.join(idle)} already: adding that changes nothing."] if idle else []),
            "The same sums as in an assessment, with these levels put in.",
        ]
    return [
        "One level more of one skill, the rest as today. Points are those of that level alone; the course may bring "
        "more. Hours: the shortest course to that level that you could begin today, by its upper bound.",
        f"{NO_COURSE.capitalize()}: no course in the data that you could begin today leads there; another one, or "
        "work, comes first.",
    ]
