"""Web pages: the words a reader sees, with items and table rows as lines; scripts, styles and comments dropped.

The standard library's html.parser takes 15 s for 200 kB of opened comments and stops with an AssertionError at "<![x":
this reader looks at each character once and takes whatever it cannot read for text.
"""

from __future__ import annotations

import re
from html import unescape

from hpcskills.documents.kinds import Document, Kind, document, table_lines, words
from hpcskills.errors import InputError

_DROPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "iframe",
        "object",
        "select",
        "textarea",
        "del",
        "s",
        "strike",
    }
)
_BLOCKS = words("""
    address article aside blockquote body br button caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html label legend main menu nav ol option p pre section summary title ul
""")
_TABLES = frozenset({"table", "dl"})
_ROWS = frozenset({"tr", "dt"})
_CELLS = frozenset({"td", "th", "dt", "dd"})
_EMPTY = words("area base br col embed hr img input link meta source track wbr")
_UNNESTED = frozenset({"p", "li", "option", "dt", "dd"})
_HIDDEN = re.compile(
    r"\shidden(?=[\s>=/])|\sstyle\s?=[^>]{0,300}?(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE
)
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]{0,30})")
_DEEPEST = 40
"""Tables within tables; more are read as plain lines."""


class _Table:
    """A table, or a list of terms, being read: rows of cells, each a list of lines."""

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []

    def row(self) -> None:
        self.rows.append([])

    def cell(self, most: int | None = None) -> list[str]:
        """A new cell; in a row of as many as may be, the last one again."""
        if not self.rows:
            self.row()
        if len(self.rows[-1]) != most:
            self.rows[-1].append([])
        return self.rows[-1][-1]


class _Page:
    """The lines of a page, gathered tag by tag."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._into = [self.lines]
        self._tables: list[_Table] = []
        self._text: list[str] = []
        self._item = False

    def text(self, text: str) -> None:
        self._text.append(text)

    def tag(self, name: str, closing: bool) -> None:
        if name == "li":
            self._break()
            self._item = not closing
        elif name in _TABLES and not closing and len(self._tables) < _DEEPEST:
            self._break()
            self._tables.append(_Table())
            self._into.append(self._into[-1])
        elif self._tables and name in _TABLES | _ROWS | _CELLS:
            self._break()
            self._within(name, closing)
        elif name in _BLOCKS:
            self._break()

    def _within(self, name: str, closing: bool) -> None:
        """A tag of the innermost table: what follows goes into a new cell, or beside the table."""
        table = self._tables[-1]
        self._into[-1] = self._into[-2]
        if name in _ROWS and not closing:
            table.row()
        if name in _CELLS and not closing:
            self._into[-1] = table.cell(most=2 if name == "dd" else None)
        elif name in _TABLES and closing:
            self._tables.pop()
            self._into.pop()
            self._into[-1].extend(table_lines([row for row in table.rows if row]))

    def _break(self) -> None:
        """End a line."""
        line = " ".join(unescape("".join(self._text)).split())
        self._text.clear()
        if line:
            self._into[-1].append(f"- {line}" if self._item else line)
            self._item = False

    def close(self) -> list[str]:
        """All lines, with the tables that were never closed."""
        self._break()
        while self._tables:
            self.tag("table", closing=True)
        return self.lines


def lines_of(markup: str) -> list[str]:
    """The lines of a page or of a piece of one.

    >>> lines_of("<p>I run:<ul><li>Slurm<li>Linux &amp; bash</ul>")
    ['I run:', '- Slurm', '- Linux & bash']
    """
    page = _Page()
    at = 0
    while at < len(markup):
        opened = markup.find("<", at)
        if opened < 0:
            opened = len(markup)
        page.text(markup[at:opened])
        at = _tag(markup, opened, page)
    return page.close()


def _tag(markup: str, at: int, page: _Page) -> int:
    """Read the tag at `at`; where to go on. What opens and never closes hides the rest, as in a browser."""
    if markup.startswith("<!--", at):
        return _after(markup, "-->", at + 4)
    found = _TAG.match(markup, at)
    if found is None:
        if markup.startswith(("<!", "<?", "</"), at):
            return _after(markup, ">", at + 2)
        page.text(markup[at : at + 1])
        return at + 1
    name, closing = found[1].lower(), markup.startswith("</", at)
    end = _after(markup, ">", found.end())
    # A page that hides itself as a whole shows itself by a script.
    alone = closing or name in _EMPTY or name in {"html", "body"} or markup[end - 2 : end] == "/>"
    if not alone and (name in _DROPPED or _HIDDEN.search(markup, found.end(), end)):
        return _behind(markup, name, end)
    page.tag(name, closing)
    return end


def _behind(markup: str, name: str, at: int) -> int:
    """Where the element ends that began before `at`; elements of its name may stand in it."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}\b[^>]*>?", re.IGNORECASE).finditer(markup, at):
        if name in _UNNESTED and not tag[1]:
            return tag.start()
        depth += -1 if tag[1] else name not in _DROPPED
        if depth == 0:
            return tag.end()
    return len(markup)


def _after(markup: str, mark: str, at: int) -> int:
    found = markup.find(mark, at)
    return found + len(mark) if found >= 0 else len(markup)


_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)


def charset(data: bytes) -> str | None:
    """The encoding a page names in its first kilobytes."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def read_page(markup: str, name: str) -> Document:
    """The text of a web page saved as a file."""
    found = document(lines_of(markup), Kind.HTML)
    if not found.text.strip():
        raise InputError(
            f"{name} is a web page whose words are not in the file: they appear only in a browser. "
            "Print it to a PDF there, or copy the text and paste it."
        )
    return found
