"""A batch as an Excel workbook: the scores, what each client lacks, the refused rows, and the group at a glance."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from hpcskills.assess import Assessor
from hpcskills.clients.cells import COUNTS, is_number, own_columns
from hpcskills.clients.cohort import Cohort, build, nearest
from hpcskills.clients.cohort_file import People, of_scores
from hpcskills.clients.common_gaps import Needs
from hpcskills.clients.lines import ROW_LIMIT
from hpcskills.errors import OutputError
from hpcskills.model import FULL
from hpcskills.render import wording_cohort

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_ROW, LONGEST_CELL = 1_048_575, 32_767
"""What a sheet and a cell of Excel can hold."""

MOST_PEOPLE = 50_000
"""Of more clients the gaps and the group are not worked out here: they would have to stand in memory all at once."""

MOST_GAPS = 5
"""What a client and a counselor can talk about in one meeting, costliest first."""

GAPS = ("id", "role", "fit", "asked", "level asked", "level counted", "adds")
COLOURS = {
    "type": "3_color_scale",
    **{"min_color": "#F8D7D0", "mid_color": "#FFF3C9", "max_color": "#CFE8CF"},
    **{"min_type": "num", "mid_type": "num", "max_type": "num"},
    **{"min_value": 0, "mid_value": 50, "max_value": 100},
}
"""From far to ready, in colours that also differ in brightness."""

BARS = {"type": "data_bar", "bar_color": "#D9A066", "bar_solid": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    """How cells look."""

    title: Format
    head: Format
    tenth: Format


def write(source: Path, refused: Path | None, target: Path, assessor: Assessor, count: int) -> None:
    """Write rows of CSV, which hold `count` clients, as a workbook; OutputError if they are too many for one."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # First where xlsxwriter keeps its own pieces: on a full disk it would leave a packed file that cannot be closed.
    with TemporaryFile() as made, target.open("wb") as final:
        try:
            with xlsxwriter.Workbook(made, settings) as book:
                _sheets(book, source, refused, assessor, count)
        except FileCreateError as error:
            raise OSError(errno.ENOSPC, str(error)) from error
        made.seek(0)
        copyfileobj(made, final)


def _sheets(book: Workbook, source: Path, refused: Path | None, assessor: Assessor, count: int) -> None:
    formats = _Formats(
        title=book.add_format({"bold": True, "font_size": 13}),
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6EE", "border": 1}),
        tenth=book.add_format({"num_format": "0.0"}),
    )
    people = of_scores(source, assessor) if 0 < count <= MOST_PEOPLE else None
    with _rows(source) as (names, rows):
        numbers = [at >= own_columns(names) and is_number(name) for at, name in enumerate(names)]
        _table(book.add_worksheet("Scores"), names, numbers, rows, formats)
    if people:
        targets = [nearest(client, assessor.catalogue) for client in people.clients]
        needs = Needs(people, assessor, targets)
        numbers = [False, False, True, False, True, True, True]
        sheet = book.add_worksheet("Gaps")
        last = _table(sheet, GAPS, numbers, _gaps(people, needs), formats)
        sheet.conditional_format(1, len(GAPS) - 1, max(last, 1), len(GAPS) - 1, BARS)
    if refused is not None:
        with _rows(refused) as (names, rows):
            _table(book.add_worksheet("Refused"), names, [name == "line" for name in names], rows, formats)
    if people:
        _Group(book.add_worksheet("Cohort"), formats).fill(build(people, assessor, needs=needs))


@contextmanager
def _rows(path: Path) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
    limit = csv.field_size_limit(2 * ROW_LIMIT)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            yield next(rows), rows
    finally:
        csv.field_size_limit(limit)


