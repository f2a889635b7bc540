"""The skill matrix for a spreadsheet."""

from __future__ import annotations

import csv
import io

from hpcskills.scoring.matrix import Matrix


def matrix(found: Matrix) -> str:
    """Write one line a role, shares in percent."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["role", "label", "tier", *(category.id for category in found.categories), "other"])
    for row in found.rows:
        shares = (f"{share:.2f}" for share in (*row.shares, row.rest))
        rows.writerow([row.role.id, row.role.label, row.role.tier.value, *shares])
    return text.getvalue()
