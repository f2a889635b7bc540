"""All data as one checked `Catalogue`: skills, roles and courses, and a person's own files over them.

A person's file extends the shipped one: an entry with a known id replaces it, a new id adds one, and a file
may hold only some of the sections. Transfers replace by their pair of skills; the scale, the credit and the
bands replace as a whole; outlook facts and false friends are added. A file with `replace: true` at the top
stands alone: the shipped one is not used.

What was read once is kept as JSON (see `compiled`), so that the next start needs no YAML.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hpcskills.catalogue import compiled
from hpcskills.errors import DataError, Problem
from hpcskills.model import Catalogue

NAMES = ("skills.yaml", "roles.yaml", "courses.yaml")

LARGEST = 20_000_000
"""Bytes of the largest data file that is read; the shipped ones have less than one million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One data file; `name` is the shipped file it is or extends, `content` is None if it cannot be read."""

    name: str
    file: Path
    shipped: bool
    content: bytes | None


def shipped(name: str) -> Path:
    """Where a shipped data file stands: with the package if installed, at the top of a checkout otherwise."""
    package = Path(__file__).parent.parent
    beside = package / "data" / name
    above = package.parent / name
    return above if not beside.exists() and above.exists() else beside


def load(*, skills: Path | None = None, roles: Path | None = None, courses: Path | None = None) -> Catalogue:
    """The shipped data with a person's own files over them.

    Raises DataError with every problem found in any of the files.
    """
    problems: list[Problem] = []
    sources = [_source(name, shipped(name), True, problems) for name in NAMES]
    own = zip(NAMES, (skills, roles, courses), strict=True)
    sources += [_source(name, file, False, problems) for name, file in own if file is not None]
    digest = _digest(sources)
    kept = compiled.find(digest) if not problems else None
    return kept or _read(sources, digest, problems)


def _source(name: str, file: Path, is_shipped: bool, problems: list[Problem]) -> Source:
    return Source(name=name, file=file, shipped=is_shipped, content=_content(file, problems))


def _content(file: Path, problems: list[Problem]) -> bytes | None:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        reason = f"cannot read this file ({error.strerror}); check its name and permissions"
    else:
        if len(content) <= LARGEST:
            return content
        reason = f"larger than {LARGEST // 1_000_000} MB; no data file is, check its name"
    problems.append(Problem(file=file, line=1, message=reason))
    return None


def _digest(sources: list[Source]) -> str:
    """The hash of all contents, each framed by what it is, so that no two sets of files share one."""
    total = hashlib.sha256()
    for source in sources:
        content = source.content or b""
        total.update(f"{source.name} {source.shipped} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _read(sources: list[Source], digest: str, problems: list[Problem]) -> Catalogue:
    from hpcskills.catalogue.draft import Draft
    from hpcskills.catalogue.links import check_links
    from hpcskills.catalogue.nodes import Page

    draft = Draft([(source.name, Page(source.file, problems, source.shipped), source.content) for source in sources])
    check_links(draft, problems)
    if problems:
        raise DataError(problems)
    catalogue = draft.catalogue(digest)
    compiled.keep(catalogue)
    return catalogue
