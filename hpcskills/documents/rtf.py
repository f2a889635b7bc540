"""RTF files: the words; paragraphs, list items and table rows are lines, fonts, pictures and field codes dropped."""

from __future__ import annotations

import codecs
import re

from hpcskills.documents.kinds import Document, Kind, document, table_lines, words
from hpcskills.errors import InputError

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_SKIPPED = words("""
    fonttbl colortbl stylesheet info pict themedata colorschememapping latentstyles datastore listtable xmlnstbl
    listoverridetable rsidtbl generator fldinst objdata nonshppict sn sv filetbl revtbl bkmkstart bkmkend
    annotation atnid atnauthor mmathPr pgptbl upr factoidname template userprops falt panose
""")
_OPTIONAL_BUT_READ = frozenset({"shptxt", "shpinst", "shp", "shppict", "footnote", "cs", "ud"})
_LINES = frozenset({"par", "line", "sect", "page", "column", "softline"})
_SIGNS = {
    "tab": "\t",
    "bullet": "•",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "footnote": " ",
}
_ESCAPES = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_DEEPEST = 500


class _Reader:
    """What is open while an RTF file is read from front to back: groups, a line, the cells of a row."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 0
        self._skip = 0  # depth of the outermost group that is skipped, 0 for none
        self._optional = False
        self._item = 0  # depth of the group that holds the sign of a list item
        self._listed = False
        self._encoding = "cp1252"
        self._fallback = 1
        self._hidden = False  # deleted, or meant not to be seen
        self._around: list[tuple[int, bool]] = []  # fallback and hidden of the groups around
        self._pending = 0  # characters to leave out: the stand-in of the one just read
        self._text: list[str] = []
        self._cell: list[str] = []
        self._row: list[list[str]] = []
        self._rows: list[list[list[str]]] = []
        self._in_table = False

    def take(self, token: re.Match[str]) -> None:
        if token["brace"]:
            self._brace(token["brace"])
        elif token["word"]:
            self._word(token["word"], token["number"])
        elif token["byte"]:
            self._write(self._decoded(chr(int(token["byte"], 16))))
        elif token["sign"] == "*":
            self._optional = True
        elif token["sign"]:
            self._write(_ESCAPES.get(token["sign"], ""))
        elif token["text"]:
            self._write(self._decoded(token["text"]))

    def _decoded(self, text: str) -> str:
        """Bytes, taken for Latin-1 so far, in the code page of the file."""
        return text if text.isascii() else text.encode("latin-1").decode(self._encoding, "replace")

    def _brace(self, brace: str) -> None:
        self._pending = 0
        if brace == "{":
            self.depth += 1
            self._optional = False
            self._around.append((self._fallback, self._hidden))
            return
        if self._skip >= self.depth:
            self._skip = 0
        if self._item >= self.depth:
            self._item = 0
        self.depth = max(0, self.depth - 1)
        self._fallback, self._hidden = self._around.pop() if self._around else (1, False)

    def _word(self, word: str, number: str | None) -> None:
        optional, self._optional = self._optional, False
        if self._skip or self._item:
            return
        if word in _SKIPPED or (optional and word not in _OPTIONAL_BUT_READ):
            self._skip = max(1, self.depth)
        elif word in {"listtext", "pntext"}:
            self._item, self._listed = max(1, self.depth), True
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in _LINES:
            self._end_line()
        elif word in {"cell", "nestcell"}:
            self._end_cell()
        elif word in {"row", "nestrow"}:
            self._end_row()
        elif word in {"intbl", "trowd"}:
            self._in_table = True
        elif word == "pard":
            self._in_table = False
        elif word in {"v", "deleted", "strike", "striked", "plain"}:
            self._hidden = word != "plain" and number != "0"
        elif number is not None:
            self._numbered(word, int(number))

    def _numbered(self, word: str, number: int) -> None:
        if word == "u":
            self._write(chr(number & 0xFFFF))
            self._pending = self._fallback
        elif word == "uc":
            self._fallback = min(max(number, 0), 16)
        elif word == "ansicpg":
            try:
                self._encoding = codecs.lookup(f"cp{number}").name
            except LookupError:
                self._encoding = "cp1252"

    def _write(self, text: str) -> None:
        if self._skip or self._item or self._hidden:
            return
        left = text[self._pending :]
        self._pending = max(0, self._pending - len(text))
        if left:
            self._text.append(left)

    def _end_line(self) -> None:
        if self._row and not self._in_table:
            self._end_row()
        line = "".join(self._text)
        self._text.clear()
        if line.strip() or not self._in_table:
            (self._cell if self._in_table else self._out()).append(f"- {line.strip()}" if self._listed else line)
        self._listed = False

    def _end_cell(self) -> None:
        self._in_table = True
        self._end_line()
        self._row.append(self._cell)
        self._cell = []

    def _end_row(self) -> None:
        if self._row:
            self._rows.append(self._row)
            self._row = []

    def _out(self) -> list[str]:
        """Where lines outside tables go; a table before them is written first."""
        if self._rows:
            self.lines.extend(table_lines(self._rows))
            self._rows = []
        return self.lines

    def close(self) -> list[str]:
        self._in_table = bool(self._cell)
        self._end_line()
        if self._cell:
            self._end_cell()
        self._end_row()
        return self._out()


def read_rtf(data: bytes, name: str) -> Document:
    """The text of an RTF file, one paragraph, list item or table row a line."""
    reader = _Reader()
    # Latin-1 keeps each byte one character: what is beyond ASCII stands in escapes or in the code page.
    for token in _TOKEN.finditer(data.decode("latin-1")):
        reader.take(token)
        if reader.depth > _DEEPEST:
            raise InputError(f"{name} is nested deeper than any letter. Copy the text and save it as .txt.")
    pairs = "\n".join(reader.close()).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    notes = ("The file ends early: it may be cut off.",) if reader.depth else ()
    found = document(pairs.split("\n"), Kind.RTF, notes)
    if not found.text.strip():
        raise InputError(f"{name} holds no text. Copy the text from where you see it and save it as .txt.")
    return found
