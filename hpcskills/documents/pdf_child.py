"""The process that opens a PDF: pdfium is C++ and the file a stranger's, so it has little memory and little time.

It reads from stdin the seconds it may take and the PDF, and writes one JSON array a line to stdout: what it is, and
what it says. Each page is written when it is done, so that one that never ends costs only itself and those after.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from hpcskills.documents.page_rows import Word
from hpcskills.documents.reading_order import read

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

_BACK = 0.1
"""So far back a letter may begin: those of a ligature share one box, so it may begin where the one before does."""

_LINE, _LETTERS = re.compile(r"[^\r\n]+"), re.compile(r"\S+")


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
        for turn, word in _Signs(text.raw, count).words():
            turned.setdefault(turn, []).append(word)
        if count == MOST_SIGNS:
            _tell("dense", number + 1)
        most_first = sorted(turned.values(), key=len, reverse=True)
        return [line for words in most_first for line in read(words)]
    finally:
        text.close()
        page.close()


_Piece = tuple[int, int, int, float, float, float, float, float]
"""Letters that touch: from which character up to which, the quarter turns of their writing, and their box as if it
stood upright: left, where the last letter begins, right, bottom, top.
"""


class _Signs:
    """The characters of a page in the order they are painted.

    A box is as high as the font, not as the letter: fonts often keep their height to themselves, and words of a row
    must stand level. So it is reckoned from the baseline, once for all characters whose boxes stand level.
    """

    def __init__(self, text: ctypes.c_void_p, count: int) -> None:
        from pypdfium2 import raw

        self._pdfium = raw
        self._text = text
        self._letters = _letters(text, count)
        self._row = (0, 0.0, 0.0)
        self._level: Sequence[float] = ()

    def words(self) -> Iterator[tuple[int, Word]]:
        """Pieces that touch are a word; where a blank or white is left, or the pen jumps, a new one begins."""
        letters = ""
        turn = end = 0
        before = left = right = bottom = top = 0.0
        for start, stop, now, first, last, final, low, high in self._pieces():
            height = high - low
            touches = now == turn and before - _BACK * height < first < right + _SPACE * height
            same_row = abs(low - bottom) <= 0.4 * height
            if letters and touches and same_row and (end == start or self._only_guessed(end, start)):
                letters += self._letters[start:stop]
                right = final if final > right else right
                if low != bottom or high != top:
                    bottom, top = min(bottom, low), max(top, high)
            else:
                if letters:
                    yield turn, Word(letters, left, right, bottom, top)
                letters = self._letters[start:stop]
                turn, left, right, bottom, top = now, first, final, low, high
            before, end = last, stop
        if letters:
            yield turn, Word(letters, left, right, bottom, top)

    def _only_guessed(self, start: int, end: int) -> bool:
        """Does nothing stand between but blanks that are not in the file, which pdfium adds by guess?"""
        return all(self._pdfium.FPDFText_IsGenerated(self._text, index) for index in range(start, end))

    def _pieces(self) -> Iterator[_Piece]:
        """Pieces of words; blanks are left out.

        Letters that were painted at once have a blank, if only one that pdfium adds, wherever white is left: only the
        first and the last of them are looked at, which takes a third of the time.
        """
        for line in _LINE.finditer(self._letters):
            together = self._at_once(*line.span())
            for letters in _LETTERS.finditer(self._letters, *line.span()):
                start, end = letters.span()
                piece = self._whole(start, end, together or self._at_once(start, end))
                if piece:
                    yield piece
                else:
                    yield from filter(_on_page, map(self._single, range(start, end)))

    def _at_once(self, start: int, end: int) -> bool:
        """Were these characters painted at once?"""
        return bool(self._pdfium.FPDFText_CountRects(self._text, start, end - start) == 1)

    def _whole(self, start: int, end: int, at_once: bool) -> _Piece | None:
        """These characters as one piece, unless they stand in a way that is rare."""
        boxes = list(map(self._box, (start, end - 1) if at_once else range(start, end)))
        turn, low, high = self._row_of(start, boxes[0])
        if turn:
            boxes = [_upright(turn, *box) for box in boxes]
        left, _, bottom, top = boxes[0]
        before, right, *level = boxes[-1]
        if low >= high or level != [bottom, top] or not (at_once or _in_line(boxes, high - low)):
            return None
        piece = start, end, turn, left, before, right, low, high
        return piece if _on_page(piece) else None

    def _single(self, index: int) -> _Piece:
        """One character as a piece."""
        box = self._box(index)
        turn, low, high = self._row_of(index, box)
        left, right, bottom, top = _upright(turn, *box) if turn else box
        if low == high:
            low, high = bottom, top
        return index, index + 1, turn, left, left, right, low, high

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """The box of a character: left, right, bottom, top; all 0 where it has none."""
        box = self._pdfium.FS_RECTF()
        self._pdfium.FPDFText_GetLooseCharBox(self._text, index, box)
        return box.left, box.right, box.bottom, box.top

    def _row_of(self, index: int, box: Sequence[float]) -> tuple[int, float, float]:
        """The row of a character with this box: that of the one before if both stand level."""
        if self._level != self._sides(box):
            self._row = _row(self._text, index)
            self._level = self._sides(box)
        return self._row

    def _sides(self, box: Sequence[float]) -> Sequence[float]:
        """Of a box the sides that agree in a row: left and right if writing runs upwards, else bottom and top."""
        return box[:2] if self._row[0] % 2 else box[2:]


def _in_line(boxes: Sequence[tuple[float, float, float, float]], height: float) -> bool:
    """Do letters stand level, and each close behind the one before?"""
    back, space = _BACK * height, _SPACE * height
    return all(one[2:] == after[2:] and one[0] - back < after[0] < one[1] + space for one, after in pairwise(boxes))


def _on_page(piece: _Piece) -> bool:
    """Is the place one on a page, and are its sides numbers?"""
    _, _, _, left, _, right, bottom, top = piece
    return -_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR


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


def _row(text: ctypes.c_void_p, index: int) -> tuple[int, float, float]:
    """The quarter turns of the writing at a character, and how far down and up its row reaches; 0, 0 if unknown."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    turn = round(math.atan2(-matrix.b, matrix.a) / (math.pi / 2)) % 4
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    x, y = ctypes.c_double(), ctypes.c_double()
    if not (0.5 < size < 500 and raw.FPDFText_GetCharOrigin(text, index, x, y) and abs(x.value) + abs(y.value) < _FAR):
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
