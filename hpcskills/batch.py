"""A file of clients scored for all roles: every row is scored or refused with a reason, each text read once.

Memory does not grow with the rows, and the result appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from hpcskills import profile
from hpcskills.assess import Assessor
from hpcskills.errors import OutputError
from hpcskills.lines import Refusal, printable
from hpcskills.model import Background
from hpcskills.results import Form, JsonLines, Refusals, Wide
from hpcskills.tables import Columns, Kind, Row, Table, kind_of, open_table
from hpcskills.write import atomic

__all__ = ["Columns", "Interrupted", "Tally", "run"]

TICK = 512
"""Rows between two reports of progress."""

MEMO_CHARACTERS = 3_000_000
"""Texts and results of so many characters are remembered, and up to as many before them (see `_Memo`)."""

SEEN_KILOBYTES = 8_000
"""Memory for the ids seen so far; beyond it they go to a nameless temporary file that ends with the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows were scored and refused, and the encoding the file was read in."""

    scored: int
    refused: int
    encoding: str

    @property
    def rows(self) -> int:
        """All rows read."""
        return self.scored + self.refused


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
) -> Tally:
    """Score every row of `source` into `target`; `refused` (CSV) is written only if there are refusals.

    Forms are told by the file endings. `tick` gets the bytes of `source` read since its last call.
    Raises UserError, InputError or OutputError before or instead of writing; Interrupted on Ctrl-C.
    """
    if refused.resolve() in (source.resolve(), target.resolve()):
        raise OutputError(f"{refused} cannot hold the refused rows too; choose another name.")
    kind = kind_of(target)
    with ExitStack() as stack:
        table = stack.enter_context(open_table(source, columns))
        refusals = Refusals(stack, refused, source)
        seen = stack.enter_context(_Seen())
        out = stack.enter_context(atomic(target, inputs=(source,)))
        form: Form = JsonLines(out) if kind is Kind.JSONL else Wide(out, kind, table.extra, assessor.catalogue.roles)
        results = _Results(assessor, form)
        try:
            for row in _ticking(table, tick):
                if isinstance(row, Refusal):
                    refusals.write(row)
                elif refusal := _unfit(row, seen, results):
                    refusals.write(refusal)
                else:
                    form.write(row, results.of(row))
        except KeyboardInterrupt:
            raise Interrupted(_tally(form, refusals, table)) from None
        return _tally(form, refusals, table)


def _ticking(table: Table, tick: Callable[[int], None]) -> Iterator[Row | Refusal]:
    done = 0
    for count, row in enumerate(table.rows, 1):
        yield row
        if not count % TICK:
            done, before = table.position(), done
            tick(done - before)
    tick(table.position() - done)


def _tally(form: Form, refusals: Refusals, table: Table) -> Tally:
    return Tally(scored=form.count, refused=refusals.count, encoding=table.encoding)


def _unfit(row: Row, seen: _Seen, results: _Results) -> Refusal | None:
    """Refuse a row that could be read and still cannot be scored."""
    if row.background and row.background.casefold() not in results.backgrounds:
        reason = results.unknown_background(row.background)
    elif seen.again(str(row.id)):
        reason = "this id was in an earlier row"
    else:
        return None
    return Refusal(row.number, str(row.id), reason, row.raw.rstrip("\r\n"))


# --- scoring ------------------------------------------------------------------------------------------------


class _Results:
    """What is written for a text, worked out once for each distinct text and background."""

    def __init__(self, assessor: Assessor, form: Form) -> None:
        self._assessor = assessor
        self._form = form
        self._memo = _Memo()
        self.backgrounds = _backgrounds(assessor.catalogue.backgrounds.values())

    def of(self, row: Row) -> str:
        """Give the result of a row, as it is written."""
        key = f"{row.background}\n{row.text}"
        result = self._memo.get(key)
        if result is None:
            result = self._work_out(row)
            self._memo.keep(key, result)
        return result

    def _work_out(self, row: Row) -> str:
        background = self.backgrounds[row.background.casefold()] if row.background else None
        reading = self._assessor.matcher.read(row.text)
        person = profile.build(reading, self._assessor.catalogue.scale, background)
        return self._form.result(self._assessor.scorer.fits(person, parts=False), reading)

    def unknown_background(self, name: str) -> str:
        """Say which background comes nearest to a wrong one."""
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), self.backgrounds, n=1)
        hint = f"; did you mean {self.backgrounds[near[0]].id}?" if near else ""
        return f"no background is called {printable(name)!r}{hint}"


def _backgrounds(backgrounds: Iterable[Background]) -> Mapping[str, Background]:
    """Backgrounds by id, label and title, in lower case; an id wins over a title."""
    named = list(backgrounds)
    titles = {name.casefold(): one for one in named for name in (*one.titles, one.label)}
    return titles | {one.id.casefold(): one for one in named}


class _Memo:
    """The latest results: two halves of bounded size, the older dropped whole when the newer is full."""

    def __init__(self) -> None:
        self._new: dict[str, str] = {}
        self._old: dict[str, str] = {}
        self._size = 0

    def get(self, key: str) -> str | None:
        """Give the result kept for a key, if it is still there."""
        found = self._new.get(key)
        if found is None and (found := self._old.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: str, result: str) -> None:
        """Remember a result."""
        if self._size > MEMO_CHARACTERS:
            self._old, self._new, self._size = self._new, {}, 0
        self._new[key] = result
        self._size += len(key) + len(result)


class _Seen:
    """All ids so far, exactly, in bounded memory: a private SQLite table that spills to disk."""

    def __enter__(self) -> _Seen:
        import sqlite3

        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{SEEN_KILOBYTES}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")
        self._add, self._error = self._database.execute, sqlite3.OperationalError
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def again(self, id: str) -> bool:
        """Tell whether this id was asked about before."""
        try:
            return self._add("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 0
        except self._error as error:
            raise OutputError(f"Cannot keep the ids seen so far in a temporary file: {error}.") from error
