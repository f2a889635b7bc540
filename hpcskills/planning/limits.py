"""What a plan must keep to: a person's wishes (money, time, kinds of course) and who the person is.

A wish can be changed, and an infeasible plan says which one to change; what a person is cannot.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from hpcskills.course_filter import is_free
from hpcskills.model import Course
from hpcskills.planning.eligibility import Person, open_to

PACE = 8.0
"""Hours of study a week where nobody says: an evening and a half day beside a job."""

STEP_KINDS = frozenset({"course", "tutorial", "workshop", "video-series", "specialization", "exam"})
"""What a plan is made of. A degree, an apprenticeship or an internship is a job or years of study, and
a scholarship teaches nothing: these stand beside the plan unless a person includes them."""

CONFIDENCE = ("low", "medium", "high")


class Limit(StrEnum):
    """The wishes, each of which may stand in the way of a plan."""

    BUDGET = "budget"
    TIME = "time"
    FREE = "free-only"
    CERTIFICATES = "certificates-only"
    DELIVERY = "delivery"
    LANGUAGE = "language"
    PROVIDER = "provider"
    CONFIDENCE = "min-confidence"
    EXCLUDE = "exclude"
    INCLUDE = "include"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A person and the wishes for a plan that starts on `start`; None and empty sets do not limit.

    `include` names courses that must be in, `done` those passed already, `funding` the routes a person can use.
    `preferred` languages and courses `promised` by an earlier plan decide between plans that are equally good.
    """

    start: date
    person: Person = field(default_factory=Person)
    budget: float | None = None
    hours_per_week: float | None = None
    weeks: float | None = None
    by: date | None = None
    free_only: bool = False
    certificates_only: bool = False
    delivery: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    min_confidence: str | None = None
    exclude: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    funding: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()

    @property
    def pace(self) -> float:
        """Hours of study a week."""
        return PACE if self.hours_per_week is None else self.hours_per_week

    @property
    def cents(self) -> int | None:
        """The budget in cents; None where any known price will do."""
        return None if self.budget is None or math.isinf(self.budget) else int(self.budget * 100 + 0.5)

    @property
    def minutes(self) -> int | None:
        """The minutes of study up to the last day, if there is one."""
        days = [] if self.weeks is None else [self.weeks * 7]
        if self.by is not None:
            days.append(max(0, (self.by - self.start).days + 1))
        return int(min(days) / 7 * self.pace * 60 + 1e-6) if days else None

    def given(self) -> tuple[Limit, ...]:
        """Name the wishes that limit anything."""
        said: Mapping[Limit, bool] = {
            Limit.BUDGET: self.budget is not None,
            Limit.TIME: self.minutes is not None,
            Limit.FREE: self.free_only,
            Limit.CERTIFICATES: self.certificates_only,
            Limit.DELIVERY: bool(self.delivery),
            Limit.LANGUAGE: bool(self.languages),
            Limit.PROVIDER: bool(self.providers),
            Limit.CONFIDENCE: self.min_confidence is not None,
            Limit.EXCLUDE: bool(self.exclude),
            Limit.INCLUDE: bool(self.include),
        }
        return tuple(limit for limit in Limit if said[limit])

    def without(self, *limits: Limit) -> Limits:
        """Give the same limits with some wishes left out. A budget left out is one that any known price meets."""
        left_out = self
        for limit in limits:
            left_out = _WITHOUT[limit](left_out)
        return left_out

    def bars(self, course: Course) -> Iterator[Limit]:
        """Name each wish that a course goes against. Money and time in sum are not judged here."""
        if self.budget is not None and course.cost_usd.high is None:
            yield Limit.BUDGET
        if self.free_only and not is_free(course):
            yield Limit.FREE
        if self.certificates_only and course.credential is None:
            yield Limit.CERTIFICATES
        if self.delivery and self.delivery.isdisjoint(course.delivery):
            yield Limit.DELIVERY
        if self.languages and self.languages.isdisjoint(map(str.casefold, course.languages)):
            yield Limit.LANGUAGE
        if self.providers and not any(name.casefold() in course.provider.casefold() for name in self.providers):
            yield Limit.PROVIDER
        if self.min_confidence and CONFIDENCE.index(course.confidence) < CONFIDENCE.index(self.min_confidence):
            yield Limit.CONFIDENCE
        if course.id in self.exclude:
            yield Limit.EXCLUDE

    def foreign(self, course: Course) -> bool:
        """Tell whether a course is in none of the preferred languages, if there are any."""
        return bool(self.preferred) and self.preferred.isdisjoint(map(str.casefold, course.languages))

    def allows(self, course: Course) -> bool:
        """Tell whether a course may be a step of the plan. One that is included may, whatever the other wishes say."""
        if course.id in self.include:
            return True
        return is_offered(course) and open_to(course.eligibility, self.person).sure and not any(self.bars(course))


_WITHOUT = {
    Limit.BUDGET: lambda limits: replace(limits, budget=None if limits.budget is None else math.inf),
    Limit.TIME: lambda limits: replace(limits, weeks=None, by=None),
    Limit.FREE: lambda limits: replace(limits, free_only=False),
    Limit.CERTIFICATES: lambda limits: replace(limits, certificates_only=False),
    Limit.DELIVERY: lambda limits: replace(limits, delivery=frozenset()),
    Limit.LANGUAGE: lambda limits: replace(limits, languages=frozenset()),
    Limit.PROVIDER: lambda limits: replace(limits, providers=frozenset()),
    Limit.CONFIDENCE: lambda limits: replace(limits, min_confidence=None),
    Limit.EXCLUDE: lambda limits: replace(limits, exclude=frozenset()),
    Limit.INCLUDE: lambda limits: replace(limits, include=frozenset()),
}


def is_step(course: Course) -> bool:
    """Tell whether a course can be a step of a plan: of a kind to sign up for, not a paid place to win."""
    return course.kind in STEP_KINDS and course.pays_learner is None and course.hours.high is not None


def is_offered(course: Course) -> bool:
    """Tell whether a step can be counted on: nobody should build on a course that may have ended."""
    return is_step(course) and course.status != "unknown"
