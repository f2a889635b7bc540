"""The records that cross module lines. They hold values only; nothing here reads, matches or scores.

Words follow SKOS (label, alias, broader), ESCO and O*NET (occupations), NIH (proficiency levels 1-5) and
schema.org/CTDL (courses, credentials). Levels are whole numbers, 0 = none; money is in US dollars; times in hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

# --- the vocabulary -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A group of skills; those with `heatmap` are columns of the report's skill matrix."""

    id: str
    label: str
    heatmap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One concept of the vocabulary.

    `ambiguous` lists those of its names that are also everyday words or other people's abbreviations;
    `counted_by` names the narrower skills that count for it in full (default: its direct children);
    `translations` holds its names in other languages, by language ("es").
    """

    id: str
    label: str
    category: str
    broader: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted_by: tuple[str, ...] | None = None
    esco: tuple[str, ...] = ()
    esco_match: str | None = None
    onet: tuple[str, ...] = ()
    hpccf: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Label first, then the aliases."""
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Credit (0-100 percent) that the skill `source` gives towards `target`, and why."""

    source: str
    target: str
    percent: int
    why: str


class CreditKind(StrEnum):
    """Why one skill counts for another."""

    SAME = "same"
    NARROWER = "narrower"
    TRANSFER = "transfer"
    BROADER = "broader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """How far holding `source` covers a need for `target`; `why` is a sentence for the report."""

    source: str
    target: str
    percent: int
    kind: CreditKind
    why: str


# --- levels -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A step of the NIH proficiency scale."""

    number: int
    name: str
    can_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsRule:
    """Convention: at least `years` years of use count as `level`."""

    years: float
    level: int


class Status(StrEnum):
    """What a person says about a skill."""

    HELD = "held"
    DENIED = "denied"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words beside a skill that tell a level, a status, or that it is only being learnt.

    `before`: the words stand before the skill ("familiar with X"); `after`: behind it ("X: no experience").
    `language`: they mean so only in texts of that language. `until`: and only if one of these ends what they begin, as
    in German "kenne X nicht". `near`: but for small words they must stand right before the skill, as "no" in "no X".
    """

    words: tuple[str, ...]
    level: int | None = None
    status: Status | None = None
    learning: bool = False
    before: bool = True
    after: bool = False
    language: str | None = None
    until: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The proficiency scale and the conventions that turn words and years into levels."""

    source: str
    levels: tuple[Level, ...]
    years: tuple[YearsRule, ...]
    assumed: int
    assumed_learning: int
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A reading of the fit: from `min_fit` (0-100) upwards."""

    id: str
    label: str
    min_fit: int
    meaning: str


# --- roles --------------------------------------------------------------------------------------------------------


class Tier(StrEnum):
    """Core: the six roles of the report; entry: landing jobs; emerging: roles on the horizon."""

    CORE = "core"
    ENTRY = "entry"
    EMERGING = "emerging"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A need of a role: one skill, or any one of several, at `level` (1-5), weighing `importance` (1-5)."""

    skills: tuple[str, ...]
    label: str
    importance: int
    level: int
    core: bool
    why: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An HPC job and what it asks."""

    id: str
    label: str
    tier: Tier
    summary: str
    functions: tuple[str, ...]
    titles: tuple[str, ...]
    onet: tuple[str, ...]
    esco: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    next_roles: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """A skill that a background brings, at a typical level."""

    skill: str
    level: int
    why: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A trade with the skills it implies and the gaps usual on the way to HPC."""

    id: str
    label: str
    titles: tuple[str, ...]
    skills: tuple[Implied, ...]
    usual_gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An outlook figure with its period, source and date; `about` names roles or a wider scope."""

    about: tuple[str, ...]
    fact: str
    value: str
    period: str
    basis: str
    source: str
    as_of: str
    url: str | None = None
    checked: str | None = None
    conflict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkYear:
    """The assumption what a year of work in a role teaches: all that the role asks for grows by `levels`.

    A skill grows up to the level asked, and never above `most`.
    """

    levels: int
    most: int
    why: str


# --- courses ------------------------------------------------------------------------------------------------------


class Strategy(StrEnum):
    """The report's five ways across the skills gap, in its order."""

    APPLIED_TRAINING = "applied-training"
    CROSS_TRAINING = "cross-training"
    ONLINE_CERTIFICATE = "online-certificate"
    DIVERSITY = "diversity"
    NATIONAL_LAB = "national-lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure with its bounds; a bound that nobody knows is None, never 0."""

    low: float | None
    high: float | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a learner may show afterwards."""

    name: str
    validity_years: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfStudy:
    """For an exam: the levels a learner may start from and the hours of study up to the pass."""

    start: Mapping[str, int]
    hours: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may take part; only what the source says. `text` is its wording in short."""

    text: str
    countries: tuple[str, ...] = ()
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Anything that teaches or proves a skill: course, exam, tutorial, apprenticeship, internship, scholarship."""

    id: str
    title: str
    provider: str
    url: str
    kind: str
    strategy: Strategy
    delivery: tuple[str, ...]
    languages: tuple[str, ...]
    hours: Range
    cost_usd: Range
    subscription: bool
    teaches: Mapping[str, int]
    requires: Mapping[str, int]
    proves: Mapping[str, int]
    self_study: SelfStudy | None
    requires_credential: str | None
    credential: Credential | None
    prepares_for: tuple[str, ...]
    eligibility: Eligibility
    pays_learner: str | None
    entry_level_fit: str
    status: str
    as_of: str | None
    confidence: str
    source: str
    note: str | None = None

    @property
    def gives(self) -> Mapping[str, int]:
        """Skill levels a learner can show afterwards: what is taught, or what a passed exam proves."""
        return self.teaches or self.proves


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Who or what pays for learning."""

    id: str
    name: str
    who: str
    text: str
    amount_usd: Range | None
    applies_to: tuple[str, ...]
    courses: tuple[str, ...]
    countries: tuple[str, ...]
    conditions: Mapping[str, str]
    url: str
    as_of: str | None
    source: str
    confidence: str


