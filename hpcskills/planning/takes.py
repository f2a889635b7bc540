"""What one person can take on the way to one role: courses and exams, what each needs, gives, costs.

Everything the program of `program.py` is about stands here in whole numbers: minutes, cents, units of a fit.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TypeAlias

from hpcskills.model import FULL, Catalogue, Course, Funding, Range, Requirement, Role
from hpcskills.planning.eligibility import funds
from hpcskills.planning.limits import Limits, is_step
from hpcskills.scoring.credit import Credits
from hpcskills.scoring.fit import CORE_MARGIN, units

FULL_TIME = 40.0
"""Hours a week of a paid place, which is a job and not study beside one."""

MOST_PREPARATIONS = 4
"""Courses that prepare for the same exam and are told apart; their subsets are ways to it."""

Need: TypeAlias = tuple[str, int]
"""A skill and the level that a course asks of it."""


class Way(StrEnum):
    """How something is taken: a course is followed, an exam sat with the level it asks, or studied for alone."""

    LEARN = "learn"
    SIT = "sit"
    STUDY = "study"


_WAYS = tuple(Way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A course or exam taken in one way.

    `needs` are those that the start does not meet; `after` names courses that come before: a preparation, whose
    hours are then not counted again in the exam's own study, or one whose credential is asked for.
    """

    course: Course
    way: Way
    needs: tuple[Need, ...]
    after: tuple[str, ...]
    gives: Mapping[str, int]
    hours: Range
    minutes: int
    cents: int
    priced: bool

    @property
    def key(self) -> tuple[str, int, tuple[str, ...]]:
        """What orders takes: the id, then the way."""
        return self.course.id, _WAYS.index(self.way), self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A requirement of the role: the units covered at the start, and by each take that covers more."""

    requirement: Requirement
    base: int
    covers: Mapping[int, int]

    @property
    def met_from(self) -> int:
        """Units from which a core skill counts as met: one level short, though never nothing."""
        need = self.requirement
        return max(need.level - CORE_MARGIN, 1) * FULL // need.level

    def covered(self, taken: Collection[int]) -> int:
        """Give the units covered with some takes."""
        return max((self.covers[take] for take in taken if take in self.covers), default=self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Money that a route pays towards some takes: up to `cents` for each of them, or for all together."""

    route: Funding
    cents: int
    each: bool
    takes: tuple[int, ...]


# --- ways to take a course ----------------------------------------------------------------------------------------


def takes(
    courses: Mapping[str, Course],
    credits_: Credits,
    start: Mapping[str, int],
    limits: Limits,
    *,
    done: Collection[Course] = (),
) -> Iterator[Take]:
    """Give every way to take each of these courses; those `done` spare study that they prepared for."""
    prepared = {exam: [one for one in done if exam in one.prepares_for] for one in done for exam in one.prepares_for}
    preparing: dict[str, list[Course]] = {}
    for course in courses.values():
        for exam in course.prepares_for:
            preparing.setdefault(exam, []).append(course)
    for course in courses.values():
        held = course.requires_credential is None or course.requires_credential in limits.done
        before = () if held else (str(course.requires_credential),)
        for way, asked, after, hours in _ways(course, preparing.get(course.id, []), prepared.get(course.id, [])):
            needs = [(s, n) for s, n in sorted(asked.items()) if credits_.hundredths(s, start) < 100 * n]
            yield Take(
                course=course,
                way=way,
                needs=tuple(needs),
                after=tuple(sorted({*before, *after})),
                gives=_gives(course, way),
                hours=hours,
                minutes=_minutes(course, hours, limits),
                cents=_cents(course.cost_usd.high),
                priced=course.cost_usd.high is not None,
            )


def _gives(course: Course, way: Way) -> Mapping[str, int]:
    """Give the levels won. Sitting an exam shows levels that it asks for, and does not raise them."""
    if way is not Way.SIT:
        return course.gives
    return {skill: level for skill, level in course.gives.items() if level > course.requires.get(skill, 0)}


