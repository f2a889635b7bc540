"""The skill matrix: how the demand of each role spreads over the categories of skills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hpcskills.model import Catalogue, Category, Requirement, Role, Tier

_TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A role's demand: the percent of its summed importance that lies in each category, and the rest."""

    role: Role
    shares: tuple[float, ...]
    rest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Roles x categories. The shares of a row and its rest add up to 100."""

    categories: tuple[Category, ...]
    rows: tuple[Row, ...]


def build(catalogue: Catalogue, *, every_category: bool = False) -> Matrix:
    """The matrix over the report's seven categories, or all of them; roles by tier, then as in the file."""
    categories = tuple(c for c in catalogue.categories.values() if every_category or c.heatmap)
    roles = sorted(catalogue.roles.values(), key=lambda role: _TIERS.index(role.tier))
    rows = tuple(_row(catalogue, role, categories) for role in roles)
    return Matrix(categories=categories, rows=rows)


def _row(catalogue: Catalogue, role: Role, categories: Sequence[Category]) -> Row:
    demand: dict[str, float] = {}
    for requirement in role.requirements:
        for category, weight in spread(catalogue, requirement):
            demand[category] = demand.get(category, 0.0) + weight
    total = sum(requirement.importance for requirement in role.requirements)
    if not total:
        return Row(role=role, shares=(0.0,) * len(categories), rest=0.0)
    shares = tuple(100 * demand.pop(category.id, 0.0) / total for category in categories)
    return Row(role=role, shares=shares, rest=100 * sum(demand.values()) / total)


def spread(catalogue: Catalogue, requirement: Requirement) -> tuple[tuple[str, float], ...]:
    """An any-of group weighs once: its members share the importance equally, each in its own category."""
    share = requirement.importance / len(requirement.skills)
    return tuple((catalogue.skills[skill].category, share) for skill in requirement.skills)
