"""Rows of clients read from CSV, TSV and JSON Lines, one at a time: each is a row or a refusal that says why.

Memory does not grow with the file. Nothing is dropped: a row that cannot be read keeps its line and its text.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from hpcskills.errors import InputError, UserError

ROW_LIMIT = 1_000_000
"""Characters of one row; real CVs have up to 50,000. Beyond it lies a whole file or an open quote."""

_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
_LONE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


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


class Row(NamedTuple):
    """A client to score; `number` is the line where the row starts. A tuple: a million of these are made."""

    number: int
    id: str | int
    text: str
    background: str
    extra: tuple[str, ...]
    raw: str


class Refusal(NamedTuple):
    """A row that is not scored, why, and its text as it stood in the file."""

    number: int
    id: str
    reason: str
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


def printable(text: str) -> str:
    """Write out control characters and broken bytes as escapes, so that no screen or file trips over them."""
    return text if text.isprintable() else _CONTROL.sub(_escape, text)


@contextmanager
def open_table(path: Path, columns: Columns) -> Iterator[Table]:
    """Open a table of clients; UserError for an unknown ending or column, InputError if it cannot be read."""
    kind = kind_of(path)
    if not path.is_file():
        raise InputError(f"There is no file {path}." if not path.exists() else f"{path} is not a plain file.")
    encoding = _encoding_of(path)
    names: tuple[str, ...] = ()
    limit = csv.field_size_limit(ROW_LIMIT)
    try:
        with path.open("rb") as binary:
            # newline="" leaves line ends alone: they may stand inside a quoted field.
            errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
            lines = _Lines(io.TextIOWrapper(binary, encoding, errors, newline=""), encoding, path)
            if kind is Kind.JSONL:
                rows = _json_rows(lines, columns)
            else:
                names, rows = _csv_table(lines, path, columns, "\t" if kind is Kind.TSV else _DELIMITERS)
            yield Table(encoding=encoding, extra=names, rows=rows, position=binary.tell)
    finally:
        csv.field_size_limit(limit)


def _encoding_of(path: Path) -> str:
    try:
        with path.open("rb") as binary:
            return _encoding(binary)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from error


def _encoding(binary: BinaryIO) -> str:
    """Decide by evidence over the whole file: its mark, zero bytes, or the reading that fits more."""
    head = binary.read(_CHUNK)
    binary.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head[:4000].count(0) * 4 > len(head[:4000]):
        return "utf-16-le" if head[1:4000:2].count(0) > head[:4000:2].count(0) else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wide = broken = 0
    while chunk := binary.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            clean = text.encode("utf-8", "ignore").decode()
            broken += len(text) - len(clean)
            wide += len(clean) - len(clean.encode("ascii", "ignore"))
    # A few broken rows among good UTF-8 are refused one by one; where they are the rule, it is Windows-1252.
    return "cp1252" if broken > wide else "utf-8"


class _Lines:
    """The lines of a text, numbered from 1; `record` holds those read since it was last emptied."""

    def __init__(self, stream: TextIO, encoding: str, path: Path) -> None:
        self._readline = stream.readline
        self._path = path
        self._again: list[str] = []
        self._encoding = encoding
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while line := self._again.pop() if self._again else self._next():
            self.number += 1
            self.record.append(line)
            yield line

    def _next(self) -> str:
        try:
            line = self._readline(ROW_LIMIT)
            if len(line) == ROW_LIMIT and line[-1] not in "\r\n":
                while (rest := self._readline(ROW_LIMIT)) and rest[-1] not in "\r\n":
                    pass
        except OSError as error:
            raise InputError(f"Cannot read on in {self._path}: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            # UTF-16 alone gets here: everywhere else broken bytes are kept and their row is refused.
            raise InputError(f"{self._path} ends within a character; save it as UTF-8.") from error
        return line

    def keep(self, count: int) -> None:
        """Put back all lines of the record but the first `count`."""
        self._again.extend(reversed(self.record[count:]))
        self.number -= len(self.record) - count
        del self.record[count:]

    @property
    def start(self) -> int:
        """The number of the record's first line."""
        return self.number - len(self.record) + 1

    def fault(self, raw: str) -> str | None:
        """Say what makes a record unreadable, if anything does."""
        if len(raw) >= ROW_LIMIT:
            return f"longer than {ROW_LIMIT:,} characters; no more of it than that is kept here"
        if "\0" in raw:
            return f"a zero byte at character {raw.index(chr(0)) + 1}"
        if not raw.isascii() and (broken := _LONE.search(raw)):
            codec = (
                "utf-16-le" if self._encoding.startswith("utf-16") else self._encoding.removesuffix("-sig")
            )
            name = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16"}.get(codec, "UTF-8")
            return f"not valid {name} in byte {len(raw[: broken.start()].encode(codec)) + 1}"
        return None

    def refuse(self, reason: str, id: str | int = "") -> Refusal:
        """Refuse the record at hand."""
        return Refusal(self.start, str(id), reason, "".join(self.record).rstrip("\r\n"))


