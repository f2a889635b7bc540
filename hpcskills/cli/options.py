"""The options that several commands share, each with its help and its completion."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer


class Format(StrEnum):
    """How a computed report is written."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"


class PageFormat(StrEnum):
    """How a computed report is written that can also be a page to hand over."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class PlanFormat(StrEnum):
    """How a plan is written."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    ICS = "ics"


class ListFormat(StrEnum):
    """How a part of the catalogue is written."""

    TERMINAL = "terminal"
    JSON = "json"


class MatrixFormat(StrEnum):
    """How the skill matrix is written."""

    TERMINAL = "terminal"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SVG = "svg"


F = TypeVar("F", bound=StrEnum)

_ENDINGS = {".json": "json", ".md": "markdown", ".csv": "csv", ".html": "html", ".svg": "svg", ".ics": "ics"}


def chosen(kind: type[F], asked: F | None, output: Path | None) -> F:
    """The format asked for, else the one the output file's ending names, else the terminal's."""
    if asked is not None:
        return asked
    by_ending = _ENDINGS.get(output.suffix.lower()) if output else None
    return next((one for one in kind if one.value == by_ending), kind("terminal"))


def _ids(section: str, incomplete: str) -> list[str]:
    """Ids of a section of the shipped roles file, by a glance at its lines: completion must be quick."""
    from hpcskills.catalogue import shipped

    found, inside = [], False
    with shipped("roles.yaml").open(encoding="utf-8") as lines:
        for line in lines:
            if line[:1].isalpha():
                inside = line.startswith(f"{section}:")
            elif inside and line.startswith("- id: "):
                found.append(line.removeprefix("- id: ").strip())
    return [one for one in found if one.startswith(incomplete)]


def complete_role(incomplete: str) -> list[str]:
    """Role ids for the shell."""
    return _ids("roles", incomplete)


def complete_background(incomplete: str) -> list[str]:
    """Background ids for the shell."""
    return _ids("backgrounds", incomplete)


Words = Annotated[
    list[str] | None,
    typer.Argument(help="Your skills in your own words. Several arguments are joined with commas."),
]
InputFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        "-f",
        metavar="PATH",
        help="Read a CV: PDF, Word, OpenDocument, RTF, web page, text, JSON Resume, Europass, LinkedIn; - for stdin.",
    ),
]
BackgroundId = Annotated[
    str | None,
    typer.Option(
        "--background",
        "-b",
        metavar="ID",
        help="Your trade; adds the skills typical of it (see: hpcskills backgrounds).",
        autocompletion=complete_background,
    ),
]
RoleId = Annotated[
    str | None,
    typer.Option(
        "--role",
        "-r",
        metavar="ID",
        help="The role to look at closely instead of the nearest one (see: hpcskills roles).",
        autocompletion=complete_role,
    ),
]
ReportFormat = Annotated[
    Format | None,
    typer.Option("--format", help="How to write the report [default: by the ending of --output, else terminal]."),
]
PageReportFormat = Annotated[
    PageFormat | None,
    typer.Option("--format", help="How to write the report [default: by the ending of --output, else terminal]."),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", metavar="FILE", help="Your profile (see --save-profile): it wins over what is read from a text."
    ),
]
SaveProfile = Annotated[
    Path | None,
    typer.Option(
        "--save-profile",
        metavar="FILE",
        help="Keep your skills and answers in a YAML file that only you can read, to correct and use again.",
    ),
]
NoQuestions = Annotated[
    bool,
    typer.Option("--no-questions", help="Ask nothing, on a terminal either. In a pipe nothing is ever asked."),
]
LookFormat = Annotated[ListFormat | None, typer.Option("--format", help="How to write the list.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="Write to a file that only you can read, instead of the screen.",
    ),
]
SkillsFile = Annotated[
    Path | None, typer.Option("--skills", metavar="FILE", help="Your own skills.yaml over the shipped one.")
]
RolesFile = Annotated[
    Path | None, typer.Option("--roles", metavar="FILE", help="Your own roles.yaml over the shipped one.")
]
CoursesFile = Annotated[
    Path | None, typer.Option("--courses", metavar="FILE", help="Your own courses.yaml over the shipped one.")
]


HoursPerWeek = Annotated[
    float | None, typer.Option(metavar="HOURS", min=0.5, max=80, help="Your hours of study a week [default: 8].")
]


def data_files(*files: Path | None) -> list[Path]:
    """Files that are read and must not be written over."""
    return [file for file in files if file is not None and str(file) != "-"]
