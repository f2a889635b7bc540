"""A file of text as numbered lines: the encoding told by evidence, broken bytes kept, memory bounded.

What cannot be read in a line is found here, so that the row it belongs to can be refused with its reason.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from hpcskills.errors import InputError

ROW_LIMIT = 1_000_000
"""Characters of one row; real CVs have up to 50,000. Beyond it lies a whole file or an open quote."""

ODD_BYTES = 10
"""More bytes than this that are no UTF-8, for each letter that is: Windows-1252. Fewer: broken rows."""

_CHUNK = 1 << 20
_PIECE = 1 << 16

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """Write out control characters and broken bytes as escapes, so that no screen or file trips over them."""
    return text if text.isprintable() else _CONTROL.sub(_escape, text)


def hashed(id: str | int, salt: bytes) -> str:
    """Give a name that tells nothing to whom lacks the salt; the same id has the same one."""
    return blake2b(str(id).encode("utf-8", "surrogatepass"), key=salt, digest_size=12).hexdigest() if id != "" else ""


@contextmanager
def open_lines(path: Path) -> Iterator[Lines]:
    """Open a file of text; InputError if that cannot be done."""
    if not path.is_file():
        raise InputError(f"{path} is not a plain file." if path.exists() else f"There is no file {path}.")
    try:
        raw = path.open("rb")
        binary = _unpacked(raw) if path.suffix.lower() == ".gz" else raw
        lines = Lines(binary, path, raw.tell)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"Cannot read {path}: {getattr(error, 'strerror', None) or error}.") from error
    with raw, binary:
        yield lines


def _unpacked(raw: BinaryIO) -> BinaryIO:
    import gzip

    return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb"))


def _encoding(binary: BinaryIO) -> str:
    """Decide by evidence over the whole file: its mark, zero bytes, or the reading that fits more.

    The mark of UTF-8 is no proof: some programs put it before whatever the file holds. It is passed over then.
    """
    head = binary.read(_CHUNK)
    binary.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    if head[:4000].count(0) * 4 > len(head[:4000]):
        return "utf-16-le" if head[1:4000:2].count(0) > head[:4000:2].count(0) else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wide = broken = 0
    binary.seek(mark)
    while chunk := binary.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            clean = text.encode("utf-8", "ignore").decode()
            broken += len(text) - len(clean)
            wide += len(clean) - len(clean.encode("ascii", "ignore"))
    if broken > ODD_BYTES * wide:
        binary.seek(mark)
        return "cp1252"
    binary.seek(0)
    return "utf-8-sig" if mark else "utf-8"


class Refusal(NamedTuple):
    """A row that is not scored: the number of its first line, why, and its text as it stood in the file."""

    number: int
    id: str
    reason: str
    raw: str


class Lines:
    """The lines of a text, numbered from 1; `record` holds those read since it was last emptied."""

    def __init__(self, binary: BinaryIO, path: Path, position: Callable[[], int]) -> None:
        self._path = path
        self.encoding = _encoding(binary)
        # newline="" leaves line ends alone: they may stand inside a quoted field.
        errors = "surrogatepass" if self.encoding.startswith("utf-16") else "surrogateescape"
        self._stream = io.TextIOWrapper(binary, self.encoding, errors, newline="")
        self.position = position
        self._waiting: list[str] = []  # the next line comes last
        self._rest = ""
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while self._waiting or self._read_on():
            line = self._waiting.pop()
            self.number += 1
            self.record.append(line)
            yield line

    def several(self) -> list[str]:
        """Give some lines at once, as a new record; none at the end."""
        if self._waiting or self._read_on():
            self.record[:] = reversed(self._waiting)
            self._waiting.clear()
            self.number += len(self.record)
            return self.record.copy()
        return []

    def _read_on(self) -> bool:
        """Read some lines, none longer than a row may be; what is more is dropped."""
        while not self._waiting:
            try:
                piece = self._stream.read(_PIECE)
            except (OSError, EOFError, zlib.error) as error:
                strerror = getattr(error, "strerror", None)
                raise InputError(f"Cannot read on in {self._path}: {strerror or error}.") from error
            except UnicodeDecodeError as error:
                # UTF-16 alone gets here: everywhere else broken bytes are kept and their row is refused.
                raise InputError(f"{self._path} ends within a character; save it as UTF-8.") from error
            lines = io.StringIO(self._rest + piece, newline="").readlines()
            # The last line may go on in the next piece, if only with the second half of its line end.
            self._rest = lines.pop()[:ROW_LIMIT] if piece and lines else ""
            self._waiting = [line[:ROW_LIMIT] for line in reversed(lines)]
            if not piece:
                break
        return bool(self._waiting)

    def keep(self, count: int) -> None:
        """Put back all lines of the record but the first `count`."""
        self._waiting.extend(reversed(self.record[count:]))
        self.number -= len(self.record) - count
        del self.record[count:]

    @property
    def start(self) -> int:
        """The number of the record's first line."""
        return self.number - len(self.record) + 1

    def fault(self, raw: str) -> str | None:
        """Say what makes a record unreadable, if anything does."""
        if len(raw) >= ROW_LIMIT:
            return f"longer than {ROW_LIMIT:,} characters; no more of it than that is kept here"
        if "\0" in raw:
            return f"broken by a zero byte at character {raw.index(chr(0)) + 1}"
        if not raw.isascii() and (broken := HALF_CHARACTER.search(raw)):
            codec = "utf-16-le" if self.encoding.startswith("utf-16") else self.encoding.removesuffix("-sig")
            name = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16"}.get(codec, "UTF-8")
            return f"not valid {name} in byte {len(raw[: broken.start()].encode(codec)) + 1}"
        return None

    def refuse(self, reason: str, id: str | int = "") -> Refusal:
        """Refuse the record at hand."""
        return Refusal(self.start, str(id), reason, "".join(self.record).rstrip("\r\n"))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    # surrogateescape keeps a broken byte 0xNN as U+DCNN
    return f"\\x{code & 0xFF:02x}" if code < 0x100 or 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