def _ways(
    course: Course, preparing: Sequence[Course], prepared: Sequence[Course]
) -> Iterator[tuple[Way, Mapping[str, int], tuple[str, ...], Range]]:
    """Give each way with what it asks, the preparations it builds on and its hours of work."""
    if course.kind != "exam":
        yield Way.LEARN, course.requires, (), course.hours
        return
    yield Way.SIT, course.requires, (), course.hours
    study = course.self_study
    if study is None or study.hours.high is None:
        return
    known = sorted((one for one in preparing if one.hours.high is not None), key=lambda one: one.id)
    for count in range(min(len(known), MOST_PREPARATIONS) + 1):
        for before in combinations(known, count):
            yield Way.STUDY, study.start, tuple(one.id for one in before), _left(study.hours, (*prepared, *before))


def _left(study: Range, before: Sequence[Course]) -> Range:
    """Give the hours of an exam's own study that preparation courses leave; what they taught is not counted twice."""
    high = max(0.0, (study.high or 0.0) - sum(one.hours.high or 0.0 for one in before))
    low = max(0.0, (study.low or 0.0) - sum(one.hours.low or 0.0 for one in before))
    return Range(low=min(low, high), high=high, basis=study.basis)


def _minutes(course: Course, hours: Range, limits: Limits) -> int:
    """Give the minutes of the person's own pace that something takes; a paid place passes at the pace of a job."""
    minutes = (hours.high or 0.0) * 60
    return math.ceil((minutes if is_step(course) else minutes * limits.pace / FULL_TIME) - 1e-6)


def _cents(money: float | None) -> int:
    return 0 if money is None else math.ceil(money * 100 - 1e-6)


# --- what is won --------------------------------------------------------------------------------------------------


def shares(takes: Sequence[Take], credits_: Credits, role: Role, start: Mapping[str, int]) -> tuple[Share, ...]:
    """Give what each take covers of each requirement of the role."""
    giving: dict[str, list[tuple[int, int]]] = {}
    for k, take in enumerate(takes):
        for skill, level in take.gives.items():
            giving.setdefault(skill, []).append((k, level))
    return tuple(_share(giving, credits_, need, start) for need in role.requirements)


def _share(
    giving: Mapping[str, Sequence[tuple[int, int]]], credits_: Credits, need: Requirement, start: Mapping[str, int]
) -> Share:
    offers = [(name, credit.percent) for skill in need.skills for name, credit in credits_.towards(skill).items()]
    base = min(FULL, max((units(start[name], percent, need) for name, percent in offers if name in start), default=0))
    covers: dict[int, int] = {}
    for name, percent in offers:
        for k, level in giving.get(name, ()):
            won = min(FULL, units(level, percent, need))
            if won > max(base, covers.get(k, 0)):
                covers[k] = won
    return Share(requirement=need, base=base, covers=dict(sorted(covers.items())))


# --- who pays -----------------------------------------------------------------------------------------------------


def grants(catalogue: Catalogue, takes: Sequence[Take], limits: Limits) -> Iterator[Grant]:
    """Give the routes that surely pay: the person named them, or meets conditions that can be checked."""
    for route in catalogue.funding.values():
        amount = route.amount_usd.high if route.amount_usd else None
        mine = route.id in limits.funding or (bool(route.conditions) and funds(route, limits.person).sure)
        if not mine or amount is None:
            continue
        paid = tuple(k for k, take in enumerate(takes) if take.cents and pays(route, take.course))
        if paid:
            each = "each" in (route.amount_usd.basis if route.amount_usd else "")
            yield Grant(route=route, cents=int(amount * 100), each=each, takes=paid)


def pays(route: Funding, course: Course) -> bool:
    """Tell whether a route is for a course: those it names, else those of its kinds."""
    return course.id in route.courses if route.courses else course.kind in route.applies_to
