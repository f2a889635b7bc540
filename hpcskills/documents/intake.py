"""From files and bytes to text: what kind of file it is, in which encoding, and a sentence when it cannot be read."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import BinaryIO

from hpcskills.documents.kinds import Document, Kind, limited, sniff
from hpcskills.errors import InputError

MOST_BYTES = 20_000_000
"""Larger input is refused: a CV has some 10 kB, and reading takes memory several times its size."""

_WAY_OUT = "Open it, copy the text that speaks of your skills and save it as .txt, or paste it."
_SMALLER = {
    Kind.PDF: "It is mostly pictures: print it to a smaller PDF, or copy the text and save it as .txt.",
    Kind.ZIP: "Copy the text and save it as .txt; of a LinkedIn export give the unpacked folder.",
    Kind.IMAGE: "It is a picture, which holds no text. Type your skills.",
}
"""What to do with files that are too large, by their kind."""

_CP1252_LETTERS = "äöüßéèêëàâáãåæçñíìîïóòôõøúùûýÄÖÜÉÈÀÁÅÆÇÑØ’‘“”–—•…€™®°·"


def read_document(path: Path) -> Document:
    """The text of a file, or of a folder with a LinkedIn export, with notes on how it was read.

    Read are plain text, PDF, Word, OpenDocument, RTF, web pages, JSON Resume, Europass and LinkedIn exports, told apart
    by their content. Raises InputError with what to do.
    """
    try:
        if path.is_dir():
            return _folder(path)
        if not stat.S_ISREG(path.stat().st_mode) and not stat.S_ISFIFO(path.stat().st_mode):
            raise InputError(f"{path} is not a file that can be read.")
        with path.open("rb") as file:
            return read_open(file, str(path))
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check the name and the folder.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None


def read_file(path: Path) -> str:
    """The text of a file, as `read_document` gives it."""
    return read_document(path).text


def read_open(file: BinaryIO, name: str) -> Document:
    """The document in an open file or on standard input; no more than the limit is read."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        way_out = _SMALLER.get(sniff(data[:4096]), f"{_WAY_OUT} Many people at once: hpcskills batch.")
        raise InputError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB. {way_out}")
    return read_data(data, name)


def read_stream(file: BinaryIO, name: str) -> str:
    """The text of an open file or of standard input."""
    return read_open(file, name).text


def read_bytes(data: bytes, name: str) -> str:
    """`data` as text; `name` is used in messages."""
    return read_data(data, name).text


def read_data(data: bytes, name: str) -> Document:
    """The document these bytes are. Of the name only .json counts: such a file must be a JSON Resume."""
    kind = sniff(data)
    if kind is Kind.PDF:
        from hpcskills.documents.pdf import read_pdf

        return read_pdf(data, name)
    if kind is Kind.RTF:
        from hpcskills.documents.rtf import read_rtf

        return read_rtf(data, name)
    if kind is Kind.XML:
        from hpcskills.documents.europass import read_europass

        return read_europass(data, name)
    if kind is Kind.ZIP:
        return _zip(data, name)
    if kind is Kind.IMAGE:
        raise InputError(
            f"{name} is a picture, which holds no text. Type your skills, or run text recognition over it."
        )
    if kind not in {Kind.TEXT, Kind.HTML}:
        raise InputError(f"{name} is {kind}, which is not read. {_WAY_OUT}")
    return _text(data, name, kind)


def _text(data: bytes, name: str, kind: Kind) -> Document:
    """Plain text, a web page or a JSON Resume."""
    if kind is Kind.HTML:
        from hpcskills.documents.webpage import charset, read_page

        return read_page(decode(data, charset(data)) or "", name)
    from hpcskills.documents import linkedin

    text = decode(data)
    if text is None:
        raise InputError(f"{name} is not text. {_WAY_OUT}")
    if text.startswith(linkedin.POSITIONS):
        return linkedin.read_positions(data, name, decode)
    if name.lower().endswith(".json") or text.lstrip("\ufeff \t\r\n").startswith("{"):
        from hpcskills.documents.resume import read_resume

        resume = read_resume(text, name)
        if resume is not None:
            return resume
    return limited(text, Kind.TEXT)


def _zip(data: bytes, name: str) -> Document:
    """Whatever the zip file is: Word and OpenDocument texts are zip files too."""
    from hpcskills.documents import archive, linkedin

    names = archive.names(data, name)
    if any(member.lower().startswith("word/document") for member in names):
        from hpcskills.documents.docx import read_docx

        return read_docx(data, name)
    if any(member.startswith("xl/") for member in names):
        raise InputError(f"{name} is an Excel workbook. Save it as CSV and score it with: hpcskills batch.")
    if any(member.endswith(".iwa") for member in names):
        raise InputError(f"{name} is an Apple Pages file. Export it to Word or PDF.")
    if "content.xml" in names:
        from hpcskills.documents.odt import read_odt

        return read_odt(data, name)
    if linkedin.is_export(names):
        return linkedin.read_zip(data, name, decode)
    raise InputError(f"{name} is a zip file without a CV that is known. Unpack it and give the file with your skills.")


def _folder(path: Path) -> Document:
    from hpcskills.documents.linkedin import read_folder

    found = read_folder(path, decode)
    if found is None:
        raise InputError(f"{path} is a folder. Name one file in it.")
    return found


def decode(data: bytes, stated: str | None = None) -> str | None:
    """Text in the encoding the bytes speak for: by a mark, UTF-8, UTF-16, else Windows-1252; None if binary.

    `stated` is an encoding the file names itself; it is believed if the bytes are not UTF-8.
    """
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
        return _plain(_as_stated(data, stated) or _one_byte(data))


def _as_stated(data: bytes, stated: str | None) -> str | None:
    """In the encoding the file names, if that exists and turns bytes into text."""
    try:
        return data.decode(stated, errors="replace") if stated else None
    except LookupError:
        return None


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
