"""Word files: the text of body, tables, text boxes, headers, footers and notes, line by line."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hpcskills.documents.archive import damaged, unpack
from hpcskills.documents.kinds import Document, Kind, document, table_lines
from hpcskills.documents.xmltree import attribute, child, find, local, parse
from hpcskills.errors import InputError

# Read in this order: a header holds name and headline, a footnote explains what came before it.
_ORDER = ("header", "document", "diagrams/data", "footnotes", "endnotes", "footer")
_PART = re.compile(rf"word/(?P<part>{'|'.join(_ORDER)})\d*\.xml", re.IGNORECASE)
_SKIPPED = {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "del", "moveFrom", "instrText", "delText"}
_UNSEEN = {"r": ("rPr", "vanish", "strike", "dstrike"), "tr": ("trPr", "del"), "sdt": ("sdtPr", "showingPlcHdr")}
"""Where an element says that it is not seen or struck out, and the names for it."""

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_LIST_STYLE = re.compile(r"List(?:Bullet|Number)|Aufz|Bullet", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """The text of a Word file, one paragraph, list item or table row a line."""
    parts = unpack(data, name, lambda member: _PART.fullmatch(member) is not None)
    if not any("document" in member for member in parts):
        raise damaged(name)
    lines: list[str] = []
    for member in sorted(parts, key=_rank):
        found_lines = _blocks(parse(parts[member], name))
        if "header" in member or "footer" in member:
            # The header of the first page, of even and of odd pages often say the same.
            said = set(lines)
            found_lines = [line for line in dict.fromkeys(found_lines) if line not in said]
        lines.extend(found_lines)
    found = document(lines, Kind.DOCX)
    if not found.text.strip():
        raise InputError(f"{name} holds no text. If it shows a picture of a CV, type the skills or paste them.")
    return found


def _rank(member: str) -> tuple[int, str]:
    found = _PART.fullmatch(member)
    return (_ORDER.index(found["part"].lower()) if found else len(_ORDER), member)


def _blocks(element: ET.Element) -> list[str]:
    """The lines of everything in an element that stands one below the other."""
    lines: list[str] = []
    for part in element:
        kind = local(part)
        if kind == "p":
            lines.extend(_paragraph(part))
        elif kind == "tbl":
            lines.extend(table_lines(_rows(part)))
        elif kind == "AlternateContent":
            lines.extend(_blocks(_chosen(part)))
        elif not _unseen(part):
            lines.extend(_blocks(part))
    return lines


def _rows(table: ET.Element) -> list[list[list[str]]]:
    """The cells of a table, each as lines; rows and cells may stand inside content controls."""
    rows: list[list[list[str]]] = []
    for part in table:
        if _unseen(part):
            continue
        if local(part) == "tr":
            rows.append(_cells(part))
        else:
            rows.extend(_rows(part))
    return rows


def _cells(row: ET.Element) -> list[list[str]]:
    cells: list[list[str]] = []
    for part in row:
        if local(part) == "tc":
            cells.append(_blocks(part))
        elif not _unseen(part):
            cells.extend(_cells(part))
    return cells


def _paragraph(paragraph: ET.Element) -> list[str]:
    """A paragraph as lines, then the text boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[ET.Element] = []
    _inline(paragraph, pieces, boxes)
    text = "".join(pieces)
    lines = [f"- {text.strip()}" if text.strip() and _listed(paragraph) else text]
    for box in boxes:
        lines.extend(_blocks(box))
    return lines


def _inline(element: ET.Element, pieces: list[str], boxes: list[ET.Element]) -> None:
    """Gather what is written in a paragraph; deleted text, field codes and doubles of text boxes are left out."""
    for part in element:
        kind = local(part)
        if kind == "t":
            pieces.append(part.text or "")
        elif kind in _SIGNS:
            pieces.append(_SIGNS[kind])
        elif kind == "sym":
            code = attribute(part, "char")
            pieces.append(chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else "•")
        elif kind == "txbxContent":
            boxes.append(part)
        elif kind == "AlternateContent":
            _inline(_chosen(part), pieces, boxes)
        elif not _unseen(part):
            _inline(part, pieces, boxes)


def _unseen(part: ET.Element) -> bool:
    """Is it a setting, deleted, struck out, hidden, or the hint in an empty field, which no reader takes for text?"""
    kind = local(part)
    settings, *marks = _UNSEEN.get(kind, ("", ""))
    found = (find(part, settings, mark) for mark in marks)
    return kind in _SKIPPED or any(
        one is not None and attribute(one, "val") not in {"0", "false", "off"} for one in found
    )


def _chosen(alternatives: ET.Element) -> ET.Element:
    """Of several forms of one thing (new and old text boxes) the first: else all would be read twice."""
    choice = child(alternatives, "Choice")
    return choice if choice is not None else alternatives


def _listed(paragraph: ET.Element) -> bool:
    """Is the paragraph an item of a list?"""
    number = find(paragraph, "pPr", "numPr", "numId")
    if number is not None:
        return attribute(number, "val") != "0"
    style = find(paragraph, "pPr", "pStyle")
    return style is not None and _LIST_STYLE.search(attribute(style, "val")) is not None
