"""Rows of clients read from CSV, TSV, JSON Lines, Excel and Parquet: each is a row or a refusal that says why.

Memory does not grow with the file. Nothing is dropped: a row that cannot be read keeps its line and its text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from hpcskills.clients.columns import SAMPLE, Understood, level_of
from hpcskills.clients.kinds import Kind, kind_of
from hpcskills.clients.lines import HALF_CHARACTER, ROW_LIMIT, Lines, Refusal, open_lines, printable
from hpcskills.errors import InputError, UserError

_DELIMITERS = ",;\t|"


Understand: TypeAlias = Callable[[Sequence[str], Sequence[Sequence[str]]], Understood]
"""Tells from the header and some rows what the columns hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns (or JSON fields) hold what. Without a column `skills`, `text` is taken for it."""

    id: str = "id"
    skills: str = "skills"
    background: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns to look for, in this order."""
        return (self.skills, "text") if self.skills == "skills" else (self.skills,)


class Row(NamedTuple):
    """A client to score; `number` is the line where the row starts. A tuple: a million of these are made."""

    number: int
    id: str | int
    text: str
    background: str
    extra: tuple[str, ...]
    raw: str
    ratings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An open file of clients: its rows, the columns that only pass through, and the bytes read so far."""

    encoding: str
    extra: tuple[str, ...]
    rows: Iterator[Row | Refusal]
    position: Callable[[], int]
    layout: object = None


@contextmanager
def open_table(path: Path, columns: Columns, understand: Understand | None = None) -> Iterator[Table]:
    """Open a table of clients; UserError for an unknown ending or column, InputError if it cannot be read.

    Without `understand` the columns are those named in `columns`.
    """
    kind = kind_of(path, reading=True)
    if kind in {Kind.EXCEL, Kind.PARQUET}:
        with _open_cells(path, kind, columns, understand) as table:
            yield table
        return
    names: tuple[str, ...] = ()
    layout = None
    limit = csv.field_size_limit(ROW_LIMIT)
    try:
        with open_lines(path) as lines:
            if kind is Kind.JSONL:
                rows = _json_rows(lines, columns)
            else:
                delimiters = "\t" if kind is Kind.TSV else _DELIMITERS
                header, layout, rows = _csv_table(lines, path, columns, delimiters, understand)
                names = _names(header, layout)
            yield Table(encoding=lines.encoding, extra=names, rows=rows, position=lines.position, layout=layout)
    finally:
        csv.field_size_limit(limit)


# --- CSV and TSV --------------------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Where the fields of a row stand. Without an id the line's number is one."""

    width: int
    id: int | None
    texts: tuple[int, ...]
    background: int | None
    extra: tuple[int, ...]
    ratings: tuple[tuple[int, str, tuple[int, int]], ...] = ()


def _csv_table(
    lines: Lines, path: Path, columns: Columns, delimiters: str, understand: Understand | None
) -> tuple[list[str], _Layout, Iterator[Row | Refusal]]:
    headers = {delimiter: header for delimiter in delimiters if (header := _header(lines, delimiter))}
    if not headers:
        raise InputError(f"{path} has no header line that can be read.")
    wanted = {columns.id, columns.skills, "text", columns.background}
    delimiter, header = max(headers.items(), key=lambda item: (len(wanted & set(item[1])), len(item[1])))
    next(csv.reader(iter(lines), delimiter=delimiter))
    if fault := lines.fault("".join(lines.record)):
        raise InputError(f"{path} is not a table of text; its header line is {fault}.")
    records = _csv_records(lines, delimiter)
    if understand is None:
        layout = _layout(header, path, columns)
        return header, layout, (_csv_row(one, layout) for one in records)
    sample = list(islice(records, SAMPLE))
    layout = _understood(header, path, sample, understand)
    return header, layout, (_csv_row(one, layout) for one in chain(sample, records))


def _names(header: Sequence[str], layout: _Layout) -> tuple[str, ...]:
    return tuple(header[at] for at in layout.extra)


