"""The command for a group of clients: what it lacks, who is near, and which classes to run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpcskills.cli import choose
from hpcskills.cli.batch import one_thread, salt
from hpcskills.cli.options import CoursesFile, Output, RoleId, RolesFile, SkillsFile, chosen, data_files
from hpcskills.cli.out import drawn, emit, say, today, width
from hpcskills.errors import UserError

if TYPE_CHECKING:
    from hpcskills.assess import Assessor
    from hpcskills.clients.classes import Advice
    from hpcskills.clients.cohort_file import People
    from hpcskills.model import Role


class CohortFormat(StrEnum):
    """How the report on a cohort is written."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"


def cohort(
    *,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Scores that a batch wrote, or a file of clients, in any form that a batch reads."
        ),
    ],
    role: RoleId = None,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="A column that came with the clients, to compare groups.")
    ] = None,
    min_cell: Annotated[int, typer.Option(min=1, help="Hide counts of fewer people than this in groups.")] = 5,
    before: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier run of the same clients, to see the change.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, metavar="USD", help="Money for classes: find those that help the group most.")
    ] = None,
    class_price: Annotated[
        float | None, typer.Option(min=0, metavar="USD", help="What one class costs, whatever the course.")
    ] = None,
    class_size: Annotated[int, typer.Option(min=1, metavar="SEATS", help="Seats in a class.")] = 12,
    prices: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The classes on offer: a CSV file with course, size, price and fee of a seat."
        ),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Salted hashes instead of ids, as batch makes them.")
    ] = False,
    id_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="In a file of clients: the column of ids.")
    ] = None,
    skills_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="In a file of clients: the column with the words to read.")
    ] = None,
    background_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="In a file of clients: the column with the trade.")
    ] = None,
    format: Annotated[
        CohortFormat | None,
        typer.Option("--format", help="How to write the report [default: by the ending of --output, else terminal]."),
    ] = None,
    output: Output = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Look at many clients together and at what to teach them."""
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.cohort import build
    from hpcskills.clients.cohort_file import Named, column, read
    from hpcskills.clients.cohort_file import anonymous as hide

    if budget is not None and class_price is None and prices is None:
        raise UserError("--budget needs the price of a class: --class-price USD, or --prices FILE.")
    one_thread()
    assessor = Assessor(load(skills=skills, roles=roles, courses=courses))
    target = choose.role(assessor.catalogue, role) if role else None
    columns = Named(id=id_column, skills=skills_column, background=background_column)
    people = read(source, assessor, columns)
    earlier = read(before, assessor, columns) if before else None
    if anonymous:
        secret = salt()
        people = hide(people, secret)
        earlier = hide(earlier, secret) if earlier else None
    group = column(people, by) if by else None
    found = build(people, assessor, role=target, by=group, min_cell=min_cell, before=earlier)
    if before and not found.both:
        say(f"Nobody in {before} is in {source} too: people are told by their ids.")
    if people.refused:
        say(f"{people.refused:,} rows could not be used; hpcskills batch says why.")
    advice = None
    if budget is not None:
        advice = _advice(people, target, assessor, budget, prices or (class_size, class_price or 0))
    inputs = data_files(source, before, prices, skills, roles, courses)
    match chosen(CohortFormat, format, output):
        case CohortFormat.JSON:
            from hpcskills.render import json_cohort

            text = json_cohort.cohort(found, advice, assessor.catalogue)
        case CohortFormat.HTML:
            from hpcskills.render import html_cohort

            text = html_cohort.cohort(found, advice, made=today())
        case CohortFormat.TERMINAL:
            from hpcskills.render import terminal_cohort

            text = drawn(terminal_cohort.cohort(found, advice, width=width()), output)
    emit(text, output, inputs)


def _advice(
    people: People, role: Role | None, assessor: Assessor, budget: float, terms: Path | tuple[int, float]
) -> Advice:
    from hpcskills.clients.classes import advise
    from hpcskills.clients.cohort import nearest
    from hpcskills.clients.offers import offers, read_offers

    if not people.with_levels:
        raise UserError("The file holds fits only, no skills; classes need a scores file with skills, or the clients.")
    catalogue = assessor.catalogue
    if isinstance(terms, Path):
        offered = read_offers(terms, catalogue)
    else:
        size, price = terms
        offered = offers(list(catalogue.courses.values()), size=size, price=round(100 * price))
    targets = [role or nearest(client, catalogue) for client in people.clients]
    return advise(people.clients, targets, offered, assessor, budget=round(100 * budget))
