"""Many clients seen together: how near they are to each role, what they lack, who is nearly there, what has changed.

Everybody is measured by a target role: the one asked for, or each person's own nearest core role. Means are never shown
of groups (with the size of the whole they would give away a hidden group); medians and counts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from hpcskills.assess import Assessor
from hpcskills.clients.cohort_file import Client, People
from hpcskills.clients.common_gaps import CommonGap, Needs, Supply, by_tier
from hpcskills.clients.suppress import Counts, suppress
from hpcskills.errors import UserError
from hpcskills.model import Band, Catalogue, Category, Role, Tier

MIN_CELL = 5
"""The usual smallest number of people whose count may be shown."""

MOST_GROUPS = 40
"""A column with more different values holds names, dates or free text, not groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The distribution of a role's fits: five points of it, and how many people read as which band."""

    role: Role
    least: float
    lower: float
    median: float
    upper: float
    most: float
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearReady:
    """A person within one band of the highest, or in it, and what is missing, costliest first; None: not known."""

    id: str
    role: Role
    fit: float
    lacking: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """People of each group by band of their target role; small cells are hidden, small groups make one without a name.

    Medians are those of the groups that have a name.
    """

    column: str
    names: tuple[str, ...]
    counts: Counts
    medians: tuple[float | None, ...]
    min_cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How the fits of a role changed from an earlier run, over the people who are in both."""

    role: Role
    before: float
    after: float
    risen: int
    fallen: int
    ready_before: int
    ready_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """All that is shown about a group of clients. Parts that need skills are empty if the file holds fits only."""

    size: int
    refused: int
    role: Role | None
    targets: tuple[tuple[Role, int], ...]
    bands: tuple[Band, ...]
    spreads: tuple[Spread, ...]
    categories: tuple[Category, ...]
    supply: tuple[Supply, ...]
    gaps: tuple[CommonGap, ...]
    near: tuple[NearReady, ...]
    groups: Groups | None
    changes: tuple[Change, ...]
    both: int
    digest: str


def build(
    people: People,
    assessor: Assessor,
    *,
    role: Role | None = None,
    by: str | None = None,
    min_cell: int = MIN_CELL,
    before: People | None = None,
    needs: Needs | None = None,
) -> Cohort:
    """Look at a cohort. `by` names a column to group by, `before` an earlier run to compare with.

    Pass `needs` if they are known: they are what takes long.
    """
    if not people.clients:
        raise UserError("There is no client in the file that could be scored.")
    catalogue = assessor.catalogue
    bands = tuple(sorted(catalogue.bands, key=lambda band: band.min_fit))
    targets = [role or nearest(client, catalogue) for client in people.clients]
    if needs is None and people.with_levels:
        needs = Needs(people, assessor, targets)
    both = _matched(people, before) if before else []
    return Cohort(
        size=len(people.clients),
        refused=people.refused,
        role=role,
        targets=tuple(_counted(targets, catalogue)),
        bands=bands,
        spreads=tuple(_spread(one, people.clients, bands) for one in by_tier(catalogue)),
        categories=tuple(one for one in catalogue.categories.values() if one.heatmap),
        supply=needs.supply() if needs else (),
        gaps=needs.gaps() if needs else (),
        near=_near(people.clients, targets, bands, needs),
        groups=_groups(people.clients, targets, bands, by, min_cell) if by else None,
        changes=tuple(_change(one, both, bands) for one in by_tier(catalogue)) if both else (),
        both=len(both),
        digest=catalogue.digest,
    )


def nearest(client: Client, catalogue: Catalogue) -> Role:
    """The role that a report on this person would name first; if that is not known, the core role that fits best."""
    if client.nearest in catalogue.roles:
        return catalogue.roles[client.nearest]
    core = [role for role in catalogue.roles.values() if role.tier is Tier.CORE] or list(catalogue.roles.values())
    return max(core, key=lambda role: client.fits.get(role.id, 0.0))


def band_of(fit: float, bands: Sequence[Band]) -> int:
    """The place of the band that a fit lies in; bands come lowest first."""
    return sum(fit + 1e-9 >= band.min_fit for band in bands) - 1


def _counted(targets: Sequence[Role], catalogue: Catalogue) -> list[tuple[Role, int]]:
    found = Counter(role.id for role in targets)
    return [(catalogue.roles[id], count) for id, count in found.most_common()]


def _spread(role: Role, clients: Sequence[Client], bands: Sequence[Band]) -> Spread:
    fits = [client.fits.get(role.id, 0.0) for client in clients]
    least, lower, median, upper, most = five_points(fits)
    places = Counter(band_of(fit, bands) for fit in fits)
    return Spread(
        role=role,
        least=least,
        lower=lower,
        median=median,
        upper=upper,
        most=most,
        bands=tuple(places[place] for place in range(len(bands))),
    )


def five_points(values: Sequence[float]) -> tuple[float, float, float, float, float]:
    """Least, lower quartile, median, upper quartile and most."""
    if len(values) == 1:
        return (values[0],) * 5
    lower, median, upper = quantiles(values, n=4, method="inclusive")
    return min(values), lower, median, upper, max(values)


def _near(
    clients: Sequence[Client], targets: Sequence[Role], bands: Sequence[Band], needs: Needs | None
) -> tuple[NearReady, ...]:
    """Everybody in the two highest bands of the target role, nearest first."""
    found = [
        NearReady(
            id=client.id,
            role=role,
            fit=client.fits.get(role.id, 0.0),
            lacking=needs.lacking(place) if needs else None,
        )
        for place, (client, role) in enumerate(zip(clients, targets, strict=True))
        if band_of(client.fits.get(role.id, 0.0), bands) >= len(bands) - 2
    ]
    return tuple(sorted(found, key=lambda one: (-one.fit, one.id)))


# --- groups and changes -------------------------------------------------------------------------------------


def _groups(
    clients: Sequence[Client], targets: Sequence[Role], bands: Sequence[Band], by: str, min_cell: int
) -> Groups:
    fits: dict[str, list[float]] = {}
    for client, role in zip(clients, targets, strict=True):
        name = " ".join(client.columns.get(by, "").split()) or "(not said)"
        fits.setdefault(name, []).append(client.fits.get(role.id, 0.0))
    if len(fits) > MOST_GROUPS:
        raise UserError(
            f"The column “{by}” has {len(fits):,} different values; that is no grouping, and it could name people. "
            f"Choose one with at most {MOST_GROUPS}."
        )
    # A group of few could name them: it may be their own name that stands in the column.
    small = [fits.pop(name) for name in list(fits) if len(fits[name]) < min_cell]
    names = tuple(sorted(fits))
    if small:
        unnamed = f"(groups of fewer than {min_cell})"
        fits[unnamed] = [fit for those in small for fit in those]
        names += (unnamed,)
    places = [Counter(band_of(fit, bands) for fit in fits[name]) for name in names]
    counts = suppress([[found[place] for place in range(len(bands))] for found in places], min_cell)
    return Groups(
        column=by,
        names=names,
        counts=counts,
        medians=tuple(five_points(fits[name])[2] if len(fits[name]) >= min_cell else None for name in names),
        min_cell=min_cell,
    )


def _matched(people: People, before: People) -> list[tuple[Client, Client]]:
    earlier = {client.id: client for client in before.clients}
    return [(earlier[client.id], client) for client in people.clients if client.id in earlier]


def _change(role: Role, both: Sequence[tuple[Client, Client]], bands: Sequence[Band]) -> Change:
    pairs = [(old.fits.get(role.id, 0.0), new.fits.get(role.id, 0.0)) for old, new in both]
    top = len(bands) - 1
    return Change(
        role=role,
        before=five_points([old for old, _ in pairs])[2],
        after=five_points([new for _, new in pairs])[2],
        risen=sum(new > old + 1e-9 for old, new in pairs),
        fallen=sum(new < old - 1e-9 for old, new in pairs),
        ready_before=sum(band_of(old, bands) == top for old, _ in pairs),
        ready_after=sum(band_of(new, bands) == top for _, new in pairs),
    )
