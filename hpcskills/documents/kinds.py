"""What kind of file somebody gave, judged by its first bytes and not by its name, and the text that came out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_TEXT = 2_000_000
"""Characters kept of one document; a long CV has 20,000. A document says so when it was cut."""

LONGEST_ROW = 400
"""Characters up to which the cells of a table row stand on one line; longer ones are a page laid out by a table."""


def words(text: str) -> frozenset[str]:
    """A set of words written as a text."""
    return frozenset(text.split())


class Kind(StrEnum):
    """The kinds of file that are known, read or not."""

    TEXT = "plain text"
    PDF = "a PDF"
    ZIP = "a zip file"
    DOCX = "a Word file"
    ODT = "an OpenDocument text"
    RTF = "an RTF file"
    HTML = "a web page"
    XML = "an XML file"
    EUROPASS = "a Europass CV"
    RESUME = "a JSON Resume"
    LINKEDIN = "a LinkedIn export"
    OLD_OFFICE = "an old Word or Excel file, or one locked with a password"
    IMAGE = "a picture"
    ARCHIVE = "a packed archive"
    PROGRAM = "a program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a file, and what a person should know about how it was read (never the person's words)."""

    text: str
    kind: Kind
    notes: tuple[str, ...] = ()


_MAGIC = {
    b"PK\x03\x04": Kind.ZIP,
    b"PK\x05\x06": Kind.ZIP,
    b"\xd0\xcf\x11\xe0": Kind.OLD_OFFICE,
    b"{\\rtf": Kind.RTF,
    b"\x89PNG": Kind.IMAGE,
    b"\xff\xd8\xff": Kind.IMAGE,
    b"GIF8": Kind.IMAGE,
    b"II*\0": Kind.IMAGE,
    b"MM\0*": Kind.IMAGE,
    b"\x1f\x8b": Kind.ARCHIVE,
    b"7z\xbc\xaf": Kind.ARCHIVE,
    b"Rar!": Kind.ARCHIVE,
    b"BZh": Kind.ARCHIVE,
    b"\xfd7zXZ": Kind.ARCHIVE,
    b"\x7fELF": Kind.PROGRAM,
    b"MZ\x90": Kind.PROGRAM,
}
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|h1|table|ul)\b", re.IGNORECASE)


def sniff(data: bytes) -> Kind:
    """What kind of file begins with these bytes; whatever is not known is taken for text.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"10 years Linux")
    (<Kind.PDF: 'a PDF'>, <Kind.TEXT: 'plain text'>)
    """
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    head = data[:1024]
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head and b"endobj" in data):
        return Kind.PDF
    for mark in _MARKS:
        head = head.removeprefix(mark)
    # UTF-16 has a zero beside each letter of a tag: without them the same patterns serve.
    head = head.replace(b"\0", b"").lstrip()
    if head.startswith(b"<"):
        if _PAGE.search(head):
            return Kind.HTML
        if head.startswith((b"<?xml", b"<!DOCTYPE", b"<Candidate", b"<SkillsPassport", b"<Europass")):
            return Kind.XML
    return Kind.TEXT


def document(lines: Iterable[str], kind: Kind, notes: Sequence[str] = ()) -> Document:
    """A document of cleaned lines, cut at the limit with a note that says so."""
    return limited("\n".join(_lines(lines)), kind, notes)


_TICKED, _UNTICKED = re.compile(r"[☑☒]|\[[xX]\] "), re.compile(r"(?:☐|\[ \] )[^☐☑☒\[\t\n]*")


def limited(text: str, kind: Kind, notes: Sequence[str] = ()) -> Document:
    """A document of this text, cut at the limit; what stands beside empty boxes is left out if others are ticked."""
    if _TICKED.search(text) and _UNTICKED.search(text):
        text = _UNTICKED.sub("", text)
        notes = (*notes, "What stands beside boxes that are not ticked was left out.")
    if len(text) > MOST_TEXT:
        share = 100 * MOST_TEXT // len(text)
        notes = (*notes, f"The text is very long: only the first {MOST_TEXT:,} characters ({share} %) were read.")
        text = text[: max(text.rfind("\n", 0, MOST_TEXT), MOST_TEXT - 10_000)]
    return Document(text=text, kind=kind, notes=tuple(notes))


