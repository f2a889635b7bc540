"""A file of clients scored for all roles: every row is scored or refused with a reason, each text read once.

Memory does not grow with the rows. The result appears whole or not at all; what was done before a mishap is kept, so
that a later run goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hpcskills import __version__
from hpcskills.assess import Assessor
from hpcskills.clients import cells
from hpcskills.clients.engines import Block, Desk, Engine, Rows, here, processes
from hpcskills.clients.journal import Files, Work, begin, deliver, join, output_mishaps, read_journal, shards, work
from hpcskills.clients.kinds import Kind, kind_of
from hpcskills.clients.lines import Refusal, hashed, printable
from hpcskills.clients.results import Form, Layout, refused_lines
from hpcskills.clients.seen import Seen
from hpcskills.clients.tables import Columns, Row, Table, Understand, open_table
from hpcskills.errors import InputError, OutputError, UserError
from hpcskills.model import Background, Reading
from hpcskills.reading.match import rare_collections
from hpcskills.write import check_target

if TYPE_CHECKING:
    from hpcskills.clients.reports import Reports

__all__ = ["Columns", "How", "Interrupted", "Tally", "merge", "preview", "run"]

BLOCK = 512
"""Rows that are scored together. Shards and journals count in blocks, so it never depends on a machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to work: in how many processes, which part (1 of 8), going on with an earlier run, stopping at bad rows.

    With a `salt` ids are replaced by hashes, other columns left out, and refused rows told by their line alone.
    """

    jobs: int = 1
    shard: tuple[int, int] | None = None
    resume: bool = False
    stop: bool = False
    long: bool = False
    salt: bytes | None = None
    dask: bool = False
    scheduler: str | None = None
    cluster: str | None = None
    reports: Reports | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows were scored and refused, and the encoding the file was read in; `kept` were done before."""

    scored: int
    refused: int
    encoding: str
    kept: int = 0

    @property
    def rows(self) -> int:
        """All rows read."""
        return self.scored + self.refused


def preview(
    source: Path, assessor: Assessor, columns: Columns, understand: Understand, count: int
) -> Iterator[tuple[Row | Refusal, Reading]]:
    """Give the first rows of a table with what is understood of them."""
    with open_table(source, columns, understand) as table:
        for row in islice(table.rows, count):
            yield row, assessor.matcher.read(row.text if isinstance(row, Row) else "")


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a batch: nothing was written; `tally` says how far it came."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


def run(
    source: Path,
    target: Path,
    refused: Path,
    assessor: Assessor,
    *,
    columns: Columns,
    tick: Callable[[int], None],
    how: How | None = None,
    understand: Understand | None = None,
) -> Tally:
    """Score every row of `source` into `target`; `refused` (CSV) is written only if there are refusals.

    Forms are told by the file endings. `tick` gets the bytes of `source` read since its last call.
    Raises UserError, InputError or OutputError before or instead of writing; Interrupted on Ctrl-C.
    """
    how = how or How()
    if refused.resolve() in (source.resolve(), target.resolve()):
        raise OutputError(f"{refused} cannot hold the refused rows too; choose another name.")
    kind = kind_of(target)
    layout = _layout(kind, how)
    if kind in {Kind.EXCEL, Kind.PARQUET}:
        cells.needs(excel=kind is Kind.EXCEL, target=target)
    with ExitStack() as stack:
        table = stack.enter_context(open_table(source, columns, understand))
        for path in (target, refused):
            check_target(path, inputs=(source,))
        if how.reports:
            from hpcskills.clients.reports import prepare

            prepare(how.reports.directory)
        desk = Desk(assessor, layout)
        head = desk.form.header(() if how.salt else table.extra)
        files = Files(target=target, shard=how.shard)
        stamp = _stamp(source, assessor, layout, how, (head, columns, table.layout))
        under_way = stack.enter_context(work(files, stamp, resume=how.resume))
        kept = under_way.done * BLOCK
        begin(under_way, head)
        with _or_nothing(under_way, table, how, kept):
            engine = stack.enter_context(_engine(desk, assessor, layout, how))
            seen = stack.enter_context(Seen())
            stack.enter_context(rare_collections())
            reader = _Reader(table, assessor, desk.form, how, under_way.done, seen, tick)
            for block, lines in engine(reader.blocks()):
                refused_too = refused_lines(block.refused).encode()
                under_way.keep(block.number, lines, refused_too, len(block.rows.texts), len(block.refused))
        if how.shard is None:
            _deliver(under_way, target, refused, assessor)
        else:
            under_way.end()
        return _tally(under_way, table.encoding, kept)


def merge(target: Path, refused: Path, assessor: Assessor) -> Tally:
    """Join the shards of a target into it; they are removed when that is done.

    The assessor, with the data of the shards, is for workbooks, which also say what each client and the group lack.
    """
    parts = shards(target)
    stamp, _ = read_journal(parts[0])
    with work(Files(target=target), stamp or "", resume=False) as under_way:
        begin(under_way, json.loads(under_way.stamp)["head"])
        join(parts, under_way)
        _deliver(under_way, target, refused, assessor)
        tally = _tally(under_way, "utf-8", 0)
    for one in parts:
        one.remove()
    return tally


def _deliver(under_way: Work, target: Path, refused: Path, assessor: Assessor) -> None:
    """Put the files in their place, in the form that the target asks for."""
    kind = kind_of(target)
    if kind in {Kind.EXCEL, Kind.PARQUET}:
        under_way.settle()
        made = under_way.files.made
        made.touch(mode=0o600)
        with output_mishaps(target):
            if kind is Kind.EXCEL:
                _workbook(under_way, assessor)
            else:
                cells.to_parquet(under_way.files.out, made)
    deliver(under_way, target, refused)


