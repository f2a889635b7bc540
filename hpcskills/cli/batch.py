"""The command for a file of clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from hpcskills.cli.options import CoursesFile, RolesFile, SkillsFile
from hpcskills.cli.out import StoppedError, say
from hpcskills.errors import Exit


def batch(
    *,
    source: Annotated[Path, typer.Argument(metavar="IN", help="The clients: .csv, .tsv or .jsonl.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="The scores: .csv, .tsv or .jsonl.")],
    id_column: Annotated[str, typer.Option(metavar="NAME", help="The column with the client's id.")] = "id",
    skills_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column with the words to read; “text” if it is missing.")
    ] = "skills",
    background_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column with the client's trade, if there is one.")
    ] = None,
    refused: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Where refused rows go, with reasons [default: OUT as .refused.csv]."),
    ] = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Score a file of clients for all roles."""
    from hpcskills.assess import Assessor
    from hpcskills.batch import Interrupted, run
    from hpcskills.catalogue import load
    from hpcskills.tables import Columns

    bad = refused or output.with_suffix(".refused.csv")
    columns = Columns(id=id_column, skills=skills_column, background=background_column)
    assessor = Assessor(load(skills=skills, roles=roles, courses=courses))
    try:
        with _progress(source) as tick:
            tally = run(source, output, bad, assessor, columns=columns, tick=tick)
    except Interrupted as stop:
        raise StoppedError(f"Interrupted: {stop.tally.scored:,} clients were scored, nothing was written.") from stop
    encoding = "" if tally.encoding.startswith("utf") else f" (read as {tally.encoding})"
    say(f"{tally.scored:,} {'client' if tally.scored == 1 else 'clients'} scored into {output}{encoding}.")
    if tally.refused:
        rows = "row was" if tally.refused == 1 else "rows were"
        say(f"{tally.refused:,} {rows} refused; lines and reasons are in {bad}.")
        raise typer.Exit(Exit.SOME_REFUSED)


@contextmanager
def _progress(source: Path) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, if a person is looking at it."""
    import sys

    if not sys.stderr.isatty() or not source.is_file():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=source.stat().st_size)
        yield lambda read: bar.advance(task, read)
