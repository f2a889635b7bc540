"""The command that plans: the cheapest, fastest or best way to a role within a person's limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    BackgroundId,
    CoursesFile,
    InputFile,
    Output,
    PageFormat,
    PageReportFormat,
    RolesFile,
    SkillsFile,
    Words,
    chosen,
    complete_role,
    data_files,
)
from hpcskills.cli.out import drawn, emit, today, width
from hpcskills.cli.words import gather
from hpcskills.errors import UserError
from hpcskills.model import Catalogue, Profile, Role, Tier

if TYPE_CHECKING:
    from hpcskills.assess import Assessor
    from hpcskills.planning.limits import Limits
    from hpcskills.planning.planned import Plan

ANY = "any"


class Preference(StrEnum):
    """What to make of the plans that reach the goal."""

    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    BEST = "best"


class Confidence(StrEnum):
    """How well a course is documented."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def plan(
    *,
    words: Words = None,
    file: InputFile = None,
    background: BackgroundId = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            "-r",
            metavar="ID",
            autocompletion=complete_role,
            help="The role to reach [default: the nearest core role]; any: the one of the six that is ready soonest.",
        ),
    ] = None,
    prefer: Annotated[
        Preference | None,
        typer.Option(help="Of the plans that reach the goal; best: as far as the limits allow [default: cheapest]."),
    ] = None,
    target: Annotated[
        int | None,
        typer.Option(metavar="FIT", min=0, max=100, help="The fit to reach [default: ready, with the core skills]."),
    ] = None,
    pareto: Annotated[bool, typer.Option("--pareto", help="Show the choice between money, time and fit.")] = False,
    budget: Annotated[float | None, typer.Option(metavar="USD", min=0, help="Most money to spend.")] = None,
    hours_per_week: Annotated[
        float | None, typer.Option(metavar="HOURS", min=0.5, max=80, help="Your hours of study a week [default: 8].")
    ] = None,
    weeks: Annotated[float | None, typer.Option(metavar="WEEKS", min=0, help="Most weeks.")] = None,
    by: Annotated[str | None, typer.Option(metavar="DATE", help="The last day, as 2027-06-30.")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="The first day [default: today].")] = None,
    free_only: Annotated[bool, typer.Option("--free-only", help="Only what costs nothing.")] = False,
    certificates_only: Annotated[
        bool, typer.Option("--certificates-only", help="Only what earns a certificate.")
    ] = False,
    delivery: Annotated[
        list[str] | None, typer.Option(metavar="HOW", help="self-paced, online-live or in-person; may be repeated.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A language you learn in, as en, es; may be repeated.")
    ] = None,
    provider: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only from this provider; may be repeated.")
    ] = None,
    min_confidence: Annotated[Confidence | None, typer.Option(help="How well courses must be documented.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(metavar="COURSE", help="Not this; may be repeated.")] = None,
    include: Annotated[
        list[str] | None, typer.Option(metavar="COURSE", help="This in any case; may be repeated.")
    ] = None,
    done: Annotated[list[str] | None, typer.Option(metavar="COURSE", help="Passed already; may be repeated.")] = None,
    funding: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="A funding route that you can use; may be repeated.")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Where you live, as US, PY.")] = None,
    age: Annotated[int | None, typer.Option(min=0, max=120, help="Your age, where programmes ask.")] = None,
    student: Annotated[bool, typer.Option("--student", help="You are a student.")] = False,
    veteran: Annotated[bool, typer.Option("--veteran", help="You are a veteran.")] = False,
    us_person: Annotated[bool, typer.Option("--us-person", help="US citizen or permanent resident.")] = False,
    woman: Annotated[bool, typer.Option("--woman", help="For programmes for women.")] = False,
    minority: Annotated[bool, typer.Option("--minority", help="For programmes for underrepresented groups.")] = False,
    unemployed: Annotated[bool, typer.Option("--unemployed", help="Out of work or underemployed.")] = False,
    low_income: Annotated[bool, typer.Option("--low-income", help="For programmes for low incomes.")] = False,
    recent_graduate: Annotated[bool, typer.Option("--recent-graduate", help="You graduated recently.")] = False,
    seconds: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Most time for the search.")] = 60.0,
    format: PageReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Plan the cheapest, fastest or best way to a role, with dates."""
    text = gather(words, file, command="plan", needed=background is None)

    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.planning.eligibility import Person, Standing
    from hpcskills.planning.limits import Limits

    catalogue = load(skills=skills, roles=roles, courses=courses)
    said = {
        Standing.STUDENT: student, Standing.VETERAN: veteran, Standing.US_PERSON: us_person, Standing.WOMAN: woman,
        Standing.MINORITY: minority, Standing.UNEMPLOYED: unemployed, Standing.LOW_INCOME: low_income,
        Standing.GRADUATE: recent_graduate,
    }  # fmt: skip
    person = Person(country=_country(country), standings=frozenset(one for one, is_ in said.items() if is_), age=age)
    limits = Limits(
        start=_day("start", start) or date.today(),
        person=person,
        budget=budget,
        hours_per_week=hours_per_week,
        weeks=weeks,
        by=_day("by", by),
        free_only=free_only,
        certificates_only=certificates_only,
        delivery=_words("delivery", delivery, (way for one in catalogue.courses.values() for way in one.delivery)),
        languages=frozenset(code.casefold() for code in language or ()),
        providers=frozenset(provider or ()),
        min_confidence=min_confidence.value if min_confidence else None,
        exclude=_courses(catalogue, exclude),
        include=_courses(catalogue, include),
        done=_courses(catalogue, done),
        funding=_words("funding route", funding, catalogue.funding),
    )
    _check(limits)
    assessor = Assessor(catalogue)
    trade = choose.background(catalogue, background) if background else None
    wanted = choose.role(catalogue, role) if role and role != ANY else None
    found = assessor.assess(text, background=trade, role=wanted)
    ask = _Ask(
        assessor=assessor,
        profile=found.profile,
        role=None if role == ANY else catalogue.roles[found.target.role],
        limits=limits,
        prefer=prefer.value if prefer else None,
        target=target,
        seconds=seconds,
    )
    answer = (
        _front(ask, chosen(PageFormat, format, output), output)
        if pareto
        else _plan(ask, chosen(PageFormat, format, output), output)
    )
    emit(answer, output, data_files(file, skills, roles, courses))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """Who wants a plan to which role (None: any of the six), and how."""

    assessor: Assessor
    profile: Profile
    role: Role | None
    limits: Limits
    prefer: str | None
    target: int | None
    seconds: float


def _plan(ask: _Ask, format: PageFormat, output: Path | None) -> str:
    from hpcskills.planning.optimum import plan, plans
    from hpcskills.planning.planned import Prefer, Target

    catalogue, scorer = ask.assessor.catalogue, ask.assessor.scorer
    target = None if ask.target is None else Target(fit=ask.target)
    prefer = Prefer(ask.prefer or ("fastest" if ask.role is None else "cheapest"))
    if ask.role is not None:
        found = plan(
            catalogue, scorer, ask.profile, ask.role, ask.limits, prefer=prefer, target=target, seconds=ask.seconds
        )
        return _drawn_plan(found, catalogue, format, output)
    core = [one for one in catalogue.roles.values() if one.tier is Tier.CORE]
    several = plans(catalogue, scorer, ask.profile, core, ask.limits, prefer=prefer, target=target, seconds=ask.seconds)
    match format:
        case PageFormat.JSON:
            from hpcskills.render import json_plan

            return json_plan.several(several, catalogue)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown_plan

            return markdown_plan.several(several, catalogue)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal_plan

            return drawn(terminal_plan.several(several, catalogue), output)
        case PageFormat.HTML:
            from hpcskills.render import html_plan

            return html_plan.plan(several[0], catalogue, made=today(), several=several)


def _drawn_plan(found: Plan, catalogue: Catalogue, format: PageFormat, output: Path | None) -> str:
    match format:
        case PageFormat.JSON:
            from hpcskills.render import json_plan

            return json_plan.plan(found, catalogue)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown_plan

            return markdown_plan.plan(found, catalogue)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal_plan

            return drawn(terminal_plan.plan(found, catalogue), output)
        case PageFormat.HTML:
            from hpcskills.render import html_plan

            return html_plan.plan(found, catalogue, made=today())


def _front(ask: _Ask, format: PageFormat, output: Path | None) -> str:
    from hpcskills.planning.front import front

    if ask.role is None:
        raise UserError("--pareto shows one role: name it with --role, or leave --role any out.")
    catalogue = ask.assessor.catalogue
    points = front(catalogue, ask.assessor.scorer, ask.profile, ask.role, ask.limits, seconds=ask.seconds)
    match format:
        case PageFormat.JSON:
            from hpcskills.render import json_plan

            return json_plan.front(points, ask.role.id, ask.limits, catalogue)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown_plan

            return markdown_plan.front(points, ask.role.id, catalogue)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal_plan

            return drawn(terminal_plan.front(points, ask.role.id, catalogue, width=width()), output)
        case PageFormat.HTML:
            raise UserError("--pareto has no page; use --format terminal, markdown or json.")


# --- reading the options --------------------------------------------------------------------------------------


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"--{option} needs a day such as 2027-06-30, not “{text}”.") from error


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    found = {"UK": "GB"}.get(code.upper(), code.upper())
    if not (len(found) == 2 and found.isascii() and found.isalpha()):
        raise UserError(f"--country needs a code of two letters such as US, DE or PY, not “{code}”.")
    return found


def _words(kind: str, asked: list[str] | None, known: Iterable[str]) -> frozenset[str]:
    all_known = list(known)
    return frozenset(choose.word(kind, one, all_known) for one in asked or ())


def _courses(catalogue: Catalogue, asked: list[str] | None) -> frozenset[str]:
    return frozenset(choose.course(catalogue, one).id for one in asked or ())


def _check(limits: Limits) -> None:
    """Refuse wishes that contradict each other."""
    if limits.by is not None and limits.by < limits.start:
        raise UserError(f"--by {limits.by.isoformat()} is before the first day, {limits.start.isoformat()}.")
    if both := sorted(limits.include & (limits.exclude | limits.done)):
        raise UserError(f"{both[0]} cannot be included and left out (or done) at once.")
