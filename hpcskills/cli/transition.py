"""The command for a change of trade: what carries over, where to land, and the stepping stones from there."""

from __future__ import annotations

from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    CoursesFile,
    HoursPerWeek,
    InputFile,
    NoQuestions,
    Output,
    PageFormat,
    PageReportFormat,
    ProfileFile,
    RoleId,
    RolesFile,
    SaveProfile,
    SkillsFile,
    Words,
    chosen,
    complete_background,
    data_files,
)
from hpcskills.cli.out import drawn, emit, today, width
from hpcskills.cli.words import gather


def transition(
    *,
    background: Annotated[
        str,
        typer.Argument(
            metavar="BACKGROUND",
            help="The trade you come from (see: hpcskills backgrounds).",
            autocompletion=complete_background,
        ),
    ],
    words: Words = None,
    file: InputFile = None,
    role: RoleId = None,
    profile: ProfileFile = None,
    save_profile: SaveProfile = None,
    no_questions: NoQuestions = False,
    hours_per_week: HoursPerWeek = None,
    format: PageReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show what a trade brings to HPC and where to land."""
    from hpcskills.catalogue import load
    from hpcskills.cli.person import hear, known, save
    from hpcskills.planning.limits import Limits
    from hpcskills.transition import transition_reading

    catalogue = load(skills=skills, roles=roles, courses=courses)
    trade = choose.background(catalogue, background)
    wanted = choose.role(catalogue, role) if role else None
    text = gather(words, file, command="transition", needed=False)
    own = known(profile, catalogue)
    person = hear(text, catalogue, personal=own, background=trade, role=wanted, questions=not no_questions)
    limits = Limits(start=today(), hours_per_week=hours_per_week)
    found = transition_reading(person.assessor, trade, person.reading, limits=limits, role=wanted)
    inputs = data_files(file, skills, roles, courses)
    if save_profile:
        save(person, found.assessment, save_profile, inputs)
    inputs += data_files(profile, save_profile)
    match chosen(PageFormat, format, output):
        case PageFormat.JSON:
            from hpcskills.render import jsonout

            emit(jsonout.transition(found, catalogue), output, inputs)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown

            emit(markdown.transition(found, catalogue), output, inputs)
        case PageFormat.HTML:
            from hpcskills.render import html

            emit(html.transition(found, catalogue, made=today()), output, inputs)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal_transition

            report = terminal_transition.transition(found, catalogue, width=width())
            emit(drawn(report, output), output, inputs)
