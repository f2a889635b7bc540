"""The process that opens a PDF: pdfium is C++ and the file a stranger's, so it has little memory and little time.

It reads from stdin the seconds it may take and the PDF, and writes one JSON array a line to stdout: what it is, and
what it says. Each page is written when it is done, so that one that never ends costs only itself and those after.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import struct
import sys
from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from hpcskills.documents.reading_order import Word, read

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 60
MOST_TEXT = 1_990_000
"""Characters read in all: a little less than a document may have, since lines are put between the pages."""

MOST_SIGNS = 60_000
"""Characters read of one page; a page of small print has 8,000."""

MEMORY = 1_000_000_000
LARGEST_ATTACHMENT = 5_000_000
_HYPHENS = dict.fromkeys((0x02, 0xAD, 0x2010, 0x2011, 0xFFFE), "-")
"""What fonts and pdfium have for a hyphen at the end of a line."""

_FAR = 1e9
"""No page reaches so far; nor is a box that does, or whose sides are no numbers, one on a page."""

_SPACE = 0.17
"""White of this share of a line's height ends a word; a blank is 0.2 to 0.3 wide."""


def main() -> None:
    """Answer what stands in the PDF on stdin; the line before it is the processor time allowed, in seconds."""
    _limit(int(sys.stdin.buffer.readline()))
    data = sys.stdin.buffer.read()
    import pypdfium2 as pdfium

    try:
        pdf = _opened(data)
    except pdfium.PdfiumError as error:
        _tell("refused", "locked" if "password" in str(error).lower() else "damaged")
        return
    count = len(pdf)
    _tell("count", count)
    for xml in _attachments(pdf):
        _tell("europass", xml)
    left = MOST_TEXT
    for number in range(min(count, MOST_PAGES)):
        try:
            text = "\n".join(_page(pdf, number))
        except pdfium.PdfiumError:
            _tell("unread", number + 1)
            continue
        _tell("page", text[:left])
        left -= len(text)
        if left <= 0:
            _tell("cut", number + 1)
            break
    _tell("end", count)