def _understood(
    header: Sequence[str], path: Path, sample: Sequence[_Record | Refusal], understand: Understand
) -> _Layout:
    """Find the columns by what is understood of them."""
    width = len(header)
    records = [one for one in sample if not isinstance(one, Refusal)]
    found = understand(header, [fields for _, fields, _, _ in records if len(fields) == width])
    missing = {name for name in (found.id, *found.texts, *found.ratings, found.background) if name} - set(header)
    if missing:
        names = ", ".join(repr(printable(name)) for name in sorted(missing))
        raise UserError(f"{path} has no column {names}, which the mapping names.")
    id = None if found.id is None else header.index(found.id)
    texts = tuple(header.index(name) for name in found.texts)
    ratings = tuple(
        (header.index(name), skill, found.scales.get(name, found.scale)) for name, skill in found.ratings.items()
    )
    used = {id, *texts, *(at for at, _, _ in ratings)}
    background = None if found.background is None else header.index(found.background)
    extra = tuple(at for at in range(width) if at not in used)
    return _Layout(width, id, texts, background, extra, ratings)


def _header(lines: Lines, delimiter: str) -> list[str]:
    """Give the column names, or none if the delimiter cannot be the right one; the lines are put back."""
    try:
        return [name.strip() for name in next(csv.reader(iter(lines), delimiter=delimiter, strict=True), ())]
    except csv.Error:
        return []
    finally:
        lines.keep(0)


def _layout(header: Sequence[str], path: Path, columns: Columns) -> _Layout:
    folded = [name.casefold() for name in header]

    def find(*names: str) -> int:
        for name in names:
            if folded.count(name.casefold()) > 1:
                raise UserError(f"{path} has more than one column {name!r}; rename all but one.")
            if name.casefold() in folded:
                return folded.index(name.casefold())
        found = ", ".join(repr(printable(name)) for name in header)
        raise UserError(f"{path} has no column {names[0]!r}; its columns are {found}. Say which of them to use.")

    id, text = find(columns.id), find(*columns.texts)
    background = None if columns.background is None else find(columns.background)
    extra = tuple(at for at in range(len(header)) if at not in (id, text))
    return _Layout(len(header), id, (text,), background, extra)


_Record: TypeAlias = tuple[int, list[str], str, str | None]
"""The first line of a row, its fields as they stand, its text, and what makes it unreadable."""


def _csv_records(lines: Lines, delimiter: str) -> Iterator[_Record | Refusal]:
    while batch := lines.several():
        try:
            rows = list(csv.reader(batch, delimiter=delimiter, strict=True))
        except csv.Error:
            rows = []
        fault = lines.fault("".join(batch))
        if len(rows) == len(batch) and fault is None:
            # Nearly always each line is a row.
            for number, fields, raw in zip(count(lines.start), rows, batch, strict=False):
                if fields:
                    yield number, fields, raw, None
        else:
            last = lines.number
            lines.keep(0)
            yield from _one_by_one(lines, delimiter, last)


def _one_by_one(lines: Lines, delimiter: str, last: int) -> Iterator[_Record | Refusal]:
    """Read rows of several lines, and such as cannot be read, up to a line."""
    record = lines.record
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    while lines.number < last:
        record.clear()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # A stray quote swallows the rows behind it: refuse the line it stands in and read those again.
            lines.keep(1)
            yield lines.refuse(lines.fault(record[0]) or f"a stray quote or a field too long ({error})")
            reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
        else:
            if fields:
                raw = record[0] if len(record) == 1 else "".join(record)
                yield lines.start, fields, raw, lines.fault(raw)
    record.clear()


