"""The command that checks data files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

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
from hpcskills.cli.out import drawn, emit
from hpcskills.errors import InputError, UserError

_SECTIONS = {
    "skills": {"credit", "categories", "skills", "transfers", "false_friends"},
    "roles": {"scale", "bands", "roles", "backgrounds", "outlook", "work"},
    "courses": {"levels_basis", "courses", "funding"},
}
_KEY = re.compile(r"^(\w+):", re.MULTILINE)


def check(
    *,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILES", help="Your own data files; what each holds is told by its sections."),
    ] = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
    format: LookFormat = None,
    output: Output = None,
) -> None:
    """Check data files for mistakes, gaps and old facts."""
    own = {"skills": skills, "roles": roles, "courses": courses}
    for file in files or ():
        kind = _kind(file)
        if own[kind]:
            raise UserError(f"{own[kind]} and {file} both hold {kind}; check one at a time.")
        own[kind] = file

    from datetime import date

    from hpcskills.catalogue import load
    from hpcskills.catalogue.check import findings

    catalogue = load(**own)
    found = findings(catalogue, date.today())
    if chosen(ListFormat, format, output) is ListFormat.JSON:
        from hpcskills.render import json_catalogue

        text = json_catalogue.findings(found, catalogue)
    else:
        from hpcskills.render import terminal_check

        text = drawn(terminal_check.findings(found, catalogue), output)
    emit(text, output, data_files(*own.values()))


def _kind(file: Path) -> str:
    """Which of the three files this is or extends, by its sections."""
    try:
        keys = set(_KEY.findall(file.read_text(encoding="utf-8", errors="replace")))
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.") from error
    kind, sections = max(_SECTIONS.items(), key=lambda one: len(one[1] & keys))
    if not sections & keys:
        raise UserError(f"Cannot tell what {file} holds; say it with --skills, --roles or --courses {file}.")
    return kind
