"""The commands that look something up in the catalogue, and the one that checks its files."""

from __future__ import annotations

from typing import Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.options import (
    CoursesFile,
    ListFormat,
    LookFormat,
    MatrixFormat,
    Output,
    RolesFile,
    SkillsFile,
    chosen,
    complete_background,
    complete_role,
    data_files,
)
from hpcskills.cli.out import drawn, emit, say, today, width

MOST_SKILLS = 10

LEAST_ALIKE = 0.7
"""Below this score (0-1) names share letters by chance."""


def roles(
    *,
    role: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="One role, with all it asks and why.", autocompletion=complete_role),
    ] = None,
    format: LookFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show the HPC roles, or all about one of them."""
    from hpcskills.catalogue import load

    catalogue = load(skills=skills, roles=roles, courses=courses)
    one = choose.role(catalogue, role) if role else None
    if chosen(ListFormat, format, output) is ListFormat.JSON:
        from hpcskills.render import json_catalogue

        text = json_catalogue.roles([one] if one else list(catalogue.roles.values()), catalogue)
    else:
        from hpcskills.render import terminal_catalogue

        text = drawn(terminal_catalogue.role(one, catalogue) if one else terminal_catalogue.roles(catalogue), output)
    emit(text, output, data_files(skills, roles, courses))


def matrix(
    *,
    every: Annotated[
        bool, typer.Option("--all", help="All categories of skills, not only the report's seven.")
    ] = False,
    format: Annotated[MatrixFormat | None, typer.Option("--format", help="How to write the matrix.")] = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show which kinds of skills each role asks for, as a heatmap."""
    from hpcskills.catalogue import load
    from hpcskills.scoring.matrix import build

    catalogue = load(skills=skills, roles=roles, courses=courses)
    found = build(catalogue, every_category=every)
    match chosen(MatrixFormat, format, output):
        case MatrixFormat.JSON:
            from hpcskills.render import json_catalogue

            text = json_catalogue.matrix(found, catalogue)
        case MatrixFormat.CSV:
            from hpcskills.render import csvout

            text = csvout.matrix(found)
        case MatrixFormat.HTML:
            from hpcskills.render import html_matrix

            text = html_matrix.matrix(found, catalogue, made=today())
        case MatrixFormat.SVG:
            from hpcskills.render import html_matrix

            text = html_matrix.drawing(found)
        case MatrixFormat.TERMINAL:
            from hpcskills.render import terminal_matrix

            text = drawn(terminal_matrix.matrix(found, width=width()), output)
    emit(text, output, data_files(skills, roles, courses))


def skills(
    *,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="A word to look for; typing errors are fine.")
    ] = None,
    format: LookFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Look up a skill, its other names and who asks for it."""
    from hpcskills.catalogue import load

    catalogue = load(skills=skills, roles=roles, courses=courses)
    if query:
        from hpcskills.reading.match import Matcher

        near = Matcher(catalogue).search(" ".join(query), MOST_SKILLS)
        found = [(one, score) for one, score in near if score >= LEAST_ALIKE]
        if not found:
            say("No skill has a name like that.")
    else:
        found = []
    if chosen(ListFormat, format, output) is ListFormat.JSON:
        from hpcskills.render import json_catalogue

        everything = [(one, None) for one in catalogue.skills.values()]
        text = json_catalogue.skills(found if query else everything, catalogue)
    else:
        from hpcskills.render import terminal_catalogue

        listed = terminal_catalogue.skills([one for one, _ in found], catalogue)
        text = drawn(listed if query else terminal_catalogue.categories(catalogue), output)
    emit(text, output, data_files(skills, roles, courses))


def backgrounds(
    *,
    background: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="One background, with the skills it brings.",
            autocompletion=complete_background,
        ),
    ] = None,
    format: LookFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show the trades people come from, or all about one."""
    from hpcskills.catalogue import load

    catalogue = load(skills=skills, roles=roles, courses=courses)
    one = choose.background(catalogue, background) if background else None
    if chosen(ListFormat, format, output) is ListFormat.JSON:
        from hpcskills.render import json_catalogue

        text = json_catalogue.backgrounds([one] if one else list(catalogue.backgrounds.values()), catalogue)
    else:
        from hpcskills.render import terminal_catalogue

        listed = terminal_catalogue.background(one, catalogue) if one else terminal_catalogue.backgrounds(catalogue)
        text = drawn(listed, output)
    emit(text, output, data_files(skills, roles, courses))
