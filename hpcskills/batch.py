"""A file of clients scored for all roles: every row is scored or refused with a reason, each text read once.

Memory does not grow with the rows, and the result appears whole or not at all.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from hpcskills import profile
from hpcskills.assess import Assessor
from hpcskills.errors import OutputError
from hpcskills.model import Background, Fit, Reading, Tier
from hpcskills.tables import Columns, Kind, Refusal, Row, Table, kind_of, open_table, printable
from hpcskills.write import atomic

TICK = 512
"""Rows between two reports of progress."""

MEMO_TEXTS = 20_000
MEMO_CHARACTERS = 2_000
"""So many distinct texts are remembered (see `_Memo`), none longer than this."""

SEEN_KILOBYTES = 16_000
"""Memory for the ids seen so far; beyond it they go to a nameless temporary file that ends with the run."""

FORMULA_STARTS = frozenset("=+-@\t\r")
"""A spreadsheet runs a cell that begins so; clients' own words are quoted with an apostrophe."""


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
        refusals = _Refusals(stack, refused, source)
        seen = stack.enter_context(_Seen())
        out = stack.enter_context(atomic(target, inputs=(source,)))
        form: _Form = _Lines(out) if kind is Kind.JSONL else _Wide(out, kind, table.extra, assessor)
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


def _tally(form: _Form, refusals: _Refusals, table: Table) -> Tally:
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

    def __init__(self, assessor: Assessor, form: _Form) -> None:
        self._assessor = assessor
        self._form = form
        self._memo = _Memo()
        self.backgrounds = _backgrounds(assessor.catalogue.backgrounds.values())

    def of(self, row: Row) -> Sequence[str]:
        """Give the cells of a row's result."""
        key = f"{row.background}\n{row.text}"
        cells = self._memo.get(key)
        if cells is None:
            cells = self._work_out(row)
            self._memo.keep(key, cells)
        return cells

    def _work_out(self, row: Row) -> Sequence[str]:
        background = self.backgrounds[row.background.casefold()] if row.background else None
        reading = self._assessor.matcher.read(row.text)
        person = profile.build(reading, self._assessor.catalogue.scale, background)
        return self._form.cells(self._assessor.scorer.fits(person, parts=False), reading)

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
    """The latest `MEMO_TEXTS` results and up to as many before them: two halves, the older dropped whole."""

    def __init__(self) -> None:
        self._new: dict[str, Sequence[str]] = {}
        self._old: dict[str, Sequence[str]] = {}

    def get(self, key: str) -> Sequence[str] | None:
        """Give the result kept for a key, if it is still there."""
        found = self._new.get(key)
        if found is None and (found := self._old.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: str, cells: Sequence[str]) -> None:
        """Remember a result, unless its text is long: long texts hardly come twice."""
        if len(key) <= MEMO_CHARACTERS:
            if len(self._new) >= MEMO_TEXTS:
                self._old, self._new = self._new, {}
            self._new[key] = cells


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


# --- writing ------------------------------------------------------------------------------------------------


class _Form(Protocol):
    """A form of output: the cells of a result, a line for a row and its cells, how many were written."""

    count: int

    def cells(self, fits: Sequence[Fit], reading: Reading) -> Sequence[str]: ...

    def write(self, row: Row, cells: Sequence[str]) -> None: ...


class _Lines:
    """JSON Lines: one object a client, all roles in it, best first."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self.count = 0

    def cells(self, fits: Sequence[Fit], reading: Reading) -> Sequence[str]:
        result = {
            "fits": [_fit_record(fit) for fit in sorted(fits, key=lambda fit: -fit.fit)],
            "unsure": [
                {"mention": doubt.mention, "candidates": [match.skill for match in doubt.candidates]}
                for doubt in reading.unsure
            ],
            "unknown": [unknown.mention for unknown in reading.unknown],
        }
        return (_json(result).removeprefix("{"),)

    def write(self, row: Row, cells: Sequence[str]) -> None:
        self._out.write(f'{{"id": {_json(row.id)}, {cells[0]}\n')
        self.count += 1


class _Wide:
    """CSV or TSV: a line a client, the best roles first, then every role in the order of the data."""

    def __init__(self, out: IO[str], kind: Kind, extra: Sequence[str], assessor: Assessor) -> None:
        self.count = 0
        self._roles = tuple(assessor.catalogue.roles)
        self._writer = csv.writer(out, "excel-tab" if kind is Kind.TSV else "excel", lineterminator="\n")
        own = [
            *("best_role", "best_fit", "best_low", "best_high", "core_met", "core_total", "band"),
            *("best_entry_role", "best_entry_fit"),
            *(f"fit_{role}" for role in self._roles),
            *("unsure", "unknown"),
        ]
        passed = [f"input_{name}" if name in {"id", *own} else name for name in extra]
        self._writer.writerow(["id", *map(_cell, passed), *own])

    def cells(self, fits: Sequence[Fit], reading: Reading) -> Sequence[str]:
        by_role = {fit.role: _floored(fit.fit) for fit in fits}
        core = next((fit for fit in fits if fit.tier is Tier.CORE), fits[0])
        entry = next((fit for fit in fits if fit.tier is Tier.ENTRY), None)
        return [
            # Where nothing fits at all, no role is the best.
            core.role if core.points else "",
            *map(_floored, (core.fit, core.low, core.high)),
            *(str(core.core_met), str(core.core_total), core.band.id),
            *((entry.role if entry.points else "", _floored(entry.fit)) if entry else ("", "")),
            *(by_role[role] for role in self._roles),
            _cell("; ".join(doubt.mention for doubt in reading.unsure)),
            _cell("; ".join(unknown.mention for unknown in reading.unknown)),
        ]

    def write(self, row: Row, cells: Sequence[str]) -> None:
        self._writer.writerow([_cell(str(row.id)), *map(_cell, row.extra), *cells])
        self.count += 1


class _Refusals:
    """The refused rows, in a CSV file that is begun with the first of them."""

    def __init__(self, stack: ExitStack, path: Path, source: Path) -> None:
        self._stack, self._file = stack, atomic(path, inputs=(source,))
        self.count = 0

    def write(self, refusal: Refusal) -> None:
        if not self.count:
            self._writer = csv.writer(self._stack.enter_context(self._file), lineterminator="\n")
            self._writer.writerow(["line", "id", "reason", "row"])
        self.count += 1
        self._writer.writerow([refusal.number, _cell(refusal.id), _cell(refusal.reason), _cell(refusal.raw)])


def _fit_record(fit: Fit) -> dict[str, object]:
    return {
        "role": fit.role,
        "tier": fit.tier.value,
        "fit": float(_floored(fit.fit)),
        "low": float(_floored(fit.low)),
        "high": float(_floored(fit.high)),
        "core_met": fit.core_met,
        "core_total": fit.core_total,
    }


def _floored(percent: float) -> str:
    """Give one decimal, never rounded up: 100.0 means that nothing is missing."""
    # The tolerance is for float noise alone; the smallest true difference is a hundred times as large.
    tenths = int(percent * 10 + 1e-6)
    return f"{tenths // 10}.{tenths % 10}"


def _json(value: object) -> str:
    # Escapes for all but ASCII: no hidden character can act on whatever shows the file.
    return json.dumps(value).replace("\x7f", "\\u007f")


def _cell(text: str) -> str:
    return printable(f"'{text}" if text[:1] in FORMULA_STARTS else text)
