"""courses.yaml as records: courses, exams and programmes, and what pays for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hpcskills.catalogue.entries import Entry, Found, Kind
from hpcskills.catalogue.nodes import as_said, as_text, quoted
from hpcskills.model import Course, Credential, Eligibility, Funding, Range, SelfStudy, Strategy

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

UNKNOWN = Range(low=None, high=None, basis="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursesFile:
    """What courses.yaml, or a part of it, holds; `whole`: it stands alone and lacks no section."""

    whole: bool
    courses: tuple[Found[Course], ...]
    funding: tuple[Found[Funding], ...]


def read_courses(root: Entry) -> CoursesFile:
    """Courses and what pays for them."""
    whole = root.flag("replace") or root.page.shipped
    root.maybe_word("levels_basis", BASES)
    return CoursesFile(
        whole=whole,
        courses=root.unique("courses", _course, lambda one: one.id, required=whole),
        funding=root.unique("funding", _funding, lambda one: one.id),
    )


def _course(entry: Entry) -> Course:
    course = Course(
        id=entry.id(),
        title=entry.text("title"),
        provider=entry.text("provider"),
        url=entry.url("url"),
        kind=entry.word("kind", KINDS),
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
    _check_kind(entry, course)
    return course


def _check_kind(entry: Entry, course: Course) -> None:
    """An exam proves and does not teach; everything else is the other way round."""
    if course.kind == "exam" and course.teaches:
        entry.page.say(entry.line_of("teaches"), 'an exam teaches nothing; write what it tests under "proves"')
    elif course.kind != "exam" and course.proves:
        entry.page.say(entry.line_of("proves"), 'only an exam proves; write what is taught under "teaches"')
    elif course.kind != "exam" and course.self_study is not None:
        entry.page.say(entry.line_of("self_study"), 'only an exam has "self_study"; write the hours under "hours"')


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
    """What is asked of a person, as said; `true` for yes. What is said not to be asked is left out."""
    said = {key: entry.maybe(key, as_said, "") for key in CONDITIONS}
    return {key: value for key, value in said.items() if value not in (None, "false")}


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