# --- CSV and TSV --------------------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Where the fields of a row stand."""

    width: int
    id: int
    text: int
    background: int | None
    extra: tuple[int, ...]


def _csv_table(
    lines: _Lines, path: Path, columns: Columns, delimiters: str
) -> tuple[tuple[str, ...], Iterator[Row | Refusal]]:
    headers = {delimiter: header for delimiter in delimiters if (header := _header(lines, delimiter))}
    if not headers:
        raise InputError(f"{path} has no header line that can be read.")
    wanted = {columns.id, columns.skills, "text", columns.background}
    delimiter, header = max(headers.items(), key=lambda item: (len(wanted & set(item[1])), len(item[1])))
    next(csv.reader(iter(lines), delimiter=delimiter))
    if fault := lines.fault("".join(lines.record)):
        raise InputError(f"{path} is not a table of text: its header line has {fault}.")
    layout = _layout(header, path, columns)
    return tuple(header[at] for at in layout.extra), _csv_rows(lines, delimiter, layout)


def _header(lines: _Lines, delimiter: str) -> list[str]:
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
        raise UserError(
            f"{path} has no column {names[0]!r}; its columns are {found}. Say which of them to use."
        )

    skills = (columns.skills, "text") if columns.skills == Columns().skills else (columns.skills,)
    id, text = find(columns.id), find(*skills)
    background = None if columns.background is None else find(columns.background)
    extra = tuple(at for at in range(len(header)) if at not in (id, text))
    return _Layout(len(header), id, text, background, extra)


def _csv_rows(lines: _Lines, delimiter: str, layout: _Layout) -> Iterator[Row | Refusal]:
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


def _csv_row(lines: _Lines, fields: list[str], layout: _Layout) -> Row | Refusal:
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
    if not text.isascii() and _LONE.search(f"{id}{text}"):
        return "half a character (a lone surrogate)"
    return None if background or (text and not text.isspace()) else "no skills given"


# --- JSON Lines ---------------------------------------------------------------------------------------------


def _json_rows(lines: _Lines, columns: Columns) -> Iterator[Row | Refusal]:
    for line in lines:
        if not line.isspace():
            yield _json_row(lines, line, columns)
        lines.record.clear()


def _json_row(lines: _Lines, line: str, columns: Columns) -> Row | Refusal:
    value = lines.fault(line) or _parsed(line)
    if isinstance(value, str):
        return lines.refuse(value)
    id = value.get(columns.id, "")
    if isinstance(id, bool) or not isinstance(id, str | int):
        return lines.refuse(f"{columns.id!r} is neither a text nor a whole number")
    id = id.strip() if isinstance(id, str) else id
    text = _text(value.get(columns.skills, value.get("text", "")))
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


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    # surrogateescape keeps a broken byte 0xNN as U+DCNN
    return f"\\x{code & 0xFF:02x}" if code < 0x100 or 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
