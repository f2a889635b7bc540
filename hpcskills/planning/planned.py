"""The records of a plan: its goal, its steps with dates and fits, what it leaves open, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hpcskills.model import Course, Fit, Funding, Part, Profile, Range, Requirement
from hpcskills.planning.aims import Aim
from hpcskills.planning.eligibility import Opening
from hpcskills.planning.limits import Limit, Limits
from hpcskills.planning.takes import Way


class Prefer(StrEnum):
    """What a person wants of the plans that reach the goal; `best`: the highest fit within the limits."""

    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The wish: a fit of 0-100 and whether the core skills must be met. None: the highest band, core skills met."""

    fit: int | None = None
    core: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What the wish comes to for one person: the points of the fit to reach, and the core skills (by place).

    `within_courses` is False if no courses lead to the whole wish, whatever they cost: then the goal is the highest
    band that they lead to, and `core_beyond` names the core skills that none of them brings near enough.
    """

    fit: int
    points: int
    met: frozenset[int]
    within_courses: bool
    core_beyond: tuple[Requirement, ...]


class Outcome(StrEnum):
    """`reached`: the plan leads to the goal; `short`: the limits do not allow that, and this is the best they do."""

    REACHED = "reached"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That no better plan exists. If time ran out, `aim` was being worked on and could at best become `bound`."""

    aim: Aim | None = None
    bound: float | None = None

    @property
    def proven(self) -> bool:
        """Nothing was left to search."""
        return self.aim is None


# --- steps --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Something a step asks: a skill and level, and the earlier step that brings it (None: the person does)."""

    skill: str
    level: int
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """A requirement of the role that a step brings nearer: levels before and after, transfers applied."""

    requirement: Requirement
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """What a funding route pays towards a step."""

    route: Funding
    usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One course or exam of a plan.

    `hours` is the work it takes here and `minutes` that of the person's pace at most; `won` and `leads_to` (ids of
    later steps) say why it is there, `fit` is the role's fit afterwards and `others` those of the runner-up roles.
    `months` is the age of what is known about it.
    """

    course: Course
    way: Way
    after: tuple[str, ...]
    asks: tuple[Met, ...]
    gives: Mapping[str, int]
    won: tuple[Won, ...]
    leads_to: tuple[str, ...]
    included: bool
    hours: Range
    minutes: int
    aids: tuple[Aid, ...]
    first_day: date
    last_day: date
    fit: Fit
    others: tuple[Fit, ...]
    months: int | None

    @property
    def usd(self) -> Range:
        """The price after what routes pay; unknown bounds stay unknown."""
        aid, cost = sum(aid.usd for aid in self.aids), self.course.cost_usd
        low, high = (None if bound is None else max(0.0, bound - aid) for bound in (cost.low, cost.high))
        return Range(low=low, high=high, basis=cost.basis)


# --- beside the steps ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How a skill grows where no course leads: in entry roles that ask it, in paid places, in open work."""

    roles: tuple[str, ...]
    places: tuple[Course, ...]
    open_source: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A part that is not full after the plan. `practice` is set if no course closes it; else one could."""

    part: Part
    gain: float
    practice: Practice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A paid place, degree or scholarship beside the plan, what it still asks, and the points its skills are worth."""

    course: Course
    opening: Opening
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """A funding route for some steps of the plan; `counted` if the plan's money counts on it."""

    route: Funding
    opening: Opening
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of these wishes, and no others, that brings the goal within reach.

    `becomes` are the limits after it. `exceptions` are courses to take against the wish, `dropped` included ones to
    leave out. `faster` marks the change of hours a week where `limits` is the time.
    """

    limits: tuple[Limit, ...]
    becomes: Limits
    exceptions: tuple[Course, ...]
    dropped: tuple[str, ...]
    faster: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a course that is done took of a person's hours and money at most; `usd` None if nobody knows the price."""

    hours: float
    usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a plan follows an earlier one: the courses done since, with what they took, and those kept, new and dropped.

    `lost` are courses and skills that the data no longer hold; `other_data`: the data changed in between.
    """

    done: Mapping[str, Spent]
    kept: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    lost: tuple[str, ...]
    other_data: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way to a role: provably the cheapest, fastest or best within the limits, if `proof` says so.

    If it is short of the goal, `changes` hold for each limit that binds the smallest change of it alone; if no single
    one is enough, one change of several together. The person starts with the skills in `before` and ends with those
    in `profile`. `progress` is there if the plan follows an earlier one.
    """

    role: str
    prefer: Prefer
    target: Target
    goal: Goal
    limits: Limits
    outcome: Outcome
    proof: Proof
    start: Fit
    end: Fit
    others: tuple[Fit, ...]
    steps: tuple[Step, ...]
    hours: Range
    usd: Range
    unpriced: tuple[str, ...]
    last_day: date
    before: Profile
    profile: Profile
    left: tuple[Left, ...]
    programmes: tuple[Programme, ...]
    payers: tuple[Payer, ...]
    changes: tuple[Change, ...]
    progress: Progress | None = None

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.outcome is Outcome.REACHED

    @property
    def weeks(self) -> float:
        """Weeks from the first day to the last."""
        return ((self.last_day - self.limits.start).days + 1) / 7 if self.steps else 0.0

    @property
    def binding(self) -> tuple[Limit, ...]:
        """The limits that stand in the way, each by itself."""
        return tuple(dict.fromkeys(change.limits[0] for change in self.changes if len(change.limits) == 1))
