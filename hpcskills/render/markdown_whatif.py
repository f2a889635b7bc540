"""A what-if in Markdown: every role and every next level."""

from __future__ import annotations

from collections.abc import Iterator

from hpcskills.model import Catalogue
from hpcskills.planning.whatif import WhatIf
from hpcskills.render import figures, wording_whatif
from hpcskills.render.clean import markdown as safe
from hpcskills.render.markdown import document, table


def whatif(found: WhatIf, catalogue: Catalogue) -> str:
    """The whole report."""
    return document(*_blocks(found, catalogue), *map(safe, wording_whatif.notes(found, catalogue)))


def _blocks(found: WhatIf, catalogue: Catalogue) -> Iterator[str]:
    if found.added:
        yield f"# With {safe(wording_whatif.added(found, catalogue))}"
        yield table(wording_whatif.EFFECTS, (wording_whatif.effect(one, catalogue) for one in found.effects))
        return
    yield "# The next levels, most points for an hour first"
    for one in found.chances:
        yield f"## {safe(catalogue.roles[one.fit.role].label)}, {figures.whole(one.fit.fit)} of 100"
        rows = (wording_whatif.chance(step, catalogue) for step in one.steps)
        yield table(wording_whatif.CHANCES, rows) if one.steps else "Nothing is missing: apply."
