"""The terminal report of a what-if."""

from __future__ import annotations

from rich.console import Group

from hpcskills.model import Catalogue, Tier
from hpcskills.planning.whatif import Chances, WhatIf
from hpcskills.render import figures, wording, wording_whatif
from hpcskills.render.terminal import lines, section, sheet, words

TOP_STEPS = 3
"""Next levels of each role, where all roles are shown."""


def whatif(found: WhatIf, catalogue: Catalogue) -> Group:
    """The whole report."""
    notes = lines(wording_whatif.notes(found, catalogue), "dim")
    if found.added:
        return Group(*_effects(found, catalogue), notes)
    return Group(*(_chances(one, catalogue, all_=len(found.chances) == 1) for one in found.chances), notes)


def _effects(found: WhatIf, catalogue: Catalogue) -> list[Group]:
    table = sheet(*wording_whatif.EFFECTS, right=range(1, 6), fixed=range(1, 7))
    for tier in Tier:
        those = [one for one in found.effects if one.after.tier is tier]
        if those:
            table.add_row(words(wording.TIERS[tier], "italic"))
        for one in those:
            role, fit, then, change, *rest = wording_whatif.effect(one, catalogue)
            shown = words(change, "bold" if one.gain else "dim")
            table.add_row(words(f"  {role}"), words(fit), words(then), shown, *map(words, rest))
    return [section(f"With {wording_whatif.added(found, catalogue)}", table)]


def _chances(found: Chances, catalogue: Catalogue, *, all_: bool) -> Group:
    title = f"{catalogue.roles[found.fit.role].label}, {figures.whole(found.fit.fit)} of 100"
    shown = found.steps if all_ else found.steps[:TOP_STEPS]
    heads = [head for head in wording_whatif.CHANCES if head != "Price"]
    table = sheet(*heads, right=(1, 2, 3), fixed=(1, 2, 3, 4))
    for one in shown:
        skill, points, hours, rate, _, course = wording_whatif.chance(one, catalogue)
        table.add_row(words(skill), words(points, "bold"), words(hours), words(rate), words(course))
    more = len(found.steps) - len(shown)
    note = [f"and {figures.plural(more, 'more level')}: --role {found.fit.role}"] if more else []
    return section(title, table if shown else words("Nothing is missing: apply."), lines(note, "dim"))
