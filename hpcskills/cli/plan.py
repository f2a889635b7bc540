"""The command that plans: the cheapest, fastest or best way to a role within a person's limits."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    BackgroundId,
    CoursesFile,
    HoursPerWeek,
    InputFile,
    Output,
    PlanFormat,
    ProfileFile,
    RolesFile,
    SkillsFile,
    Words,
    chosen,
    complete_role,
    data_files,
)
from hpcskills.cli.out import emit
from hpcskills.cli.words import gather
from hpcskills.errors import UserError

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
    profile: ProfileFile = None,
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
    hours_per_week: HoursPerWeek = None,
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
    prefer_language: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Of equally cheap (fast, good) plans the one with most study in this."),
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
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Plan anew from a plan kept as JSON; see --done."),
    ] = None,
    study_days: Annotated[
        str | None, typer.Option(metavar="DAYS", help="For a calendar: days of study, as mon,wed,sat.")
    ] = None,
    study_time: Annotated[
        str | None, typer.Option(metavar="TIME", help="For a calendar: when a block begins [default: 18:00].")
    ] = None,
    format: Annotated[
        PlanFormat | None,
        typer.Option(
            "--format", help="ics: a calendar of study blocks [default: by the ending of --output, else terminal]."
        ),
    ] = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Plan the cheapest, fastest or best way to a role, with dates."""
    if from_ and (words or file or background or profile):
        raise UserError("--from brings the skills that the plan was made with; leave words, files and background out.")
    text = "" if from_ else gather(words, file, command="plan", needed=background is None and profile is None)

    from hpcskills.catalogue import load
    from hpcskills.cli import plan_answer, wishes
    from hpcskills.cli.person import hear, known
    from hpcskills.planning.eligibility import Person, Standing
    from hpcskills.planning.limits import Limits
    from hpcskills.planning.planned import Prefer, Target
    from hpcskills.planning.saved import read_plan

    catalogue = load(skills=skills, roles=roles, courses=courses)
    told = {
        Standing.STUDENT: student, Standing.VETERAN: veteran, Standing.US_PERSON: us_person, Standing.WOMAN: woman,
        Standing.MINORITY: minority, Standing.UNEMPLOYED: unemployed, Standing.LOW_INCOME: low_income,
        Standing.GRADUATE: recent_graduate,
    }  # fmt: skip
    limits = Limits(
        start=wishes.day("start", start) or date.today(),
        person=Person(
            country=wishes.country(country), standings=frozenset(one for one, is_ in told.items() if is_), age=age
        ),
        budget=budget,
        hours_per_week=hours_per_week,
        weeks=weeks,
        by=wishes.day("by", by),
        free_only=free_only,
        certificates_only=certificates_only,
        delivery=wishes.words(
            "delivery", delivery, (way for one in catalogue.courses.values() for way in one.delivery)
        ),
        languages=wishes.languages(language),
        preferred=wishes.languages(prefer_language),
        providers=frozenset(provider or ()),
        min_confidence=min_confidence.value if min_confidence else None,
        exclude=wishes.courses(catalogue, exclude),
        include=wishes.courses(catalogue, include),
        done=wishes.courses(catalogue, done),
        funding=wishes.words("funding route", funding, catalogue.funding),
    )
    said = plan_answer.Said(
        limits=limits,
        dated=start is not None,
        role=choose.role(catalogue, role) if role and role != ANY else None,
        any_role=role == ANY,
        prefer=Prefer(prefer) if prefer else None,
        target=None if target is None else Target(fit=target),
        seconds=seconds,
    )
    if from_:
        ask = plan_answer.carried_on(read_plan(from_, catalogue), said, catalogue)
    else:
        trade = choose.background(catalogue, background) if background else None
        own = known(profile, catalogue)
        heard = hear(text, catalogue, personal=own, background=trade, role=said.role, questions=False)
        ask = plan_answer.begun(heard, said)
    form = plan_answer.Form(
        format=chosen(PlanFormat, format, output),
        output=output,
        days=wishes.study_days(study_days),
        begin=wishes.study_time(study_time),
    )
    # A plan may take the place of the one it follows.
    kept = None if form.format is PlanFormat.JSON else from_
    emit(plan_answer.answer(ask, form, pareto=pareto), output, data_files(file, profile, kept, skills, roles, courses))
