"""YAML text as a tree of nodes with line numbers, and what nodes may hold.

Only the plain part of YAML is taken: lists, mappings and scalars. Anchors, aliases, tags and deep nesting
are refused, so no file can grow in memory. A scalar keeps what YAML takes it for (text, number, yes or no),
so `no` is never silently a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from hpcskills.errors import Problem

if TYPE_CHECKING:
    import yaml

DEEPEST = 50
"""Levels of nesting; the C parser of YAML crashes the process somewhere above some ten thousand."""

_TEXT = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_WHOLE = "tag:yaml.org,2002:int"
_NUMBER = "tag:yaml.org,2002:float"
_FLAG = "tag:yaml.org,2002:bool"
_READ_AS = {
    _WHOLE: "a number",
    _NUMBER: "a number",
    _FLAG: "yes or no",
    _NULL: "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
}

# What YAML allows in a file; C1 controls are refused as well, for they can change a terminal.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WHOLE_DIGITS = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL_DIGITS = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word, number or text; `tag` says what YAML takes it for."""

    line: int
    text: str
    tag: str

    @property
    def empty(self) -> bool:
        """Nothing stands there, or `null`."""
        return self.tag == _NULL


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping; the pairs stand as written, doubled keys too."""

    line: int
    pairs: tuple[tuple[Node, Node], ...]


TYPE_NAMES = {Scalar: "a single value", Listing: "a list", Table: "a mapping"}
Node = Scalar | Listing | Table


class WrongValueError(ValueError):
    """A value that cannot stand where it stands; the message goes on after the name of its key."""


# --- words for messages -----------------------------------------------------------------------------------


def quoted(word: str) -> str:
    """The word in quotes, cut at 60 characters and with control characters spelt out."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in word)
    return f'"{shown if len(shown) <= 60 else shown[:57] + "..."}"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, or None."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        word, tuple(known), scorer=fuzz.ratio, processor=lambda text: text.casefold(), score_cutoff=65
    )
    return None if found is None else found[0]


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """A sentence saying that no `what` is called `word`, with the nearest that is, or all of a few."""
    words = tuple(known)
    near = nearest(word, words)
    if near is not None:
        return f"unknown {what} {quoted(word)}; did you mean {quoted(near)}?"
    if len(words) <= 14:
        return f"unknown {what} {quoted(word)}; known are: {', '.join(words) or 'none'}"
    return f"unknown {what} {quoted(word)}; nothing known looks like it"


