"""The forms a table of clients comes in and goes out in, told by the ending of its name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from hpcskills.errors import UserError


class Kind(StrEnum):
    """The forms a table of clients comes in and goes out in."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    EXCEL = "xlsx"
    PARQUET = "parquet"


_KINDS = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".xlsx": Kind.EXCEL,
    ".parquet": Kind.PARQUET,
}
_READ_TOO = {".txt": Kind.CSV, ".xls": Kind.EXCEL, ".xlsm": Kind.EXCEL, ".xlsb": Kind.EXCEL, ".ods": Kind.EXCEL}


def kind_of(path: Path, *, reading: bool = False) -> Kind:
    """Tell the form of a file by its ending; UserError names those that are understood."""
    packed = path.suffix.lower() == ".gz"
    ending = Path(path.stem if packed and reading else path.name).suffix.lower()
    known = _KINDS | _READ_TOO if reading else _KINDS
    kind = known.get(ending)
    if kind is None or (packed and kind in {Kind.EXCEL, Kind.PARQUET}):
        raise UserError(f"{path}: a table of clients ends in {', '.join(_KINDS)}.")
    return kind
