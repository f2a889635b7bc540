"""What a maintainer of the data should look at: needs no course reaches, old facts, unknown states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hpcskills.model import Catalogue, Requirement

AGING = 12
"""Months after which a fact or course should be looked at again."""

STALE = 24
"""Months after which it should not be leaned on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the data holds."""

    skills: int
    aliases: int
    transfers: int
    roles: int
    requirements: int
    backgrounds: int
    courses: int
    funding: int
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A requirement above what courses give; `best` is the highest level any of them gives (0: none)."""

    role: str
    requirement: Requirement
    best: int


class Section(StrEnum):
    """Where something dated stands."""

    COURSE = "course"
    FUNDING = "funding"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A course, a funding or a fact with its age in whole months; None if it has no date."""

    section: Section
    name: str
    as_of: str | None
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The state of the data. `stale` is older than 24 months, `aging` older than 12 (and not stale)."""

    counts: Counts
    unreached: tuple[Unreached, ...]
    untaught: tuple[str, ...]
    stale: tuple[Dated, ...]
    aging: tuple[Dated, ...]
    undated: tuple[Dated, ...]
    unknown_status: tuple[str, ...]


def findings(catalogue: Catalogue, today: date) -> Findings:
    """Look through a catalogue as of `today`; the dated ones come oldest first."""
    unreached = tuple(_unreached(catalogue))
    dated = sorted(_dated(catalogue, today), key=lambda one: -(one.months or 0))
    return Findings(
        counts=_counts(catalogue),
        unreached=unreached,
        untaught=_untaught(unreached),
        stale=tuple(one for one in dated if one.months is not None and one.months > STALE),
        aging=tuple(one for one in dated if one.months is not None and AGING < one.months <= STALE),
        undated=tuple(one for one in dated if one.months is None),
        unknown_status=tuple(course.id for course in catalogue.courses.values() if course.status == "unknown"),
    )


def _counts(catalogue: Catalogue) -> Counts:
    return Counts(
        skills=len(catalogue.skills),
        aliases=sum(len(skill.aliases) for skill in catalogue.skills.values()),
        transfers=len(catalogue.transfers),
        roles=len(catalogue.roles),
        requirements=sum(len(role.requirements) for role in catalogue.roles.values()),
        backgrounds=len(catalogue.backgrounds),
        courses=len(catalogue.courses),
        funding=len(catalogue.funding),
        facts=len(catalogue.facts),
    )


# --- needs and courses --------


def _unreached(catalogue: Catalogue) -> Iterable[Unreached]:
    given: dict[str, int] = {}
    for course in catalogue.courses.values():
        for skill, level in course.gives.items():
            given[skill] = max(level, given.get(skill, 0))
    counting = _counting(catalogue)
    for role in catalogue.roles.values():
        for need in role.requirements:
            sources = (source for skill in need.skills for source in counting[skill])
            best = max((given.get(source, 0) for source in sources), default=0)
            if best < need.level:
                yield Unreached(role=role.id, requirement=need, best=best)


def _counting(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """For each skill those that count for it in full: itself and, if narrower ones do, these."""
    children: dict[str, list[str]] = {}
    for skill in catalogue.skills.values():
        for broader in skill.broader:
            children.setdefault(broader, []).append(skill.id)
    if catalogue.narrower_percent < 100:
        return {name: (name,) for name in catalogue.skills}
    return {
        name: (name, *(children.get(name, ()) if skill.counted_by is None else skill.counted_by))
        for name, skill in catalogue.skills.items()
    }


def _untaught(unreached: Iterable[Unreached]) -> tuple[str, ...]:
    """Skills of needs for which no course gives anything, each once."""
    return tuple(dict.fromkeys(skill for one in unreached if one.best == 0 for skill in one.requirement.skills))


# --- ages --------


def _dated(catalogue: Catalogue, today: date) -> Iterable[Dated]:
    for course in catalogue.courses.values():
        yield _date(Section.COURSE, course.id, course.as_of, today)
    for funding in catalogue.funding.values():
        yield _date(Section.FUNDING, funding.id, funding.as_of, today)
    for fact in catalogue.facts:
        yield _date(Section.FACT, fact.fact, fact.as_of, today)


def _date(section: Section, name: str, as_of: str | None, today: date) -> Dated:
    months = None if as_of is None else months_since(as_of, today)
    return Dated(section=section, name=name, as_of=as_of, months=months)


def months_since(as_of: str, today: date) -> int:
    """Whole months since a day, or since the end of a month or year; 0 for the future."""
    year, *rest = (int(part) for part in as_of.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else 1
    # A month or a year counts from its end, which is the first day after it.
    if len(rest) < 2:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    months = (today.year - year) * 12 + today.month - month - (today.day < day)
    return max(0, months)