# Bullets, stars and ticks of the fonts Symbol and Wingdings, which have no letters of their own.
_SIGNS = {
    0xF0AB: "★",
    0xF0B6: "☆",
    0xF06C: "●",
    0xF0A1: "○",
    0xF06E: "■",
    0xF06F: "□",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0A8: "☐",
}
_CHARACTERS: dict[int, str] = (
    dict.fromkeys((*range(9), 0x0B, 0x0C, *range(14, 32), *range(127, 133), *range(134, 160)), " ")
    | dict.fromkeys((0x0D, 0x85, 0x2028, 0x2029), "\n")
    | dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys(range(0xF000, 0xF100), "•")
    | _SIGNS
    | {0x266F: "#", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)
_SPACES = re.compile(r"[^\S\n\t]+")
_LEVEL = re.compile(r"[●○★☆■□](?: ?[●○★☆■□]){2,}|\d{1,3} ?%")
_APART = re.compile(r"[A-ZÀ-Þ](?: [A-ZÀ-Þ&]){3,}(?: {2,}[A-ZÀ-Þ&](?: [A-ZÀ-Þ&])*)*")
_TABS = re.compile(r" ?\t[ \t]*")


def clean(text: str) -> str:
    """Text without control signs, invisible signs, ligatures, letters of sign fonts and runs of blanks."""
    return _TABS.sub("\t", _SPACES.sub(" ", text.translate(_CHARACTERS)))


def _lines(lines: Iterable[str]) -> list[str]:
    """Cleaned lines; of several empty ones in a row one stays."""
    kept: list[str] = []
    for line in lines:
        for piece in clean(_closed_up(line.strip())).split("\n"):
            tidy = piece.strip()
            if tidy or (kept and kept[-1]):
                kept.append(tidy)
    return _with_levels(kept)


def _with_levels(lines: list[str]) -> list[str]:
    r"""A line with nothing but levels goes to the skills above it; several to as many skills below, if only there are.

    >>> _with_levels(["Linux", "●●●○○", "Slurm", "●●○○○"])
    ['Linux ●●●○○', 'Slurm ●●○○○']
    >>> _with_levels(["Skills", "90%\t20%", "Slurm\tCUDA"])
    ['Skills', 'Slurm 90%', 'CUDA 20%']
    """
    found: list[str] = []
    above = ""  # levels whose skills come below
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if above:
            found.extend(_levelled(line, above))
            above = ""
        # Several in a row are a column of their own, whose skills stand elsewhere.
        elif not (before or after) or not _only_levels(line) or _only_levels(before) or _only_levels(after):
            found.append(line)
        elif "\t" in line and before.count("\t") != line.count("\t") == after.count("\t"):
            above = line
        elif before:
            found[-1:] = _levelled(found[-1], line)
        else:
            found.append(line)
    return found


def _levelled(skills: str, levels: str) -> list[str]:
    """Each of the skills with its level."""
    if skills.count("\t") != levels.count("\t"):
        return [f"{skills} {levels}"]
    return list(map(" ".join, zip(skills.split("\t"), levels.split("\t"), strict=True)))


def _only_levels(line: str) -> bool:
    return all(map(_LEVEL.fullmatch, line.split("\t")))


def _closed_up(line: str) -> str:
    """A heading whose letters are set apart as the words they make.

    >>> _closed_up("W O R K   H I S T O R Y")
    'WORK HISTORY'
    """
    return " ".join(word.replace(" ", "") for word in line.split("  ") if word) if _APART.fullmatch(line) else line


MARKS = frozenset({"x", "X", "✓", "✔", "☑", "●", "•", "■", "★", "*", "ja", "yes", "sí", "sim", "oui"})
"""What people put into a table to say that the head of the column applies."""


def table_lines(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    r"""A table as lines: a row of short cells becomes one line, cells of several lines follow one another.

    Under the head of its column a cross becomes that head, and a number of years says that it is one.

    >>> table_lines([[["Skill"], ["basic"], ["expert"]], [["Linux"], [], ["x"]]])
    ['Skill\tbasic\texpert', 'Linux\texpert']
    """
    heads = [clean(" ".join(cell)).strip() for cell in rows[0]] if len(rows) > 1 else []
    found: list[str] = []
    for number, row in enumerate(rows):
        cells = [[line for line in cell if line.strip()] for cell in row]
        if any(len(cell) > 1 for cell in cells) or sum(len(line) for cell in cells for line in cell) > LONGEST_ROW:
            found.extend(line for cell in cells for line in cell)
            continue
        texts = [cell[0].strip() if cell else "" for cell in cells]
        if any(map(_YEARS.fullmatch, texts)):
            heads = texts
        elif number and len(texts) == len(heads):
            texts = [under(head, text, len(heads)) for head, text in zip(heads, texts, strict=True)]
        found.append("\t".join(text for text in texts if text))
    return found


_YEARS = re.compile(r"\b(?:years?|yrs|jahre?|años|anos|ans|années)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d)?\+?")


def under(head: str, text: str, columns: int) -> str:
    """What a cell says under the head of its column.

    >>> under("expert", "x", 3), under("Years", "7", 2), under("Level", "good", 2)
    ('expert', '7 years', 'good')
    """
    if text in MARKS and columns > 2:
        return head or text
    years = _YEARS.search(head)
    return f"{text} {years[0].lower()}" if years and _NUMBER.fullmatch(text) else text


BROKEN = "-\x1f"
"""A hyphen at the end of a line that goes on below, until `mend_hyphens` has seen the whole text."""

_BROKEN = re.compile(rf"(\w+){BROKEN}(\w+)")
_PLAIN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HEADS = words("""
    all back bare big black blue built cloud co command cost cross cutting data day decision deep distributed early end
    energy enterprise error event ex fast fault fine first five four front full fully future general green half hand
    hands hard high higher highly home host in inter key large life light liquid load long low lower
    machine man mid mission multi near net new no non object off on one open out over part peer point post pre pro
    problem quality quick re real role scale security self semi service short side single small so state step sub task
    team test third three time top trouble two up user vendor water well wide world zero
""")
"""First halves of compounds: a hyphen after them is their own, not that of a broken word."""


def mend_hyphens(text: str) -> str:
    """Join words broken at the end of a line; a compound keeps its hyphen.

    >>> mend_hyphens(f"perfor{BROKEN}mance of high{BROKEN}performance systems")
    'performance of high-performance systems'
    """
    if "\x1f" not in text:
        return text
    known = {word.lower() for word in _PLAIN.findall(text)}

    def mend(found: re.Match[str]) -> str:
        first, second = found.groups()
        compound, whole = f"{first}-{second}", first + second
        if compound.lower() in known:
            return compound
        if whole.lower() in known:
            return whole
        return compound if first.lower() in _HEADS or not second[0].islower() else whole

    return _BROKEN.sub(mend, text).replace("\x1f", "")