# --- one file ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """One data file and where its problems go; those of a person need not be complete, shipped ones must."""

    file: Path
    problems: list[Problem]
    shipped: bool

    def say(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(file=self.file, line=line, message=message))

    def tree(self, content: bytes) -> Table | None:
        """The mapping that the file holds; None after a problem."""
        text = self._decode(content)
        if text is None:
            return None
        root = self._parse(text)
        if root is None or isinstance(root, Table):
            return root
        if isinstance(root, Scalar) and root.empty:
            self.say(1, "the file is empty")
        else:
            held = TYPE_NAMES[type(root)]
            self.say(root.line, f'the file holds {held}; it must be a mapping, such as "roles:" and its list')
        return None

    def _decode(self, content: bytes) -> str | None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.say(line, f"byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8")
            return None
        bad = list(_FORBIDDEN.finditer(text))
        for found in bad:
            line = text.count("\n", 0, found.start()) + 1
            self.say(line, f"control character U+{ord(found.group()):04X} in the file; delete it")
            if len(self.problems) > 100:
                break
        return None if bad else text

    def _parse(self, text: str) -> Node | None:
        import yaml

        try:
            return _build(self, yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.say(mark.line + 1 if mark else 1, _syntax_message(error, text, mark.line if mark else 0))
        return None


def _syntax_message(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    reason = error.problem or error.context or "unreadable"
    lines = text.splitlines()
    hint = "check the indentation, quotes and brackets here and in the line above"
    if any("\t" in found[: len(found) - len(found.lstrip())] for found in lines[max(line - 1, 0) : line + 1]):
        hint = "use spaces, not tabs, to indent"
    elif "mapping values are not allowed" in reason:
        hint = 'put text that holds ": " in quotes'
    return f"not valid YAML ({reason}); {hint}"


def _build(page: Page, events: Iterator[yaml.Event]) -> Node | None:
    """Nodes from parser events, without recursion; None after a problem."""
    import yaml
    from yaml.resolver import Resolver

    resolve: Callable[[type, str, tuple[bool, bool]], str] = Resolver().resolve
    open_lines: list[int] = []
    levels: list[list[Node]] = [[]]
    sound = True
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            refusal = _refusal(event, len(levels))
            if refusal is not None:
                page.say(_line(event), refusal)
                sound = False
            if len(levels) > DEEPEST:
                return None
        if isinstance(event, yaml.ScalarEvent):
            tag = resolve(yaml.ScalarNode, event.value, event.implicit)
            levels[-1].append(Scalar(_line(event), event.value, tag))
        elif isinstance(event, yaml.CollectionStartEvent):
            open_lines.append(_line(event))
            levels.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            inside, line = levels.pop(), open_lines.pop()
            as_table = isinstance(event, yaml.MappingEndEvent)
            levels[-1].append(_table(line, inside) if as_table else Listing(line, tuple(inside)))
        elif isinstance(event, yaml.DocumentStartEvent) and levels[0]:
            page.say(_line(event), 'a second document ("---") begins here; use one file for each')
            return None
    if not sound:
        return None
    return levels[0][0] if levels[0] else Scalar(1, "", _NULL)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refusal(event: yaml.NodeEvent, depth: int) -> str | None:
    """What to say of a node that uses a part of YAML which data files do without."""
    import yaml

    hint = "write the value out, or put the text in quotes"
    tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
    if isinstance(event, yaml.AliasEvent):
        return f"YAML alias {quoted(f'*{event.anchor}')}; {hint}"
    if event.anchor is not None:
        return f"YAML anchor {quoted(f'&{event.anchor}')}; {hint}"
    if tag is not None:
        return f"YAML tag {quoted(tag)}; leave it out, or put the text in quotes"
    if depth > DEEPEST:
        return f"nested deeper than {DEEPEST} levels; no data file is, check the brackets"
    return None


def _table(line: int, inside: list[Node]) -> Table:
    pairs = tuple(pairwise(inside))[::2]
    return Table(line, pairs)


# --- values -----------------------------------------------------------------------------------------------


def as_scalar(node: Node) -> Scalar:
    """The node, if it is a single value."""
    if not isinstance(node, Scalar):
        raise WrongValueError(f"must be a single value, not {TYPE_NAMES[type(node)]}")
    return node


def as_text(node: Node) -> str:
    """Text on one line: line breaks and runs of spaces become one space."""
    scalar = as_scalar(node)
    if scalar.tag != _TEXT:
        read_as = _READ_AS.get(scalar.tag, "something else")
        raise WrongValueError(f"must be text, but YAML reads {scalar.text or 'this'} as {read_as}; put it in quotes")
    if _CONTROL.search(scalar.text):
        raise WrongValueError(f"holds a control character: {quoted(scalar.text)}; delete it")
    text = " ".join(scalar.text.split())
    if not text:
        raise WrongValueError("is empty; write something or leave the key out")
    return text


def as_said(node: Node) -> str:
    """Any single value as text: `true` or `false`, a number as written, or words."""
    scalar = as_scalar(node)
    if scalar.tag == _FLAG:
        return "true" if as_flag(scalar) else "false"
    return scalar.text if scalar.tag in (_WHOLE, _NUMBER) else as_text(scalar)


def as_whole(node: Node, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    scalar = as_scalar(node)
    if scalar.tag != _WHOLE or not _WHOLE_DIGITS.fullmatch(scalar.text):
        raise WrongValueError(
            f"must be a whole number from {low} to {high}, not {quoted(scalar.text)}{_unquote(scalar)}"
        )
    if len(scalar.text) > 9 or not low <= int(scalar.text) <= high:
        raise WrongValueError(f"must be a whole number from {low} to {high}, not {scalar.text[:20]}")
    return int(scalar.text)


def as_number(node: Node) -> float:
    """A number that is not negative."""
    scalar = as_scalar(node)
    if scalar.tag not in (_WHOLE, _NUMBER) or not _DECIMAL_DIGITS.fullmatch(scalar.text):
        raise WrongValueError(f"must be a number such as 40 or 4.5, not {quoted(scalar.text)}{_unquote(scalar)}")
    if len(scalar.text) > 15 or float(scalar.text) < 0:
        raise WrongValueError(f"must be a number from 0 upwards, not {scalar.text[:20]}")
    return float(scalar.text)


def _unquote(scalar: Scalar) -> str:
    return "; leave out the quotes" if scalar.tag == _TEXT and _DECIMAL_DIGITS.fullmatch(scalar.text) else ""


def as_flag(node: Node) -> bool:
    """True or false."""
    scalar = as_scalar(node)
    if scalar.tag != _FLAG:
        raise WrongValueError(f"must be true or false, not {quoted(scalar.text)}")
    return scalar.text.casefold() in ("true", "yes", "on")


def as_date(node: Node) -> str:
    """A day, month or year as written: YYYY-MM-DD, YYYY-MM or YYYY."""
    from datetime import date

    text = as_text(node)
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise WrongValueError(f'must be a date such as "2026", "2026-06" or "2026-06-30", not {quoted(text)}') from None
    return text


def as_url(node: Node) -> str:
    """A web address."""
    text = as_text(node)
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise WrongValueError(f"must be a web address that begins with https:// or http://, not {quoted(text)}")
    return text


def as_id(node: Node) -> str:
    """An id: small letters, digits and single hyphens."""
    text = as_text(node)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise WrongValueError(
            f'must be small letters, digits and single hyphens, such as "job-scheduling", not {quoted(text)}'
        )
    return text