def _workbook(under_way: Work, assessor: Assessor) -> None:
    from hpcskills.clients import workbook

    if assessor.catalogue.digest not in under_way.stamp:
        raise UserError("The shards were scored with other data files; name them: --skills, --roles, --courses.")
    files = under_way.files
    bad = files.bad if any(mark.refused for mark in under_way.marks) else None
    workbook.write(files.out, bad, files.made, assessor, sum(mark.scored for mark in under_way.marks))


def _layout(kind: Kind, how: How) -> Layout:
    bare = kind in {Kind.EXCEL, Kind.PARQUET}
    delimiter = "\t" if kind is Kind.TSV else ","
    return Layout(json=kind is Kind.JSONL, delimiter=delimiter, long=how.long, bare=bare, reports=how.reports)


def _engine(desk: Desk, assessor: Assessor, layout: Layout, how: How) -> AbstractContextManager[Engine]:
    if how.dask:
        from hpcskills.clients.cluster import dask

        return dask(assessor.catalogue, layout, scheduler=how.scheduler, cluster=how.cluster, workers=how.jobs)
    if how.jobs == 1:
        return nullcontext(here(desk))
    return processes(assessor.catalogue, layout, how.jobs)


def _stamp(source: Path, assessor: Assessor, layout: Layout, how: How, told: Sequence[object]) -> str:
    """Say what is read and how: only a run with the same stamp may go on where this one stops."""
    found = source.stat()
    salt = blake2b(how.salt or b"", digest_size=8).hexdigest()
    made = [__version__, BLOCK, found.st_size, found.st_mtime_ns, assessor.catalogue.digest, repr(layout), salt]
    return json.dumps({"made": [*made, *map(repr, told)], "head": told[0]})


@contextmanager
def _or_nothing(under_way: Work, table: Table, how: How, kept: int) -> Iterator[None]:
    """Keep what is done for a later run, but leave nothing after Ctrl-C unless that was asked for."""
    try:
        yield
    except KeyboardInterrupt:
        if not how.resume:
            under_way.files.remove()
        raise Interrupted(_tally(under_way, table.encoding, kept)) from None
    except UserError:
        if how.stop or under_way.done == 0:
            under_way.files.remove()
        raise


def _tally(under_way: Work, encoding: str, kept: int) -> Tally:
    scored = sum(mark.scored for mark in under_way.marks)
    refused = sum(mark.refused for mark in under_way.marks)
    return Tally(scored=scored, refused=refused, encoding=encoding, kept=min(kept, scored + refused))


# --- rows -----------------------------------------------------------------------------------------------------


class _Reader:
    """Gives the rows of a table in blocks, those that cannot be scored apart."""

    def __init__(  # noqa: PLR0917
        self,
        table: Table,
        assessor: Assessor,
        form: Form,
        how: How,
        done: int,
        seen: Seen,
        tick: Callable[[int], None],
    ) -> None:
        self._front = form.front
        self._table, self._how, self._done, self._seen, self._tick = table, how, done, seen, tick
        self._backgrounds = _backgrounds(assessor.catalogue.backgrounds.values())
        self._read = 0

    def blocks(self) -> Iterator[Block]:
        """Give the blocks that are to be scored here and now."""
        number, (part, parts) = 0, self._how.shard or (1, 1)
        while rows := list(islice(self._table.rows, BLOCK)):
            block = self._sorted(number, rows)
            if number >= self._done and number % parts == part - 1:
                yield block
            number += 1
            self._read, before = self._table.position(), self._read
            self._tick(self._read - before)

    def _sorted(self, number: int, found: list[Row | Refusal]) -> Block:
        rows = [row for row in found if isinstance(row, Row)]
        refused = [row for row in found if isinstance(row, Refusal)]
        again = self._seen.again([(str(row.id), row.number) for row in rows])
        if again or any(row.background for row in rows):
            kept = []
            for row in rows:
                if reason := self._unfit(row, again):
                    refused.append(Refusal(row.number, str(row.id), reason, row.raw.rstrip("\r\n")))
                else:
                    kept.append(row)
            rows = kept
            refused.sort(key=lambda refusal: refusal.number)
        if refused and self._how.stop:
            raise InputError(f"Stopped at line {refused[0].number}: {refused[0].reason}. Nothing was written.")
        if self._how.salt is not None:
            rows = [row._replace(id=hashed(row.id, self._how.salt), extra=()) for row in rows]
            refused = [Refusal(one.number, hashed(one.id, self._how.salt), one.reason, "") for one in refused]
        trades = self._backgrounds
        texts = [
            (row.text, trades[row.background.casefold()].id if row.background else "", row.ratings) for row in rows
        ]
        ids = [str(row.id) for row in rows] if self._how.reports else ()
        return Block(number, Rows(texts, [self._front(row) for row in rows], ids), refused)

    def _unfit(self, row: Row, again: Mapping[int, int]) -> str | None:
        """Refuse a row that could be read and still cannot be scored."""
        if row.number in again:
            return f"this id was in an earlier row (line {again[row.number]})"
        if row.background and row.background.casefold() not in self._backgrounds:
            return self._unknown_background(row.background)
        return None

    def _unknown_background(self, name: str) -> str:
        """Say which background comes nearest to a wrong one."""
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), self._backgrounds, n=1)
        hint = f"; did you mean {self._backgrounds[near[0]].id}?" if near else ""
        return f"no background is called {printable(name)!r}{hint}"


def _backgrounds(backgrounds: Iterable[Background]) -> Mapping[str, Background]:
    """Backgrounds by id, label and title, in lower case; an id wins over a title."""
    named = list(backgrounds)
    titles = {name.casefold(): one for one in named for name in (*one.titles, one.label)}
    return titles | {one.id.casefold(): one for one in named}
