"""Measure how often the role of a labelled job advert comes first among the six core roles.

    python benchmarks/evaluate_ranking.py ads.jsonl

Each line: {"id", "title", "role", "secondary_role", "skills": [...]}. The skills, joined by commas, are read
like a list of a person's; adverts not labelled with a core role are left out. Either label counts as right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.model import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """A labelled advert: `labels` holds the role ids that count as right."""

    title: str
    text: str
    labels: frozenset[str]


def read_ads(path: Path, core: dict[str, str]) -> list[Ad]:
    """Read the adverts whose first label names a core role; `core` maps role labels to ids."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Ad(
            title=row["title"],
            text=", ".join(row["skills"]),
            labels=frozenset(core[name] for name in (row["role"], row["secondary_role"]) if name in core),
        )
        for row in rows
        if row["role"] in core
    ]


def place(ad: Ad, ranked: Sequence[str]) -> int:
    """Give the place, from 1, of the first right role."""
    return next(n for n, role in enumerate(ranked, 1) if role in ad.labels)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ads", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the adverts whose role is not first")
    arguments = parser.parse_args()
    if not arguments.ads.is_file():
        raise SystemExit(f"{arguments.ads}: no such file. The labelled adverts are not part of this project.")
    assessor = Assessor(load())
    roles = assessor.catalogue.roles.values()
    ads = read_ads(arguments.ads, {role.label: role.id for role in roles if role.tier is Tier.CORE})
    if not ads:
        raise SystemExit(f"{arguments.ads}: no advert is labelled with a core role.")
    places = []
    for ad in ads:
        fits = [fit for fit in assessor.assess(ad.text).fits if fit.tier is Tier.CORE]
        places.append(place(ad, [fit.role for fit in fits]))
        if arguments.misses and places[-1] > 1:
            shown = ", ".join(f"{fit.role} {fit.fit:.1f}" for fit in fits[: places[-1]])
            print(f"{places[-1]}  {ad.title[:60]}  is {' or '.join(sorted(ad.labels))}: {shown}")
    for best in (1, 2, 3):
        hits = sum(found <= best for found in places)
        print(f"among the first {best}: {hits} of {len(places)} = {hits / len(places):.3f}")


if __name__ == "__main__":
    main()