def _csv_row(record: _Record | Refusal, layout: _Layout) -> Row | Refusal:
    if isinstance(record, Refusal):
        return record
    number, fields, raw, fault = record
    width, id_at, texts_at, background_at, extra, ratings_at = layout
    short = width - len(fields)
    if short > 0:
        fields += [""] * short
    id = str(number) if id_at is None else fields[id_at].strip()
    if fault or short < 0:
        few = f"{len(fields)} fields where the header has {width}; a text with delimiters in it needs quotes"
        return Refusal(number, id, fault or few, raw.rstrip("\r\n"))
    text = (
        fields[texts_at[0]] if len(texts_at) == 1 else "; ".join([fields[at] for at in texts_at if fields[at].strip()])
    )
    background = "" if background_at is None else fields[background_at].strip()
    ratings = tuple(
        [(skill, level) for at, skill, scale in ratings_at if (level := level_of(fields[at], scale)) is not None]
        if ratings_at
        else ()
    )
    if reason := _lacking(id, text, background or bool(ratings)):
        return Refusal(number, id, reason, raw.rstrip("\r\n"))
    return Row(number, id, text, background, tuple([fields[at] for at in extra]), raw, ratings)


def _lacking(id: str | int, text: str, more: str | bool) -> str | None:
    if id == "":
        return "no id"
    if not (text.isascii() and str(id).isascii()) and HALF_CHARACTER.search(f"{id}{text}"):
        return "half a character (a lone surrogate)"
    return None if more or (text and not text.isspace()) else "no skills given"


# --- Excel and Parquet --------------------------------------------------------------------------------------


@contextmanager
def _open_cells(path: Path, kind: Kind, columns: Columns, understand: Understand | None) -> Iterator[Table]:
    """Open a table whose cells have types of their own."""
    from hpcskills.clients import cells

    with cells.opened(path, excel=kind is Kind.EXCEL) as found:
        records: Iterator[_Record] = (_of_cells(number, fields) for number, fields in found.rows)
        if understand is None:
            layout = _layout(found.header, path, columns)
        else:
            sample = list(islice(records, SAMPLE))
            layout = _understood(found.header, path, sample, understand)
            records = chain(sample, records)
        rows = (_csv_row(one, layout) for one in records)
        yield Table(
            encoding="utf-8", extra=_names(found.header, layout), rows=rows, position=found.position, layout=layout
        )


def _of_cells(number: int, fields: list[str]) -> _Record:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    raw = text.getvalue()
    fault = f"longer than {ROW_LIMIT:,} characters" if len(raw) > ROW_LIMIT else None
    return number, fields, raw[:ROW_LIMIT], fault


# --- JSON Lines ---------------------------------------------------------------------------------------------


def _json_rows(lines: Lines, columns: Columns) -> Iterator[Row | Refusal]:
    for line in lines:
        if not line.isspace():
            yield _json_row(lines, line, columns)
        lines.record.clear()


def _json_row(lines: Lines, line: str, columns: Columns) -> Row | Refusal:
    value = lines.fault(line) or _parsed(line)
    if isinstance(value, str):
        return lines.refuse(value)
    id = value.get(columns.id, "")
    if isinstance(id, bool) or not isinstance(id, str | int):
        return lines.refuse(f"{columns.id!r} is neither a text nor a whole number")
    id = id.strip() if isinstance(id, str) else id
    text = _text(next((said for name in columns.texts if (said := value.get(name)) is not None), None))
    background = _text(value.get(columns.background, "")) if columns.background else ""
    if text is None or background is None:
        wrong = columns.skills if text is None else columns.background
        return lines.refuse(f"{wrong!r} is neither a text nor a list of texts", id)
    if reason := _lacking(id, text, background.strip()):
        return lines.refuse(reason, id)
    return Row(lines.start, id, text, background.strip(), (), line)


def _parsed(line: str) -> dict[str, object] | str:
    """Give the object of a line, or what is wrong with it."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return f"not valid JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:
        return f"not JSON that can be read: {error}"
    return value if isinstance(value, dict) else "not a JSON object"


def _text(value: object) -> str | None:
    """Give a text or a list of texts as one text, null as none; None if it is anything else."""
    if isinstance(value, list):
        texts = [part for part in value if isinstance(part, str)]
        return ", ".join(texts) if len(texts) == len(value) else None
    return value if isinstance(value, str) else "" if value is None else None
