"""The command that answers what if: the fits with more levels, or the next levels that are worth most."""

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
    ProfileFile,
    ReportFormat,
    RolesFile,
    SkillsFile,
    Words,
    chosen,
    complete_role,
    data_files,
)
from hpcskills.cli.out import drawn, emit
from hpcskills.cli.words import gather
from hpcskills.errors import UserError
from hpcskills.model import Catalogue


def whatif(
    *,
    words: Words = None,
    file: InputFile = None,
    background: BackgroundId = None,
    profile: ProfileFile = None,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="SKILL:LEVEL", help="A level (1-5) you would have, as cuda:3; may be repeated."),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role", "-r", metavar="ID", autocompletion=complete_role, help="Only this role, with every next level."
        ),
    ] = None,
    format: ReportFormat = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Show what more skills would change, or what to learn next.

    With --add: the fit of every role before and after. Without: for every role the single next levels that bring most
    points for an hour of study.
    """
    text = gather(words, file, command="whatif", needed=background is None and profile is None)

    from hpcskills.catalogue import load
    from hpcskills.cli.person import hear, known, tell_aside
    from hpcskills.planning.whatif import asked

    catalogue = load(skills=skills, roles=roles, courses=courses)
    trade = choose.background(catalogue, background) if background else None
    wanted = choose.role(catalogue, role) if role else None
    added = dict(_level(catalogue, one) for one in add or ())
    own = known(profile, catalogue)
    person = hear(text, catalogue, personal=own, background=trade, role=wanted, questions=False)
    tell_aside(person)
    found = asked(catalogue, person.assessor.scorer, person.assessed(wanted).profile, added=added, role=wanted)
    match chosen(Format, format, output):
        case Format.JSON:
            from hpcskills.render import json_whatif

            shown = json_whatif.whatif(found, catalogue)
        case Format.MARKDOWN:
            from hpcskills.render import markdown_whatif

            shown = markdown_whatif.whatif(found, catalogue)
        case Format.TERMINAL:
            from hpcskills.render import terminal_whatif

            shown = drawn(terminal_whatif.whatif(found, catalogue), output)
    emit(shown, output, data_files(file, profile, skills, roles, courses))


def _level(catalogue: Catalogue, asked: str) -> tuple[str, int]:
    """A skill and the level added; the skill by any of its names."""
    name, colon, level = asked.rpartition(":")
    if not colon or not name.strip():
        raise UserError(f"--add needs a skill and a level such as cuda:3, not “{asked}”.")
    if level.strip() not in ("1", "2", "3", "4", "5"):
        raise UserError(f"--add {name}: the level must be 1, 2, 3, 4 or 5, not “{level}”.")
    return choose.skill(catalogue, name).id, int(level)
