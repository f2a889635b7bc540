"""Which courses meet a person's wishes."""

from __future__ import annotations

from dataclasses import dataclass

from hpcskills.model import Catalogue, Course, Range, Skill, Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a course must be; None does not matter. What nobody knows (cost, hours) never meets a wish."""

    skills: frozenset[str] | None = None
    strategy: Strategy | None = None
    kind: str | None = None
    free: bool = False
    delivery: str | None = None
    max_hours: float | None = None
    language: str | None = None

    def meets(self, course: Course) -> bool:
        """Tell whether a course is all that was wished for."""
        return (
            (self.skills is None or not self.skills.isdisjoint(course.gives))
            and self.strategy in (None, course.strategy)
            and self.kind in (None, course.kind)
            and (not self.free or is_free(course))
            and (self.delivery is None or self.delivery in course.delivery)
            and (self.max_hours is None or _at_most(study(course), self.max_hours))
            and (self.language is None or self.language in map(str.casefold, course.languages))
        )


def is_free(course: Course) -> bool:
    """Tell whether it is known to cost nothing."""
    return course.cost_usd.low == 0 and course.cost_usd.high == 0


def study(course: Course) -> Range:
    """Give the hours of work: for an exam those of the self-study, not the sitting."""
    return course.self_study.hours if course.self_study else course.hours


def with_narrower(catalogue: Catalogue, skill: Skill) -> frozenset[str]:
    """Give the ids of a skill and of all below it."""
    found = {skill.id}
    while more := {s.id for s in catalogue.skills.values() if not found.isdisjoint(s.broader)} - found:
        found |= more
    return frozenset(found)


def _at_most(hours: Range, most: float) -> bool:
    return hours.high is not None and hours.high <= most
