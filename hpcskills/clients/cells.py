"""Tables whose cells have types: Excel and Parquet, as rows of text in, and from rows of text out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from hpcskills.errors import InputError, UserError

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1024
BUFFER, PIECE = 1 << 16, 1 << 20
"""Rows and bytes at a time: larger ones are hardly faster, but take hundreds of megabytes."""

NUMBERS = ("fit", "low", "high", "best_fit", "best_low", "best_high", "best_entry_fit")
COUNTS = ("core_met", "core_total", "line")
LONG = ("role", "tier", "fit", "low", "high", "core_met", "core_total", "band", "skills_held")
"""Our columns where each client and role has a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """An open table: its header, its rows with their numbers, and how many bytes of it were read, about."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    position: Callable[[], int]


@contextmanager
def opened(path: Path, *, excel: bool) -> Iterator[Cells]:
    """Open a table; UserError if its reader is not installed, InputError if it cannot be read."""
    if not path.is_file():
        raise InputError(f"{path} is not a plain file." if path.exists() else f"There is no file {path}.")
    yield _excel(path) if excel else _parquet(path)


def as_text(value: object) -> str:
    """Give a cell as a person would write it: whole numbers without a point, dates as dates, lists with commas."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(as_text, value))
    return str(value)


def _excel(path: Path) -> Cells:
    try:
        import python_calamine as calamine
    except ImportError:
        raise UserError(f"To read {path} install the extra: pip install 'hpcskills[excel]'.") from None
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
    except Exception as error:  # calamine raises errors of several kinds, all for files it cannot read
        raise InputError(f"Cannot read {path}: {error}.") from error
    rows = enumerate(sheet.iter_rows(), sheet.start[0] + 1 if sheet.start else 1)
    header = next((list(map(as_text, row)) for _, row in rows if any(row)), None)
    if header is None:
        raise InputError(f"{path} has no header line that can be read.")
    done, size, count = [0], path.stat().st_size, max(1, sheet.total_height)

    def texts() -> Iterator[tuple[int, list[str]]]:
        for number, row in rows:
            done[0] = number
            if any(cell not in {"", None} for cell in row):
                yield number, list(map(as_text, row))
        done[0] = count

    return Cells(header=[name.strip() for name in header], rows=texts(), position=lambda: size * done[0] // count)


def _parquet(path: Path) -> Cells:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UserError(f"To read {path} install the extra: pip install 'hpcskills[parquet]'.") from None
    try:
        file = parquet.ParquetFile(path, memory_map=False, pre_buffer=False, buffer_size=BUFFER)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"Cannot read {path}: {error}.") from error
    done, size, count = [0], path.stat().st_size, max(1, file.metadata.num_rows)

    def texts() -> Iterator[tuple[int, list[str]]]:
        # A header is line 1 wherever there is one; here the first row is 2 as well, so that forms agree.
        number = 1
        for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                number += 1
                yield number, [one if one.__class__ is str else as_text(one) for one in row]
            done[0] = number - 1

    header = [str(name) for name in file.schema_arrow.names]
    return Cells(header=header, rows=texts(), position=lambda: size * done[0] // count)


# --- out ----------------------------------------------------------------------------------------------------


def needs(*, excel: bool, target: Path) -> None:
    """Raise UserError now, and not after an hour, if the writer for a target is not installed."""
    try:
        if excel:
            import xlsxwriter  # noqa: F401
        else:
            import pyarrow  # noqa: F401
    except ImportError:
        extra = "excel" if excel else "parquet"
        raise UserError(f"To write {target} install the extra: pip install 'hpcskills[{extra}]'.") from None


def to_parquet(source: Path, target: Path) -> None:
    """Write rows of CSV as Parquet, with fits as numbers; all that came with the clients stays text."""
    import pyarrow as pa
    import pyarrow.csv as pacsv
    from pyarrow import parquet

    with source.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    own = own_columns(header)
    schema = pa.schema([(name, _type(name) if at >= own else pa.string()) for at, name in enumerate(header)])
    reader = pacsv.open_csv(
        source,
        read_options=pacsv.ReadOptions(use_threads=False, block_size=PIECE),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(column_types=schema, strings_can_be_null=False),
    )
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def own_columns(header: Sequence[str]) -> int:
    """Give the place of our first column: what came with the clients stands before it, under names of its own."""
    if list(header[-len(LONG) :]) == list(LONG):
        return len(header) - len(LONG)
    return header.index("best_role") if "best_role" in header else 0


def _type(name: str) -> pa.DataType:
    import pyarrow as pa

    if name in NUMBERS or name.startswith("fit_"):
        return pa.float32()
    return pa.int16() if name in COUNTS else pa.string()


def is_number(name: str) -> bool:
    """Tell whether a column of ours holds numbers."""
    return name in NUMBERS or name in COUNTS or name.startswith("fit_")
