"""The people of a cohort, read from a scores file that a batch wrote, or from a file of clients scored on the way."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hpcskills.assess import Assessor
from hpcskills.clients.cells import LONG, opened
from hpcskills.clients.columns import chooser
from hpcskills.clients.kinds import Kind, kind_of
from hpcskills.clients.lines import ROW_LIMIT, Refusal, hashed, open_lines
from hpcskills.clients.tables import Columns, Row, open_table
from hpcskills.errors import InputError, UserError
from hpcskills.model import Background
from hpcskills.scoring import profile

OWN = re.compile(
    r"id|best_\w+|core_met|core_total|band|fit_.+|low_.+|high_.+|unsure|unknown|skills_held|fits|skills|assumed|input"
)
"""Columns of a scores file that a batch wrote; all others came with the clients."""

_NAMES = re.compile(
    r"\A\W*name\W*\Z|\b(your|full|first|last|family|given|client)[ _-]?name\b|surname"
    r"|e-?mail|phone|mobile|\baddress|birth",
    re.IGNORECASE,
)
"""Columns that name people: nobody is grouped by them."""

_HELD = re.compile(r"([\w.+-]+):([1-5])(~?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One person: skill levels if the file holds them, fits (0-100) by role, and the columns to group by.

    `nearest` is the role that a report on this person alone would name first.
    """

    id: str
    levels: Mapping[str, int] | None
    fits: Mapping[str, float]
    columns: Mapping[str, str]
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody in a file; `refused` rows could not be read or scored and are not among the clients."""

    clients: tuple[Client, ...]
    refused: int
    scored_here: bool

    @property
    def with_levels(self) -> bool:
        """Whether the skills of all are known; without them there are fits but no gaps."""
        return all(client.levels is not None for client in self.clients)


def anonymous(people: People, salt: bytes) -> People:
    """Give the same people under salted hashes of their ids."""
    return replace(people, clients=tuple(replace(one, id=hashed(one.id, salt)) for one in people.clients))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The columns of a file of clients, as far as they are said; the others are told by their content."""

    id: str | None = None
    skills: str | None = None
    background: str | None = None


def read(path: Path, assessor: Assessor, columns: Named) -> People:
    """Read a scores file, or score a file of clients; UserError or InputError if it cannot be read."""
    scores = _is_scores(path)
    found = _from_scores(path, assessor) if scores else _from_clients(path, assessor, columns)
    clients = tuple(one for one in found if isinstance(one, Client))
    return People(clients=clients, refused=found.count(None), scored_here=not scores)


def of_scores(path: Path, assessor: Assessor) -> People:
    """Read scores that a batch has just written as a table of text."""
    found = _people(_rows(path), assessor)
    clients = tuple(one for one in found if one is not None)
    return People(clients=clients, refused=0, scored_here=False)


def _is_scores(path: Path) -> bool:
    """A scores file has fits: as a field of its first object, or as columns."""
    kind = kind_of(path, reading=True)
    if kind in {Kind.EXCEL, Kind.PARQUET}:
        with opened(path, excel=kind is Kind.EXCEL) as cells:
            return _has_fits(cells.header)
    with open_lines(path) as lines:
        first = next(iter(lines), "")
    if kind is not Kind.JSONL:
        return _has_fits(re.split('[,;\t|\r\n"]+', first))
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return isinstance(record, dict) and "fits" in record


def _has_fits(header: Sequence[str]) -> bool:
    return any(name.startswith("fit_") for name in header) or set(LONG) <= set(header)


# --- clients, scored here ---------------------------------------------------------------------------------


def _from_clients(path: Path, assessor: Assessor, columns: Named) -> list[Client | None]:
    found: list[Client | None] = []
    names = {
        name.casefold(): one
        for one in assessor.catalogue.backgrounds.values()
        for name in (one.id, one.label, *one.titles)
    }
    understand = chooser(assessor.matcher, columns.id, columns.skills, columns.background, (), None)
    with open_table(path, Columns(), understand) as table:
        for row in table.rows:
            if isinstance(row, Refusal) or (row.background and row.background.casefold() not in names):
                found.append(None)
                continue
            levels = _levels(assessor, row, names.get(row.background.casefold()))
            extra = dict(zip(table.extra, row.extra, strict=False))
            found.append(_by_levels(str(row.id), levels, extra, assessor))
    return found


def _levels(assessor: Assessor, row: Row, background: Background | None) -> Mapping[str, int]:
    """What a row says; a level ticked in a form wins over words, and 0 says that the skill is not there."""
    person = profile.build(assessor.matcher.read(row.text), assessor.catalogue.scale, background)
    levels = {skill: held.level for skill, held in person.held.items()} | dict(row.ratings)
    return {skill: level for skill, level in levels.items() if level}


