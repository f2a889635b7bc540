"""courses.yaml as records: courses, exams and programmes, and what pays for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hpcskills.entries import Entry, Found, Kind
from hpcskills.model import Course, Credential, Eligibility, Funding, Range, SelfStudy, Strategy
from hpcskills.nodes import as_said, as_text, quoted

KINDS = (
    "course",
    "tutorial",
    "exam",
    "workshop",
    "video-series",
    "internship",
    "apprenticeship",
    "degree",
    "specialization",
    "scholarship",
    "fellowship",
)
DELIVERY = ("self-paced", "online-live", "in-person")
BASES = ("stated", "derived", "estimated")
DEGREES = ("high", "medium", "low")
STATUSES = ("active", "presumed-active", "unknown")
CONDITIONS = (
    "student_only",
    "unemployed_or_underemployed",
    "veterans",
    "age_min",
    "minorities",
    "citizenship",
    "gpa_min",
    "recent_graduates",
    "women",
    "low_income",
)
BASES = ("stated", "derived", "estimated")
DEGREES = ("high", "medium", "low")
STATUSES = ("active", "presumed-active", "unknown")
CONDITIONS = (
    "student_only",
    "unemployed_or_underemployed",
    "veterans",
    "age_min",
    "minorities",
    "citizenship",
    "gpa_min",
    "recent_graduates",
    "women",
    "low_income",
)
DEGREES = ("high", "medium", "low")
STATUSES = ("active", "presumed-active", "unknown")
CONDITIONS = (
    "student_only",
    "unemployed_or_underemployed",
    "veterans",
    "age_min",
    "minorities",
    "citizenship",
    "gpa_min",
    "recent_graduates",
    "women",
    "low_income",
)
STATUSES = ("active", "presumed-active", "unknown")
CONDITIONS = (
    "student_only",
    "unemployed_or_underemployed",
    "veterans",
    "age_min",
    "minorities",
    "citizenship",
    "gpa_min",
    "recent_graduates",
    "women",
    "low_income",
)
CONDITIONS = (
    "student_only",
    "unemployed_or_underemployed",
    "veterans",
    "age_min",
    "minorities",
    "citizenship",
    "gpa_min",
    "recent_graduates",
    "women",
    "low_income",
)

UNKNOWN = Range(low=None, high=None, basis="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursesFile:
    """What courses.yaml, or a part of it, holds."""

    courses: tuple[Found[Course], ...]
    funding: tuple[Found[Funding], ...]



def read_courses(root: Entry, *, whole: bool) -> CoursesFile:
    """Courses and what pays for them; `whole`: the courses may not be missing."""
    root.maybe_word("levels_basis", BASES)
    return CoursesFile(
        courses=root.unique("courses", _course, lambda one: one.id, required=whole),
        funding=root.unique("funding", _funding, lambda one: one.id),
    )


def _course(entry: Entry) -> Course:
    kind = entry.word("kind", KINDS)
    _check_exam_keys(entry, kind)
    return Course(
        id=entry.id(),
        title=entry.text("title"),
        provider=entry.text("provider"),
        url=entry.url("url"),
        kind=kind,
        strategy=entry.word("strategy", tuple(Strategy)),
        delivery=entry.words("delivery", DELIVERY),
        languages=_codes(entry, "languages", "[a-z]{2,3}(-[A-Za-z]{2,4})?", "en", required=True),
        hours=entry.part("hours", _estimate) or UNKNOWN,
        cost_usd=entry.part("cost_usd", _estimate) or UNKNOWN,
        subscription=entry.flag("subscription"),
        teaches=entry.levels("teaches"),
        requires=entry.levels("requires"),
        proves=entry.levels("proves"),
        self_study=entry.maybe_part("self_study", _self_study),
        requires_credential=entry.maybe_mention("requires_credential", Kind.COURSE),
        credential=entry.maybe_part("credential", _credential),
        prepares_for=entry.mention_all("prepares_for", Kind.COURSE),
        eligibility=entry.part("eligibility", _eligibility) or Eligibility(text=""),
        pays_learner=entry.maybe_text("pays_learner"),
        entry_level_fit=entry.word("entry_level_fit", DEGREES),
        status=entry.word("status", STATUSES),
        as_of=entry.date("as_of"),
        confidence=entry.word("confidence", DEGREES),
        source=entry.text("source"),
        note=entry.maybe_text("note"),
    )


def _check_exam_keys(entry: Entry, kind: str) -> None:
    """An exam proves and does not teach; everything else is the other way round."""
    for key in ("teaches",) if kind == "exam" else ("proves", "self_study"):
        if entry.levels(key) if key != "self_study" else entry.has(key):
            hint = '"proves" what it tests' if kind == "exam" else '"teaches" what it teaches'
            entry.page.say(entry.line_of(key), f'"{key}" does not go with kind "{kind}", which {hint}')


def _estimate(entry: Entry) -> Range:
    return _range(entry, basis=entry.word("basis", BASES))


def _amount(entry: Entry) -> Range:
    return _range(entry, basis=entry.text("basis"))


def _range(entry: Entry, *, basis: str) -> Range:
    low, high = entry.maybe_number("min"), entry.maybe_number("max")
    if low is not None and high is not None and low > high:
        entry.page.say(entry.line_of("min"), f'"min" {low:g} is more than "max" {high:g}; swap or correct them')
    return Range(low=low, high=high, basis=basis)


def _self_study(entry: Entry) -> SelfStudy:
    return SelfStudy(start=entry.levels("from"), hours=entry.part("hours", _estimate) or UNKNOWN)


def _credential(entry: Entry) -> Credential:
    return Credential(name=entry.text("name"), validity_years=entry.maybe_number("validity_years"))


def _eligibility(entry: Entry) -> Eligibility:
    return Eligibility(text=entry.text("text"), countries=_countries(entry), conditions=_conditions(entry))


def _conditions(entry: Entry) -> dict[str, str]:
    """What is asked of a person, as said; yes and no become `true` and `false`."""
    said = {key: entry.maybe(key, as_said, "") for key in CONDITIONS}
    return {key: value for key, value in said.items() if value is not None}


def _countries(entry: Entry) -> tuple[str, ...]:
    return _codes(entry, "countries", "[A-Z]{2,4}", "US")


def _codes(entry: Entry, key: str, pattern: str, example: str, *, required: bool = False) -> tuple[str, ...]:
    found = entry.many(key, as_text, required=required)
    for code, line in found:
        if not re.fullmatch(pattern, code):
            entry.page.say(line, f'an item of "{key}" must be a code such as {example}, not {quoted(code)}')
    return tuple(code for code, _ in found)


def _funding(entry: Entry) -> Funding:
    return Funding(
        id=entry.id(),
        name=entry.text("name"),
        who=entry.text("who"),
        text=entry.text("text"),
        amount_usd=entry.maybe_part("amount_usd", _amount),
        applies_to=entry.words("applies_to", KINDS),
        courses=entry.mention_all("courses", Kind.COURSE),
        countries=_countries(entry),
        conditions=entry.maybe_part("conditions", _conditions) or {},
        url=entry.url("url"),
        as_of=entry.date("as_of"),
        source=entry.text("source"),
        confidence=entry.word("confidence", DEGREES),
    )


