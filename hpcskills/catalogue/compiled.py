"""The checked catalogue kept as JSON in the user's cache folder, so that a start needs no YAML.

It is never needed: a missing, damaged, foreign or unwritable file is passed over without a word. JSON runs
no code when read. A file is two lines: the hash of the second line, then a record as a list of its fields,
in their order.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from hpcskills import model
from hpcskills.model import Catalogue

KEPT = 4
"""Files that stay; each is about half a megabyte and belongs to one set of data files."""

_READERS = Path(__file__).parent
"""The code that reads: when it changes, what was kept is read anew."""

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Decode = Callable[[Json], object]


def find(digest: str) -> Catalogue | None:
    """The catalogue that was kept for these data files by this version of the code, or None."""
    try:
        file = _file(digest)
        with file.open("rb") as stream:
            if not _own(stream.fileno()):
                return None
            check, _, body = stream.read().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != check:
            return None
        found = _record_decoder(Catalogue)(json.loads(body))
    # RuntimeError: no home folder, or JSON nested too deep; the others: JSON of another shape.
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if isinstance(found, Catalogue) and found.digest == digest else None


def keep(catalogue: Catalogue) -> None:
    """Keep a catalogue for the next start, if that is possible."""
    try:
        file = _file(catalogue.digest)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        body = json.dumps(_plain(catalogue), ensure_ascii=False, separators=(",", ":")).encode()
        _write(file, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        _drop_old(file.parent)
    except (OSError, RuntimeError):
        return


def _file(digest: str) -> Path:
    """Where the catalogue of these data files stands; code that reads differently gets another file."""
    key = hashlib.sha256(digest.encode())
    for source in (_READERS.parent / "model.py", *sorted(_READERS.glob("*.py"))):
        key.update(source.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG rules tell to pass over a relative path.
    folder = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
    return folder / "hpcskills" / f"catalogue-{key.hexdigest()[:32]}.json"


def _own(descriptor: int) -> bool:
    """The file belongs to this user (always so where the system knows no owners)."""
    return not hasattr(os, "geteuid") or os.fstat(descriptor).st_uid == os.geteuid()


def _write(file: Path, content: bytes) -> None:
    """All or nothing: other processes see the old file or the new one."""
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".catalogue-", dir=file.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).replace(file)
    # Whatever stops the writing, Ctrl-C too, leaves no half file behind; it is raised again.
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob("catalogue-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)


# --- records to JSON --------------------------------------------------------------------------------------


def _plain(value: object) -> Json:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return [str(inner) for inner in sorted(value)]
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no JSON for {type(value).__name__}")


# --- JSON to records --------------------------------------------------------------------------------------


def _record_decoder(record: type) -> Decode:
    """Make a function from a list of fields to a record; the way for each field is found once."""
    ways = [_way(str(field.type)) for field in fields(record)]
    # Setting the slots takes a third of the time that the constructor of a frozen record takes.
    setters = [getattr(record, field.name).__set__ for field in fields(record)]
    members = list(zip(setters, ways, strict=True))

    def decode(values: Json) -> object:
        if not isinstance(values, list):
            raise TypeError
        made: object = object.__new__(record)
        for (put, way), value in zip(members, values, strict=True):
            put(made, value if way is None or value is None else way(value))
        return made

    return decode


@cache
def _way(annotation: str) -> Decode | None:
    """How JSON becomes a value of this annotation; None if it is that value already."""
    outer, _, inner = annotation.removesuffix(" | None").partition("[")
    if outer == "tuple":
        return _tuple_of(_way(inner.removesuffix(", ...]")))
    if outer == "Mapping":
        return _mapping_of(_way(inner.removeprefix("str, ").removesuffix("]")))
    if outer == "frozenset":
        return _frozenset
    if outer in ("str", "int", "float", "bool"):
        return None
    kind = getattr(model, outer)
    return _member_of(kind) if issubclass(kind, StrEnum) else _record_decoder(kind)


def _frozenset(values: Json) -> object:
    if not isinstance(values, list):
        raise TypeError
    return frozenset(map(str, values))


def _member_of(kind: type[StrEnum]) -> Decode:
    members: dict[Json, StrEnum] = {member.value: member for member in kind}
    return members.__getitem__


def _tuple_of(way: Decode | None) -> Decode:
    def decode(values: Json) -> object:
        if not isinstance(values, list):
            raise TypeError
        return tuple(values) if way is None else tuple([way(value) for value in values])

    return decode


def _mapping_of(way: Decode | None) -> Decode:
    def decode(values: Json) -> object:
        if not isinstance(values, dict):
            raise TypeError
        return values if way is None else {key: way(value) for key, value in values.items()}

    return decode
