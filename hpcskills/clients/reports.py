"""One page for each client of a batch, in a directory: named by id, never by name, and readable by the owner alone."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from pathlib import Path

from hpcskills.errors import OutputError
from hpcskills.model import Assessment, Catalogue
from hpcskills.render import html

LONGEST = 60
"""Characters of an id in a file name; what is cut is told apart by a hash."""

_ODD = re.compile(r"[^A-Za-z0-9_]+")


def prepare(directory: Path) -> None:
    """Make the directory, for the owner alone, unless it is there; OutputError if that cannot be done."""
    from hpcskills.render.page import ready

    ready()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the directory {directory}: {error.strerror or error}.") from error


def write(directory: Path, id: str | int, found: Assessment, catalogue: Catalogue, *, made: date) -> Path:
    """Write the page of one client and give its path; an earlier page of the same id is replaced."""
    path = directory / file_name(str(id))
    text = html.assessment(found, catalogue, made=made, subject=f"Client {id}")
    part = path.with_suffix(".part")
    try:
        # Not flushed to the disk one by one as single reports are: a lost page can be made again.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
            handle.write(text)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(f"Cannot write to {path}: {error.strerror or error}.") from error
    return path


def file_name(id: str) -> str:
    """Give the file name for an id; whatever cannot stand in one on every system is replaced, and a hash added.

    >>> file_name("C-1024")
    'client-C-1024.html'
    >>> file_name("../A/B")
    'client-A-B-8b5cd5f3.html'
    """
    plain = _ODD.sub("-", id).strip("-")[:LONGEST]
    if id and plain == id:
        return f"client-{id}.html"
    mark = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, ["client", plain, mark])) + ".html"
