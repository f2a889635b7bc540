"""The command for a file of clients."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpcskills.cli.options import CoursesFile, RolesFile, SkillsFile
from hpcskills.cli.out import StoppedError, put, say, today
from hpcskills.errors import Exit, UserError
from hpcskills.render.clean import visible_lines

if TYPE_CHECKING:
    from hpcskills.assess import Assessor
    from hpcskills.clients.batch import Tally
    from hpcskills.clients.columns import Understood
    from hpcskills.clients.reports import Reports
    from hpcskills.clients.tables import Columns, Understand


class Work(StrEnum):
    """Where rows are scored."""

    LOCAL = "local"
    DASK = "dask"


class Cluster(StrEnum):
    """Batch systems that Dask knows how to ask for workers."""

    SLURM = "slurm"
    PBS = "pbs"
    LSF = "lsf"


class OnError(StrEnum):
    """What becomes of a row that cannot be scored."""

    REFUSE = "refuse"
    STOP = "stop"


def batch(
    *,
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="The clients: .csv, .tsv, .jsonl (also .gz), .xlsx or .parquet.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The scores: .csv, .tsv, .jsonl, .xlsx or .parquet."),
    ] = None,
    id_column: Annotated[
        str | None, typer.Option("--id-column", "--id", metavar="NAME", help="The column with the client's id.")
    ] = None,
    skills_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The column with the words to read [default: by name and content]."),
    ] = None,
    ratings: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A column in which people rate themselves; repeatable.")
    ] = None,
    level_scale: Annotated[
        str | None, typer.Option(metavar="1-5", help="The scale of the ratings [default: by what stands in them].")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What the columns hold, as --preview wrote it.")
    ] = None,
    preview: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show how N rows are understood, write mapping.yaml, score nothing.")
    ] = 0,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Salted hashes instead of ids, and no other column of the input.")
    ] = False,
    background_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column with the client's trade, if there is one.")
    ] = None,
    refused: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Where refused rows go, with reasons [default: OUT as .refused.csv]."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="How many processes work at it.")] = 1,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Score only the I-th of N parts, for job arrays; then: hpcskills merge OUT."),
    ] = None,
    engine: Annotated[Work, typer.Option(help="Where to work: on this machine or on a Dask cluster.")] = Work.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="The scheduler of a Dask cluster that runs already.")
    ] = None,
    cluster: Annotated[
        Cluster | None, typer.Option(help="Start --jobs Dask workers through this batch system.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run with the same OUT was stopped.")
    ] = False,
    on_error: Annotated[
        OnError, typer.Option(help="A row that cannot be scored: put it aside with its reason, or stop.")
    ] = OnError.REFUSE,
    long: Annotated[
        bool, typer.Option("--long", help="A line for each client and role instead of one for each client.")
    ] = False,
    reports: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write a page (HTML) for each client into this directory.")
    ] = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Score a file of clients for all roles."""
    part = _part(shard)
    if output is None and not preview:
        raise UserError("Say where the scores go: --output scores.csv. To look first: --preview 5.")
    one_thread()
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.batch import How, Interrupted, run
    from hpcskills.clients.columns import chooser, parse_scale, read_mapping
    from hpcskills.clients.tables import Columns

    columns = Columns(id=id_column or "id", skills=skills_column or "skills", background=background_column)
    scale = parse_scale(level_scale) if level_scale else None
    assessor = Assessor(load(skills=skills, roles=roles, courses=courses))
    if mapping is not None:
        known = read_mapping(mapping, assessor.matcher)
        understand: Understand = lambda header, sample: known  # noqa: E731
    else:
        understand = chooser(assessor.matcher, id_column, skills_column, background_column, ratings or [], scale)
    if preview or output is None:
        _preview(source, assessor, columns, understand, preview)
        return
    bad = refused or output.with_suffix(".refused.csv")
    how = How(
        jobs=jobs,
        shard=part,
        resume=resume,
        stop=on_error is OnError.STOP,
        long=long,
        salt=salt() if anonymous else None,
        dask=engine is Work.DASK or scheduler is not None or cluster is not None,
        scheduler=scheduler,
        cluster=cluster,
        reports=_reports(reports),
    )
    try:
        with _progress(source) as tick:
            tally = run(source, output, bad, assessor, columns=columns, tick=tick, how=how, understand=understand)
    except Interrupted as stop:
        kept = "--resume goes on from there" if resume else "nothing was written"
        if reports:
            kept += f"; the pages made so far stay in {reports}"
        raise StoppedError(f"Interrupted: {stop.tally.scored:,} clients were scored, {kept}.") from stop
    if tally.kept:
        say(f"{tally.kept:,} rows were done before; this run went on from there.")
    pages = f" Their pages are in {reports}, named by id." if reports else ""
    if part:
        counts = f"{tally.scored:,} scored, {tally.refused:,} refused"
        say(f"Shard {shard}: {counts}.{pages} Then run: hpcskills merge {output}")
    else:
        if pages:
            say(pages.strip())
        _tell(tally, output, bad)


