"""From bytes to text: find the encoding by evidence, refuse what is not text, unfold a JSON Resume."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hpcskills.errors import InputError

MOST_BYTES = 20_000_000
"""Larger input is refused: a CV has some 10 kB, and reading takes memory several times its size."""

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
}
_WAY_OUT = "Open it, copy the text and save it as .txt, or paste it."
_CP1252_LETTERS = "äöüßéèêëàâáãåæçñíìîïóòôõøúùûýÄÖÜÉÈÀÁÅÆÇÑØ’‘“”–—•…€™®°·"


def read_file(path: Path) -> str:
    """The text of a .txt, .md or JSON Resume file; raises InputError with what to do."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder. Name one file in it.")
        if not stat.S_ISREG(path.stat().st_mode) and not stat.S_ISFIFO(path.stat().st_mode):
            raise InputError(f"{path} is not a file that can be read.")
        with path.open("rb") as file:
            return read_stream(file, str(path))
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check the name and the folder.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None


def read_stream(file: BinaryIO, name: str) -> str:
    """The text of an open file or of standard input; no more than the limit is read."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{name} is larger than {MOST_BYTES // 1_000_000} MB. Give the part that speaks of skills, "
            "or score many people with: hpcskills batch."
        )
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> str:
    """`data` as text. `name` is used in messages; one that ends in .json is read as a JSON Resume."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name} is {kind}, which is not read yet. {_WAY_OUT}")
    text = decode(data)
    if text is None:
        raise InputError(f"{name} is not text. {_WAY_OUT}")
    return _resume(text, name) if name.lower().endswith(".json") else text


def decode(data: bytes) -> str | None:
    """Text in the encoding the bytes speak for: by a mark, UTF-8, UTF-16, else Windows-1252; None if binary."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _plain(data.decode("utf-8-sig", errors="replace"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _plain(data.decode("utf-16", errors="replace"))
    if b"\0" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        if max(even, odd) > 4 * min(even, odd) and max(even, odd) > len(data[:4096]) / 5:
            return _plain(data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace"))
        return None
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _plain(_one_byte(data))


def _one_byte(data: bytes) -> str:
    """Not UTF-8: Windows-1252, or UTF-8 with a few broken bytes if that leaves fewer odd characters."""
    western = data.decode("cp1252", errors="replace")
    broken = data.decode("utf-8", errors="replace")
    odd = sum(1 for char in western if ord(char) > 127 and char not in _CP1252_LETTERS)
    return broken if broken.count("\ufffd") < odd / 2 else western


def _plain(text: str) -> str | None:
    """None if more than 2 % of the characters are control characters: that is no text."""
    sample = text[:20_000]
    control = sum(1 for char in sample if ord(char) < 32 and char not in "\t\n\r\f\v\x1b\b")
    return None if control * 50 > len(sample) else text


def _resume(text: str, name: str) -> str:
    """A JSON Resume as lines of text: skills with level and keywords, then everything else that is written."""
    try:
        resume = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{name} is not valid JSON{where}. Mend it, or save the text as .txt.") from None
    if not isinstance(resume, dict):
        raise InputError(f"{name} is not a JSON Resume: it should be an object with work, skills and so on.")
    lines = list(_skills(resume.get("skills")))
    for section, content in resume.items():
        if section not in {"skills", "$schema", "meta", "references", "languages"}:
            lines.extend(_texts(content))
    return "\n".join(lines)


def _skills(skills: object) -> Iterator[str]:
    """The skills of a JSON Resume, each as "name (level): keyword, keyword"."""
    for skill in skills if isinstance(skills, list) else []:
        if isinstance(skill, dict):
            level = f" ({skill['level']})" if isinstance(skill.get("level"), str) and skill["level"] else ""
            keywords = [word for word in skill.get("keywords") or [] if isinstance(word, str)]
            yield f"{skill.get('name') or ''}{level}{': ' if keywords else ''}{', '.join(keywords)}"
        elif isinstance(skill, str):
            yield skill


def _texts(content: object) -> Iterator[str]:
    """All texts in a part of a JSON Resume but addresses and dates."""
    if isinstance(content, str):
        if "://" not in content and "@" not in content:
            yield content
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content, dict):
        for key, part in content.items():
            if not str(key).lower().endswith(("date", "url", "email", "phone", "image", "postalcode")):
                yield from _texts(part)
