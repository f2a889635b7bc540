"""How a plan follows an earlier one, in sentences that every report shares, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hpcskills.model import Catalogue
from hpcskills.planning.planned import Progress
from hpcskills.render import figures


def progress(one: Progress, catalogue: Catalogue) -> Iterator[str]:
    """What is done and what it took; what is kept, new and dropped; what the data no longer hold."""

    def titles(ids: Iterable[str]) -> str:
        return "; ".join(catalogue.courses[id_].title if id_ in catalogue.courses else id_ for id_ in ids) or "none"

    if one.done:
        usd = sum(spent.usd or 0 for spent in one.done.values())
        hours_ = sum(spent.hours for spent in one.done.values())
        unknown = sum(spent.usd is None for spent in one.done.values())
        more = f" (the price of {unknown} is not known)" if unknown else ""
        yield (
            f"Done: {titles(one.done)}. What it taught counts; its {figures.number(hours_)} h and {usd:,.0f} USD{more} "
            "are taken off the weeks and the budget."
        )
    for word, ids in (("Kept", one.kept), ("New", one.new), ("Dropped", one.dropped)):
        yield f"{word}: {titles(ids)}."
    if one.lost:
        yield f"No longer in the data: {', '.join(one.lost)}."
    if one.other_data:
        yield "The data changed since the plan was kept: hours, prices and courses may differ."
