"""The commands about one person: assess, match."""

from __future__ import annotations

from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    BackgroundId,
    CoursesFile,
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
    data_files,
)
from hpcskills.cli.out import drawn, emit, today, width
from hpcskills.cli.words import gather
from hpcskills.errors import UserError


def assess(
    *,
    words: Words = None,
    file: InputFile = None,
    background: BackgroundId = None,
    role: RoleId = None,
    profile: ProfileFile = None,
    save_profile: SaveProfile = None,
    no_questions: NoQuestions = False,
    format: PageReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Find the nearest HPC role, the gaps and the way there."""
    text = gather(words, file, command="assess", needed=background is None and profile is None)

    from hpcskills.catalogue import load
    from hpcskills.cli.person import hear, known, save

    catalogue = load(skills=skills, roles=roles, courses=courses)
    trade = choose.background(catalogue, background) if background else None
    wanted = choose.role(catalogue, role) if role else None
    own = known(profile, catalogue)
    person = hear(text, catalogue, personal=own, background=trade, role=wanted, questions=not no_questions)
    found = person.assessed(wanted)
    inputs = data_files(file, skills, roles, courses)
    if save_profile:
        save(person, found, save_profile, inputs)
    inputs += data_files(profile, save_profile)
    match chosen(PageFormat, format, output):
        case PageFormat.JSON:
            from hpcskills.render import jsonout

            emit(jsonout.assessment(found, catalogue), output, inputs)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown

            emit(markdown.assessment(found, catalogue), output, inputs)
        case PageFormat.HTML:
            from hpcskills.render import html

            emit(html.assessment(found, catalogue, made=today()), output, inputs)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal_assessment

            report = terminal_assessment.assessment(found, catalogue, width=width())
            emit(drawn(report, output), output, inputs)


def match(
    *,
    words: Words = None,
    file: InputFile = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id", "text"} lines from stdin or --file, answer each with a line.'),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the text itself, with what was understood marked in it.")
    ] = False,
    profile: ProfileFile = None,
    format: PageReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show what is understood of a text, word by word."""
    from hpcskills.catalogue import load
    from hpcskills.cli.person import known
    from hpcskills.personal import settle, with_names
    from hpcskills.reading.match import Matcher

    inputs = data_files(file, skills, roles, courses, profile)
    if jsonl and (explain or profile):
        raise UserError("--jsonl answers programs: it goes without --explain and --profile.")
    if jsonl:
        from hpcskills.cli.lines import answer_lines

        answer_lines(words, file, output, inputs, load(skills=skills, roles=roles, courses=courses))
        return
    text = gather(words, file, command="match")
    catalogue = load(skills=skills, roles=roles, courses=courses)
    own = known(profile, catalogue)
    reading = settle(Matcher(with_names(catalogue, own)).read(text), own)
    match chosen(PageFormat, format, output):
        case PageFormat.JSON:
            from hpcskills.render import jsonout

            shown = jsonout.explained(text, reading, catalogue) if explain else jsonout.match(reading, catalogue)
        case PageFormat.MARKDOWN:
            from hpcskills.render import markdown

            shown = markdown.explained(text, reading, catalogue) if explain else markdown.match(reading, catalogue)
        case PageFormat.HTML:
            from hpcskills.render import html_explain

            shown = html_explain.explained(text, reading, catalogue, made=today())
        case PageFormat.TERMINAL if explain:
            from hpcskills.render import terminal_explain

            shown = drawn(terminal_explain.explained(text, reading, catalogue), output)
        case PageFormat.TERMINAL:
            from hpcskills.render import terminal

            shown = drawn(terminal.match(reading, catalogue, width()), output)
    emit(shown, output, inputs)
