"""XML from strangers: no document types, no entities, no depth or number of elements that a CV does not have."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hpcskills.errors import InputError

DEEPEST = 120
"""Nested tables in text boxes go 40 deep; the readers recurse, so there must be a limit."""

MOST_ELEMENTS = 300_000


class _RefusedError(Exception):
    """XML that no office program and no Europass editor writes."""


class _Careful(ET.TreeBuilder):
    """Builds a tree and stops at what could blow it up."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise _RefusedError
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Called at the start of a document type, before any entity in it is read."""
        raise _RefusedError


def parse(data: bytes, name: str) -> ET.Element:
    """The root of an XML file; raises InputError if it is broken, or built to do harm."""
    parser = ET.XMLParser(target=_Careful())  # noqa: S314  see above
    try:
        parser.feed(data)
        root = parser.close()
    except _RefusedError:
        raise InputError(
            f"{name} holds XML that no CV needs (a document type, or nesting without end) and was not read. "
            "Open it, copy the text and save it as .txt."
        ) from None
    except (ET.ParseError, ValueError, LookupError):
        raise InputError(
            f"{name} is damaged: its XML is broken. Save it again, or copy the text and paste it."
        ) from None
    if not isinstance(root, ET.Element):
        raise InputError(f"{name} is empty: there is nothing to read in it.")
    return root


def local(element: ET.Element) -> str:
    """The name of an element without its namespace, since writers use different ones for the same thing."""
    return element.tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """The value of an attribute by its name without namespace, or nothing."""
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: ET.Element, name: str) -> ET.Element | None:
    """The first child of that name, whatever its namespace."""
    return next((one for one in element if local(one) == name), None)


def find(element: ET.Element, *names: str) -> ET.Element | None:
    """The element at the end of this way of names."""
    found: ET.Element | None = element
    for name in names:
        found = child(found, name) if found is not None else None
    return found


def text_of(element: ET.Element | None) -> str:
    """All text in an element."""
    return "" if element is None else "".join(element.itertext()).strip()
