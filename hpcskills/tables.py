"""Rows of clients read from CSV, TSV and JSON Lines, one at a time: each is a row or a refusal that says why.

Memory does not grow with the file. Nothing is dropped: a row that cannot be read keeps its line and its text.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from hpcskills.errors import InputError, UserError
from hpcskills.lines import HALF_CHARACTER, ROW_LIMIT, Lines, Refusal, open_lines, printable

_DELIMITERS = ",;\t|"


class Kind(StrEnum):
    """The forms a table of clients comes in and goes out in."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


_KINDS = {".csv": Kind.CSV, ".tsv": Kind.TSV, ".jsonl": Kind.JSONL, ".ndjson": Kind.JSONL}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An open file of clients: its rows, the columns that only pass through, and the bytes read so far."""

    encoding: str
    extra: tuple[str, ...]
    rows: Iterator[Row | Refusal]
    position: Callable[[], int]


def kind_of(path: Path) -> Kind:
    """Tell the form of a file by its ending; UserError names those that are understood."""
    try:
        return _KINDS[path.suffix.lower()]
    except KeyError:
        raise UserError(f"{path}: a table of clients ends in {', '.join(_KINDS)}.") from None


@contextmanager
def open_table(path: Path, columns: Columns) -> Iterator[Table]:
    """Open a table of clients; UserError for an unknown ending or column, InputError if it cannot be read."""
    kind = kind_of(path)
    names: tuple[str, ...] = ()
    limit = csv.field_size_limit(ROW_LIMIT)
    try:
        with open_lines(path) as lines:
            if kind is Kind.JSONL:
                rows = _json_rows(lines, columns)
            else:
                names, rows = _csv_table(lines, path, columns, "\t" if kind is Kind.TSV else _DELIMITERS)
            yield Table(encoding=lines.encoding, extra=names, rows=rows, position=lines.position)
    finally:
        csv.field_size_limit(limit)


# --- CSV and TSV --------------------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Where the fields of a row stand."""

    width: int
    id: int
    text: int
    background: int | None
    extra: tuple[int, ...]


def _csv_table(
    lines: Lines, path: Path, columns: Columns, delimiters: str
) -> tuple[tuple[str, ...], Iterator[Row | Refusal]]:
    headers = {delimiter: header for delimiter in delimiters if (header := _header(lines, delimiter))}
    if not headers:
        raise InputError(f"{path} has no header line that can be read.")
    wanted = {columns.id, columns.skills, "text", columns.background}
    delimiter, header = max(headers.items(), key=lambda item: (len(wanted & set(item[1])), len(item[1])))
    next(csv.reader(iter(lines), delimiter=delimiter))
    if fault := lines.fault("".join(lines.record)):
        raise InputError(f"{path} is not a table of text; its header line is {fault}.")
    layout = _layout(header, path, columns)
    return tuple(header[at] for at in layout.extra), _csv_rows(lines, delimiter, layout)


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
    return _Layout(len(header), id, text, background, extra)


def _csv_rows(lines: Lines, delimiter: str, layout: _Layout) -> Iterator[Row | Refusal]:
    record = lines.record
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    while True:
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
                yield _csv_row(lines, fields, layout)


def _csv_row(lines: Lines, fields: list[str], layout: _Layout) -> Row | Refusal:
    width, id_at, text_at, background_at, extra = layout
    short = width - len(fields)
    if short > 0:
        fields += [""] * short
    id = fields[id_at].strip()
    raw = lines.record[0] if len(lines.record) == 1 else "".join(lines.record)
    if fault := lines.fault(raw):
        return lines.refuse(fault, id)
    if short < 0:
        return lines.refuse(
            f"{len(fields)} fields where the header has {width}; a text with delimiters in it needs quotes",
            id,
        )
    text = fields[text_at]
    background = "" if background_at is None else fields[background_at].strip()
    if reason := _lacking(id, text, background):
        return lines.refuse(reason, id)
    return Row(lines.start, id, text, background, tuple([fields[at] for at in extra]), raw)


def _lacking(id: str | int, text: str, background: str) -> str | None:
    if id == "":
        return "no id"
    if not (text.isascii() and str(id).isascii()) and HALF_CHARACTER.search(f"{id}{text}"):
        return "half a character (a lone surrogate)"
    return None if background or (text and not text.isspace()) else "no skills given"


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
