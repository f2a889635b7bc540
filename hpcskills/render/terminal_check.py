"""The state of the data in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from rich.console import Group
from rich.table import Table
from rich.text import Text

from hpcskills.catalogue.check import AGING, STALE, Dated, Findings
from hpcskills.model import Catalogue
from hpcskills.render import figures
from hpcskills.render.terminal import bullets, pairs, section, words

TOP_DATED = 5


def findings(found: Findings, catalogue: Catalogue) -> Group:
    """Counts, needs that no course reaches, and what is old; mistakes never get this far."""
    counts = ", ".join(f"{getattr(found.counts, one.name):,} {one.name}" for one in fields(found.counts))
    blocks = [
        Group(words("No problems found.", "bold"), words(f"{counts}.")),
        Group(words(f"Data {catalogue.digest[:12]}", "dim"), Text()),
    ]
    if found.unreached:
        title = f"Needs that no course reaches ({len(found.unreached)}): level asked (highest level of a course)"
        blocks.append(section(title, _unreached(found, catalogue)))
    for title, dated in (
        (f"Older than {STALE} months", found.stale),
        (f"Older than {AGING} months", found.aging),
        ("Without a date", found.undated),
    ):
        if dated:
            blocks.append(section(f"{title} ({len(dated)})", bullets(_lines(dated))))
    if found.unknown_status:
        title = f"Courses of unknown state ({len(found.unknown_status)})"
        blocks.append(section(title, words(", ".join(found.unknown_status))))
    return Group(*blocks)


def _unreached(found: Findings, catalogue: Catalogue) -> Table:
    rows: dict[str, list[str]] = {}
    for one in found.unreached:
        best = one.best or "none"
        rows.setdefault(one.role, []).append(f"{one.requirement.label} {one.requirement.level} ({best})")
    return pairs((catalogue.roles[role].label, ", ".join(needs)) for role, needs in rows.items())


def _lines(dated: Sequence[Dated]) -> list[str]:
    texts = [f"{one.section.value} {one.name}: {figures.dated(one.as_of)}" for one in dated[:TOP_DATED]]
    more = len(dated) - TOP_DATED
    return [*texts, f"and {more} more (--format json lists them all)"] if more > 0 else texts
