"""The export of one's own LinkedIn data: CSV files in a folder or zip; those about work and skills are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from hpcskills.documents.archive import unpack
from hpcskills.documents.kinds import Document, Kind, document
from hpcskills.documents.resume import period
from hpcskills.errors import InputError

FILES = {
    "profile.csv": "Summary",
    "skills.csv": "Skills",
    "positions.csv": "Experience",
    "projects.csv": "Projects",
    "education.csv": "Education",
    "certifications.csv": "Certificates",
    "courses.csv": "Courses",
    "volunteering.csv": "Volunteering",
}
"""The files that are read, in the order they appear in a CV. The others hold messages, contacts and clicks."""

POSITIONS = "Company Name,Title,Description,"
"""How the file of positions begins."""

_NEEDED = {"skills.csv", "positions.csv", "profile.csv"}
_TITLES = ("Title", "Role", "Name", "Degree Name", "Company Name", "Organization", "School Name", "Authority")
_TEXTS = ("Headline", "Summary", "Description", "Notes", "Activities")
_LARGEST = 2_000_000


def is_export(names: Mapping[str, object] | tuple[str, ...]) -> bool:
    """Do these names of files look like a LinkedIn export?"""
    return any(PurePosixPath(name).name.lower() in _NEEDED for name in names)


def read_zip(data: bytes, name: str, decode: Callable[[bytes], str | None]) -> Document:
    """The text of an export as it is downloaded."""
    members = unpack(data, name, lambda member: PurePosixPath(member).name.lower() in FILES)
    return _document({PurePosixPath(member).name.lower(): content for member, content in members.items()}, name, decode)


def read_positions(data: bytes, name: str, decode: Callable[[bytes], str | None]) -> Document:
    """The text of the file of positions alone."""
    return _document({"positions.csv": data}, name, decode)


def read_folder(folder: Path, decode: Callable[[bytes], str | None]) -> Document | None:
    """The text of an unpacked export; None if the folder is none."""
    found = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.name.lower() in FILES}
    if not is_export(found):
        return None
    contents = {}
    for name, path in found.items():
        if path.is_file():
            with path.open("rb") as file:
                contents[name] = file.read(_LARGEST + 1)
    return _document(contents, str(folder), decode)


def _document(contents: Mapping[str, bytes], name: str, decode: Callable[[bytes], str | None]) -> Document:
    lines: list[str] = []
    notes = []
    for file, heading in FILES.items():
        content = contents.get(file)
        if content is None:
            continue
        if len(content) > _LARGEST:
            notes.append(f"{file} is very long: only its first {_LARGEST // 1_000_000} MB were read.")
        entries = list(_entries(decode(content[:_LARGEST]) or "", skills=file == "skills.csv"))
        if entries:
            lines.extend(("", heading, *entries))
    if not lines:
        raise InputError(f"{name} looks like a LinkedIn export, but its files about skills and work are empty.")
    return document(lines, Kind.LINKEDIN, notes)


def _entries(text: str, *, skills: bool) -> Iterator[str]:
    """The rows of one file as lines."""
    try:
        for row in csv.DictReader(io.StringIO(text.replace("\0", ""))):
            if skills:
                yield f"- {_cell(row, 'Name')}"
                continue
            title = ", ".join(filter(None, (_cell(row, key) for key in _TITLES)))
            start = _cell(row, "Started On") or _cell(row, "Start Date")
            end = _cell(row, "Finished On") or _cell(row, "End Date")
            if title:
                yield f"{title}{period(start, end)}"
            yield from filter(None, (_cell(row, key) for key in _TEXTS))
    except csv.Error:
        yield from text.splitlines()


def _cell(row: Mapping[str, str | None], key: str) -> str:
    return (row.get(key) or "").strip()
