"""Zip files from strangers: members are read into memory, capped in number, size and ratio, and never written."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from hpcskills.errors import InputError

MOST_MEMBERS = 5_000
MOST_UNPACKED = 12_000_000
"""Bytes unpacked in all: the text of the largest CV seen has a fifth of that."""

HIGHEST_RATIO = 150
"""Word's own text packs 10 to 30 times; more than this, from a megabyte on, is a bomb."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def names(data: bytes, name: str) -> tuple[str, ...]:
    """The names in a zip file; raises InputError if it is damaged or has too many."""
    with _opened(data, name) as archive:
        return tuple(archive.namelist())


def unpack(data: bytes, name: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The members whose name is wanted, by name, in the order of the file."""
    found: dict[str, bytes] = {}
    left = MOST_UNPACKED
    with _opened(data, name) as archive:
        for member in archive.infolist():
            if wanted(member.filename) and not member.is_dir():
                found[member.filename] = content = _content(archive, member, left, name)
                left -= len(content)
    return found


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise damaged(name) from None
    if len(archive.infolist()) > MOST_MEMBERS:
        raise InputError(f"{name} holds more than {MOST_MEMBERS:,} files. Unpack it and give the one with your skills.")
    return archive


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> bytes:
    """One member; what its header says about the size is not believed."""
    if member.flag_bits & 1:
        raise InputError(f"{name} is locked with a password. Save it without one, or paste the text.")
    if member.compress_type not in _METHODS:
        raise damaged(name)
    try:
        with archive.open(member) as file:
            content = file.read(left + 1)
    except _BROKEN:
        raise damaged(name) from None
    bomb = len(content) > 1_000_000 and len(content) > HIGHEST_RATIO * max(1, member.compress_size)
    if bomb or len(content) > left:
        raise InputError(
            f"{name} unpacks to far more than a CV holds and was not read further. "
            "Open it, copy the text and save it as .txt."
        )
    return content


def damaged(name: str) -> InputError:
    """The refusal of a file that is broken or cut off."""
    return InputError(f"{name} is damaged or cut off. Save it again, or copy the text and paste it.")
