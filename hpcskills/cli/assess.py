"""The commands about one person: assess, transition, match."""

from __future__ import annotations

from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    BackgroundId,
    CoursesFile,
    Format,
    InputFile,
    Output,
    ReportFormat,
    RoleId,
    RolesFile,
    SkillsFile,
    Words,
    chosen,
    complete_background,
    data_files,
)
from hpcskills.cli.out import drawn, emit, width
from hpcskills.cli.words import gather


def assess(
    *,
    words: Words = None,
    file: InputFile = None,
    background: BackgroundId = None,
    role: RoleId = None,
    format: ReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Find the nearest HPC role, the gaps and the way there."""
    text = gather(words, file, command="assess", needed=background is None)

    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load

    catalogue = load(skills=skills, roles=roles, courses=courses)
    trade = choose.background(catalogue, background) if background else None
    wanted = choose.role(catalogue, role) if role else None
    found = Assessor(catalogue).assess(text, background=trade, role=wanted)
    inputs = data_files(file, skills, roles, courses)
    match chosen(Format, format, output):
        case Format.JSON:
            from hpcskills.render import jsonout

            emit(jsonout.assessment(found, catalogue), output, inputs)
        case Format.MARKDOWN:
            from hpcskills.render import markdown

            emit(markdown.assessment(found, catalogue), output, inputs)
        case Format.TERMINAL:
            from hpcskills.render import terminal_assessment

            report = terminal_assessment.assessment(found, catalogue, width=width())
            emit(drawn(report, output), output, inputs)


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
    format: ReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show what a trade brings to HPC and where to land."""
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.transition import transition as change

    catalogue = load(skills=skills, roles=roles, courses=courses)
    trade = choose.background(catalogue, background)
    wanted = choose.role(catalogue, role) if role else None
    text = gather(words, file, command="transition", needed=False)
    found = change(Assessor(catalogue), trade, text, role=wanted)
    inputs = data_files(file, skills, roles, courses)
    match chosen(Format, format, output):
        case Format.JSON:
            from hpcskills.render import jsonout

            emit(jsonout.transition(found, catalogue), output, inputs)
        case Format.MARKDOWN:
            from hpcskills.render import markdown

            emit(markdown.transition(found, catalogue), output, inputs)
        case Format.TERMINAL:
            from hpcskills.render import terminal_transition

            report = terminal_transition.transition(found, catalogue, width=width())
            emit(drawn(report, output), output, inputs)


def match(
    *,
    words: Words = None,
    file: InputFile = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id", "text"} lines from stdin or --file, answer each with a line.'),
    ] = False,
    format: ReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show what is understood of a text, word by word."""
    from hpcskills.catalogue import load
    from hpcskills.match import Matcher

    inputs = data_files(file, skills, roles, courses)
    if jsonl:
        from hpcskills.cli.lines import answer_lines

        answer_lines(words, file, output, inputs, load(skills=skills, roles=roles, courses=courses))
        return
    text = gather(words, file, command="match")
    catalogue = load(skills=skills, roles=roles, courses=courses)
    reading = Matcher(catalogue).read(text)
    match chosen(Format, format, output):
        case Format.JSON:
            from hpcskills.render import jsonout

            emit(jsonout.match(reading, catalogue), output, inputs)
        case Format.MARKDOWN:
            from hpcskills.render import markdown

            emit(markdown.match(reading, catalogue), output, inputs)
        case Format.TERMINAL:
            from hpcskills.render import terminal

            emit(drawn(terminal.match(reading, catalogue), output), output, inputs)