def _by_levels(id: str, levels: Mapping[str, int], columns: Mapping[str, str], assessor: Assessor) -> Client:
    """Fits follow from the levels where those are known, so that everything rests on the same data."""
    known = {skill: level for skill, level in levels.items() if skill in assessor.catalogue.skills}
    fits = dict(zip(assessor.catalogue.roles, assessor.scorer.percents(known), strict=True))
    return Client(id=id, levels=known, fits=fits, columns=columns, nearest=assessor.scorer.nearest(known).id)


# --- scores -------------------------------------------------------------------------------------------------


def _from_scores(path: Path, assessor: Assessor) -> list[Client | None]:
    kind = kind_of(path, reading=True)
    if kind in {Kind.EXCEL, Kind.PARQUET}:
        with opened(path, excel=kind is Kind.EXCEL) as cells:
            rows = [dict(zip(cells.header, row, strict=False)) for _, row in cells.rows]
        return _people(rows, assessor)
    return _people(_objects(path) if kind is Kind.JSONL else _rows(path), assessor)


def _people(records: Iterable[Mapping[str, object] | None], assessor: Assessor) -> list[Client | None]:
    found: list[Client | None] = []
    clients: dict[str, dict[str, object]] = {}
    for record in records:
        if record is None or not record.keys() >= set(LONG):
            found.append(None if record is None else _scored(record, assessor))
        else:
            # A line a role: those of a client make one record, wherever they stand.
            own = clients.setdefault(str(record.get("id", "")), {k: v for k, v in record.items() if k not in LONG})
            own.setdefault("best_role", record.get("role"))
            own[f"fit_{record.get('role')}"] = record.get("fit")
            own["skills_held"] = own.get("skills_held") or record.get("skills_held")
    return found + [_scored(record, assessor) for record in clients.values()]


def _objects(path: Path) -> Iterator[Mapping[str, object] | None]:
    with open_lines(path) as lines:
        for line in lines:
            lines.record.clear()
            if not line.isspace():
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    record = None
                yield record if isinstance(record, dict) else None


def _rows(path: Path) -> Iterator[Mapping[str, object] | None]:
    """Rows of a table; a row with more or fewer cells than the header has is none."""
    limit = csv.field_size_limit(ROW_LIMIT)
    try:
        with open_lines(path) as lines:
            header = next(iter(lines), "")
            delimiter = max(",;\t|", key=header.count)
            lines.keep(0)
            reader = csv.reader(iter(lines), delimiter=delimiter)
            names = next(reader, [])
            for cells in reader:
                lines.record.clear()
                if cells:
                    yield dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None
    except csv.Error as error:
        raise InputError(f"{path} is not a table that can be read: {error}.") from error
    finally:
        csv.field_size_limit(limit)


def _scored(record: Mapping[str, object], assessor: Assessor) -> Client | None:
    fits = _fits(record, assessor)
    if not fits:
        return None
    extra = record.get("input")
    columns = (
        extra if isinstance(extra, dict) else {name: cell for name, cell in record.items() if not OWN.fullmatch(name)}
    )
    texts = {str(name): str(cell) for name, cell in columns.items() if isinstance(cell, str | int)}
    id, levels = str(record.get("id", "")), _held(record)
    if levels is not None:
        return _by_levels(id, levels, texts, assessor)
    # A list of fits is in order: the first is the best.
    best = next(iter(fits)) if "fits" in record else record.get("best_role", "")
    return Client(id=id, levels=None, fits=fits, columns=texts, nearest=str(best))


def _fits(record: Mapping[str, object], assessor: Assessor) -> dict[str, float]:
    listed = record.get("fits")
    if isinstance(listed, list):
        pairs = ((one.get("role"), one.get("fit")) for one in listed if isinstance(one, dict))
    else:
        pairs = ((role, record.get(f"fit_{role}")) for role in assessor.catalogue.roles)
    found = {}
    for role, fit in pairs:
        try:
            value = float(str(fit).replace(",", "."))
        except ValueError:
            continue
        if role in assessor.catalogue.roles and 0 <= value <= 100:
            found[str(role)] = value
    return found


def _held(record: Mapping[str, object]) -> dict[str, int] | None:
    levels = record.get("skills")
    if isinstance(levels, dict):
        return {str(s): level for s, level in levels.items() if isinstance(level, int) and 1 <= level <= 5}
    text = record.get("skills_held")
    if isinstance(text, str):
        return {skill: int(level) for skill, level, _ in _HELD.findall(text)}
    return None


def column(people: People, name: str) -> str:
    """The column to group by, as the file spells it; UserError names those there are, or says that it names people."""
    if _NAMES.search(name):
        raise UserError(f"The column “{name}” tells who people are; group by one that many share, such as a site.")
    names = dict.fromkeys(name for client in people.clients for name in client.columns)
    for one in names:
        if one.casefold() == name.casefold():
            return one
    known = ", ".join(names) or "none"
    raise UserError(f"There is no column “{name}” to group by. Columns that came with the clients: {known}.")
