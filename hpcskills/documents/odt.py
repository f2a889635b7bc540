"""OpenDocument texts (LibreOffice): paragraphs, lists, tables, text boxes, notes, headers and footers."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hpcskills.documents.archive import damaged, unpack
from hpcskills.documents.kinds import Document, Kind, document, table_lines
from hpcskills.documents.xmltree import attribute, local, parse
from hpcskills.errors import InputError

_PARTS = ("styles.xml", "content.xml", "META-INF/manifest.xml")
_SKIPPED = {"annotation", "tracked-changes", "desc", "title", "note-citation", "bibliography-mark", "sequence-decls"}
_BOXES = {"text-box", "note-body"}


def read_odt(data: bytes, name: str) -> Document:
    """The text of an OpenDocument text, one paragraph, list item or table row a line."""
    parts = unpack(data, name, lambda member: member in _PARTS)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise InputError(f"{name} is locked with a password. Save it without one, or paste the text.")
    if "content.xml" not in parts:
        raise damaged(name)
    heads = [line for page in _pages(parts.get("styles.xml"), name) for line in _blocks(page)]
    found = document([*dict.fromkeys(heads), *_blocks(_seen(parse(parts["content.xml"], name)))], Kind.ODT)
    if not found.text.strip():
        raise InputError(f"{name} holds no text. If it shows a picture of a CV, type the skills or paste them.")
    return found


def _pages(styles: bytes | None, name: str) -> list[ET.Element]:
    """The master pages, which hold headers and footers."""
    return [one for one in parse(styles, name).iter() if local(one) == "master-page"] if styles else []


def _seen(root: ET.Element) -> ET.Element:
    """The text without what is hidden or struck out, of which styles tell and some elements themselves."""
    styles = {attribute(style, "name") for style in root.iter() if local(style) == "style" and any(map(_hides, style))}
    for part in list(root.iter()):
        if _hides(part) or attribute(part, "style-name") in styles:
            tail = part.tail
            part.clear()
            part.tail = tail
    return root


def _hides(part: ET.Element) -> bool:
    if local(part) == "hidden-text":
        return attribute(part, "is-hidden") != "false"
    struck = attribute(part, "text-line-through-style") not in {"", "none"}
    return struck or attribute(part, "display") == "none"


def _blocks(element: ET.Element) -> list[str]:
    """The lines of everything in an element that stands one below the other."""
    lines: list[str] = []
    for part in element:
        kind = local(part)
        if kind in {"p", "h"}:
            lines.extend(_paragraph(part))
        elif kind in {"list-item", "list-header"}:
            item = _blocks(part)
            lines.extend([f"- {item[0].removeprefix('- ')}", *item[1:]] if item and item[0].strip() else item)
        elif kind == "table":
            lines.extend(table_lines(_rows(part)))
        elif kind not in _SKIPPED:
            lines.extend(_blocks(part))
    return lines


def _rows(table: ET.Element) -> list[list[list[str]]]:
    rows: list[list[list[str]]] = []
    for part in table:
        if local(part) == "table-row":
            rows.append([_blocks(cell) for cell in part if local(cell) == "table-cell"])
        elif local(part) not in _SKIPPED:
            rows.extend(_rows(part))
    return rows


def _paragraph(paragraph: ET.Element) -> list[str]:
    """A paragraph as lines, then the text boxes and notes that hang on it."""
    pieces: list[str] = []
    boxes: list[ET.Element] = []
    _inline(paragraph, pieces, boxes)
    return ["".join(pieces), *(line for box in boxes for line in _blocks(box))]


def _inline(element: ET.Element, pieces: list[str], boxes: list[ET.Element]) -> None:
    pieces.append(element.text or "")
    for part in element:
        kind = local(part)
        if kind == "s":
            count = attribute(part, "c")
            pieces.append(" " * (min(int(count), 100) if count.isdecimal() and len(count) < 4 else 1))
        elif kind in {"tab", "line-break"}:
            pieces.append("\t" if kind == "tab" else "\n")
        elif kind in _BOXES:
            boxes.append(part)
        elif kind not in _SKIPPED:
            _inline(part, pieces, boxes)
        pieces.append(part.tail or "")