def merge(
    *,
    output: Annotated[Path, typer.Argument(metavar="OUT", help="The OUT of the shards.")],
    refused: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Where refused rows go, with reasons [default: OUT as .refused.csv]."),
    ] = None,
    skills: SkillsFile = None,
    roles: RolesFile = None,
    courses: CoursesFile = None,
) -> None:
    """Join the shards of a batch into one file."""
    one_thread()
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.batch import merge as join

    bad = refused or output.with_suffix(".refused.csv")
    assessor = Assessor(load(skills=skills, roles=roles, courses=courses))
    _tell(join(output, bad, assessor), output, bad)


def _preview(source: Path, assessor: Assessor, columns: Columns, understand: Understand, count: int) -> None:
    """Show what is understood of the columns and of some rows."""
    from hpcskills.clients.batch import preview
    from hpcskills.clients.columns import write_mapping
    from hpcskills.clients.tables import Row
    from hpcskills.write import atomic

    told: list[Understood] = []

    def listen(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Understood:
        told.append(understand(header, sample))
        return told[0]

    lines = []
    for row, reading in preview(source, assessor, columns, listen, count):
        if not isinstance(row, Row):
            lines.append(f"line {row.number}: refused: {row.reason}")
            continue
        skills = [f"{match.skill}{'' if match.level is None else f' {match.level}'}" for match in reading.matches]
        lines.append(f"line {row.number}: id {row.id}")
        lines.append(f"  understood: {', '.join(skills) or 'nothing'}")
        if row.ratings:
            lines.append(f"  ratings: {', '.join(f'{skill} {level}' for skill, level in row.ratings)}")
        if reading.unknown:
            lines.append(f"  unknown: {', '.join(one.mention for one in reading.unknown)}")
    if told:
        target = Path("mapping.yaml")
        with atomic(target, inputs=(source,)) as handle:
            handle.write(write_mapping(told[0]))
        put(_columns_text(told[0]))
        say(f"What the columns hold stands in {target}; correct it and use it with --mapping {target}.")
    put(visible_lines("\n".join(lines)) + "\n")


def _columns_text(found: Understood) -> str:
    parts = [f"id: {found.id or 'none; lines are numbered'}", *(f"text: {name}" for name in found.texts)]
    parts += [f"wishes, not counted: {name}" for name in found.wishes]
    for name, skill in found.ratings.items():
        low, high = found.scales.get(name, found.scale)
        parts.append(f"rating {low}-{high}: {name} = {skill}")
    return visible_lines("\n".join(parts)) + "\n\n"


def salt() -> bytes:
    """The salt of anonymous ids: HPCSKILLS_SALT, so that two runs agree, or a new one."""
    import secrets

    given = os.environ.get("HPCSKILLS_SALT")
    if given:
        return given.encode()[:64]
    say("A new salt was made, and forgotten: ids differ from those of other runs. Set HPCSKILLS_SALT to keep them.")
    return secrets.token_bytes(32)


def one_thread() -> None:
    """Keep numpy from starting threads that our small sums cannot use; it looks at this when it is loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _reports(directory: Path | None) -> Reports | None:
    if directory is None:
        return None
    from hpcskills.clients.reports import Reports

    return Reports(directory=directory.resolve(), made=today())


def _part(shard: str | None) -> tuple[int, int] | None:
    if shard is None:
        return None
    number, _, count = shard.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise UserError(f"--shard {shard} is not like 3/8: the third of eight parts.")
    return int(number), int(count)


def _tell(tally: Tally, output: Path, bad: Path) -> None:
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
