"""One page for each client of a batch, in a directory: named by id, never by name, and readable by the owner alone."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hpcskills.assess import Assessor
from hpcskills.clients.journal import output_mishaps
from hpcskills.errors import OutputError
from hpcskills.model import Assessment, Background, Catalogue
from hpcskills.personal import Personal, Rating, settle, with_own_skills
from hpcskills.render import html

LONGEST = 60
"""Characters of an id in a file name; what is cut is told apart by a hash."""

_ODD = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Where pages go, and the day they are made: a run that is gone on with may end on another one."""

    directory: Path
    made: date = field(repr=False)


def prepare(directory: Path) -> None:
    """Make the directory, for the owner alone, unless it is there; OutputError if that cannot be done."""
    from hpcskills.render.page import ready

    ready()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the directory {directory}: {error.strerror or error}.") from error


def assessed(
    assessor: Assessor, text: str, background: Background | None, ticked: Iterable[tuple[str, int]]
) -> Assessment:
    """Assess a row of a batch as the batch scores it; a level ticked in a form (0: none) wins over words."""
    levels = dict(ticked)
    own = Personal(
        skills={skill: Rating(level=level) for skill, level in levels.items() if level},
        denied=tuple(skill for skill, level in levels.items() if not level),
    )
    reading = assessor.matcher.read(text)
    if levels:
        reading = with_own_skills(settle(reading, own), own, assessor.catalogue)
    return assessor.assess_reading(reading, background=background)


def write(directory: Path, id: str | int, found: Assessment, catalogue: Catalogue, *, made: date) -> Path:
    """Write the page of one client and give its path; an earlier page of the same id is replaced."""
    path = directory / file_name(str(id))
    text = html.assessment(found, catalogue, made=made, subject=f"Client {id}")
    part = path.with_suffix(".part")
    with output_mishaps(directory):
        # Made anew, so that it is for its owner alone; not flushed to the disk one by one as single reports are.
        part.unlink(missing_ok=True)
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as handle:
                handle.write(text)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    return path


def file_name(id: str) -> str:
    """Give the file name for an id; whatever cannot stand in one on every system is replaced, and a hash added.

    >>> file_name("C-1024")
    'client-C-1024.html'
    >>> file_name("../A/B")
    'client-A-B.8b5cd5f38533.html'
    """
    plain = _ODD.sub("-", id).strip("-")[:LONGEST]
    if id and plain == id:
        return f"client-{id}.html"
    mark = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    # The point stands in no plain id, so that no id looks like another one with its hash.
    return f"client-{plain}.{mark}.html" if plain else f"client.{mark}.html"