def _limit(seconds: int) -> None:
    """Give up memory, time and the right to write files, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock has to do.
        return
    limits = {"RLIMIT_AS": MEMORY, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            try:
                resource.setrlimit(kind, (most, most))
            except (OSError, ValueError):  # macOS knows RLIMIT_AS and refuses to set it.
                continue


_CATALOG = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\s*<<[^<>]{0,500}/Type\s*/Catalog")


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    """The PDF; one that lost its end, which says where all begins, gets an end that does."""
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        root = _CATALOG.search(data)
        if root is None:
            raise
        return pdfium.PdfDocument(data + b"\ntrailer<</Root %b %b R>>\n%%%%EOF\n" % root.groups())


def _tell(what: str, value: str | int) -> None:
    sys.stdout.buffer.write(json.dumps([what, value]).encode() + b"\n")
    sys.stdout.buffer.flush()


def _page(pdf: pypdfium2.PdfDocument, number: int) -> list[str]:
    """The lines of a page; text that runs upwards or downwards is read after the rest."""
    from pypdfium2 import raw

    page = pdf[number]
    text = page.get_textpage()
    try:
        turned: dict[int, list[Word]] = {}
        count = min(raw.FPDFText_CountChars(text.raw), MOST_SIGNS)
        for turn, word in _words(_signs(text.raw, count)):
            turned.setdefault(turn, []).append(word)
        if count == MOST_SIGNS:
            _tell("dense", number + 1)
        most_first = sorted(turned.values(), key=len, reverse=True)
        return [line for words in most_first for line in read(words)]
    finally:
        text.close()
        page.close()


Sign = tuple[str, int, float, float, float, float]
"""A character, the quarter turns of its writing, and its box as if it stood upright: left, right, bottom, top."""


def _signs(text: ctypes.c_void_p, count: int) -> Iterator[Sign]:
    """The characters of a page in the order they are painted, without the blanks that pdfium adds by guess.

    A box is as high as the font, not as the letter: fonts often keep their height to themselves, and words of a row
    must stand level. So it is reckoned from the baseline, once for all characters whose boxes stand level.
    """
    level, row = (0.0, 0.0), (0, 0.0, 0.0)
    for index, (sign, box) in enumerate(zip(_letters(text, count), _boxes(text, count), strict=True)):
        left, top, right, bottom = box
        if not (-_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR) or (left == right and sign.isspace()):
            continue  # a blank that is added has no width
        if level != ((left, right) if row[0] % 2 else (bottom, top)):
            row = _row(text, index)
            level = (left, right) if row[0] % 2 else (bottom, top)
        turn, low, high = row
        if turn:
            left, right, bottom, top = _upright(turn, left, right, bottom, top)
        yield (sign, turn, left, right, low, high) if high > low else (sign, turn, left, right, bottom, top)


def _letters(text: ctypes.c_void_p, count: int) -> str:
    """The characters of a page: as a whole, or one by one where the whole leaves some out or has halves of them."""
    from pypdfium2 import raw

    halves = (ctypes.c_ushort * (count + 1))()
    said = raw.FPDFText_GetText(text, 0, count, halves)
    letters = bytes(halves)[: 2 * (said - 1)].decode("utf-16-le", "replace")
    if len(letters) != count:
        codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
        letters = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
    return letters.translate(_HYPHENS)


def _boxes(text: ctypes.c_void_p, count: int) -> Iterator[tuple[float, ...]]:
    """The boxes of the characters: left, top, right, bottom; a point where one has none."""
    from pypdfium2 import raw

    boxes = (raw.FS_RECTF * count)()
    list(map(raw.FPDFText_GetLooseCharBox, repeat(text), range(count), boxes))  # faster than a loop
    return struct.iter_unpack("4f", boxes)


def _row(text: ctypes.c_void_p, index: int) -> tuple[int, float, float]:
    """The quarter turns of the writing at a character, and how far down and up its row reaches; 0, 0 if unknown."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    turn = round(math.atan2(-matrix.b, matrix.a) / (math.pi / 2)) % 4
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    x, y = ctypes.c_double(), ctypes.c_double()
    if not 0.5 < size < 500 or not raw.FPDFText_GetCharOrigin(text, index, x, y):
        return turn, 0, 0
    base = _upright(turn, x.value, x.value, y.value, y.value)[2]
    return turn, base - 0.2 * size, base + 0.8 * size


def _upright(turn: int, left: float, right: float, bottom: float, top: float) -> tuple[float, float, float, float]:
    """A box on a page that is turned back until its text runs from left to right; pdfium counts clockwise."""
    if turn == 1:
        return -top, -bottom, left, right
    if turn == 2:
        return -right, -left, -top, -bottom
    if turn == 3:
        return bottom, top, -right, -left
    return left, right, bottom, top


def _words(signs: Iterator[Sign]) -> Iterator[tuple[int, Word]]:
    """Characters that touch are a word; where a blank or white is left, or the pen jumps, a new one begins."""
    letters: list[str] = []
    turn = 0
    before = left = right = bottom = top = 0.0
    for sign, now, first, last, low, high in signs:
        blank, height = sign.isspace(), high - low
        # The letters of a ligature share one box, so a letter may begin where the one before it does.
        touches = now == turn and before - 0.1 * height < first < right + _SPACE * height
        if letters and (blank or not touches or abs(low - bottom) > 0.4 * height):
            yield turn, Word("".join(letters), left, right, bottom, top)
            letters = []
        if blank:
            continue
        if not letters:
            turn, left, right, bottom, top = now, first, last, low, high
        letters.append(sign)
        before = first
        right = last if last > right else right
        if low != bottom or high != top:
            bottom, top = min(bottom, low), max(top, high)
    if letters:
        yield turn, Word("".join(letters), left, right, bottom, top)


def _attachments(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    """XML files inside the PDF that begin as those of Europass do."""
    import pypdfium2 as pdfium

    for number in range(min(pdf.count_attachments(), 20)):
        try:
            content = bytes(pdf.get_attachment(number).get_data())
        except pdfium.PdfiumError:
            continue
        if len(content) <= LARGEST_ATTACHMENT and any(
            root in content[:4096] for root in (b"<Candidate", b"<SkillsPassport")
        ):
            yield content.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