# --- the catalogue ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All data, checked. Mappings keep the order of the files; `digest` is the hash of their content."""

    categories: Mapping[str, Category]
    skills: Mapping[str, Skill]
    transfers: tuple[Transfer, ...]
    narrower_percent: int
    broader_percent: int
    false_friends: frozenset[str]
    scale: Scale
    bands: tuple[Band, ...]
    roles: Mapping[str, Role]
    backgrounds: Mapping[str, Background]
    facts: tuple[Fact, ...]
    courses: Mapping[str, Course]
    funding: Mapping[str, Funding]
    digest: str
    headings: tuple[Heading, ...] = ()
    work: WorkYear | None = None


# --- what a person said -------------------------------------------------------------------------------------------


class How(StrEnum):
    """How words were matched to a skill, from surest to least sure. `CONFIRMED`: the person said what they mean."""

    CONFIRMED = "confirmed"
    EXACT = "exact"
    ALIAS = "alias"
    VARIANT = "variant"
    FUZZY = "fuzzy"


class SectionKind(StrEnum):
    """What a part of a text speaks of. `ADVERT`: it asks for skills instead of telling of them."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    WISHES = "wishes"
    ADVERT = "advert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Words that stand over a section of a text, or tell by themselves what the text is."""

    section: SectionKind
    words: tuple[str, ...]


class Place(NamedTuple):
    """A part of a text: characters `start` up to `end`.

    This record and the next three are tuples because a long text has thousands, and a frozen class takes five times as
    long to make.
    """

    start: int
    end: int


class Match(NamedTuple):
    """One thing said about one skill: the words, where they stand (character offsets), how they were understood.

    `dated`: the years are the time between two dates of the text ("2009-2012"). `derived`: nobody said them; they are
    those of the dated jobs that name the skill.
    `because` are the places of the words that its status, level and years come from. What a person's profile adds to a
    text stands at its beginning and is empty.
    """

    skill: str
    mention: str
    start: int
    end: int
    how: How
    score: float
    status: Status = Status.HELD
    level: int | None = None
    years: float | None = None
    learning: bool = False
    dated: bool = False
    derived: bool = False
    section: SectionKind | None = None
    because: tuple[Place, ...] = ()


class Unsure(NamedTuple):
    """Words that may mean a skill; never counted before a person confirms. Candidates: best first."""

    mention: str
    start: int
    end: int
    candidates: tuple[Match, ...]
    why: str


class Unknown(NamedTuple):
    """Words that name no skill of the vocabulary."""

    mention: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was understood of a text, in the order of the text, and all that was not.

    `notes` are sentences for the person about the text as a whole; `language` is the one it was read in ("es").
    """

    matches: tuple[Match, ...]
    unsure: tuple[Unsure, ...]
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A skill of a profile. `assumed`: nobody said the level; `background`: the trade it is implied by, if any."""

    skill: str
    level: int
    assumed: bool
    matches: tuple[Match, ...] = ()
    background: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person has. `unsure` holds the skills that count only once confirmed (used for the high end)."""

    held: Mapping[str, Held]
    unsure: Mapping[str, Held]


# --- the fit ------------------------------------------------------------------------------------------------------

FULL = 6000
"""Units of a fully covered requirement: divisible by levels 1-5 times whole percents, so sums are exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A requirement's share of a fit. `covered` counts units of 1/6000; `credit` and `held` say what covers it."""

    requirement: Requirement
    covered: int
    held: Held | None
    credit: Credit | None

    @property
    def points(self) -> int:
        """Importance times covered units; a fit is the sum of these."""
        return self.requirement.importance * self.covered

    @property
    def full(self) -> bool:
        """Nothing is missing."""
        return self.covered == FULL

    @property
    def have(self) -> float:
        """The level that counts for the requirement (0-5), transfers applied and never above the need."""
        return self.covered * self.requirement.level / FULL

    @property
    def gap(self) -> float:
        """Levels that are missing."""
        return self.requirement.level - self.have


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A role's score for a profile, 0-100. `low` and `high` bound it by what was assumed or unsure.

    `rank` (0-100) orders the roles: the fit, with the credit that other skills lend counted half.
    """

    role: str
    tier: Tier
    points: int
    full_points: int
    low: float
    high: float
    rank: float
    core_met: int
    core_total: int
    band: Band
    parts: tuple[Part, ...]

    @property
    def fit(self) -> float:
        """Percent of all points."""
        return 100 * self.points / self.full_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """One step that lifts a fit: bring `skill` from level `have` to `level`; `gain` in percent points."""

    skill: str
    have: int
    level: int
    gain: float


# --- the way there ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOption:
    """A course for a gap: the level it gives in `skill`, and whether that closes the gap."""

    course: Course
    skill: str
    level: int
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A part not fully covered, what closing it is worth (percent points) and the courses for it, best first."""

    part: Part
    gain: float
    options: tuple[CourseOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPath:
    """The gaps of a role in order of points to win, and the funding that applies to some course shown."""

    role: str
    gaps: tuple[Gap, ...]
    funding: tuple[Funding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything a report shows about one person. Fits are best first within each tier."""

    reading: Reading
    profile: Profile
    background: Background | None
    fits: tuple[Fit, ...]
    target: Fit
    chosen: bool
    raises: tuple[Raise, ...]
    path: FirstPath
    digest: str