def _table(
    sheet: Worksheet, names: Sequence[str], numbers: Sequence[bool], rows: Iterable[Sequence[str]], formats: _Formats
) -> int:
    """Fill a sheet with rows under a frozen header, fits coloured by their height; give the number of the last row."""
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 45)
    for at, name in enumerate(names):
        sheet.set_column(at, at, 9 if numbers[at] else 22, formats.tenth if _is_fit(numbers[at], name) else None)
        sheet.write_string(0, at, name, formats.head)
    last = 0
    for last, row in enumerate(rows, 1):
        if last > LAST_ROW:
            raise OutputError(f"A sheet of Excel holds {LAST_ROW:,} rows, and here are more. Write .csv or .parquet.")
        for at, (number, cell) in enumerate(zip(numbers, row, strict=False)):
            if number and cell:
                sheet.write_number(last, at, float(cell))
            else:
                # Always a string, never a formula.
                sheet.write_string(last, at, cell[:LONGEST_CELL])
    for at, name in enumerate(names):
        if last and _is_fit(numbers[at], name) and name != "adds":
            sheet.conditional_format(1, at, last, at, COLOURS)
    sheet.autofilter(0, 0, max(last, 1), len(names) - 1)
    return last


def _is_fit(number: bool, name: str) -> bool:
    return number and name not in COUNTS and "level" not in name


def _gaps(people: People, needs: Needs) -> Iterator[Sequence[str]]:
    """Give the costliest gaps of each client towards the nearest core role."""
    for place, client in enumerate(people.clients):
        role = needs.role(place)
        weight = sum(need.importance for need in role.requirements)
        fit = f"{client.fits[role.id]:.1f}"
        for need, covered in needs.missing(place)[:MOST_GAPS]:
            counted, adds = need.level * covered / FULL, 100 * need.importance * (FULL - covered) / (FULL * weight)
            yield client.id, role.id, fit, need.label, str(need.level), f"{counted:.1f}", f"{adds:.1f}"


class _Group:
    """The sheet about everybody together, filled from the top."""

    def __init__(self, sheet: Worksheet, formats: _Formats) -> None:
        self._sheet, self._formats, self._line = sheet, formats, 0

    def fill(self, found: Cohort) -> None:
        """Write the sentences and tables of a cohort."""
        self._sheet.set_column(0, 0, 40)
        self._sheet.set_column(1, 20, 12)
        self._lines(wording_cohort.headline(found))
        bands = [band.label for band in found.bands]
        spreads = [
            (one.role.label, (one.least, one.lower, one.median, one.upper, one.most, *one.bands))
            for one in found.spreads
        ]
        heads = ["Role", "Lowest fit", "Lower quartile", "Median fit", "Upper quartile", "Highest fit", *bands]
        self._block("How near the group is to each role", heads, spreads, coloured=range(1, 6))
        gaps = [(g.requirement.label, (g.asked, g.full, g.part, g.none, g.cost)) for g in found.gaps if g.cost]
        heads = ["What is asked", "Asked of", "Full", "In part", "Not", "Costs"]
        self._block("What the group lacks, costliest first", heads, gaps, bars=5)
        labels = [category.label for category in found.categories]
        supply = [(one.role.label, one.shares) for one in found.supply]
        title = "How much of each role's demand the group covers (percent)"
        self._block(title, ["Role", *labels], supply, coloured=range(1, len(labels) + 1))
        self._lines(wording_cohort.footnotes(found, classes=False))

    def _lines(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._sheet.write_string(self._line, 0, line)
            self._line += 1
        self._line += 1

    def _block(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[tuple[str, Sequence[float | None]]],
        *,
        coloured: Sequence[int] = (),
        bars: int | None = None,
    ) -> None:
        """Write a table, with fits coloured by their height or costs as bars."""
        self._sheet.write_string(self._line, 0, title, self._formats.title)
        for at, head in enumerate(heads):
            self._sheet.write_string(self._line + 1, at, head, self._formats.head)
        first = self._line + 2
        for line, (label, figures) in enumerate(rows, first):
            self._sheet.write_string(line, 0, label)
            for at, figure in enumerate(figures, 1):
                if figure is not None:
                    self._sheet.write_number(line, at, figure, self._formats.tenth if figure % 1 else None)
        self._line = first + len(rows) + 1
        if rows:
            for at in coloured:
                self._sheet.conditional_format(first, at, first + len(rows) - 1, at, COLOURS)
            if bars:
                self._sheet.conditional_format(first, bars, first + len(rows) - 1, bars, BARS)
