"""The sentences about a cohort that its reports share, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from hpcskills.clients.classes import Advice
from hpcskills.clients.cohort import MIN_CELL, Change, Cohort, Groups, NearReady, Spread
from hpcskills.clients.common_gaps import CommonGap
from hpcskills.clients.offers import Booking
from hpcskills.render import figures

HIDDEN = "hidden"
MOST_TARGETS = 6


def headline(found: Cohort) -> list[str]:
    """The answer in a few plain sentences."""
    top, below = found.bands[-1], found.bands[-2:-1]
    ready = sum(one.fit + 1e-9 >= top.min_fit for one in found.near)
    near = len(found.near) - ready
    people = figures.plural(found.size, "client")
    of = f"for {found.role.label}" if found.role else "for their nearest core role"
    first = f"{people}: {ready:,} read as {top.label.lower()} {of}"
    sentences = [f"{first}, {near:,} as {below[0].label.lower()}." if below else f"{first}."]
    if not found.role:
        listed = ", ".join(f"{role.label} {count:,}" for role, count in found.targets[:MOST_TARGETS])
        sentences.append(f"The nearest core role of each: {listed}.")
    if found.gaps and (top_gap := found.gaps[0]).cost:
        sentences.append(
            f"What costs the group most is {top_gap.requirement.label}: {top_gap.lacking:,} of the {top_gap.asked:,} "
            f"who need it do not have it in full."
        )
    if found.refused:
        sentences.append(f"{figures.plural(found.refused, 'row')} of the file could not be used.")
    return sentences


def middle(one: Spread) -> str:
    """Where the middle half of the people lies."""
    return f"{figures.whole(one.lower)}-{figures.whole(one.upper)}"


def ends(one: Spread) -> str:
    """The lowest and the highest fit."""
    return f"{figures.whole(one.least)}-{figures.whole(one.most)}"


def cost(gap: CommonGap) -> str:
    """What a gap costs, averaged over everybody."""
    return f"{gap.cost:.1f}"


def lacks(one: NearReady) -> str:
    """What stands between a person and the role."""
    return "not known" if one.lacking is None else ", ".join(one.lacking) or "nothing"


def cell(count: int | None) -> str:
    """A count, or that it is hidden."""
    return HIDDEN if count is None else f"{count:,}"


def hiding(groups: Groups) -> str:
    """What was hidden and why."""
    if not groups.counts.hidden:
        return f"No cell has fewer than {groups.min_cell} people."
    return (
        f"Cells with fewer than {groups.min_cell} people are hidden, and as many others as it takes that none can be "
        "worked out; 0 is shown only where it tells of nobody."
    )


def change(one: Change) -> str:
    """How a role's fits moved."""
    return f"{figures.whole(one.before)} → {figures.whole(one.after)}"


# --- the class to run -----------------------------------------------------------------------------------------


def dollars(cents: int) -> str:
    """Money, in whole dollars where it is whole."""
    return f"{cents / 100:,.2f}".removesuffix(".00") + " USD"


def advice(found: Advice, size: int) -> list[str]:
    """What to run, what it brings, how sure that is, and what the usual way would bring."""
    if not found.best.bookings:
        return [
            f"No class that can be paid with {dollars(found.budget)} raises anybody's fit "
            f"({figures.plural(found.offers, 'course')} looked at)."
        ]
    best, usual = found.best, found.by_frequency
    first = best.bookings[0].offer.course.title
    also = "" if len(best.bookings) == 1 else f" and {figures.plural(len(best.bookings) - 1, 'other course')}"
    proof = (
        "No other choice within the budget brings more (proven)."
        if found.proven
        else f"Time ran out before the proof: no choice can bring more than +{found.bound:,.1f}."
    )
    return [
        f"Run {first}{also}: +{best.gain:,.1f} points over the whole group, for {best.people:,} of {size:,} people and "
        f"{dollars(best.cost)} of {dollars(found.budget)}.",
        proof,
        _usual(usual.gain, best.gain, dollars(usual.cost)),
    ]


def _usual(usual: float, best: float, money: str) -> str:
    if not usual:
        return "Training the most frequent gaps first, as is usual, would raise nobody's fit."
    share = 100 * usual / best
    return (
        f"Training the most frequent gaps first, as is usual, would bring +{usual:,.1f} points for {money}: "
        f"{share:.0f}% of the best."
    )


def terms(booking: Booking) -> str:
    """How many classes with whom, and what they cost."""
    classes = figures.plural(booking.classes, "class", "classes")
    return f"{classes} · {figures.plural(len(booking.seats), 'person', 'people')} · {dollars(booking.cost)}"


def people(booking: Booking, most: int) -> str:
    """Who takes part, those who gain most first."""
    names = [f"{seat.id} (+{seat.gain:.1f})" for seat in booking.seats[:most]]
    more = len(booking.seats) - most
    return ", ".join([*names, f"and {more:,} more"] if more > 0 else names)


def footnotes(found: Cohort, classes: bool) -> list[str]:
    """What a reader must know to read the figures rightly."""
    bands: Sequence[str] = [f"{band.label.lower()} from {band.min_fit}" for band in found.bands]
    notes = [
        f"Readings are a convention: {', '.join(bands)}.",
        "Costs of gaps are percent points of fit for the target role of each, averaged over the whole group.",
        "This rests on what people said, not on proof; it serves to plan training, not to choose people.",
    ]
    if found.size < MIN_CELL:
        notes.append("So few people can be told apart in these figures: keep this report to yourself.")
    if classes:
        notes.append(
            "Classes: everybody takes one at most, and only those who have what it requires. Fees of seats are the "
            "highest known; ask the provider."
        )
    return [*notes, f"Data {found.digest[:12]}. Nothing left this machine."]
