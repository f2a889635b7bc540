"""The command that lists courses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    CoursesFile,
    ListFormat,
    LookFormat,
    Output,
    RolesFile,
    SkillsFile,
    chosen,
    data_files,
)
from hpcskills.cli.out import drawn, emit, say
from hpcskills.model import Catalogue, Strategy


def courses(
    *,
    course: Annotated[
        str | None, typer.Argument(metavar="ID", help="One course, with its address and conditions.")
    ] = None,
    skill: Annotated[
        str | None, typer.Option(metavar="SKILL", help="Teaches or proves this skill or a narrower one.")
    ] = None,
    strategy: Annotated[Strategy | None, typer.Option(help="One of the five ways across the skills gap.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Such as tutorial, exam, internship.")] = None,
    free: Annotated[bool, typer.Option("--free", help="Costs nothing; unknown cost is not free.")] = False,
    delivery: Annotated[
        str | None, typer.Option(metavar="HOW", help="Such as self-paced, online-live, in-person.")
    ] = None,
    max_hours: Annotated[
        float | None, typer.Option(metavar="HOURS", min=0, help="At most so many hours; unknown is left out.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language it is given in, such as en, es.")
    ] = None,
    format: LookFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """List courses and programmes, or show all about one."""
    from hpcskills import course_filter
    from hpcskills.catalogue import load

    catalogue = load(skills=skills, roles=roles, courses=courses)
    one = choose.course(catalogue, course) if course else None
    wish = course_filter.Wish(
        skills=course_filter.with_narrower(catalogue, choose.skill(catalogue, skill)) if skill else None,
        strategy=strategy,
        kind=choose.word("kind of course", kind, (c.kind for c in catalogue.courses.values())) if kind else None,
        free=free,
        delivery=choose.word("delivery", delivery, _deliveries(catalogue)) if delivery else None,
        max_hours=max_hours,
        language=language.casefold() if language else None,
    )
    found = [one] if one else [c for c in catalogue.courses.values() if wish.meets(c)]
    if chosen(ListFormat, format, output) is ListFormat.JSON:
        from hpcskills.render import json_catalogue

        text = json_catalogue.courses(found, catalogue)
    else:
        from hpcskills.render import terminal_catalogue

        text = drawn(
            terminal_catalogue.course(one, catalogue) if one else terminal_catalogue.courses(found, catalogue),
            output,
        )
    emit(text, output, data_files(skills, roles, courses))
    if not found:
        say("No course meets all of these wishes; leave one out.")


def _deliveries(catalogue: Catalogue) -> Iterator[str]:
    return (way for course in catalogue.courses.values() for way in course.delivery)
