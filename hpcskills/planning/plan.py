"""The first path to a role: its gaps, what each is worth, the courses for it and who may pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hpcskills.model import (
    FULL,
    Catalogue,
    Course,
    CourseOption,
    FirstPath,
    Fit,
    Funding,
    Gap,
    Part,
    Profile,
    Range,
    Requirement,
    Strategy,
)
from hpcskills.scoring.credit import IN_FULL, Credits
from hpcskills.scoring.fit import units

OPTIONS_PER_GAP = 4
"""As many courses as a reader compares at a glance, and room for most of the five strategies."""

_STATUSES = ("active", "presumed-active", "unknown")
_UNKNOWN = float("inf")


def first_path(
    catalogue: Catalogue,
    profile: Profile,
    fit: Fit,
    *,
    credits_: Credits | None = None,
    covers: Covers | None = None,
) -> FirstPath:
    """List the gaps of a fit by the points to win, each with its best course options, if any.

    The fit must carry its parts. Pass `credits_` and `covers` where they exist: they are the same for everybody.
    """
    credits_ = credits_ or Credits(catalogue)
    guide = _Guide(covers or Covers(catalogue, credits_), credits_, profile)
    gaps = [Gap(part=part, gain=_gain(part, fit), options=guide.options(part)) for part in fit.parts if not part.full]
    gaps.sort(key=lambda gap: (-gap.gain, -gap.part.requirement.importance))
    shown = {option.course.id: option.course for gap in gaps for option in gap.options}
    funding = (route for route in catalogue.funding.values() if _pays(route, shown))
    return FirstPath(role=fit.role, gaps=tuple(gaps), funding=tuple(funding))


def by_strategy(path: FirstPath) -> tuple[tuple[Strategy, tuple[tuple[Gap, CourseOption], ...]], ...]:
    """Regroup the options of a path by the report's five strategies, in its order, empty ones included."""
    return tuple(
        (
            strategy,
            tuple((gap, option) for gap in path.gaps for option in gap.options if option.course.strategy is strategy),
        )
        for strategy in Strategy
    )


def ready(course: Course, levels: Mapping[str, int], credits_: Credits) -> bool:
    """Tell whether skill levels (1-5) meet what a course asks of its learners, credit applied.

    An exam with self-study asks for the level the study starts from; a credential is never known to be held.
    """
    asked = course.self_study.start if course.self_study else course.requires
    return course.requires_credential is None and all(
        credits_.hundredths(skill, levels) >= 100 * level for skill, level in asked.items()
    )


class Covers:
    """How far each course covers a requirement: the same for everybody, so worked out once for many people."""

    def __init__(self, catalogue: Catalogue, credits_: Credits) -> None:
        self._courses = tuple(catalogue.courses.values())
        self._credits = credits_
        self._found: dict[Requirement, tuple[tuple[int, CourseOption], ...]] = {}

    def of(self, need: Requirement) -> tuple[tuple[int, CourseOption], ...]:
        """Give each course that lifts `need`, best first, with the units covered by its skill that counts for most."""
        found = self._found.get(need)
        if found is None:
            found = self._found[need] = tuple(sorted(self._covering(need), key=_order))
        return found

    def _covering(self, need: Requirement) -> Iterator[tuple[int, CourseOption]]:
        counting: dict[str, int] = {}
        for skill in need.skills:
            for source, credit in self._credits.towards(skill).items():
                if credit.kind in IN_FULL:
                    counting[source] = max(credit.percent, counting.get(source, 0))
        for course in self._courses:
            covers = [
                (min(units(level, counting[skill], need), FULL), skill in need.skills, skill)
                for skill, level in course.gives.items()
                if skill in counting
            ]
            covered, _, skill = max(covers, default=(0, False, ""))
            if covered:
                level, closes = course.gives[skill], covered == FULL
                yield covered, CourseOption(course=course, skill=skill, level=level, closes=closes)


class _Guide:
    """Finds the courses for a gap, for one person."""

    def __init__(self, covers: Covers, credits_: Credits, profile: Profile) -> None:
        self._covers = covers
        self._credits = credits_
        self._levels = {skill: held.level for skill, held in profile.held.items()}
        self._ready: dict[str, bool] = {}

    def options(self, part: Part) -> tuple[CourseOption, ...]:
        """Give the best few options, best first, with one of each strategy before a second of any."""
        useful = [option for covered, option in self._covers.of(part.requirement) if covered > part.covered]
        found = sorted(useful, key=lambda option: not self._may_start(option.course))
        firsts = {option.course.strategy: place for place, option in reversed(list(enumerate(found)))}
        others = set(range(len(found))) - set(firsts.values())
        chosen = [*sorted(firsts.values()), *sorted(others)][:OPTIONS_PER_GAP]
        return tuple(found[place] for place in sorted(chosen))

    def _may_start(self, course: Course) -> bool:
        if course.id not in self._ready:
            self._ready[course.id] = ready(course, self._levels, self._credits)
        return self._ready[course.id]


def _order(cover: tuple[int, CourseOption]) -> tuple[int, float, float, int, str]:
    """Sort what covers most first, then what costs least, is shortest and surest."""
    covered, option = cover
    course = option.course
    return -covered, _least(course.cost_usd), _least(course.hours), _STATUSES.index(course.status), course.id


def _least(figure: Range) -> float:
    """Give the lowest known bound; what nobody knows comes last, never as 0."""
    return next((bound for bound in (figure.low, figure.high) if bound is not None), _UNKNOWN)


def _gain(part: Part, fit: Fit) -> float:
    return 100 * part.requirement.importance * (FULL - part.covered) / fit.full_points


def _pays(route: Funding, shown: Mapping[str, Course]) -> bool:
    """Hold a route that names courses to those; any other one pays for its kinds of course."""
    if route.courses:
        return any(course in shown for course in route.courses)
    return any(course.kind in route.applies_to for course in shown.values())
