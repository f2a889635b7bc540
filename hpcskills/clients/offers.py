"""Classes on offer, from the data or a file of one's own, and classes that are booked, with everybody in them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hpcskills.errors import InputError, UserError
from hpcskills.model import Catalogue, Course, Role

KINDS = frozenset({"course", "tutorial", "workshop", "specialization", "video-series"})
"""What a group can be taught together; nobody books a class of apprenticeships."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A course as a class: seats, cents for the whole class and cents for each person in it."""

    course: Course
    size: int
    price: int
    fee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A person in a class and the percent points of fit it brings."""

    id: str
    role: Role
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A course with its classes and everybody in them, those who gain most first."""

    offer: Offer
    classes: int
    seats: tuple[Seat, ...]

    @property
    def gain(self) -> float:
        """Percent points, summed over all who take part."""
        return sum(seat.gain for seat in self.seats)

    @property
    def cost(self) -> int:
        """Cents for all classes and seats."""
        return self.classes * self.offer.price + len(self.seats) * self.offer.fee


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is booked, most gain first."""

    bookings: tuple[Booking, ...]

    @property
    def gain(self) -> float:
        """Percent points, summed over everybody."""
        return sum(booking.gain for booking in self.bookings)

    @property
    def cost(self) -> int:
        """Cents."""
        return sum(booking.cost for booking in self.bookings)

    @property
    def people(self) -> int:
        """How many take part in a class."""
        return sum(len(booking.seats) for booking in self.bookings)


def offers(courses: Sequence[Course], *, size: int, price: int) -> tuple[Offer, ...]:
    """Offer every course that can be taught to a group at the same terms; its own price becomes the fee of a seat.

    Left out are courses whose price nobody knows (it might not be paid for) and those that not everybody may take.
    """
    return tuple(
        Offer(course=course, size=size, price=price, fee=round(100 * course.cost_usd.high))
        for course in courses
        if course.kind in KINDS and course.teaches and course.cost_usd.high is not None and _open(course)
    )


def _open(course: Course) -> bool:
    return not course.eligibility.countries and not course.eligibility.conditions


def read_offers(path: Path, catalogue: Catalogue) -> tuple[Offer, ...]:
    """Read what is on offer from a CSV file: course, size, price (of the class) and fee (of a seat), in US dollars.

    UserError names the line of the first mistake; InputError if the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"Cannot read {path}: {getattr(error, 'strerror', None) or error}.") from error
    return tuple(_offer(row, f"{path}:{line}", catalogue) for line, row in enumerate(rows, 2))


def _offer(row: Mapping[str, str | None], where: str, catalogue: Catalogue) -> Offer:
    course = catalogue.courses.get((row.get("course") or "").strip())
    if course is None:
        raise UserError(f"{where}: there is no course “{row.get('course') or ''}”. Ids: hpcskills courses.")
    if not course.teaches:
        raise UserError(f"{where}: {course.id} teaches nothing that a class could learn; it is of kind {course.kind}.")
    try:
        size = int(row.get("size") or "")
        price, fee = (round(100 * float(row.get(name) or 0)) for name in ("price", "fee"))
    except (ValueError, OverflowError):
        raise UserError(f"{where}: size, price and fee must be numbers, for example 12, 3000 and 0.") from None
    if size < 1 or price < 0 or fee < 0:
        raise UserError(f"{where}: a class has at least one seat, and nothing costs less than nothing.")
    return Offer(course=course, size=size, price=price, fee=fee)
