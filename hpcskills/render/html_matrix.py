"""The skill matrix as a page and as a drawing that stands alone."""

from __future__ import annotations

from datetime import date

from hpcskills.model import Catalogue
from hpcskills.render import charts
from hpcskills.render.page import fragment, page
from hpcskills.scoring.matrix import Matrix

TITLE = "Which kinds of skills each role asks for"
SHADES = (1, 10, 20, 30)
"""From this share (percent of a role's demand) upwards, as in the terminal."""


def matrix(found: Matrix, catalogue: Catalogue, *, made: date) -> str:
    """A page with the heatmap and the same figures as a table."""
    return page("matrix.html", title=TITLE, kind="Skill matrix", made=made, map=_map(found),
                digest=catalogue.digest[:12])  # fmt: skip


def drawing(found: Matrix) -> str:
    """The heatmap as an SVG file."""
    return fragment("matrix.svg", map=_map(found)).strip() + "\n"


def _map(found: Matrix) -> charts.Heatmap:
    columns = [category.label for category in found.categories]
    other = any(row.rest > 1e-9 for row in found.rows)
    rows = ((row.role.label, (*row.shares, row.rest) if other else row.shares) for row in found.rows)
    text = "Percent of each role's demand by kind of skill; the stronger the colour, the higher."
    return charts.heatmap(TITLE, text, [*columns, *(["Other"] if other else [])], rows, SHADES)
